"""What each format makes of a report: for people, for programs, for code hosts; and that no text of a handbook acts."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from handrail.check import Selection, check_sources, choose_rules
from handrail.drafts import starter
from handrail.formats import Look, all_formats, named
from handrail.formats._excerpt import excerpt
from handrail.formats._safe import cell, columns
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Edit, Finding, Fix, Place, Related, Severity, Stop
from handrail.ground.model import Handbook
from handrail.ground.report import Excused, Listed, Report
from handrail.ground.source import Source, Span

HERE = Path(__file__).parent
DAY = date(2026, 11, 25)
FILE = "workflows/images/copies.yml"
NOTES = "procedures/images/copies.md"
TEXTS = {
    FILE: "title: Find copies\nsteps:\n\n  look:\n    do: Look\n    go: clsoed # the end\n" + "  last:\n" * 5,
    NOTES: "# 寄件人知道发生了什么事\n\nA tab\there, and a bell\x07.\n" + f"long {'x' * 70} word {'y' * 90}\n",
}
WHERE = Place(FILE, ("steps", "look", "go"), span=Span(6, 9, 6, 15))
DOOR = Place(FILE, ("title",), span=Span(1, 8, 1, 19))
WHOLE = Finding(
    "unknown-step",
    Severity.ERROR,
    "`clsoed` is no step of `copies`.",
    WHERE,
    "Write `closed`:\n    go: closed",
    related=(Related(DOOR, "the workflow"), Related(Place(FILE, span=Span(11, 3, 11, 7)), "the last step")),
    witness=("1. look: Look", "2. clsoed"),
    fix=Fix("Write `closed`", (Edit(WHERE, "closed"),)),
    walk=(Stop(DOOR, "it begins", 5, 5), Stop(WHERE, "Look", 120, 125)),
)
LIGHT = Finding("vague-wording", Severity.WARNING, "`soon` is no time.", Place(NOTES, span=Span(1, 3, 1, 6)))
BARE = Finding("unreadable-file", Severity.ERROR, "This file cannot be read.", Place("pictures/a b&c.yml"))
EXCUSED = Excused(LIGHT, "The owner is away.", date(2027, 1, 31))


def report(*findings: Finding, excused: tuple[Excused, ...] = (), crashed: bool = False, asked: int = 0) -> Report:
    return Report(Handbook(as_of=DAY), TEXTS, findings, excused, "sops", crashed, asked)


FULL = report(WHOLE, LIGHT, BARE, excused=(EXCUSED,))
CLEAN = report()


def render(name: str, what: Report, look: Look | None = None) -> str:
    return named(name).render(what, look or Look())


# --- the shelf


def test_the_shelf_holds_the_formats() -> None:
    assert list(all_formats()) == ["github", "gitlab", "json", "junit", "plain", "rdjson", "sarif", "summary"]


def test_a_format_that_does_not_exist_is_a_wrong_call() -> None:
    with pytest.raises(HandrailError, match="There is no format `xml`"):
        named("xml")


@pytest.mark.parametrize("name", all_formats())
@pytest.mark.parametrize("what", [FULL, CLEAN], ids=["findings", "clean"])
def test_a_format_ends_with_one_line_end(name: str, what: Report) -> None:
    text = render(name, what)

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.promise("same-bytes")
@pytest.mark.parametrize("name", all_formats())
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert render(name, FULL) == render(name, FULL)


# --- plain


SNAPSHOTS: Mapping[str, tuple[Report, Look]] = {
    "findings": (FULL, Look(width=100)),
    "narrow": (
        report(
            Finding(
                "a-rule", Severity.ERROR, "The stretch lies far to the right.", Place(NOTES, span=Span(4, 77, 4, 81))
            ),
            Finding(
                "a-rule", Severity.ERROR, "The stretch is longer than the line.", Place(NOTES, span=Span(4, 6, 4, 76))
            ),
            Finding("a-rule", Severity.ERROR, "The stretch is at the end.", Place(NOTES, span=Span(4, 82, 4, 172))),
        ),
        Look(width=50),
    ),
    "signs": (
        report(
            Finding(
                "a-rule", Severity.ERROR, "Below signs that are two columns wide.", Place(NOTES, span=Span(1, 6, 1, 8))
            ),
            Finding("a-rule", Severity.ERROR, "Behind a tab.", Place(NOTES, span=Span(3, 7, 3, 11))),
            Finding("a-rule", Severity.ERROR, "A bell.\x07 An escape \x1b[31m.", Place(NOTES, span=Span(3, 24, 3, 25))),
            Finding("a-rule", Severity.ERROR, "Over several lines.", Place(FILE, span=Span(4, 3, 6, 15))),
            Finding("a-rule", Severity.ERROR, "In an empty line.", Place(FILE, span=Span(3, 1, 3, 1))),
        ),
        Look(width=100),
    ),
    "colour": (FULL, Look(colour=True, width=100)),
    "clean": (CLEAN, Look()),
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_plain_looks_like_this(name: str) -> None:
    """Look at what changed, then accept it: HANDRAIL_SNAPSHOTS=accept pytest tests/test_formats.py."""
    what, look = SNAPSHOTS[name]
    file = HERE / "snapshots" / f"plain-{name}.txt"
    text = render("plain", what, look).replace("\x1b", "ESC")
    if os.environ.get("HANDRAIL_SNAPSHOTS") == "accept":
        file.write_text(text, encoding="utf-8")

    assert text == file.read_text(encoding="utf-8")


def test_every_finding_is_where_compilers_put_it() -> None:
    lines = render("plain", FULL).splitlines()

    assert [line for line in lines if re.match(r".+:\d+:\d+: (error|warning)\[[a-z-]+\]: ", line)] == [
        "sops/workflows/images/copies.yml:6:9: error[unknown-step]: `clsoed` is no step of `copies`.",
        "sops/procedures/images/copies.md:1:3: warning[vague-wording]: `soon` is no time.",
        "sops/pictures/a b&c.yml:1:1: error[unreadable-file]: This file cannot be read.",
    ]


def test_the_last_line_says_what_was_found_and_in_how_much() -> None:
    assert render("plain", FULL).splitlines()[-1] == (
        "2 errors, 1 warning, 1 excused. 0 procedures and 0 workflows checked as of 2026-11-25."
    )
    assert render("plain", report(LIGHT, asked=2)).splitlines()[-1] == (
        "0 errors, 1 warning in 2 files. 0 procedures and 0 workflows read as of 2026-11-25."
    )


@given(
    line=st.text(st.characters(exclude_characters="\n\r"), max_size=300),
    start=st.integers(0, 320),
    length=st.integers(0, 320),
    width=st.integers(1, 160),
)
def test_an_excerpt_fits_and_its_carets_stand_below_the_stretch(line: str, start: int, length: int, width: int) -> None:
    shown = excerpt(line, start, start + length, width)
    width = max(width, 12)  # less is no room for a sign that is cut off on both sides
    inside = min(start, len(line))
    first = line[inside : inside + 1]

    assert columns(shown.text) <= width
    assert shown.marked >= 1
    assert shown.before + shown.marked <= width + columns(cell(first) if first else " ")
    if first and columns(cell(first)) and length:
        below = [column for column in range(len(shown.text)) if columns(shown.text[:column]) == shown.before]
        assert any(shown.text[column:].startswith(cell(first)) for column in below)


# --- what a handbook says cannot act


EVIL = (
    "::error file=x::planted",
    "a\n::error::planted",
    "a\r::set-output name=x::planted",
    "a%0A::error::planted",
    "\x1b]8;;file:///etc/passwd\x07click\x1b]8;;\x07",
    "\u202eeht esrever",
    "\u2028::error::planted",
    "a,title=planted:b",
)


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("name", all_formats())
def test_no_text_can_act(name: str, evil: str) -> None:
    finding = Finding(
        "dead-end",
        Severity.ERROR,
        evil,
        Place(f"{evil}.yml", span=Span(1, 1, 1, 2)),
        evil,
        related=(Related(Place(evil), evil),),
        witness=(evil,),
        walk=(Stop(Place(evil), evil, 1, 1),),
    )
    texts = {f"{evil}.yml": f"{evil}\n"}

    text = named(name).render(Report(Handbook(as_of=DAY), texts, (finding,), folder="sops"), Look())

    commands = [line for line in re.split(r"[\n\r\u2028\u2029\x85\x0b\x0c]", text) if line.lstrip().startswith("::")]
    assert [line for line in commands if not line.startswith("::error file=sops/")] == []
    assert len(commands) <= 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", text)


def test_github_shows_a_finding_beside_its_lines() -> None:
    first, second, *_, last = render("github", FULL).splitlines()

    assert first.startswith(
        "::error file=sops/workflows/images/copies.yml,line=6,endLine=6,col=9,title=unknown-step,endColumn=15::"
        "`clsoed` is no step of `copies`.%0A"
    )
    assert second.startswith("::warning file=sops/procedures/images/copies.md,line=1,")
    assert last == "2 errors, 1 warning, 1 excused. 0 procedures and 0 workflows checked as of 2026-11-25."


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
def test_github_properties_are_escaped() -> None:
    finding = Finding("a-rule", Severity.ERROR, "100 % sure", Place("a,b:c%d.yml", span=Span(1, 1, 1, 2)))

    (command, _) = render("github", report(finding)).splitlines()

    assert command.startswith("::error file=sops/a%2Cb%3Ac%25d.yml,line=1,")
    assert command.endswith("::100 %25 sure")


# --- for programs


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return Draft202012Validator(closed_schema(), format_checker=FormatChecker())


def broken() -> Report:
    """What a real check says of a handbook with several faults and an excuse."""
    files = starter()
    path = "workflows/example/lost-parcel.yml"
    files[path] = (
        files[path]
        .replace("    go: closed\n", "")
        .replace("    escalate: team-lead\n", "    escalate: team-laed\n")
        .replace(
            "    within: 10 minutes\n",
            "    # handrail: ignore[vague-wording] it is a test, until 2027-01-31\n    within: 10 minutes\n",
        )
        .replace("    do: Look the parcel up", "    do: Promptly look the parcel up")
        .replace(
            "  look-up-parcel:\n    do",
            "  look-up-parcel:\n    # handrail: ignore[vague-wording] a test, until 2027-01-31\n    do",
        )
    )
    sources = [Source(name, text.encode()) for name, text in files.items()]
    return check_sources(sources, rules=choose_rules(Selection()), as_of=DAY, folder="sops")


def closed(node: object) -> Any:  # noqa: ANN401 - a schema is anything
    """The schema with every object closed: what it does not describe is not printed."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    inner = {key: value if key == "allOf" else closed(value) for key, value in node.items()}
    return inner | ({"unevaluatedProperties": False} if {"properties", "$ref"} & node.keys() else {})


def closed_schema() -> dict[str, Any]:
    """The schema of a report, closed where things are used, not where they are defined."""
    whole: dict[str, Any] = json.loads((HERE.parent / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    parts = {name: closed(part) for name, part in whole.pop("$defs").items()}
    for part in parts.values():
        del part["unevaluatedProperties"]
    return {**closed(whole), "$defs": parts}


APART = replace(report(WHOLE), since="main (1a2b3c4d5e)", before=(BARE,), listed=(Listed(LIGHT, "It is known."),))
REPORTS = {"full": FULL, "clean": CLEAN, "crashed": report(WHOLE, crashed=True), "apart": APART}


@pytest.mark.parametrize("name", [*REPORTS, "real"])
def test_json_has_the_form_of_its_schema(schema: Draft202012Validator, name: str) -> None:
    what = REPORTS.get(name) or broken()

    data = json.loads(render("json", what))

    assert list(schema.iter_errors(data)) == []


def test_json_says_everything_that_a_finding_knows() -> None:
    data = json.loads(render("json", FULL))
    (first, *_) = data["findings"]

    assert data["version"] == 1
    assert data["as-of"] == "2026-11-25"
    assert (data["errors"], data["warnings"], len(data["excused"])) == (2, 1, 1)
    assert first["at"] == {
        "path": "sops/workflows/images/copies.yml",
        "line": 6,
        "column": 9,
        "end-line": 6,
        "end-column": 15,
        "keys": ["steps", "look", "go"],
    }
    assert first["fix"]["edits"][0]["text"] == "closed"
    assert first["witness"] == ["1. look: Look", "2. clsoed"]
    assert data["excused"][0]["until"] == "2027-01-31"


@pytest.mark.parametrize("name", [*REPORTS, "real"])
def test_sarif_is_sarif(name: str) -> None:
    """Every field is one of SARIF 2.1.0, and has its type: the models are made from the standard's schema, closed."""
    what = REPORTS.get(name) or broken()

    log = Sarif.model_validate_json(render("sarif", what))

    (run,) = log.runs
    assert log.version.value == "2.1.0"
    assert len(run.results or []) == len(what.findings) + len(what.excused) + len(what.before) + len(what.listed)


def test_sarif_tells_code_hosts_what_they_need() -> None:
    (run,) = json.loads(render("sarif", FULL))["runs"]
    rules = run["tool"]["driver"]["rules"]
    first = run["results"][0]

    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 6,
        "startColumn": 9,
        "endLine": 6,
        "endColumn": 15,
    }
    assert len(first["relatedLocations"]) == 2
    assert first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "closed"}
    assert run["results"][-1]["suppressions"] == [{"kind": "inSource", "justification": "The owner is away."}]
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_sarif_names_files_as_addresses() -> None:
    (run,) = json.loads(render("sarif", report(BARE)))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]

    assert location["artifactLocation"] == {"uri": "sops/pictures/a%20b%26c.yml"}


def test_sarif_says_when_a_rule_crashed() -> None:
    (run,) = json.loads(render("sarif", report(WHOLE, crashed=True)))["runs"]

    assert run["invocations"] == [{"executionSuccessful": False}]
