"""YAML as it comes: whatever stands in a file gives a finding at its place, never a traceback, and never a surprise."""

import re
from collections.abc import Iterator
from itertools import islice

import pytest

import starter
from handrail.ground.source import Source
from handrail.pages import Site, all_pages
from handrail.reading.document.reader import read
from starter import FACTS, PAGE, WORKFLOW, lay, told, workflow

STEP = "  look:\n    do: Look\n    within: 1 hour\n    go: answered\n"


def alone(text: str) -> str:
    """A sound workflow with a mistake of this text at its end."""
    return workflow(STEP) + text


LINE = alone("").count("\n") + 1

FINDINGS = {
    # 1-2 aliases
    "alias-bomb": (
        WORKFLOW,
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
            for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "invalid-yaml",
        1,
        "`&a` is an anchor; this language has none.",
    ),
    "alias-to-itself": (WORKFLOW, "a: &a [*a]\n", "invalid-yaml", 1, "`&a` is an anchor"),
    "alias-in-json-style": (WORKFLOW, '{"a":&x [1], "b":*x}\n', "invalid-yaml", 1, "`&x` is an anchor"),
    "alias-of-nothing": (WORKFLOW, alone("a: *b\n"), "invalid-yaml", LINE, "`*b` repeats something"),
    # 4 two keys of one name
    "key-twice": (
        WORKFLOW,
        workflow("  look:\n    do: Look\n    within: 1 hour\n    within: 2 hours\n    go: answered\n"),
        "duplicate-key",
        13,
        "`within` stands twice here, in line 12 and in line 13. Only one can count.",
    ),
    "key-twice-at-the-top": (WORKFLOW, alone("title: B\n"), "duplicate-key", LINE, "in line 1 and in line 14"),
    "key-twice-once-in-quotes": (WORKFLOW, alone('"title": B\n'), "duplicate-key", LINE, "`title` stands twice"),
    "key-twice-in-braces": (
        WORKFLOW,
        workflow(
            "  look:\n    when: {jurisdiction: EU, jurisdiction: UK}\n    do: Look\n    within: 1 hour\n    go: answered\n"
        ),
        "duplicate-key",
        11,
        "`jurisdiction` stands twice",
    ),
    "key-twice-as-json": (
        WORKFLOW,
        workflow(STEP.replace("    do", '    when: {"jurisdiction": "EU", "jurisdiction": "UK"}\n    do')),
        "duplicate-key",
        11,
        "`jurisdiction` stands twice",
    ),
    "key-twice-in-front-matter": (
        PAGE,
        starter.text(PAGE).replace("number: SOP-001", "number: SOP-001\nnumber: SOP-009"),
        "duplicate-key",
        6,
        "in line 5 and in line 6",
    ),
    # 5 merge keys
    "merge-key": (WORKFLOW, alone("<<: {a: b}\n"), "invalid-yaml", LINE, "`<<` merges another table in"),
    "two-merge-keys": (WORKFLOW, alone("<<: {a: b}\n<<: {c: d}\n"), "invalid-yaml", LINE, "`<<` merges"),
    "merge-key-in-quotes": (WORKFLOW, alone('"<<": b\n'), "schema-violation", LINE, "`<<` is no key of a workflow"),
    # 9 dates
    "day-that-is-none": (
        PAGE,
        starter.text(PAGE).replace("from: 2026-11-02", "from: 2026-02-30"),
        "schema-violation",
        13,
        "`2026-02-30` is no day of the calendar.",
    ),
    "year-10000": (
        PAGE,
        starter.text(PAGE).replace("from: 2026-11-02", "from: 10000-01-01"),
        "schema-violation",
        13,
        "`10000-01-01` is no date",
    ),
    # 10 keys that are no names
    "list-as-key": (WORKFLOW, alone("? [a, b]\n: c\n"), "invalid-yaml", LINE, "A list or table stands where a name"),
    "table-as-key": (WORKFLOW, alone("{a: b}: c\n"), "invalid-yaml", LINE, "A list or table stands where a name"),
    "number-as-key": (WORKFLOW, alone("1: c\n"), "schema-violation", LINE, "`1` is no key of a workflow"),
    "empty-key": (WORKFLOW, alone(": c\n"), "invalid-yaml", LINE, "No name stands before this colon."),
    # 11 tags
    "python-tag": (
        WORKFLOW,
        alone("a: !!python/object/apply:os.system [echo]\n"),
        "invalid-yaml",
        LINE,
        "`!!python/object/apply:os.system` is a tag",
    ),
    "own-tag": (WORKFLOW, alone("a: !reference [b, c]\n"), "invalid-yaml", LINE, "`!reference` is a tag"),
    "include-tag": (WORKFLOW, alone("a: !include other.yml\n"), "invalid-yaml", LINE, "`!include` is a tag"),
    "unknown-tag-handle": (WORKFLOW, alone("a: !x!y z\n"), "invalid-yaml", LINE, "Text cannot begin with `!`."),
    # 12 documents
    "two-documents": (WORKFLOW, alone("---\na: b\n"), "invalid-yaml", LINE, "A second document begins here."),
    "nothing": (WORKFLOW, "", "invalid-yaml", 1, "This file is empty."),
    "spaces-alone": (WORKFLOW, "\n  \n", "invalid-yaml", 1, "This file is empty."),
    "comments-alone": (WORKFLOW, "# soon\n", "invalid-yaml", 1, "This file holds nothing but comments."),
    "document-start-alone": (WORKFLOW, "---\n", "invalid-yaml", 1, "This file holds nothing but"),
    "list-at-the-top": (WORKFLOW, "- a\n", "schema-violation", 1, "not a list"),
    "text-at-the-top": (WORKFLOW, "hello\n", "schema-violation", 1, "not a sentence"),
    "null-at-the-top": (WORKFLOW, "~\n", "schema-violation", 1, "not a sentence"),
    "end-marker": (WORKFLOW, alone("...\na: b\n"), "invalid-yaml", LINE, "`...` ends the file for YAML"),
    "directive": (WORKFLOW, "%YAML 1.1\n---\n" + alone(""), "invalid-yaml", 1, "A `%` directive has no place here."),
    "unknown-directive": (WORKFLOW, "%FOO\n" + alone(""), "invalid-yaml", 1, "Text cannot begin with `%`."),
    # 13 tabs
    "tab": (WORKFLOW, alone("\ta: b\n"), "invalid-yaml", LINE, "A tab at the start of the line."),
    "tab-behind-spaces": (WORKFLOW, alone("  \ta: b\n"), "invalid-yaml", LINE, "A tab at the start of the line."),
}


@pytest.mark.catalogue(1, 2, 4, 5, 9, 10, 11, 12, 13)
@pytest.mark.promise("place")
@pytest.mark.parametrize("name", FINDINGS)
def test_what_the_language_does_not_have_is_one_finding_at_its_place(name: str) -> None:
    path, text, rule, line, message = FINDINGS[name]

    report = lay(path, text)

    assert {(finding.rule, finding.at.path) for finding in report.findings} == {(rule, path)}
    assert starter.line(report.findings[0]) == line
    assert message in report.findings[0].message
    assert report.findings[0].hint


DEEP = {
    "brackets": "a: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "open-brackets": "[" * 10_000,
    "braces": "{a: " * 10_000,
    "json": '{"a":' * 10_000 + "1" + "}" * 10_000 + "\n",
    "hyphens": "- " * 10_000 + "a\n",
    "question-marks": "? " * 10_000 + "a\n",
    "indentation": "".join(" " * depth + "a:\n" for depth in range(1_400)),
    "lists-in-tables": "".join(" " * 2 * depth + "- a:\n" for depth in range(700)),
}


@pytest.mark.catalogue(3)
@pytest.mark.promise("bounded")
@pytest.mark.parametrize("name", DEEP)
def test_depth_is_bounded(name: str) -> None:
    report = lay(WORKFLOW, DEEP[name])

    assert told(report) == [("invalid-yaml", WORKFLOW, starter.line(report.findings[0]))]
    assert report.findings[0].message == "More than 64 levels stand inside each other here."


DEEP_PAGES = {
    "quotations": ">" * 10_000 + " a\n",
    "quotations-with-spaces": "> " * 10_000 + "a\n",
    "numbers": "1. " * 10_000 + "a\n",
    "lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "quotations-in-lists": "- > " * 3_000 + "a\n",
}


@pytest.mark.catalogue(3)
@pytest.mark.promise("bounded")
@pytest.mark.parametrize("name", DEEP_PAGES)
def test_depth_of_a_page_is_bounded(name: str) -> None:
    page = starter.text(PAGE)
    report = lay(PAGE, page.replace("## Example\n", f"## Example\n\n{DEEP_PAGES[name]}\n"))

    assert ("unreadable-file", PAGE) in {(finding.rule, finding.at.path) for finding in report.findings}
    assert not report.crashed


STAYS = {
    # 6 what other tools take for yes, no and nothing
    **{word: word for word in ("no", "NO", "yes", "on", "off", "y", "n", "true", "False", "null", "~", "Null")},
    # 7-8 what other tools take for numbers
    **{
        word: word
        for word in ("12:30", "12:30:00", "010", "1.10", "1_000", "0b11", "0x1F", ".inf", ".nan", "1e3", "+1")
    },
    # 9 dates
    **{word: word for word in ("2026-11-25", "2026-02-30", "10000-01-01", "2026-11-25T10:00:00Z", "00:00")},
    "=": "=",
    "'no'": "no",
    '"1.10"': "1.10",
}


@pytest.mark.catalogue(6, 7, 8, 9)
@pytest.mark.parametrize("written", STAYS)
def test_every_value_stays_the_text_that_was_written(written: str) -> None:
    for text in (f"a: {written}\n{written}: b\n", f"{{a: {written}, {written}: b}}\n"):
        document = read(Source(FACTS, text.encode()))

        assert document is not None
        assert document.data == {"a": STAYS[written], STAYS[written]: "b"}


@pytest.mark.catalogue(6, 8)
def test_an_empty_value_is_an_empty_text() -> None:
    document = read(Source(FACTS, b"a:\nb: ''\nc: {}\nd: []\n"))

    assert document is not None
    assert document.data == {"a": "", "b": "", "c": {}, "d": []}


@pytest.mark.catalogue(15, 30)
def test_a_wrong_file_is_the_only_one_accused() -> None:
    for path in starter.files():
        for data in (b"<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> other\n", b"\xff\xfea\x00", b'---\na: "b\n---\n'):
            report = lay(path, data)

            assert [finding.at.path for finding in report.findings] == [path], path


def _what_is_lost() -> Iterator[dict[str, bytes]]:
    """The starter handbook with a file that cannot be read, without a file, and with a name called otherwise."""
    for path, data in starter.files().items():
        yield starter.files() | {path: b"title: [\n"}
        yield {name: content for name, content in starter.files().items() if name != path}
        text = data.decode()
        names = re.finditer(r"(?m)^ {0,4}([a-z][a-z0-9-]*):", text) if path.endswith(".yml") else ()
        for name in islice(names, 0, None, 13):
            yield starter.files() | {path: f"{text[: name.start(1)]}qqqq{text[name.end(1) :]}".encode()}


@pytest.mark.promise("no-traceback")
def test_every_page_is_made_whatever_is_lost() -> None:
    """Whoever serves the handbook while they edit sees the finding and the pages, never a traceback."""
    many = 0
    for sources in _what_is_lost():
        many += len(all_pages(Site(starter.book(sources)))) > 50
    assert many > 40
