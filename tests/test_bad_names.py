"""Names that are the same to some and not to others, that are taken, that lead out, or that lead nowhere."""

import unicodedata

import pytest

import starter
from starter import FACTS, PAGE, WORKFLOW, lay, told, workflow

STEP = "  look:\n    do: Look\n    within: 1 hour\n    go: answered\n"
FOLDER = "workflows/example"

FILES = {
    "capitals": "Late-parcel",
    "cyrillic a": "l\u0430te-parcel",
    "accent in one sign": "lat\u00e9-parcel",
    "accent in two signs": unicodedata.normalize("NFD", "lat\u00e9-parcel"),
    "ligature": "\ufb01nd-parcel",
    "space at the end": "late-parcel ",
    "space inside": "late parcel",
    "apostrophe": "lady's-parcel",
    "hash": "late#parcel",
    "question mark": "late?parcel",
    "percent": "late%2fparcel",
    "hyphen at the front": "-rf",
    "two hyphens": "late--parcel",
    "underscore": "late_parcel",
    "colon": "c:late",
    "backslash": "..\\late",
    "dots": "..late",
    "device of windows": "con",
    "another device of windows": "lpt1",
    "name of the list": "index",
    "too long": "x" * 90,
}


@pytest.mark.catalogue(19)
@pytest.mark.parametrize("name", FILES)
def test_a_file_has_a_name_that_is_one_on_every_machine(name: str) -> None:
    path = f"{FOLDER}/{FILES[name]}.yml"
    if FILES[name].startswith(".."):
        path = f"workflows/{FILES[name]}x/late-parcel.yml"

    report = lay(path, workflow(STEP))

    assert ("bad-file-name", path, 1) in told(report)


@pytest.mark.catalogue(19)
@pytest.mark.parametrize("path", ["workflows/Example/late.yml", "workflows/con/late.yml", "procedures/my area/late.md"])
def test_a_folder_has_one_too(path: str) -> None:
    assert ("bad-file-name", path, 1) in told(lay(path, workflow(STEP)))


UNREAD = {
    "workflows/example/late.yaml": "late.yml",
    "workflows/example/late.YML": "late.yml",
    "workflows/example/late.yml.yml": "late.yml",
    "procedures/example/late.MD": "late.md",
    "procedures/example/late.markdown": "late.md",
    "register/glosary.yml": "Nearest: glossary.yml",
    "register/other/facts.yml": "Nearest: facts.yml",
    "workflow/example/late.yml": "Nearest: workflows",
    "Messages/late.yml": "Nearest: messages",
}


@pytest.mark.catalogue(19)
@pytest.mark.parametrize("path", UNREAD)
def test_a_file_that_nobody_would_read_is_found(path: str) -> None:
    (finding,) = (each for each in lay(path, workflow(STEP)).findings if each.at.path == path)

    assert finding.rule == "bad-file-name"
    assert "Nobody reads this file" in finding.message
    assert UNREAD[path] in finding.hint


@pytest.mark.catalogue(19)
@pytest.mark.parametrize(
    ("path", "better"),
    [("notes.v2.md", "notes-v2.md"), ("guides/notes.MD", "notes.md"), ("guides/more/notes.markdown", "notes.md")],
)
def test_a_page_that_nobody_would_see_is_found(path: str, better: str) -> None:
    (finding,) = (each for each in lay(path, "# Notes\n\nThey matter.\n").findings if each.at.path == path)

    assert finding.rule == "bad-file-name"
    assert "Nobody sees this page" in finding.message
    assert finding.hint == f"Call it: {better}"


@pytest.mark.catalogue(19)
@pytest.mark.parametrize(
    "name",
    ["Where", "where-is-it ", "p\u0430rcel", "caf\u00e9", "a/b", "..", "a b", "a'b", "a#b", "a?b", "__proto__", "a\\b"],
)
def test_an_entry_has_such_a_name_too(name: str) -> None:
    text = starter.text(FACTS) + f'\n"{name.replace(chr(92), chr(92) * 2)}":\n  asks: Is it?\n  answers: yes or no\n'

    rules = {rule for rule, path, _ in told(lay(FACTS, text)) if path == FACTS}

    assert "schema-violation" in rules


@pytest.mark.catalogue(19)
def test_what_only_looks_alike_is_told_apart() -> None:
    copied = f"{FOLDER}/lost--parcel.yml"
    report = lay(copied, starter.files()[WORKFLOW])

    assert any("Nobody can tell the workflows" in each.message for each in report.findings)


@pytest.mark.catalogue(19)
def test_one_name_in_two_folders_is_a_finding() -> None:
    report = lay("workflows/other/lost-parcel.yml", starter.files()[WORKFLOW])

    assert "duplicate-id" in {rule for rule, *_ in told(report)}


DANGLING = {
    "step": (WORKFLOW, "go: inform", "go: infrom", "unknown-step"),
    "workflow": (WORKFLOW, "run: write-back", "run: write-bakc", "unknown-workflow"),
    "fact": (WORKFLOW, "ask: where-is-it", "ask: were-is-it", "unknown-fact"),
    "procedure": (WORKFLOW, "procedure: lost-parcel", "procedure: lost-parcle", "unknown-procedure"),
    "team": (WORKFLOW, "team: support", "team: suport", "unknown-target"),
    "mark": (WORKFLOW, "marks: [close]", "marks: [cloze]", "unknown-mark"),
    "outcome": (WORKFLOW, "parcel-found: yes", "parcel-fuond: yes", "unknown-fact"),
    "case of a letter": (WORKFLOW, "run: write-back", "run: Write-back", "schema-violation"),
}


@pytest.mark.catalogue(20)
@pytest.mark.parametrize("what", DANGLING)
def test_a_name_that_leads_to_nothing_is_found_with_the_nearest_one(what: str) -> None:
    path, right, wrong, rule = DANGLING[what]
    text = starter.text(path)
    line = text[: text.index(right)].count("\n") + 1
    found = [each for each in lay(path, text.replace(right, wrong, 1)).findings if each.rule == rule]

    assert (path, line) in {(each.at.path, starter.line(each)) for each in found}
    assert right.split()[-1].strip("[]") in f"{found[0].hint} {right}"


@pytest.mark.catalogue(20)
def test_what_is_retired_is_no_place_to_lead_to() -> None:
    page = "procedures/example/write-back.md"
    retired = starter.text(page).replace("owner:", "retired-on: 2026-11-10\nowner:", 1)
    (finding,) = (each for each in lay(page, retired).findings if each.rule == "unknown-workflow")

    assert finding.at.path == WORKFLOW
    assert "was retired on 2026-11-10" in finding.message


@pytest.mark.catalogue(20)
def test_a_version_that_begins_later_holds_for_nobody_yet() -> None:
    later = starter.text(PAGE).replace("from: 2026-11-02", "from: 2027-11-02")

    assert "not-yet-in-force" in {rule for rule, *_ in told(lay(PAGE, later))}
