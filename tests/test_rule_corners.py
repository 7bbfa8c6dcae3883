"""Where a rule holds back, and what it says at its edges: the starter handbook with a line or two changed."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

import starter
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.source import Source
from handrail.rules import Example
from handrail.rules._numerals import in_words, numbers
from handrail.rules._reading import read
from handrail.rules.stale_helpline import StaleHelpline

PARCEL, WRITE, SCENARIOS = starter.WORKFLOW, "workflows/example/write-back.yml", "scenarios/lost-parcel.yml"
SOP, OTHER, GONE = starter.PAGE, "procedures/example/write-back.md", "messages/parcel-gone.yml"
CONTROL = "controls/example/sender-is-told.yml"
PHOTO = (
    "register/marks.yml",
    "look-up: The",
    "photo:\n  says: A picture was taken.\n  counts-as: look-up\nlook-up: The",
)
GERMAN, ENGLISH = "Sie müssen nichts tun.", "You do not need to do anything."
Edits = tuple[tuple[str, str, str], ...]


def said(sentence: str) -> tuple[str, str, str]:
    """An SOP that says something before its first heading ends."""
    return SOP, "\n## When to use it", f"\n{sentence}\n\n## When to use it"


CORNERS: Mapping[str, tuple[str, Edits, tuple[str, ...]]] = {
    "a source that no other machine finds": (
        "duty-without-source",
        (("register/duties.yml", "https://example.com/customer-charter", "https://intranet"),),
        ("The source is no web address, so nobody can check it.",),
    ),
    "a mark and the wider one that comes with it": (
        "contradictory-when",
        (PHOTO, (CONTROL, "require:\n", "when: {photo: done, look-up: done}\nrequire:\n")),
        (),
    ),
    "a mark without the narrower one": (
        "contradictory-when",
        (PHOTO, (CONTROL, "require:\n", "when: {photo: not-done, look-up: done}\nrequire:\n")),
        (),
    ),
    "an address that is called a role": (
        "reserved-name",
        (
            (
                "register/organisation.yml",
                "\n  helper:\n",
                "\n  reporter:\n    title: Reporter\n    team: support\n    views-up-to: E0\n\n  helper:\n",
            ),
        ),
        (),
    ),
    "a page that another leads to": (
        "orphan-page",
        (("notes.md", "", "# Notes\n\nSome words.\n"), said("See [the notes](../../notes.md).")),
        (),
    ),
    "a level beside steps of two workflows": (
        "text-graph-drift",
        (said(f"It is P1 after [this](../../{PARCEL}#inform) and [that](../../{WRITE}#tell-gone)."),),
        (),
    ),
    "a level beside a step": (
        "text-graph-drift",
        (said(f"It is P1 after [this](../../{PARCEL}#inform)."),),
        ("This says P1, and a case of `lost-parcel` begins as P3.",),
    ),
    "the time of a pause": (
        "text-graph-drift",
        (said(f"[We wait](../../{PARCEL}#wait-for-van) for 3 days."),),
        ("3 days",),
    ),
    "the time of a pause, as it is": (
        "text-graph-drift",
        (said(f"[We wait](../../{PARCEL}#wait-for-van) 1 day."),),
        (),
    ),
    "the time of what is done side by side": (
        "text-graph-drift",
        (said(f"[Search](../../{PARCEL}#search) within 9 hours."),),
        ("9 hours",),
    ),
    "the time of one of two things side by side": (
        "text-graph-drift",
        (said(f"[Search](../../{PARCEL}#search) within 2 hours."),),
        (),
    ),
    "two lists in the order of the steps": (
        "text-graph-drift",
        (
            said(
                f"1. [Look](../../{PARCEL}#look-up-parcel)\n2. [Ask](../../{PARCEL}#where-now)\n\nOr:\n\n"
                f"1. [Ask](../../{PARCEL}#where-now)\n2. [Search](../../{PARCEL}#search)"
            ),
        ),
        (),
    ),
    "an end of a workflow that is led to": (
        "unknown-outcome",
        ((PARCEL, "    go: closed\n", "    go: write-back\n"), (SCENARIOS, "ends: closed", "ends: told")),
        (),
    ),
    "an end of a workflow that only comes back": (
        "unknown-outcome",
        ((SCENARIOS, "ends: closed", "ends: told"),),
        ("`lost-parcel` has no outcome `told`: closed, waiting.",),
    ),
    "cases that are handed to a retired workflow": (
        "unknown-workflow",
        (
            (PARCEL, "    go: closed\n", "    go: write-back\n"),
            (OTHER, "owner: team-lead\n", "owner: team-lead\nretired-on: 2026-11-20\n"),
        ),
        ("retired", "retired"),
    ),
    "a link that both languages have": (
        "translation-drift",
        ((GONE, GERMAN, f"{GERMAN} https://post.example/a"), (GONE, ENGLISH, f"{ENGLISH} https://post.example/a")),
        (),
    ),
    "a link that one language has": (
        "translation-drift",
        ((GONE, GERMAN, f"{GERMAN} https://post.example/a"),),
        ("The de text links to post.example, and the en text does not.",),
    ),
    "a sentence more in every paragraph": (
        "translation-drift",
        ((GONE, "nicht gefunden.", "nicht gefunden. Schade."), (GONE, GERMAN, f"{GERMAN} Nichts.")),
        (),
    ),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_a_rule_says_this_much_and_no_more(corner: str) -> None:
    rule, edits, messages = CORNERS[corner]
    texts = {path: data.decode() for path, data in starter.files().items()}
    for path, before, after in edits:
        assert before in texts.get(path, "")
        texts[path] = texts[path].replace(before, after, 1) if before else after

    sources = [Source(path, text.encode()) for path, text in texts.items()]
    report = check_sources(sources, rules=choose_rules(Selection()), as_of=starter.AS_OF)

    found = [each.message for each in report.findings if each.rule == rule]
    assert len(found) == len(messages), found
    assert [part for part, message in zip(messages, found, strict=True) if part not in message] == []


def test_a_helpline_without_a_day_is_never_passed_over() -> None:
    book = starter.lay(SOP, starter.text(SOP)).handbook
    lines = {name: replace(line, verified_on=None) for name, line in book.helplines.items()}

    found = [*StaleHelpline().check_handbook(replace(book, helplines=lines))]

    assert [each.message for each in found] == ["Nobody wrote down when this number was verified."] * len(lines)
    assert lines


def test_a_page_without_a_word_has_a_grade() -> None:
    assert read("").grade == 0.0


def test_numbers_are_read_in_figures_and_in_words() -> None:
    assert numbers("0 or 3, at 2 p.m. and at 下午3") == {3: 1, 14: 1, 15: 1}
    assert [
        in_words(number, text, "zh") for number, text in ((3, "三天"), (12, "十二"), (24, "二十四"), (20, "二十"))
    ] == [True] * 4
    assert not in_words(12, "二十", "zh")
    assert in_words(12, "at noon", "en")
    assert not in_words(13, "thirteen", "en")
    assert in_words(13, "tretten", "da"), "nobody here knows the words of that language"


def test_an_example_can_take_a_file_away_and_fits_the_starter() -> None:
    files = {"index.md": "Home", "notes.md": "Notes"}

    assert Example("new", file="a.yml", also={"notes.md": None}).overlay(files) == {"index.md": "Home", "a.yml": "new"}
    with pytest.raises(ValueError, match=r"index\.md of the starter handbook does not hold: Away"):
        Example("new", file="index.md", instead="Away").overlay(files)
