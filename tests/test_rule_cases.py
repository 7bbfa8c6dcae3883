"""Slips that authors make in names, ways, answers, times, teams and calls, each with what is said about it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.finding import Finding
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.rules import Example
from wording import agreed, wording

STARTER = Path(__file__).parents[1] / "tooling" / "handrail" / "starter" / "sops"
PARCEL = "workflows/example/lost-parcel.yml"
WRITE = "workflows/example/write-back.yml"
ORGANISATION = "register/organisation.yml"
FACTS = "register/facts.yml"
OTHER = """\
title: Ask the neighbours
summary: From door to door.
procedure: lost-parcel
outcomes:
  asked: Every neighbour was asked
steps:
"""

CASES = {
    "two-steps-lead-only-to-each-other": (
        PARCEL,
        "  write-down:\n",
        (
            "  knock:\n    do: Knock\n    within: 1 hour\n  knock-again:\n    do: Knock again\n    within: 1 hour\n"
            "    go: knock\n  write-down:\n"
        ),
        "no-way-out",
        "knock -> knock-again -> knock goes round: no way from here leads to an outcome.",
    ),
    "a-ring-that-nothing-enters": (
        PARCEL,
        "    go: closed\n",
        (
            "    go: closed\n  knock:\n    do: Knock\n    within: 1 hour\n    go: knock-again\n"
            "  knock-again:\n    do: Knock again\n    within: 1 hour\n    at-most: 2 times\n    then: closed\n    go: knock\n"
        ),
        "unreachable-step",
        "`knock` cannot be reached: only `knock-again` leads to it, and nothing leads there.",
    ),
    "an-answer-below-the-last-step": (
        WRITE,
        "    message: parcel-gone\n    within: 1 hour\n    go: told\n",
        (
            "    message: parcel-gone\n    within: 1 hour\n  once-more:\n    ask: can-be-reached\n    again: yes\n"
            "    within: 5 minutes\n    answers: {yes: told, no: not-reached, unknown: next}\n"
        ),
        "dead-end",
        "Nothing follows `once-more` on the answer `unknown`: it is the last step and leads to no outcome.",
    ),
    "a-step-that-may-be-passed-by-at-the-end": (
        PARCEL,
        "    marks: [close]\n    go: closed\n",
        "    marks: [close]\n    go: closed\n    when: {parcel-found: yes}\n",
        "dead-end",
        "Nothing follows `write-down` on passing the step by",
    ),
    "a-way-that-leads-to-a-team": (
        PARCEL,
        "        go: pay\n",
        "        go: duty-manager\n",
        "unknown-step",
        "In `who-decides` branch 1 leads to `duty-manager`, which is a team, and no step of `lost-parcel`.",
    ),
    "a-step-with-a-new-name": (
        PARCEL,
        "  inform:\n",
        "  tell-the-sender:\n    formerly: [inform]\n",
        "unknown-step",
        "In `read-proof` `go` leads to `inform`, which is called `tell-the-sender` now.",
    ),
    "another-person-than-at-no-step": (
        PARCEL,
        "    by: helper # a role",
        "    by-other-than: look-up\n    by: helper # a role",
        "unknown-step",
        "`read-proof` wants another person than at `look-up`, which is a mark, and no step of `lost-parcel`.",
    ),
    "a-case-in-which-nobody-answers-at-no-step": (
        "scenarios/lost-parcel.yml",
        "    no-answer: [hand-to-lead]\n",
        "    no-answer: [hand-to-leads]\n",
        "unknown-step",
        "nobody answers at `hand-to-leads`, which is no step of `lost-parcel`; the nearest is `hand-to-lead`.",
    ),
    "a-metric-that-counts-to-no-step": (
        "register/metrics.yml",
        "  to: lost-parcel#inform\n",
        "  to: lost-parcel#informs\n",
        "unknown-step",
        "`days-to-answer` counts `informs`",
    ),
    "a-number-with-a-hole-at-the-end": (
        PARCEL,
        "      - otherwise: next\n",
        "      - when: {parcel-weight: 20 to 50}\n        go: next\n",
        "missing-branch",
        "`who-decides` has no branch for `parcel-weight` 51 to 100.",
    ),
    "an-answer-that-is-always-known": (
        FACTS,
        "  asks: What does the tracking say about the parcel?\n",
        "  asks: What does the tracking say about the parcel?\n  always-known: yes\n",
        "unknown-answer",
        "`unknown` never comes: `where-is-it` is always known.",
    ),
    "an-otherwise-beside-all-numbers": (
        PARCEL,
        "      - otherwise: next\n",
        "      - when: {parcel-weight: 20 or over}\n        go: next\n      - otherwise: next\n",
        "useless-otherwise",
        "`otherwise` takes nothing at `who-decides`: every answer of `parcel-weight` is named already.",
    ),
    "unknown-taken-twice": (
        PARCEL,
        "      - otherwise: next\n",
        "      - when: {parcel-weight: [20 or over, unknown]}\n        go: next\n",
        "overlapping-values",
        "Branches 2 and 3 of `who-decides` both take `parcel-weight` unknown and lead to the same step.",
    ),
    "a-mark-that-is-half-done": (
        PARCEL,
        "      jurisdiction: [elsewhere, unknown]\n",
        "      jurisdiction: [elsewhere, unknown]\n      search-parcel: yes\n",
        "unknown-value",
        "`yes` is no value of the mark `search-parcel`. A mark is `done` or `not-done`.",
    ),
    "a-table-of-several-with-an-unknown-fact": (
        PARCEL,
        "      jurisdiction: [elsewhere, unknown]\n",
        "      - jurisdiction: [elsewhere, unknown]\n      - parcel-wait: 20 or over\n",
        "unknown-fact",
        "`parcel-wait` is no fact",
    ),
    "a-mark-nobody-declared-in-a-table": (
        PARCEL,
        "      jurisdiction: [elsewhere, unknown]\n",
        "      jurisdiction: [elsewhere, unknown]\n      searched-parcel: done\n",
        "unknown-mark",
        "`searched-parcel` is no mark",
    ),
    "a-fact-with-a-new-name": (
        FACTS,
        "parcel-weight:\n",
        "weight:\n  formerly: [parcel-weight]\n",
        "unknown-fact",
        "`parcel-weight` is called `weight` now.",
    ),
    "a-scenario-with-no-such-answer": (
        "scenarios/lost-parcel.yml",
        "      parcel-weight: 35\n",
        "      parcel-weight: 350\n",
        "unknown-value",
        "`350` is no answer of `parcel-weight`: a number from 0 to 100",
    ),
    "a-role-that-gets-a-case": (
        PARCEL,
        "    escalate: team-lead\n",
        "    escalate: helper\n",
        "unknown-target",
        "`helper` is a role, and no team",
    ),
    "a-severity-of-a-team": (
        ORGANISATION,
        "    accepts-within: 15 minutes\n",
        "    accepts-within: {P0: 5 minutes, P7: 15 minutes}\n",
        "unknown-severity",
        "`P7` is no severity",
    ),
    "a-team-that-is-slower-for-the-worse": (
        ORGANISATION,
        "    accepts-within: 15 minutes\n",
        "    accepts-within: {P0: 15 minutes, P1: 5 minutes}\n",
        "slower-above",
        "P1 promises to accept for `duty-manager` in 5 minutes, P0 only in 15 minutes.",
    ),
    "a-promise-that-is-slower-above": (
        "register/severities.yml",
        "  promises: {sender-told: 1 day, close: 2 days}\n",
        "  promises: {sender-told: 1 day, close: 4 days}\n",
        "slower-above",
        "P1 promises `close` in 3 days, P0 only in 4 days. A higher severity is never slower.",
    ),
    "an-escalation-to-a-team-without-a-ladder": (
        PARCEL,
        "    escalate: team-lead\n",
        "    escalate: night-watch\n",
        "no-response-path",
        "`hand-to-lead` does not say what happens when `night-watch` does not answer.",
    ),
    "a-ladder-that-goes-down": (
        ORGANISATION,
        "    title: Duty manager\n    tier: 3\n",
        "    title: Duty manager\n    tier: 1\n",
        "escalates-downward",
        "When `team-lead` (tier 2) does not answer, the case goes down to `duty-manager` (tier 1).",
    ),
    "a-retired-team-without-an-heir": (
        ORGANISATION,
        "    title: Team lead\n",
        "    title: Team lead\n    retired-on: 2026-11-25\n",
        "retired-target",
        "`team-lead` was retired on 2026-11-25.",
    ),
    "a-procedure-that-was-retired": (
        "procedures/example/write-back.md",
        "number: SOP-002\n",
        "number: SOP-002\nretired-on: 2026-01-01\nreplaced-by: lost-parcel\n",
        "unknown-workflow",
        "`write-back` belongs to `write-back`, which was retired on 2026-01-01.",
    ),
    "a-run-without-outcomes": (
        PARCEL,
        "    outcomes:\n      told: next\n      kept: waiting\n      not-reached: next\n",
        "",
        "callee-outcome-unhandled",
        "`write-back` can end in `told`, `kept` or `not-reached`, and `inform` does not say what follows.",
    ),
    "a-run-inside-together-that-leads-away": (
        PARCEL,
        "      call-driver:\n        do: Call the driver\n        by: helper\n        within: 2 hours\n",
        "      tell-them:\n        run: write-back\n        outcomes: {told: next, kept: closed, not-reached: next}\n",
        "callee-outcome-unhandled",
        "`tell-them` leads to `closed`, but what is done together leads on together.",
    ),
    "working-days-to-close": (
        PARCEL,
        "severity: P3\n",
        "severity: P3\nclose-within: 7 working days\n",
        "ambiguous-calendar",
        "`7 working days`: the time to close a case counts every day, and working days can pass it.",
    ),
}
ALSO = {
    "an-escalation-to-a-team-without-a-ladder": {
        ORGANISATION: (
            "  duty-manager:\n",
            "  night-watch:\n    title: Night watch\n    contact: The bell\n  duty-manager:\n",
        )
    },
}


@pytest.fixture(scope="module")
def starter() -> Mapping[str, str]:
    return {path.relative_to(STARTER).as_posix(): path.read_text() for path in sorted(STARTER.rglob("*.*"))}


def run(example: Example, starter: Mapping[str, str], as_of: date) -> Report:
    sources = [Source(path, text.encode()) for path, text in example.overlay(starter).items()]
    return check_sources(sources, rules=choose_rules(Selection()), as_of=as_of)


def said(report: Report, rule: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize("case", list(CASES))
def test_a_slip_is_named(case: str, starter: Mapping[str, str], as_of: date) -> None:
    file, old, new, rule, says = CASES[case]

    report = run(Example(new, file=file, instead=old, also=ALSO.get(case, {})), starter, as_of)
    text = wording(finding for finding in report.findings if finding.rule == rule)

    assert text == agreed(rule, case, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
    assert [message for message in said(report, rule) if says in message], [
        (f.rule, f.message) for f in report.findings
    ]


def test_a_ring_of_workflows_has_no_bound(starter: Mapping[str, str], as_of: date) -> None:
    """Two workflows that hand a case to each other are a loop like any other."""
    knock = OTHER + "  knock:\n    do: Knock\n    within: 1 hour\n    go: lost-parcel\n"
    example = Example(
        "      no: ask-neighbours\n",
        instead="      no: next\n",
        also={"workflows/example/ask-neighbours.yml": knock},
    )

    found = [f for f in run(example, starter, as_of).findings if f.rule == "unbounded-loop"]

    assert [f.message for f in found] == [
        (
            "ask-neighbours -> lost-parcel -> ask-neighbours can hand a case on to each other for ever:"
            " no step on the way says how often."
        )
    ]
    assert found[0].witness[0] == "ask-neighbours: knock -> lost-parcel"


def test_workflows_that_lead_only_to_each_other_have_no_door(starter: Mapping[str, str], as_of: date) -> None:
    """A ring of workflows is no way in."""
    first = OTHER + "  knock:\n    do: Knock\n    within: 1 hour\n    go: second\n"
    second = (
        OTHER + "  knock:\n    do: Knock\n    within: 1 hour\n    at-most: 2 times\n    then: asked\n    go: first\n"
    )
    example = Example(first, file="workflows/example/first.yml", also={"workflows/example/second.yml": second})

    assert said(run(example, starter, as_of), "no-door") == [
        "`first` has no `starts-when`, and only `second`, which has no door, leads to it."
    ]


def test_the_way_into_a_trap_is_shown(starter: Mapping[str, str], as_of: date) -> None:
    """A witness is the shortest walk from the first step, and then the ring."""
    trap = "  wait-for-van:\n    wait: 1 day\n    go: wait-for-van\n"
    old = (
        "  wait-for-van:\n    wait: 1 day\n    at-most: 2 times # a ring needs an end:\n"
        "    then: next # the time after that the case goes on here\n    go: where-now\n"
    )

    (found,) = [f for f in run(Example(trap, instead=old), starter, as_of).findings if f.rule == "no-way-out"]

    assert found.witness == (
        "1. look-up-parcel: Look the parcel up by its number",
        "2. where-now: ask where-is-it",
        "3. wait-for-van: wait 1 day",
        "and round: wait-for-van -> wait-for-van",
    )


def test_a_retired_team_is_replaced_safely(starter: Mapping[str, str], as_of: date) -> None:
    """Followed through a retired heir, and never where history stands."""
    retired = (
        "  old-lead:\n    title: Old lead\n    contact: None\n    retired-on: 2025-01-01\n    replaced-by: older-lead\n"
        "  older-lead:\n    title: Older lead\n    contact: None\n    retired-on: 2025-06-01\n    replaced-by: team-lead\n"
    )
    example = Example(
        "    escalate: old-lead\n",
        instead="    escalate: team-lead\n",
        also={
            ORGANISATION: ("  duty-manager:\n", retired + "  duty-manager:\n"),
            "procedures/example/lost-parcel.md": ("approved-by: [duty-manager]", "approved-by: [old-lead]"),
        },
    )

    found: list[Finding] = [f for f in run(example, starter, as_of).findings if f.rule == "retired-target"]

    assert [f.message for f in found] == ["`old-lead` was retired on 2025-01-01; `team-lead` replaced it."]
    assert found[0].fix
    assert found[0].fix.safe
    assert [edit.text for edit in found[0].fix.edits] == ["team-lead"]
