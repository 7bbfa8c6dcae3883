"""Workflows that end nowhere, go in circles or decide badly: a finding for each, and nothing hangs."""

import pytest

import starter
from handrail.ground.model import Handbook
from handrail.rules import all_rules
from starter import FACTS, WORKFLOW, lay, told, workflow

HOUR = "    within: 1 hour\n"
LOOK = f"  look:\n    do: Look\n{HOUR}    go: answered\n"

GRAPHS = {
    "no end": (f"  look:\n    do: Look\n{HOUR}    go: look\n", "missing-end"),
    "dead end": (f"  look:\n    do: Look\n{HOUR}", "dead-end"),
    "never reached": (f"{LOOK}  lost:\n    do: Wait\n{HOUR}    go: answered\n", "unreachable-step"),
    "step that leads to itself": (
        f"  look:\n    ask: parcel-found\n    again: yes\n{HOUR}    answers:\n      yes: answered\n      no: look\n      unknown: look\n",
        "unbounded-loop",
    ),
    "circle without a way out": (
        f"  a:\n    do: A\n{HOUR}    go: b\n  b:\n    do: B\n{HOUR}    go: a\n",
        "sla-unbounded",
    ),
    "workflow that runs itself": ("  look:\n    run: lost-parcel\n    outcomes: answered\n", "call-recursion"),
    "decision without a branch": (f"  d:\n    decide: Where?\n    branches: []\n{LOOK}", "schema-violation"),
    "decision with one branch": (
        f"  d:\n    decide: Where?\n    branches:\n      - otherwise: look\n{LOOK}",
        "pointless-decision",
    ),
    "no branch for the rest": (
        (
            f"  q:\n    ask: parcel-weight\n{HOUR}  d:\n    decide: Where?\n    branches:\n"
            f"      - when:\n          parcel-weight: under 20\n        go: answered\n      - unknown: look\n{LOOK}"
        ),
        "missing-branch",
    ),
    "branch that never comes": (
        (
            f"  q:\n    ask: parcel-weight\n{HOUR}  d:\n    decide: Where?\n    branches:\n"
            "      - when:\n          parcel-weight: under 50\n        go: answered\n"
            "      - when:\n          parcel-weight: under 20\n        go: look\n"
            f"      - otherwise: look\n      - unknown: look\n{LOOK}"
        ),
        "overlapping-values",
    ),
    "answer that is missing": (
        f"  q:\n    ask: where-is-it\n{HOUR}    answers:\n      lost: answered\n      unknown: answered\n",
        "missing-answer",
    ),
    "answer that is none": (
        (
            f"  q:\n    ask: where-is-it\n{HOUR}    answers:\n      gone: answered\n      lost: answered\n      delivered: answered\n"
            "      delayed: answered\n      unknown: answered\n"
        ),
        "unknown-answer",
    ),
    "escalation to the same tier": (
        f"  e:\n    escalate: support\n{LOOK}",
        "escalates-downward",
    ),
    "escalation to nobody": (f"  e:\n    escalate: nobody-at-all\n{LOOK}", "unknown-target"),
    "step without a time": ("  look:\n    do: Look\n    go: answered\n", "missing-time"),
    "two things side by side of which one ends the case": (
        f"  t:\n    together: Both\n    steps:\n      a:\n        do: A\n    {HOUR}        go: answered\n      b:\n        do: B\n    {HOUR}{LOOK}",
        "schema-violation",
    ),
}


@pytest.mark.catalogue(21)
@pytest.mark.parametrize("name", GRAPHS)
def test_a_workflow_that_leads_nowhere_is_found(name: str) -> None:
    steps, rule = GRAPHS[name]

    report = lay(WORKFLOW, workflow(steps))

    assert not report.crashed
    assert rule in {found for found, path, line in told(report) if path == WORKFLOW and line}


@pytest.mark.catalogue(21)
def test_workflows_that_run_each_other_in_a_circle_are_found() -> None:
    back = "workflows/example/write-back.yml"
    text = starter.text(back)
    start = text.index("steps:\n") + len("steps:\n")
    report = lay(
        back, text[:start] + "  again:\n    run: lost-parcel\n    outcomes:\n      closed: told\n      waiting: kept\n"
    )

    assert not report.crashed
    assert "call-recursion" in {rule for rule, *_ in told(report)}


NUMBERS: dict[str, tuple[tuple[str, str], set[str]]] = {
    "boundary left out": (("81 or over", "under 80"), {"missing-answer"}),
    "gap between": (("81 or over", "under 60"), {"missing-answer"}),
    "nothing left out": (("80 or over", "under 80"), set()),
}


def asked(first: str, second: str) -> str:
    return workflow(
        f"  q:\n    ask: parcel-weight\n{HOUR}    answers:\n      {first}: answered\n      {second}: look\n"
        f"      unknown: look\n{LOOK}"
    )


@pytest.mark.catalogue(22)
@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_that_no_branch_takes_are_found(name: str) -> None:
    (first, second), wanted = NUMBERS[name]
    rules = {rule for rule, path, _ in told(lay(WORKFLOW, asked(first, second))) if path == WORKFLOW}

    assert rules - {"pointless-decision", "next-by-name"} == wanted


@pytest.mark.catalogue(22)
def test_numbers_that_two_branches_take_are_found() -> None:
    rules = {rule for rule, path, _ in told(lay(WORKFLOW, asked("50 or over", "under 60"))) if path == WORKFLOW}

    assert "overlapping-values" in rules


@pytest.mark.catalogue(22)
def test_a_fact_that_nobody_declared_decides_nothing() -> None:
    text = starter.text(FACTS).replace("parcel-weight:", "parcel-size:")

    assert "unknown-fact" in {rule for rule, *_ in told(lay(FACTS, text))}


@pytest.mark.catalogue(21)
@pytest.mark.promise("bounded")
def test_no_rule_stumbles_over_a_handbook_with_nothing_in_it() -> None:
    for rule in all_rules().values():
        assert list(rule().examine(Handbook(as_of=starter.AS_OF))) == []
