"""What must always hold is proven on the real handbook; whatever is taken away from it shows as a case to read aloud."""

import os
import time
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from handrail.check import check_sources
from handrail.formats import Look
from handrail.formats.plain import render
from handrail.ground.finding import Finding
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.rules import all_rules

REPO = Path(__file__).parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots"
CHILD = "workflows/child-safety/apparent-csam.yml"
IMAGES = "workflows/images/ncii-removal.yml"
ORGANISATION = "register/organisation.yml"
PROOFS = tuple(name for name, rule in all_rules().items() if rule.group == "controls")

Edit = tuple[str, str, str]
"""A file, a passage in it, and what stands there instead."""


@cache
def sops() -> Mapping[str, str]:
    """The real handbook: path -> text."""
    folder = REPO / "sops"
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".yml"}]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def starter() -> Mapping[str, str]:
    """The starter handbook."""
    folder = REPO / "tooling" / "handrail" / "starter" / "sops"
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.*")}


def edited(texts: Mapping[str, str], edits: Iterable[Edit], controls: Iterable[str] = ()) -> dict[str, str]:
    """A handbook with some edits, and with these controls alone (none: all of them)."""
    kept, found = set(controls), dict(texts)
    for path, passage, text in edits:
        assert passage in found.get(path, ""), f"{path} does not hold: {passage}"
        found[path] = found[path].replace(passage, text)
    return {
        path: text
        for path, text in found.items()
        if not kept or not path.startswith("controls/") or path.rpartition("/")[2].removesuffix(".yml") in kept
    }


def checked(texts: Mapping[str, str], as_of: date, rules: Iterable[str] = PROOFS) -> Report:
    """What these rules say."""
    chosen = [all_rules()[name]() for name in rules]
    sources = [Source(path, text.encode()) for path, text in texts.items()]
    return check_sources(sources, rules=chosen, as_of=as_of, folder="sops")


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in findings]


TAKEN_AWAY: Mapping[str, tuple[str, tuple[Edit, ...], str]] = {
    "without-the-report": (
        "report-ncmec",
        ((CHILD, "        marks: [report-ncmec]\n", ""),),
        "the case closes without `report-ncmec`",
    ),
    "deleted-before-it-is-preserved": (
        "preserve-reported-material",
        (
            (
                "controls/child-safety/preserve-reported-material.yml",
                "  - mark: preserve-evidence\n",
                "  - mark: preserve-evidence\n    before: delete-account-data\n",
            ),
            ("register/marks.yml", "preserve-evidence:", "delete-account-data: Data were deleted.\npreserve-evidence:"),
            (
                CHILD,
                "  preserve:\n    run",
                (
                    "  erase:\n    do: Delete what is left of the account\n    within: 1 hour\n"
                    "    marks: [delete-account-data]\n\n  preserve:\n    run"
                ),
            ),
        ),
        "`delete-account-data` comes before `preserve-evidence`",
    ),
    "fifty-one-hours": (
        "ncii-removed-in-48-hours",
        ((IMAGES, "    within: 20 hours\n", "    within: 32 hours\n"),),
        "`remove-content` can take longer than 48 hours",
    ),
    "without-the-night-rota": (
        "danger-to-life-is-reported",
        ((ORGANISATION, "    on-call: [crisis-kul]\n", ""),),
        "`notify-le-art18` can take longer than 1 hour",
    ),
}
"""What is taken away from the real handbook: the control that breaks, the edits, and what is said."""


@pytest.mark.parametrize("name", TAKEN_AWAY)
def test_what_is_taken_away_shows_as_a_case_that_can_be_read_aloud(name: str, as_of: date) -> None:
    """Look at what changed, then accept it: HANDRAIL_SNAPSHOTS=accept pytest tests/test_proof.py."""
    control, edits, says = TAKEN_AWAY[name]
    report = checked(edited(sops(), edits, [control]), as_of, ["control-broken"])
    text = render(report, Look(width=120))
    file = SNAPSHOTS / f"proof-{name}.txt"
    if os.environ.get("HANDRAIL_SNAPSHOTS") == "accept":
        file.write_text(text, encoding="utf-8")

    assert [says in message for _, message in told(report.findings)] == [True]
    assert report.findings[0].walk
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TAKEN_AWAY)
def test_before_it_was_taken_away_it_held(name: str, as_of: date) -> None:
    control, edits, _ = TAKEN_AWAY[name]
    kept = [edit for edit in edits if not edit[0].startswith("workflows") and edit[0] != ORGANISATION]

    assert told(checked(edited(sops(), kept, [control]), as_of, ["control-broken"]).findings) == []


def test_every_control_of_the_real_handbook_is_proven(as_of: date) -> None:
    assert told(checked(sops(), as_of).findings) == []


def test_a_control_on_an_unknown_mark_is_accused_once(as_of: date) -> None:
    control = ("controls/example/sender-is-told.yml", "mark: sender-told", "mark: sender-tell")

    report = checked(edited(starter(), [control]), as_of, [*PROOFS, "unknown-mark"])

    assert [finding.rule for finding in report.findings] == ["unknown-mark"]


def test_workflows_that_run_each_other_in_a_ring_are_found_and_nothing_hangs(as_of: date) -> None:
    third = (
        "title: Ask the neighbours\nsummary: From door to door.\nprocedure: lost-parcel\noutcomes:\n  asked: Everybody was\n"
        "steps:\n  back:\n    run: lost-parcel\n    outcomes: asked\n"
    )
    ring = (
        "workflows/example/write-back.yml",
        "  which-news:\n",
        "  ask-round:\n    run: ask-round\n    outcomes: next\n  which-news:\n",
    )
    texts = {**edited(starter(), [ring]), "workflows/example/ask-round.yml": third}

    began = time.perf_counter()
    report = checked(texts, as_of, [*PROOFS, "call-recursion"])

    assert "call-recursion" in {finding.rule for finding in report.findings}
    assert time.perf_counter() - began < 20


def test_a_fact_with_a_thousand_answers_takes_no_time(as_of: date) -> None:
    answers = "".join(f"    w{number}: Weight class {number}\n" for number in range(1000))
    edits = [
        (
            "register/facts.yml",
            "jurisdiction:\n",
            f"weight-class:\n  asks: Which class?\n  answers:\n{answers}jurisdiction:\n",
        ),
        (
            "workflows/example/lost-parcel.yml",
            "    ask: [parcel-weight, jurisdiction]",
            "    ask: [parcel-weight, jurisdiction, weight-class]",
        ),
        (
            "controls/example/sender-is-told.yml",
            "require:\n",
            "when: {weight-class: [w7, w900]}\nrequire:\n",
        ),
    ]

    began = time.perf_counter()
    report = checked(edited(starter(), edits), as_of)

    assert told(report.findings) == []
    assert time.perf_counter() - began < 20


def test_a_ring_without_a_bound_is_not_proven_and_says_so(as_of: date) -> None:
    ring = (
        "workflows/example/lost-parcel.yml",
        "    at-most: 2 times # a ring needs an end:\n    then: next # the time after that the case goes on here\n",
        "",
    )

    report = checked(edited(starter(), [ring]), as_of)

    assert [finding.rule for finding in report.findings] == ["control-not-proven"]
    assert "can go round without end" in report.findings[0].message


def test_the_same_fault_from_two_doors_is_told_once(as_of: date) -> None:
    door = (
        "workflows/example/write-back.yml",
        "procedure: write-back\n",
        "procedure: write-back\nstarts-when: Somebody writes.\nteam: support\n",
    )
    control = ("controls/example/sender-is-told.yml", "require:\n", "require:\n  - mark: search-parcel\n")

    report = checked(edited(starter(), [door, control]), as_of, ["control-broken"])

    assert len(report.findings) == 1
    assert "So it is from `lost-parcel`." in report.findings[0].message
