"""What is said of a file that is broken, case by case: each group holds what authors and editors do in one way."""

import pytest

import starter
from handrail.ground.finding import Part
from handrail.ground.source import Source, Span
from handrail.reading.document.complaints.line import MOST_FINDINGS
from handrail.reading.document.complaints.signs import MOST_EDITS
from handrail.reading.document.reader import read
from handrail.reading.document.yaml import MOST_NODES, locate_keys
from test_reading_words import _read
from wording import agreed

MARKS = "register/marks.yml"
BROKEN = {
    "apostrophes": (
        "photo: 'it's gone", "photo: 'it's gone  ", "photo: 'it's the people''s'", "photo: 'it's gone: sorry'", "photo: 'it's #1 of them'", "- 'it's, gone'", "photo: ['it's here, or not', word]",
        "photo: [ 'it's gone' ]", "photo: {says: 'it's here, or not'}", "photo: {says: 'it's here or not', never: yes}", "photo: 'a's gone'", 'photo: "a"s gone', "photo: 's' gone",
    ),
    "words behind quotes": (
        '- "Call" the depot  ', '["Call" the depot]', 'photo: [word, "my parcel, please" now, sound]', 'photo: ["Call" now, sound]', 'photo: [say "yes" now, sound]', "title: it's \"so\": b",
        'photo: ["Call"}} now', 'photo: {says: "Call"] now}', 'photo: [a, "Call" now', "photo: 'Call' now   ", 'photo: "Call"ing now', 'photo: ["Call"   now]',
    ),
    "quotes that stay open": (
        "photo: 'a\nword: 'b c", 'photo: "a\nword: b\nsound: "\nlast: c: d', 'photo: "a\n  b"\nlast: c: d', 'photo: "a\n  b\n  word: c"\nlast: c: d', 'photo: "a\n---\nword: b"', 'photo: "a\n...\n', "photo: 'it''s gone",
        'photo: "say \\"yes', '- "title: a', 'photo: [a, "b\nword: c', "photo: '", "photo: \"a\"'", 'photo:\n  "a\nword: b',
    ),
    "brackets": (
        "photo: {says: a}} b", "photo: [a}  # b", "photo: {says: a]  # b", "photo: {says: a, never: b: c, to: d}", "photo: {says: a: b: c}", "photo: {says: [a, b: c: d]}", "photo: [\n  word,\n  sound  \n  more: a]",
        "photo: [\n  word\n  sound: a: b\n]", "photo: {\n  says: a  \n  never: yes\n}", "photo: [a, b,", "photo: ,[a, b", "photo: [a, b # note\nword: c", "photo: [a, }", "photo: {says: ]", "photo: {says: }}", "photo: [a\nword: c\nsound: [d]", "photo: {\n  says: a\n\n  never: yes\n  }", "photo: [\n  [a],\n  [b]\n  [c]\n]", "photo: {\n  says: a\nword: b\n}", "photo:\n]", "photo:\n  says: a\n  }","photo: [", "photo:\n  - [a,",
        "photo: [a, {says:", "photo: {says: Call, #3 first}", "photo: [Call #3 first]  ", "photo: {says: a #1 or #2 b}", "photo: {says: X ray: a, never: yes}", "photo: [a b: X ray: c]", "photo: [a] word, b", "photo: [a] [b]",
        "photo: {says: [a] b, never: yes}", "photo: [a]\n  [b]", "photo: [a\n  ] b", "photo: a\n]\nword: b", "photo: a\n}\nword: b", "[photo]\nword: b", "photo: [[a], [b]] c", "{photo: a}\nword: b",
    ),
    "second colons": (
        "photo: Parcels: the first hour  ", "photo: Parcels: the first hour # a: b", "photo: the case: \u201ca\u201d", "photo: \u201cParcels: a\u201d # b", "[a, b]: c: d", "- Parcels: a: b", "photo: a: b: c",
    ),
    "colons without a space": (
        "photo:\n  within:2 hours  \n  says: a", "photo:\n  within:2 hours\n  more text\n  says: a", "title: a\n  within:2 hours: b", "photo: {says: a, to:[b]}  ", "photo: [{says: a}, to:[b]]", "photo: {says: 'a:[1]', to:[b]}",
        "photo: {says::a}", "photo: {to:[b], never:{c: d}}", "photo: |\n  within:2 hours\nword: a", "photo: a\nword: |\n  within:2 hours\n  b\nsound: c", 'photo: "a\n  within:2 hours"\nword: b', "photo: a\nwithin:2 hours", "within:2 hours", "within:2 hours\n  says: a",
    ),
    "names without a colon": (
        "photo\nword: b", "photo\n\n: b", "photo\n- a\nword: b", "photo\n}\nword: a", "photo\n]\nword: b", "photo\n[a]: b", "? photo\n[", "photo: a\n? word\n[", "- photo\nword\n- sound", "- title: a\n-title: b", "photo: a\nword b\nsound: c", "photo: a\n\n# why\nword\nsound: c", "photo:\n  says: a\n  some words\n  more: b", "-5 hours\nphoto: a", "title Find a parcel\nsummary: b", "-photo: a\n-word: b", "photo: a\n- \nword",
    ),
    "indentation": (
        "- Ask first\n  within: 2 hours", "- Ask first\n   within: 2 hours", "photo: XL parcels\n  by: me", "photo: a\n- word: b", 'photo:\n  - says: "b"\n    - c', "  photo: 'b'\n  - c", "# a\nsteps:\nphoto:\n  says: a\nword:\n  says: 'b'\n  - c",
        "   photo: b\n word: d", "photo: a\n...\nword: b", "photo: a\n... word: b", "photo: a\n...\n\n# why\n[c", "cases:\n  - name: a\n    says: b\n   never: c", "cases:\n  - Ask for the number of the parcel\n photo: b", "cases:\n  - Ask\n photo: b",
        "steps:\n  a:\n    marks:\n    - x: y\n    next: c\n   do: d", "photo:\n    says: a\n  never: b", "photo: |\n    a\n  word: b", "photo:\n\n\n    says: a\n\n # why\n  never: b", "photo:\n  says: 'a'\n    never: b", "photo: a\n  b\n  - c: d",
    ),
    "long texts": (
        "photo:\n  says: |\n    We found it.\n  We bring it.\n  never: yes", "photo:\n  says: |\n    We found it.\n   We bring it.\n  never: yes", "photo:\n  says: >\n    We found it.\n   We bring it.\n  never: yes", "photo:\n  says: |\n\n  We found it.\n",
        "photo:\n  - |\n    We found it.\n   We bring it.\n  - a", "- |\n   We found it.\n We bring it.\n- a", "photo: >\nWe found it.\nword: a", "photo: | X-ray it", "photo: >- We found it", "photo: >+ We found it", "photo: > 5 hours", "photo: >=5 hours", "photo:\n  says: |\n\n    We found it.\n   We bring it.",
        "photo: |\n  a\n b", "- |\n  a\n b", "photo:\n  says: |\n\n\n   [",
    ),
    "tabs": (
        "photo:\n\tsays: a", "photo:\n\tsays: a\nword:\n  says: b", 'photo: "a\n\tb\n\tc\n\td"\nword:\n\tsays: c', "photo: |\n  a\n\tb\nword:\n\tsays: c", "photo:\n  \t says: a\n\t\nword: b", "photo:\n \tsays: a",
    ),
    "signs that look alike": (
        "photo:\n\u3000says: a\n word: b: c", "photo:\n  says: a\n\u00a0\u00a0\u00a0never: yes\n- a", "photo:\n  says: a\n\u00a0\u00a0\u00a0\u00a0never: yes\n- a", "photo:\n  says: a\n\u00a0\u00a0\u00a0\u00a0\u00a0never: yes\n- a", "photo\uff1a  a", "photo: b\nword\uff1aa\nsound: c",
        "photo:\n  says: a\n\u2003never: yes\n- b", "photo: |\n  a\n \u00a0b\n  c\nword: d", "photo: a\n\u00a0word: c", "photo: |\n \u00a0b\n  c\nword:\u00a0d\nlast: [", 'photo: \u201c"a" b\u201d\n - c', "photo: \u201ca\u201d b\n- c", "\u2022 photo: a\n\u2022 word: b",
        "photo: a\nword: b\nsound:\u00a0c\nlast: d: e", "a:\n  b: c\n\u00a0 d: e\n\nlast: [",
    ),
    "signs that no text begins with": (
        "photo: @home", "photo: `code`", "photo: %5", "- @home", "photo: {says: @home, never: yes}", "photo: *home: a", "photo: &home: a", "photo: !", "%HOME: a\nphoto: b", "% Home\nphoto: b", "photo: * a", "photo: & a", "photo: ?\n  - a", "photo: ,a", "photo: ]a", "photo: }a", "X @home: a", "photo: <a",
        "photo: a\n%b: c", "photo: !<a b", "photo: -\n  a", "photo: [a] *b c",
    ),
    "backslashes": (
        'photo: "C:\\data"', 'photo: "X:\\data"', 'photo: "a\\\\b \\q"', 'photo: "a\\q\\n b"', 'photo: "a\n\\q"', 'photo: "\\x4"', '- "a\\q"', 'photo: ["a\\q", b]', 'photo: "a\\u12"',
    ),
    "unsolved merges": (
        "\n<<<<<<< ours\nphoto: a\n=======\nphoto: b\n>>>>>>> theirs", "photo: a\n<<<<<<< ours\n||||||| base\n=======\n>>>>>>> theirs\n", "photo: <<<<<<< a", "photo: a <<<<<<< b\n=======",
    ),
    "nothing at all": ("", "\n \n", "# a\n\n# b\n", "''", "---\n"),
    "what the language has not": (
        "%YAML 1.2\n---\nphoto: a", "%TAG ! tag:example,2000:\n---\nphoto: a", "photo: !!str a", "photo: !x a", "photo: !!map {a: b}", "photo: &x {a: b}", "photo: &x\n  a: b\n  c: d", "photo: [&x a, *x b]", "photo:\n  <<: {a: b}", "photo: {says: a, <<: b}",
        "photo: a\n---\nword: b", "- !!seq [a,\n  b]", "photo: '<<'", "<<: a\n<<: b", "photo: &x\nword: *x", "photo: & Co\nword: &x",
    ),
    "names and entries": (
        "[a]: b\nphoto: c\nphoto: d", "{a: b}: c", "photo: >\nWe found it: here\nword: a", "photo: |\nWe found it: here", "photo: |", "photo: |\nword: a", "photo: |\n  Note: a", "photo: {says: '', never: yes}", "photo: {says: , never: yes}", "photo: {says}",
        "photo: {says: a, b, never: yes, no}", "photo: {says: a b, c}", "photo: {'says:a'}", "photo: {says:a, never:yes}", "photo: {a, b}\nword: {c, d}", "photo: a\nphoto: b\nword: c\nword: d", "photo: {a: b, a: c}",
    ),
    "too deep": (
        f"photo: {'x' * 1500}\nword: {'[' * 63}{']' * 63}", f"photo: {'x' * 1500}\nword: {'[' * 64}{']' * 64}", f"photo: {'x' * 1500}\nword: [{'[], ' * 80}]", f"photo: {'x' * 1400}\nword: {'[' * 80}{']' * 80}", f"photo: {'x' * 1500}\nword: [[], {'[' * 63}{']' * 63}]", f"photo: {'x' * 1500}\nword: [[], {'[' * 62}{']' * 62}]", "[\n" * 1200, "".join(f"{' ' * n}a:\n" for n in range(70)), "".join(f"{' ' * n}- \n" for n in range(1050))),
}  # fmt: skip
"""What cannot be read."""
MISREAD = {
    "hashes": (
        "photo: Call line #1", " # note\nphoto: Call line #1", 'photo: "Call #1"\nword: Call #2', 'photo: "see: #1"', "photo: 'see: #1\n  or #2'\nword: a #3", "photo: a <!-- b -->", "# see: #1\nphoto: a", "photo: a\n  # see: #1", "photo: Call the\n  depot line #1 now",
        "photo: [a] #1 b", 'photo: "a" #1 b', "photo: #1 depot", "photo:\n  says: #1 depot  ", "photo:\n  says: #1 depot\n  never: yes", "photo: #1 kind\n  # note\n  says: a", "photo: #1 kind\n\n  says: a", "photo: #1 kind\n- a", "photo: #1 kind\n    # note\nword: a", "photo: #1 kind\n\nword: a", "photo:\n  - says: #1 kind\n    never: yes",
        "photo:\n  - says: #1 kind\n  - says: b", "[a]: #b c\nphoto: d", '"photo": #1 a', "photo: a #TODO ask", "photo: a #FIXME", "photo: a #handrail: b", "photo: a # handrail", "photo: Open ticket # 5 first", "photo: Open ticket # first", "photo: Open ticket # 5", "photo: Wait # 5 minutes", "photo: Open the # a",
        "photo: Call the depot,  # a", "photo: Call (  # a", "photo: Call # # 1", "photo: Open ticket #", "photo: a  #-", "photo: |\n  Call line #1\nword: a", "photo: >\n  see: #1", "word: wait for\n  # a note", "photo: a # (b", "photo: |  # why\n  a", "photo: the #\u00e91", "photo: A #1", "photo: then wait for\t #5",
    ),
    "long lines": (
        *(f'word: b\nphoto: ["dial #1{"x" * number}", Call #2\n  ]\nsound: c #5' for number in (385, 386, 387, 388, 500)), f'photo: "dial #1{"x" * 500}"  #2\nword: "b #3"  #4\nsound: c #5',
        f"photo: {'x' * 90} for # a", f"photo: {'x ' * 90}for # a",
    ),
    "curly quotes": (
        "photo: \u201ca, b\u201d", "photo: \u201cGood news\u201d", "photo: \u201c#1\u201d", "photo: \u201cNow:\u201d", "photo: \u201c?\u201d", '- "\u201cGood news\u201d"', "photo: \u201ca\n  b\u201d", "photo: [\u201ca\u201d, b]", "photo: \u201ca\u201d and \u201cb\u201d", "photo: \u201c@home\u201d", "photo: \u2018a\u2019  ",
    ),
    "stray signs": (
        "photo: word, sound]", "photo: a word]", "photo: word]", "photo: word}", "photo: a, b}  ", "photo: [a]\nword: b] c\nsound: d]", 'photo: say "yes"\nword: now"', 'photo: say "yes" now"', 'photo: now"  ', '- now"', 'photo: 3"\nword: now"', 'photo: a\n  now"\nword: b', "photo: a\n  b]\nword: c",
        "photo: {says: a, never: word]}\nword: c]", 'photo: "a]"\nword: b', 'photo: [now", a]', 'photo: the 5"',
    ),
    "codes": ("photo: a \\ b\n  c\u200bd", 'photo: "\\u200b"\nword: b]', 'photo: "a\n  \\u200b"', "photo: '\\u200b'", 'photo: "\\u0007"'),
    "lists in texts": (
        "photo: a\n - b", "photo: a\n  - b", "photo:\n  says: a\n   - b", "photo:\n  - a\n    - b", "photo:\n  - a\n   - b\n   - c", "photo: a\n  b\n  - c", "photo: |\n  a\n    - b", "photo: >-\n  a\n   - b\nword: c", "photo:\n  # why\n    - a", "photo: 'a\n  - b'\nword: c",
    ),
    "spaces": (
        "photo: |\n  \u00a0indented\nword: a", "photo: a\nword:\u00a0b", "photo:\n  says: a\n  never:\u00a0yes", "photo: a\n\u00a0 word", "photo: \u00a0", "photo: \u00a0a", "photo:\n  - \u00a0a\n  - b", "photo: 'a\n  \u00a0b'\nword: c\n",
    ),
    "several at once": (
        'photo: \u201ca\u201d\nword: Call line #1\nsound: b]\nlast: "\\u200b"\nmore: now"', 'photo: "\\u200b"\nword: \u201ca\u201d', 'photo: now"\nword: "\\u200b"', "photo: a]\nword: \u201ca\u201d", 'photo: a]\nword: now"',
    ),
}  # fmt: skip
"""What can be read, and is not what its author sees; and what only looks like it, of which nothing is said."""


@pytest.mark.parametrize("group", BROKEN)
def test_what_cannot_be_read_is_told_in_these_words(group: str) -> None:
    text = "".join(f"# {content[:80]!a}\n{_read(MARKS, content)}" for content in BROKEN[group])

    assert text == agreed("complaints", group, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


@pytest.mark.parametrize("group", MISREAD)
def test_what_is_misread_is_told_in_these_words(group: str) -> None:
    text = "".join(f"# {content[:80]!a}\n{_read(MARKS, content)}" for content in MISREAD[group])

    assert text == agreed("complaints", group, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


@pytest.mark.parametrize(
    "line", ["a{}: Call line #1", "a{}: \u201cb\u201d", 'a{}: "\\u200b"', "a{}: b c]", 'a{}: b now"']
)
def test_of_many_lines_of_one_kind_the_first_are_told(line: str) -> None:
    document = read(Source(MARKS, "".join(f"{line.format(n)}\n" for n in range(MOST_FINDINGS + 3)).encode()))

    assert document
    assert [finding.at.span.line for finding in document.findings if finding.at.span] == [*range(1, MOST_FINDINGS + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"a{n}: &b{n} c\n" for n in range(MOST_FINDINGS + 3)),
        f"a: {{{', '.join(f'b{n}:c' for n in range(MOST_FINDINGS + 3))}}}",
        "".join(f"a{n}: b\na{n}: c\n" for n in range(MOST_FINDINGS + 3)),
        "".join(f"a{n}: b\u200bc\n" for n in range(MOST_FINDINGS + 3)),
    ],
    ids=["anchors", "colons", "names", "signs"],
)
def test_of_many_findings_of_one_kind_twenty_are_told(text: str) -> None:
    document = read(Source(MARKS, text.encode()))

    assert document
    assert len(document.findings) == MOST_FINDINGS


def test_a_file_of_more_entries_than_anybody_reads_is_refused() -> None:
    for entries, told in ((MOST_NODES - 1, []), (MOST_NODES, [f"This file has more than {MOST_NODES} entries."])):
        document = read(Source(MARKS, f"a: [{', '.join('b' * entries)}]\n".encode()))
        assert document
        assert [finding.message for finding in document.findings] == told
        assert (document.data is None) == bool(told)


def test_what_stands_at_a_place_is_found_with_its_end() -> None:
    text = "a:\n  - b\n  - c: d\n    e: [f,\n      g]\nh: i\nj:\n"

    assert locate_keys(text, ("a",), Part.VALUE) == Span(2, 3, 5, 9)
    assert locate_keys(text, ("a", 1), Part.VALUE) == Span(3, 5, 5, 9)
    assert locate_keys(text, ("a", 1, "e"), Part.VALUE) == Span(4, 8, 5, 9)
    assert locate_keys(text, ("a", 1, "e", 1), Part.VALUE) == Span(5, 7, 5, 8)
    assert locate_keys(text, ("a", 2), Part.VALUE) == Span(1, 1, 1, 2)
    assert locate_keys(text, ("a", "x"), Part.VALUE) == Span(1, 1, 1, 2)
    assert locate_keys(text, ("h", 0), Part.VALUE) == Span(6, 4, 6, 5)
    assert locate_keys(text, ("h", 1), Part.VALUE) == Span(6, 1, 6, 2)
    assert locate_keys(text, ("j",), Part.VALUE) == Span(7, 1, 7, 2)


@pytest.mark.parametrize("entries", [19, 20, 21, 22])
def test_a_name_that_stands_twice_in_a_long_table_is_the_first(entries: int) -> None:
    text = "".join(f"a{n}: b\n" for n in range(entries)) + "[x]: y\na3: c\n7: d\n"

    assert locate_keys(text, ("a3",), Part.VALUE) == Span(4, 5, 4, 6)
    assert locate_keys(text, (7,), Part.VALUE) == Span(entries + 3, 4, entries + 3, 5)
    assert locate_keys(text, ("x",), Part.KEY) == locate_keys(text, (), Part.KEY)


PAGES = (
    "---\ntitle: a\n---\n\n# Lost\n\nA note <!-- for us --> and <!-- more -->\n\n<!-- handrail: ignore[dead-end] a -->\n  <!--b\n", "# Lost\n\n<!-- a -->\n", "<!-- a -->\n---\ntitle: a\n---\n", "a\n" * 19 + "---\ntitle: a\n---\n", "a\n" * 20 + "---\ntitle: a\n---\n",
    "---\ntitle: a\n## Purpose\n\n```workflow a\n```\n---\n", "---\ntitle: a\nb\n## Purpose\n\nA: b: c\n---\n", "---\ntitle: [a\n## Purpose\n---\n", "---\ntitle: a\n\u2014\n\n# Lost\n", "---\ntitle: a\n....\n# Lost\n", "---\ntitle: a\n...\n# Lost\n", "# Lost\n---\na\n---\n",
    "---\ntitle: |\n---\n# Lost\n", "---\ntitle: a\u200bb\n---\n# L\u200bost\n\nAnd\u200b more\n", "---\n# why\n---\n# Lost\n", "---\ntitle: a\n```workflow b: c: d\n---\n", "---\ntitle: b: c\n## Purpose\n---\n", "---\ntitle: a\n## Purpose: a\n@home: a\n---\n",
)  # fmt: skip
"""How pages begin, and what their readers do not see."""


def test_what_is_wrong_with_a_page_is_told_in_these_words() -> None:
    text = "".join(
        f"# {path} {page[:60]!a}\n{_read(path, page)}" for page in PAGES for path in ("depots.md", "index.md")
    )

    assert text == agreed("complaints", "pages", text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


def test_of_a_page_whose_front_matter_is_not_closed_nothing_is_taken_for_its_body() -> None:
    document = read(Source("depots.md", b"---\ntitle: a\n\n[a](b.md)\n## Purpose"))

    assert document
    assert document.page
    assert (document.page.headings, document.page.links) == ((), ())


def test_what_stands_on_a_page_has_the_line_of_the_file() -> None:
    body = "# Lost\n\n[a](b.md)\n\n```workflow c\n```\n"
    for above, first in (("---\ntitle: a\n---\n", 4), ("---\ntitle: a\nsummary: b\n---\n\n", 6), ("", 1)):
        document = read(Source("depots.md", f"{above}{body}".encode()))
        assert document
        assert document.page
        placed = [
            each.place.span
            for part in (document.page.headings, document.page.links, document.page.fences)
            for each in part
        ]
        assert placed == [Span(first, 3, first, 7), Span(first + 2, 5, first + 2, 9), Span(first + 4, 1, first + 4, 14)]


@pytest.mark.parametrize("space", ["\t", "\u00a0"])
def test_a_fix_has_no_more_edits_than_somebody_can_look_at(space: str) -> None:
    for lines, mended in ((MOST_EDITS, True), (MOST_EDITS + 1, False)):
        document = read(Source(MARKS, b"a:\n" + f"{space}b: c: d\n".encode() * lines))
        assert document
        assert [bool(finding.fix) for finding in document.findings] == [mended]


def test_a_break_in_a_front_matter_is_told_in_these_words() -> None:
    body = "\n---\n\n# Lost\n\n## Purpose\n"
    fronts = (
        "title: a\n  by: b", "title a", "title: a\n b: c\nowner", "- title: a\nowner", "title: 'a", "title: [a, b", "title: {a: b, c: ", "title: |\n  a\n b", "title: a\n  - b", "...\ntitle: a", ": a", "title", "title: >\n", "\ttitle: a", "owner: a\n\n\ntitle: [", 'title: "C:\\', "? title\n[",
    )  # fmt: skip
    text = "".join(f"# {front!a}\n{_read(starter.PAGE, f'---{chr(10)}{front}{body}')}" for front in fronts)

    assert text == agreed("complaints", "front matters", text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest ..."
