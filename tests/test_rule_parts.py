"""What rules stand on, part by part: words, numbers, places and holidays, and what they say where nobody could look."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

import starter
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.source import Source
from handrail.reasoning.budget import GaveUp, LateCall, promise_of
from handrail.reasoning.sight import Seen
from handrail.reasoning.staffing import minute_of
from handrail.rules import Example
from handrail.rules._moments import closed_by
from handrail.rules._names import of_workflow
from handrail.rules._numerals import in_words, numbers
from handrail.rules._promises import said as promised
from handrail.rules._reading import prose, read, shown
from handrail.rules.callee_overrun import CalleeOverrun
from handrail.rules.no_reporters_words import NoReportersWords, _served
from handrail.rules.sla_overrun import SlaOverrun
from handrail.rules.stale_helpline import StaleHelpline
from handrail.rules.too_complex import _cut
from handrail.rules.too_complex_to_prove import TooComplexToProve

SOP, OTHER, GONE = starter.PAGE, "procedures/example/write-back.md", "messages/parcel-gone.yml"


def test_a_helpline_without_a_day_is_never_passed_over() -> None:
    book = starter.lay(SOP, starter.text(SOP)).handbook
    lines = {name: replace(line, verified_on=None) for name, line in book.helplines.items()}

    found = [*StaleHelpline().check_handbook(replace(book, helplines=lines))]

    assert [each.message for each in found] == ["Nobody wrote down when this number was verified."] * len(lines)
    assert lines


def test_a_page_without_a_word_has_a_grade() -> None:
    assert read("").grade == 0.0


def test_code_and_comments_are_no_words_and_everything_stays_in_its_place() -> None:
    text = "One `two` three.\n\n```\nfour\n```\n\n~~~\nfive\n~~~\n\n<!-- six -->\n\n| seven |\n"

    for read_as in (shown, prose):
        assert len(read_as(text)) == len(text)
        assert read_as(text).count("\n") == text.count("\n")
    assert shown(text).split() == ["One", "three.", "|", "seven", "|"]
    assert shown("Nothing hidden") == "Nothing hidden"


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


def test_lengths_of_time_are_read_and_none_is_none() -> None:
    assert [(each.amount, each.unit) for each in promised("in 0 hours, 2 days or three minutes")] == [
        (2, "day"),
        (3, "minute"),
    ]


def test_a_name_of_a_workflow_has_its_place() -> None:
    workflow = starter.lay(SOP, starter.text(SOP)).handbook.workflows["lost-parcel"]

    assert of_workflow(workflow, "search").keys == ("steps", "search")
    assert of_workflow(workflow, "waiting").keys == ("outcomes", "waiting")
    assert of_workflow(workflow, "qqqq").keys == ("title",)


def test_a_holiday_at_a_place_that_no_clock_knows_closes_nobody() -> None:
    path = "register/organisation.yml"
    text = starter.text(path).replace("    works-on-holidays: yes\n", "", 1)
    here = starter.lay(path, text).handbook
    nowhere = starter.lay(path, text.replace("Europe/Dublin", "Mars/Olympus")).handbook
    noon = minute_of(date(2026, 12, 25), 12 * 60, ZoneInfo("Europe/Dublin"))

    assert closed_by(here, noon, here.teams["support"]) == "Christmas Day in The office"
    assert closed_by(here, noon - 24 * 60, here.teams["support"]) == ""
    assert closed_by(nowhere, noon, nowhere.teams["support"]) == ""
    assert closed_by(here, noon, here.teams["team-lead"]) == "", "they work on holidays"


def test_without_a_word_of_a_reporter_nobody_is_asked_for_more() -> None:
    book = starter.lay(SOP, starter.text(SOP)).handbook
    silent = replace(book, terms={name: replace(term, reporters_say={}) for name, term in book.terms.items()})
    silent = replace(silent, procedures={name: replace(sop, asked_as={}) for name, sop in book.procedures.items()})

    assert [*NoReportersWords().check_sop(silent.procedures["lost-parcel"], silent)] == []
    assert set(_served(book)) == {"en", "de"}
    assert set(_served(silent)) == set()


def test_what_outgrew_its_bound_is_told_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    book = starter.lay(SOP, starter.text(SOP)).handbook
    workflow = book.workflows["lost-parcel"]
    monkeypatch.setattr("handrail.rules.too_complex_to_prove.lateness", lambda *_: GaveUp("it is too much"))
    monkeypatch.setattr("handrail.rules.too_complex_to_prove.late_calls", lambda *_: ())

    assert [each.message for each in TooComplexToProve().check_workflow(workflow, book)] == [
        "Too much can happen here, so nothing is proven about the time of `lost-parcel`: it is too much."
    ]
    monkeypatch.setattr(
        "handrail.rules.too_complex_to_prove.seen_from_doors", lambda _: [Seen("lost-parcel", why="it is too much")]
    )
    (found,) = TooComplexToProve().check_handbook(book)
    assert found.message == (
        "Too much can happen here, so nothing is proven about all that can follow from the door of `lost-parcel`: "
        "it is too much."
    )
    monkeypatch.setattr("handrail.rules.sla_overrun.late_minutes", lambda *_: {"sender-told": None})
    assert [*SlaOverrun().check_handbook(book)] == []
    late = LateCall(workflow.steps[0], workflow, promise_of(book, workflow), GaveUp("it is too much"), own=False)  # type: ignore[arg-type]
    monkeypatch.setattr("handrail.rules.callee_overrun.late_calls", lambda *_: (late,))
    assert [*CalleeOverrun().check_workflow(workflow, book)] == []


def test_a_workflow_without_a_part_of_its_own_is_cut_by_hand() -> None:
    workflow = starter.lay(SOP, starter.text(SOP)).handbook.workflows["lost-parcel"]

    assert _cut(replace(workflow, steps=workflow.steps[:2]), 20) == (
        "Move a part of it to a workflow of its own, and `run` that."
    )


def test_pages_that_nobody_asked_about_are_not_compared() -> None:
    two = starter.files() | {"procedures/example/two.md": starter.text(SOP).replace("SOP-001", "SOP-011").encode()}
    laid = [Source(*each) for each in two.items()]
    rules = choose_rules(Selection(select=frozenset({"near-duplicate"})))

    def asked(*only: str) -> int:
        found = check_sources(laid, rules=rules, as_of=starter.AS_OF, only=only).findings
        return sum(each.rule == "near-duplicate" for each in found)

    assert (asked(), asked(SOP), asked(OTHER)) == (1, 1, 0)
