"""Front matter as people write it: every slip at the top of a page is one finding that says what to do."""

import pytest

import starter
from starter import PAGE, lay, told

TEXT = starter.text(PAGE)
FRONT, BODY = TEXT.split("\n---\n", 1)
HOME = "index.md"
OTHER = "notes.md"

SLIPS = {
    "no-closing-fence": (
        f"{FRONT}\n{BODY}",
        "invalid-yaml",
        1,
        "The front matter that begins in line 1 has no closing line `---`.",
        "Add a line with three hyphens above the first heading.",
    ),
    "no-closing-fence-and-a-rule-below": (
        f"{FRONT}\n{BODY}\n---\n\nThe end.\n",
        "invalid-yaml",
        1,
        "The front matter that begins in line 1 has no closing line `---`.",
        "Add a line with three hyphens above the first heading.",
    ),
    "no-closing-fence-and-one-in-a-code-block": (
        f"{FRONT}\n{BODY}\n```yaml\n---\na: b\n---\n```\n",
        "invalid-yaml",
        1,
        "The front matter that begins in line 1 has no closing line `---`.",
        "Add a line with three hyphens above the first heading.",
    ),
    "closed-by-dots": (
        f"{FRONT}\n...\n{BODY}",
        "invalid-yaml",
        1,
        "The front matter that begins in line 1 has no closing line `---`.",
        f"Write `---` in line {FRONT.count(chr(10)) + 2}, where `...` stands.",
    ),
    "closed-by-four-hyphens": (
        f"{FRONT}\n----\n{BODY}",
        "invalid-yaml",
        1,
        "The front matter that begins in line 1 has no closing line `---`.",
        f"Write `---` in line {FRONT.count(chr(10)) + 2}, where `----` stands.",
    ),
    "closed-by-a-dash": (
        f"{FRONT}\n\u2014\n{BODY}",
        "invalid-yaml",
        1,
        "The front matter that begins in line 1 has no closing line `---`.",
        f"Write `---` in line {FRONT.count(chr(10)) + 2}, where `\u2014` stands.",
    ),
    "opened-by-four-hyphens": (
        f"-{TEXT}",
        "missing-front-matter",
        1,
        "The page begins with `----`, which does not open a front matter.",
        "Write three hyphens at the very start of the line: `---`.",
    ),
    "opened-behind-a-space": (
        f" {TEXT}",
        "missing-front-matter",
        1,
        "The page begins with ` ---`, which does not open a front matter.",
        "Write three hyphens at the very start of the line: `---`.",
    ),
    "written-in-toml": (
        f'+++\ntitle = "A"\n+++\n{BODY}',
        "missing-front-matter",
        1,
        "The front matter is written in TOML (`+++`).",
        "Begin the file with a line `---`, then title, summary and the rest as YAML, then another line `---`.",
    ),
    "behind-a-comment": (
        f"<!-- a draft -->\n{TEXT}",
        "missing-front-matter",
        1,
        "A comment stands before the front matter, so the page has none.",
        "Put it below: `---` must be the very first line.",
    ),
    "behind-a-sentence": (
        f"Draft of Maria\n\n{TEXT}",
        "missing-front-matter",
        1,
        "Something stands before the front matter, so the page has none.",
        "Put it below: `---` must be the very first line.",
    ),
    "behind-an-empty-line": (
        f"\n{TEXT}",
        "invalid-yaml",
        1,
        "Empty lines stand before the front matter.",
        "Delete them: `---` must be the very first line.",
    ),
    "body-alone": (
        BODY.lstrip(),
        "missing-front-matter",
        1,
        "This page has no front matter.",
        "Begin the file with a line `---`, then title, summary and the rest as YAML, then another line `---`.",
    ),
    "nothing-in-it": (
        f"---\n---\n{BODY}",
        "invalid-yaml",
        1,
        "The front matter is empty.",
        "Begin the file with a line `---`, then title, summary and the rest as YAML, then another line `---`.",
    ),
    "comment-in-html": (
        f"{FRONT}\n<!-- to do -->\n---\n{BODY}",
        "invalid-yaml",
        FRONT.count("\n") + 2,
        "This line has no key, and the text of `approved-by` ended in the line above.",
        "",
    ),
    "unsolved-merge-below": (
        f"{TEXT}\n<<<<<<< HEAD\nOld\n=======\nNew\n>>>>>>> branch\n",
        "invalid-yaml",
        TEXT.count("\n") + 2,
        (
            f"This file still holds an unsolved merge (lines {TEXT.count(chr(10)) + 2} to {TEXT.count(chr(10)) + 6}). "
            "Nothing else in it was checked."
        ),
        "Keep one of the two versions and delete the three marker lines.",
    ),
}


@pytest.mark.catalogue(18)
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_the_front_matter_is_one_finding(name: str) -> None:
    text, rule, line, message, hint = SLIPS[name]

    report = lay(PAGE, text)

    found = [each for each in report.findings if each.rule != "hidden-text"]  # that a comment hides is another fault
    assert [each for each in told(report) if each[0] != "hidden-text"] == [(rule, PAGE, line)]
    assert found[0].message == message
    assert found[0].hint == hint or not hint


SILENT = {
    "spaces-behind-the-fences": TEXT.replace("\n---\n", "\n---  \n").replace("---\n", "---\t\n", 1),
    "byte-order-mark": f"\ufeff{TEXT}",
    "hyphens-in-a-code-block": TEXT.replace("## Example\n", "## Example\n\n```yaml\n---\na: b\n---\n```\n"),
    "rule-in-the-body": f"{TEXT}\n---\n\nThe end.\n",
    "comment-with-two-hashes": TEXT.replace("title:", "## The title\ntitle:", 1),
    "underlined-heading": TEXT.replace("## Example\n", "## Example\n\nA case\n=======\n"),
    "other-line-ends": TEXT.replace("\n", "\r\n"),
}


@pytest.mark.catalogue(18)
@pytest.mark.parametrize("name", SILENT)
def test_what_is_no_slip_is_silent(name: str) -> None:
    assert not lay(PAGE, SILENT[name]).findings


@pytest.mark.catalogue(18)
@pytest.mark.parametrize("front", ["hello", "~", "- a", '"a: b"', "|\n  a: b"])
def test_front_matter_that_is_no_table_is_one_finding(front: str) -> None:
    report = lay(PAGE, f"---\n{front}\n---\n{BODY}")

    assert told(report) == [("schema-violation", PAGE, 2)]


def test_a_page_that_is_no_procedure_needs_no_front_matter() -> None:
    for text in ("", "Notes.\n", "# Notes\n\n---\n\nMore.\n"):
        assert not [finding for finding in lay(OTHER, text).findings if finding.rule != "orphan-page"]


def test_the_front_page_needs_one() -> None:
    report = lay(HOME, "# Hello\n")

    assert told(report) == [("missing-front-matter", HOME, 1)]
