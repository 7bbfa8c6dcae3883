"""What must always hold is proven on the real handbook; whatever is taken away from it shows as a case to read aloud."""

import json
import os
import re
import time
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from handrail.check import check_sources
from handrail.formats import Look
from handrail.formats.plain import render
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.outcomes import happens
from handrail.pages import all_pages
from handrail.publish import site_of
from handrail.rules import all_rules
from handrail.verdicts import as_json, failed, proven
from handrail.verdicts import told as words

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
    """A real handbook, the one of the defects: path -> text."""
    folder = REPO / "tests" / "handbook"
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


MESSAGES, SHARED = "messages", "workflows/shared"
SLIPS: Mapping[str, tuple[str, Edit, str, Edit | None]] = {
    "graphic content without guidance": (
        "graphic-content-is-announced-and-asked-about",
        (
            CHILD,
            "    within: 12 minutes\n    marks: [assess, wellbeing-guidance]",
            "    within: 12 minutes\n    marks: [assess]",
        ),
        "`wellbeing-guidance` comes neither with `E3` or `E4` nor in the step before",
        (CHILD, "    marks: [imminent-harm-check]", "    marks: [imminent-harm-check, wellbeing-guidance]"),
    ),
    "nobody asks how people are": (
        "graphic-content-is-announced-and-asked-about",
        (f"{SHARED}/wellbeing-check.yml", "    marks: [wellbeing-check]\n", ""),
        "the case closes without `wellbeing-check` after `E3` or `E4`",
        None,
    ),
    "the reporter is not told": (
        "reporter-is-told",
        (f"{MESSAGES}/outcome-and-redress.yml", "[notify-reporter, redress-info]", "[redress-info]"),
        "the case closes without `notify-reporter`",
        None,
    ),
    "no statement of reasons": (
        "statement-of-reasons",
        (f"{MESSAGES}/uploader-statement-of-reasons.yml", "statement-of-reasons, redress-info", "redress-info"),
        "the case closes without `statement-of-reasons`",
        None,
    ),
    "a word about a report": (
        "no-word-about-a-report",
        (f"{MESSAGES}/outcome-without-authorities.yml", ", no-tip-off]", "]"),
        "`no-tip-off` comes neither with `notify-reporter` nor in the step before",
        (f"{MESSAGES}/outcome-without-authorities.yml", "redress-info]", "redress-info, no-tip-off]"),
    ),
    "the image is asked for again": (
        "material-is-never-handled",
        (CHILD, "    marks: [imminent-harm-check]", "    marks: [imminent-harm-check, request-image]"),
        "`request-image` happens",
        None,
    ),
    "a limit that is never settled": (
        "interim-limits-are-settled",
        (CHILD, "        marks: [finalise]\n", ""),
        "the case closes without `finalise` or `restore`",
        None,
    ),
    "one person calls for help": (
        "two-people-call-for-help",
        (f"{SHARED}/imminent-harm-check.yml", "    marks: [two-person-approval]\n", ""),
        "`contact-le` comes before `two-person-approval`",
        None,
    ),
    "whoever is at hand looks": (
        "stop-viewing",
        (
            CHILD,
            "    by: child-safety-reviewer\n    within: 12 minutes",
            "    by: safety-specialist\n    within: 12 minutes",
        ),
        "`E4` is not by `child-safety-reviewer`",
        None,
    ),
}
"""What authors do wrong, that has to be seen on every way: the control, the slip, what is said, and a near miss.

The near miss is made besides the slip, and makes good for it."""


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_breaks_its_control_and_a_near_miss_does_not(slip: str, as_of: date) -> None:
    control, edit, says, near = SLIPS[slip]

    (broken,) = checked(edited(sops(), [edit], [control]), as_of, ["control-broken"]).findings

    assert says in broken.message
    if near:
        kept = edited(sops(), [edit, near], [control])
        assert told(checked(kept, as_of, ["control-broken"]).findings) == []


def test_every_control_of_the_real_handbook_is_proven(as_of: date) -> None:
    assert told(checked(sops(), as_of).findings) == []


def test_a_control_on_an_unknown_mark_is_accused_once(as_of: date) -> None:
    control = ("controls/example/sender-is-told.yml", "mark: sender-told", "mark: sender-tell")

    report = checked(edited(starter(), [control]), as_of, [*PROOFS, "unknown-mark"])

    assert [finding.rule for finding in report.findings] == ["unknown-mark"]


@pytest.mark.catalogue(21)
@pytest.mark.promise("bounded")
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


@pytest.mark.catalogue(17)
@pytest.mark.promise("bounded")
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


# ---- the commands


def test_prove_says_what_holds_and_why(as_of: date) -> None:
    report = checked(starter(), as_of, ["unknown-step"])

    text = told_by(report, explain=True)

    assert "sender-is-told: The sender learns what happened" in text
    assert "proven          from lost-parcel" in text
    assert "`sender-told` takes at most 3 days 11 h of 5 days: 37 h to spare." in text
    assert "1 control for cases that begin in 1 workflow: 1 proven. As of 2026-11-25." in text


def test_prove_shows_a_case_that_breaks_a_control(as_of: date) -> None:
    late = ("controls/example/sender-is-told.yml", "within: 5 days", "within: 3 days")
    report = checked(edited(starter(), [late]), as_of, ["unknown-step"])
    found = proven(report, [], close=False)

    text = told_by(report, explain=False)

    assert failed(found)
    assert "broken          from lost-parcel" in text
    assert "The limit is 3 days." in text
    assert re.search(
        r"16\. +3 days 11 h +sops/workflows/example/write-back\.yml:\d+ +tell-gone: Your parcel is gone", text
    )


def test_prove_takes_controls_and_workflows_and_nothing_else(as_of: date) -> None:
    report = checked(starter(), as_of, ["unknown-step"])

    assert proven(report, ["sender-is-told"], close=False).controls == ("sender-is-told",)
    assert proven(report, ["write-back"], close=False).controls == ("sender-is-told",)
    with pytest.raises(HandrailError, match="no control and no workflow `sender-is-tolt`"):
        proven(report, ["sender-is-tolt"], close=False)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("controls/example/sender-is-told.yml", "no control says what must hold"),
        ("workflows/example/lost-parcel.yml", "no workflow says when it starts"),
    ],
)
def test_nothing_to_prove_is_no_proof(missing: str, says: str, as_of: date) -> None:
    texts = {path: text for path, text in starter().items() if path != missing}

    with pytest.raises(HandrailError, match=says):
        proven(checked(texts, as_of, ["unknown-step"]), [], close=False)


def test_what_cannot_be_read_is_not_proven(as_of: date) -> None:
    texts = {**starter(), "workflows/example/write-back.yml": "title: [\n"}

    with pytest.raises(HandrailError, match="Not everything in the handbook can be read"):
        proven(checked(texts, as_of, ["unknown-step"]), [], close=False)


@pytest.mark.parametrize("limit", ["5 days", "3 days"])
def test_the_form_for_programs_is_the_published_one(limit: str, as_of: date) -> None:
    report = checked(
        edited(starter(), [("controls/example/sender-is-told.yml", "5 days", limit)]), as_of, ["unknown-step"]
    )
    schema = json.loads((REPO / "schemas" / "proof.schema.json").read_text(encoding="utf-8"))

    told = json.loads(as_json(report, proven(report, [], close=True)))

    Draft202012Validator(schema).validate(told)
    (door,) = told["controls"][0]["doors"]
    assert door["verdict"] == ("proven" if limit == "5 days" else "broken")
    if limit == "5 days":
        assert [(each["within"], each["slowest"]) for each in door["limits"]] == [("5 days", 83 * 60)]
    else:
        broken = door["counterexample"]
        assert broken["minutes"] == 83 * 60 == sum(each["minutes"] for each in broken["sum"])
        assert [stop["elapsed"] for stop in broken["walk"]] == sorted(stop["elapsed"] for stop in broken["walk"])


def test_paths_come_slowest_first_and_only_those_that_can_happen(as_of: date) -> None:
    report = checked(starter(), as_of, ["unknown-step"])

    every = happens(report, "lost-parcel", [], Look(width=120), most=1)
    lost = happens(report, "lost-parcel", ["where-is-it=lost", "can-be-reached=no"], Look(width=120), most=0)

    assert re.findall(r"^  +([\w ]+?)  (closed|waiting) ", every, re.MULTILINE) == [
        ("5 days 6 h 30 min", "closed"),
        ("5 days 6 h 15 min", "waiting"),
    ]
    assert "1 end can be reached" in lost
    assert "Cannot be reached then: waiting." in lost
    assert "wait-for-van" not in lost


@pytest.mark.parametrize(
    ("workflow", "given", "says"),
    [
        ("lost-parcl", [], "no workflow `lost-parcl`"),
        ("lost-parcel", ["where-is-it"], "`where-is-it` is no answer"),
        ("lost-parcel", ["where-is-itt=lost"], "no fact `where-is-itt`"),
        ("lost-parcel", ["where-is-it=found"], "`found` is no answer of `where-is-it`"),
        ("lost-parcel", ["parcel-weight=101"], "`101` is no answer of `parcel-weight`"),
    ],
)
def test_paths_say_what_they_do_not_know(workflow: str, given: list[str], says: str, as_of: date) -> None:
    with pytest.raises(HandrailError, match=says):
        happens(checked(starter(), as_of, ["unknown-step"]), workflow, given, Look(), most=1)


def test_numbers_can_be_given_as_they_are_written(as_of: date) -> None:
    report = checked(starter(), as_of, ["unknown-step"])

    light = happens(report, "lost-parcel", ["parcel-weight=under 20"], Look(width=120), most=2)

    assert "hand-to-lead" not in light


def told_by(report: Report, *, explain: bool) -> str:
    return words(report, proven(report, [], close=explain), Look(width=120), explain=explain)


# ---- the pages


@pytest.mark.parametrize("limit", ["5 days", "3 days"])
def test_the_pages_show_the_verdict_and_the_case_that_breaks_a_control(limit: str, as_of: date) -> None:
    edit = ("controls/example/sender-is-told.yml", "within: 5 days", f"within: {limit}")
    pages = {page.path: page.text for page in all_pages(site_of(checked(edited(starter(), [edit]), as_of)))}
    control, workflow = pages["controls/example/sender-is-told.md"], pages["workflows/example/lost-parcel.md"]
    kept = limit == "5 days"

    assert ("Proven</span>" in control) is kept
    assert ("Broken</span>" in control) is not kept
    assert ("<b>3 days 11 h</b> at most, of 5 days allowed, 37 h to spare" in control) is kept
    assert ("(../../workflows/example/write-back.md#tell-gone) <small>by 3 days 11 h</small>" in control) is not kept
    assert ("Proven</span>" in workflow) is kept
    assert "<b>Worst case 3 days 11 h" in workflow
    assert ("· 1 control proven" in pages["procedures/example/lost-parcel.md"]) is kept
    assert ("0 of 1 control proven" in pages["procedures/example/lost-parcel.md"]) is not kept
