"""What the reading does at its edges: what is said of few files, and how it ends where nothing can be read."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

import starter
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding, Key, Part, Place
from handrail.ground.model import Kind
from handrail.ground.source import START, Source, Span
from handrail.reading import discover as discovering
from handrail.reading import schema
from handrail.reading.discover import discover, unreadable
from handrail.reading.document import markdown
from handrail.reading.document.crowd import MOST_STEPS, MOST_WAYS
from handrail.reading.document.reader import read
from handrail.reading.document.text import MOST_BYTES, MOST_BYTES_OF_A_PAGE
from handrail.reading.document.yaml import locate_keys
from handrail.reading.explain import explain
from handrail.reading.explain.fault import Fault
from handrail.reading.same import fingerprint
from test_reading_words import _read
from wording import agreed

MARKS = "register/marks.yml"
SELDOM = (
    (MARKS, "title: : a # b"),
    (MARKS, 'title: {"\\x'),
    (MARKS, 'title: ["a"}}'),
    (MARKS, 'title: {\t"{\u201d\n  : &x"'),
    (MARKS, "title:\n:  'a': \u201c!"),
    (MARKS, "{i:["),
    (MARKS, " a: |\n #"),
    (MARKS, 'title: "a\u200bb"'),
    (MARKS, 'title: "\\u200b and a\u200bb"'),
    (MARKS, "photo: {says: a, b c,\n  d}\nword: {x: a, b c}"),
    (MARKS, 'title: a size of 3]\nother: 3" wide\nlast: a [b]]'),
    (MARKS, "title: a, b]\nother: [a] b]"),
    (MARKS, "stray: a]\nsound: a [b]"),
    (MARKS, 'size: 3"'),
    (starter.WORKFLOW, "steps:\n  a:\n    ask: b\n    within: 1 hour\n    answers:\n      yes: Some words that are no name\n"),
    (MARKS, 'e\n + \n"'),
    (MARKS, 'title: a\n  + b\n  " c\n"'),
    (MARKS, "title: a\n -  b: c"),
    (MARKS, "e\n - "),
    (MARKS, "-\n | \n duty-phone:u=u"),
    (MARKS, "#a\nb:\n  en: |\n   c\n  de: |\n   [ d\n\n    e.\n  #n11-02\n  fr: 1013-11-03\n"),
    (MARKS, "promises: {sender-told: ,2 day, close: \t0qad\ny }  languages]\n"),
    (MARKS, "promises: {sender-told: ,2 day, clo ays}\n"),
    (MARKS, "".join(f"name-{number}: a\nname-{number}: b\n" for number in range(60))),
    (MARKS, f"a: {'{b: ' * 40}c{'}' * 40}\nd: {'[' * 90}c{']' * 90}\ne: {'[' * 90}c{']' * 90}"),
    ("workflows/example/write-back.yml", starter.text("workflows/example/write-back.yml").replace("    ask:", "    collect:", 1)),
    (starter.WORKFLOW, starter.text(starter.WORKFLOW).replace("steps:\n", "steps:\n  by: helper\n", 1)),
    (starter.WORKFLOW, starter.text(starter.WORKFLOW).replace("    marks: [close]\n", "    marks: [close]\n  within: 1 hour\n", 1)),
)  # fmt: skip
"""What a fuzzer came to and nobody else."""


def said(path: str, text: str) -> list[str]:
    """What the reading of a text says, as line, column and message."""
    document = read(Source(path, text.encode()))
    assert document
    return [_told(document.locate(finding.at), finding) for finding in document.findings]


def _told(place: Place, finding: Finding) -> str:
    assert place.span
    return f"{place.span.line}:{place.span.column} {finding.message}"


def test_what_is_seldom_written_is_told_in_these_words() -> None:
    text = "".join(f"# {path} {content[:200]!a}\n{_read(path, content)}" for path, content in SELDOM)

    assert text == agreed("seldom", "files", text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


def test_keys_of_the_earlier_form_are_told_from_names() -> None:
    def renamed(path: str, old: str, new: str) -> list[tuple[Key, ...]]:
        text = starter.text(path)
        assert old in text
        found = starter.lay(path, text.replace(old, new, 1)).findings
        told = [finding for finding in found if finding.rule == "outdated-format-version"]
        return [edit.place.keys for finding in told if finding.fix for edit in finding.fix.edits]

    assert renamed(starter.WORKFLOW, "    ask: where-is-it\n", "    collect: where-is-it\n") == [
        ("steps", "where-now", "collect")
    ]
    assert renamed(starter.WORKFLOW, "team: support\n", "needs: [can-be-reached]\nteam: support\n") == [("needs",)]
    assert renamed(starter.WORKFLOW, "team: support\n", "with:\n  needs: x\nteam: support\n") == []
    assert renamed(starter.WORKFLOW, "  where-now:\n", "  collect:\n    x: y\n  where-now:\n") == []


# --- what is too much


@pytest.mark.catalogue(17)
def test_a_workflow_with_too_many_steps_or_ways_is_refused_at_its_key() -> None:
    steps = "".join(f"  s{number}:\n    do: Look\n" for number in range(MOST_STEPS))
    ways = "".join(f"      a{number}: next\n" for number in range(MOST_WAYS + 1))

    assert said(starter.WORKFLOW, f"title: a\nsteps:\n{steps}") == []
    assert said(starter.WORKFLOW, f"title: a\nsteps:\n{steps}  more:\n    do: Look\n") == [
        f"2:1 This workflow has {MOST_STEPS + 1} steps; more than {MOST_STEPS} are not checked."
    ]
    assert said(
        starter.WORKFLOW, f"title: a\nsteps:\n{steps}  more:\n    together: a\n    steps: {{b: {{do: c}}}}\n"
    ) == [f"2:1 This workflow has {MOST_STEPS + 2} steps; more than {MOST_STEPS} are not checked."]
    for key in ("answers", "branches", "outcomes"):
        assert said(starter.WORKFLOW, f"title: a\nsteps:\n  one:\n    {key}:\n{ways}") == [
            f"4:5 `one` has {MOST_WAYS + 1} {key}; more than {MOST_WAYS} are not checked."
        ]
    assert said(starter.WORKFLOW, f"outcomes:\n{ways}steps: {{}}\n") == [
        f"1:1 This workflow has {MOST_WAYS + 1} outcomes; more than {MOST_WAYS} are not checked."
    ]
    assert said(starter.WORKFLOW, "title: a\nsteps:\n  one: two\n") == []


def test_a_workflow_with_too_many_steps_holds_nothing_that_is_checked() -> None:
    steps = "".join(f"  s{number}:\n    do: Look\n" for number in range(MOST_STEPS + 1))
    document = read(Source(starter.WORKFLOW, f"title: a\nsteps:\n{steps}".encode()))

    assert document
    assert document.data is None
    assert [finding.hint for finding in document.findings] == [
        "Cut it into workflows that run each other: nobody can follow so many."
    ]


@pytest.mark.catalogue(17)
@pytest.mark.parametrize(("path", "most"), [(MARKS, MOST_BYTES), (starter.PAGE, MOST_BYTES_OF_A_PAGE)])
def test_a_file_of_too_many_bytes_is_refused_before_it_is_read(path: str, most: int) -> None:
    document = read(Source(path, b"a" * (most + 1)))
    assert document
    assert document.data is None
    assert [(finding.message, finding.hint, finding.at.span) for finding in document.findings] == [
        (
            f"This file has {(most + 1) // 1024} kB; more than {most // 1024} kB is not read.",
            "Split it: a person has to be able to follow it.",
            START,
        )
    ]
    assert not any("kB" in line for line in said(path, "a: b\n" + "#" * (most - 5)))


def test_a_handbook_of_too_many_files_is_never_checked_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one.md", "two.md", "three.txt"):
        (tmp_path / name).write_text("# A page\n", encoding="utf-8")
    monkeypatch.setattr(discovering, "MOST_FILES", 3)
    assert len(discover(tmp_path).paths) == 3
    monkeypatch.setattr(discovering, "MOST_FILES", 2)
    with pytest.raises(HandrailError) as told:
        discover(tmp_path)
    assert (told.value.message, told.value.hint) == (
        "The handbook has more than 2 files.",
        "Check its parts one by one.",
    )


# --- what cannot be read


@pytest.mark.parametrize(
    ("byte", "guess"),
    [
        (b"\xe9", " In Windows-1252 the byte is `\u00e9`; the file may be in that encoding."),
        (b"\x90", ""),  # there it means nothing
        (b"\xa0", ""),  # and this nobody could see
    ],
)
def test_a_byte_that_is_no_text_is_guessed_at_where_it_can_be_shown(byte: bytes, guess: str) -> None:
    document = read(Source(MARKS, b"title: a" + byte + b"b\n"))
    assert document
    assert [finding.hint for finding in document.findings] == [f"Save the file as UTF-8.{guess}"]


def test_a_file_that_goes_while_it_is_looked_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.md").write_text("# A page\n", encoding="utf-8")
    (tmp_path / ".hidden").write_text("Nothing of ours\n", encoding="utf-8")

    def gone(*_: object, **__: object) -> os.stat_result:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "lstat", gone)
    found = discover(tmp_path)
    assert found.sources == ()
    assert [(each.at.path, each.message) for each in found.unread] == [
        ("one.md", "This file cannot be read: No such file or directory.")
    ]


def test_names_in_a_file_that_cannot_be_opened_are_not_called_unknown() -> None:
    sources = [Source(path, data) for path, data in starter.files().items()]
    for path, kinds in (("register/facts.yml", {Kind.FACT}), ("register/marks.yml", {Kind.MARK})):
        left = [source for source in sources if source.path != path]
        told = check_sources(
            left, rules=choose_rules(Selection()), as_of=starter.AS_OF, unread=[unreadable(path, "No.")]
        )
        assert [(finding.rule, finding.at.path) for finding in told.findings] == [("unreadable-file", path)]
        assert told.handbook.unreadable >= kinds
        assert not told.handbook.whole


def test_a_broken_entry_is_known_by_its_name_and_by_the_name_that_it_should_have() -> None:
    def broken(path: str, text: str) -> set[tuple[Kind, str]]:
        return set(starter.lay(path, text).handbook.broken)

    assert broken("register/facts.yml", "Is_it Urgent:\n  asks: [Is it urgent?]\n  answers: yes or no\n") == {
        (Kind.FACT, "Is_it Urgent"),
        (Kind.FACT, "is-it-urgent"),
    }
    assert broken("register/helplines.yml", "IE:\n  Night_line two:\n    title: [a]\n") == {
        (Kind.HELPLINE, "IE/Night_line two"),
        (Kind.HELPLINE, "ie/night-line-two"),
    }
    assert broken("register/marks.yml", "photo: [a]\nword: [b]\nsound: It is heard\n") == {
        (Kind.MARK, "photo"),
        (Kind.MARK, "word"),
    }
    assert broken("workflows/example/parcel.yml", "title: [\n") == {(Kind.WORKFLOW, "parcel")}


def test_a_check_that_could_not_see_everything_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# A page\n", encoding="utf-8")
    found = discover(tmp_path)
    known = tmp_path / "known.json"

    assert fingerprint(found, files=[known]) is None
    known.write_text("{}", encoding="utf-8")
    first = fingerprint(found, files=[known, None])
    assert first == fingerprint(found, files=[None, known])
    assert first != fingerprint(found, files=[])
    assert first != fingerprint(found, "strict", files=[known])
    known.write_text("{ }", encoding="utf-8")
    assert first != fingerprint(found, files=[known])
    assert fingerprint(found._replace(unread=(unreadable("two.md", "No."),)), files=[known]) is None
    assert fingerprint(found._replace(paths=found.paths | {"picture.png"})) != fingerprint(found)


@pytest.mark.parametrize("part", ["hubs", "rotas", "teams", "roles"])
def test_a_part_of_the_organisation_that_is_no_table_is_one_finding(part: str) -> None:
    text = re.sub(rf"(?m)^{part}:\n(?:(?:  .*|#.*)?\n)*", f"{part}: none\n", starter.text("register/organisation.yml"))
    found = [
        finding for finding in starter.lay("register/organisation.yml", text).findings if finding.at.keys == (part,)
    ]

    assert [(finding.rule, finding.at.path) for finding in found] == [("schema-violation", "register/organisation.yml")]


def test_a_country_of_helplines_that_is_no_table_is_one_finding() -> None:
    path = "register/helplines.yml"
    told = starter.lay(path, "IE: none\nUK: soon\n").findings

    assert {(finding.rule, finding.at.keys) for finding in told if finding.at.path == path} >= {
        ("schema-violation", ("IE",)),
        ("schema-violation", ("UK",)),
    }


# --- signs that have their place


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", []),  # a joiner between letters of a script that needs it
        ("a\u200cb", ["1:9 A sign that nobody sees stands here: ZERO WIDTH NON-JOINER (U+200C)."]),
        ("\u0645\u200c b", ["1:9 A sign that nobody sees stands here: ZERO WIDTH NON-JOINER (U+200C)."]),
        ("\u0645\u200c", ["1:9 A sign that nobody sees stands here: ZERO WIDTH NON-JOINER (U+200C)."]),
        ("\u05d0\u200f!", []),  # a turner in a line that runs from right to left
        ("a\u200f!", ["1:9 A sign that nobody sees stands here: RIGHT-TO-LEFT MARK (U+200F)."]),
        ("\u2764\ufe0f", []),  # a picture, as a picture
        ("5\ufe0f", []),
        ("a\ufe0f", ["1:9 A sign that nobody sees stands here: VARIATION SELECTOR-16 (U+FE0F)."]),
        ("a \ufe0f", ["1:10 A sign that nobody sees stands here: VARIATION SELECTOR-16 (U+FE0F)."]),
        (
            "p\u0430y",
            ["1:8 In one word stand letters of two alphabets: `p\u0430` holds CYRILLIC SMALL LETTER A (U+0430)."],
        ),
        (
            "\u0430y",
            ["1:8 In one word stand letters of two alphabets: `\u0430y` holds CYRILLIC SMALL LETTER A (U+0430)."],
        ),
        ("5 \u03bcm", []),  # a unit
        ("\u0645\u200f!", []),  # a turner in Arabic
        ("\u200f!", ["1:8 A sign that nobody sees stands here: RIGHT-TO-LEFT MARK (U+200F)."]),
        ("\u2764\ufe00\u2764\U000e0100\u2764\U000e01ef", []),
        ("\u2764\u200b", ["1:9 A sign that nobody sees stands here: ZERO WIDTH SPACE (U+200B)."]),
        ("\u00e9\u200c\u00e9", ["1:9 A sign that nobody sees stands here: ZERO WIDTH NON-JOINER (U+200C)."]),
        ("\u0378\u200c\u0378", ["1:9 A sign that nobody sees stands here: ZERO WIDTH NON-JOINER (U+200C)."]),
        ("\u0645\u200c\u0645 a\u200bb", ["1:13 A sign that nobody sees stands here: ZERO WIDTH SPACE (U+200B)."]),
        ("a\u200bb c\u200bd", ["1:9 A sign that nobody sees stands here: ZERO WIDTH SPACE (U+200B)."]),
    ],
)
def test_a_sign_that_nobody_sees_is_found_where_it_has_no_place(line: str, found: list[str]) -> None:
    assert said(MARKS, f"title: {line}\n") == found


# --- places


def test_a_place_that_is_not_there_is_the_nearest_around() -> None:
    text = "a:\n  b: c\n  d: [e, f]\n"

    assert locate_keys(text, ("a", "b"), Part.VALUE) == Span(2, 6, 2, 7)
    assert locate_keys(text, ("a", "b"), Part.KEY) == Span(2, 3, 2, 4)
    assert locate_keys(text, ("a", "b", "x"), Part.VALUE) == Span(2, 3, 2, 4)
    assert locate_keys(text, ("a", "d", 7), Part.VALUE) == Span(3, 3, 3, 4)
    assert locate_keys(text, ("a", "d", 1), Part.VALUE) == Span(3, 10, 3, 11)
    assert locate_keys(text, ("x",), Part.KEY) == locate_keys(text, (), Part.VALUE)
    assert locate_keys("", ("x",), Part.KEY) is None


def test_a_text_that_does_not_stand_in_its_place_leaves_the_place_as_it_is() -> None:
    document = read(Source(MARKS, b"a: b c\nd: b c\n"))
    assert document
    assert document.locate(Place(MARKS, ("d",), text="c")).span == Span(2, 6, 2, 7)
    assert document.locate(Place(MARKS, ("d",), text="x")).span == Span(2, 4, 2, 7)
    assert document.locate(Place(MARKS, span=Span(1, 5, 2, 7), text="b")).span == Span(2, 4, 2, 5)
    assert document.locate(Place(MARKS, ("d",))).span == Span(2, 4, 2, 7)


def test_a_link_says_what_stands_between_its_brackets() -> None:
    page, _ = markdown.read_page("a.md", "[a *b* `c`\nd](x.md) and [![e](p.png) f](y.md) and [](z.md)\n", 1)

    assert [(link.target, link.text) for link in page.links if not link.image] == [
        ("x.md", "a b c d"),
        ("y.md", "e f"),
        ("z.md", ""),
    ]


# --- what several hands need, and what nobody foresaw


def test_what_several_hands_need_is_loaded_once() -> None:
    schema.make_ready()
    markdown.make_ready()
    before = schema._accepting.cache_info()
    schema.make_ready()

    assert schema._accepting.cache_info().misses == before.misses
    assert before.currsize >= len(schema.kinds())
    assert markdown._parser.cache_info().currsize == 1


def test_where_two_libraries_differ_the_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Sure:
        def iter_errors(self, _: object) -> list[Any]:
            return []

    monkeypatch.setattr(schema, "_explaining", lambda _: Sure())
    found = schema.validate("workflow", {"title": []}, starter.WORKFLOW)

    assert [(each.rule, each.message, each.hint, each.at) for each in found] == [
        (
            "schema-violation",
            "Something in this file does not have the form of a workflow file, and we cannot tell what.",
            "Please report this with the file.",
            Place(starter.WORKFLOW),
        )
    ]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault("const", ("title",), "a", "b", ({"description": "It is b.", "title": "name"},)), "`a` is not what belongs here: It is b."),
        (Fault("const", ("title",), {}, "b", ({"title": "name"},)), "`title` is not what belongs here: name"),
        (Fault("const", (), {}, "b", ({"title": "name"},)), "This is not what belongs here: name"),
    ],
)  # fmt: skip
def test_a_word_of_a_schema_that_nobody_explains_is_told_all_the_same(fault: Fault, message: str) -> None:
    found = explain("workflow", starter.WORKFLOW, {"title": "a"}, [fault])

    assert [(each.rule, each.message, each.at.keys) for each in found] == [("schema-violation", message, fault.keys)]
