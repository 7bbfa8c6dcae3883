"""The helpers of the rules that reason: what arrives, what nobody asked, what comes back, how long, which way is longest."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.model import Handbook, Step, Workflow
from handrail.ground.source import Source
from handrail.reasoning import budget
from handrail.reasoning.alone import alone
from handrail.reasoning.arrivals import arrivals, choices, due, why_not
from handrail.reasoning.budget import (
    Endless,
    GaveUp,
    Overrun,
    late_calls,
    late_marks,
    late_minutes,
    lateness,
    promise_of,
)
from handrail.reasoning.compile import compile_program
from handrail.reasoning.cut import until
from handrail.reasoning.doors import occurring, seen_from_doors
from handrail.reasoning.longer import longer
from handrail.reasoning.longest import Question, Seed, elapsed, longest
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import NEVER, Region
from handrail.reasoning.sight import Wants
from handrail.reasoning.unasked import least_case, matters
from handrail.reasoning.vocabulary import vocabulary
from handrail.rules import all_rules
from oracle.books import Data, read
from oracle.books import books as tangled
from test_memory import Notebook

STARTER = Path(__file__).parents[1] / "tooling" / "handrail" / "starter" / "sops"
RULES = choose_rules(Selection(select=frozenset({"dead-end"})))

FACTS = """\
colour:
  asks: Which colour?
  answers: {red: Red, blue: Blue}
size:
  asks: Which size?
  answers: 0 to 9 metres
heavy:
  asks: Is it heavy?
  answers: yes or no
sure:
  asks: Are you sure?
  always-known: yes
  answers: yes or no
"""
HEAD = """\
title: A flow
summary: It flows.
number: WF-01
procedure: lost-parcel
team: support
severity: P3
outcomes:
  ended: It ended
  lost: It is lost
"""


@cache
def starter() -> Mapping[str, str]:
    return {path.relative_to(STARTER).as_posix(): path.read_text() for path in sorted(STARTER.rglob("*.yml"))}


def book(**flows: str) -> Handbook:
    """The starter handbook with other workflows and facts; `first` is a door, unless it says otherwise."""
    files = {path: text for path, text in starter().items() if path.startswith("register/")}
    files["register/facts.yml"] = FACTS
    for name, steps in flows.items():
        head = HEAD + ("starts-when: Something starts.\n" if name == "first" else "")
        files[f"workflows/example/{name}.yml"] = steps if steps.startswith("title") else head + "steps:\n" + steps
    sources = [Source(path, text.encode()) for path, text in files.items()]
    return check_sources(sources, rules=RULES, as_of=dt.date(2026, 11, 25)).handbook


def flow(handbook: Handbook, name: str = "first") -> Workflow:
    return handbook.workflows[name]


def step(handbook: Handbook, name: str, of: str = "first") -> Step:
    return flow(handbook, of).by_id[name]


def machine(handbook: Handbook, name: str = "first") -> Machine:
    return alone(handbook, flow(handbook, name))


def cases(found: Machine, region: Region, fact: str) -> set[str]:
    return {value for value in found.space.values[fact] if (region & found.space.point(fact, value)).satisfiable()}


ASK = "  look:\n    ask: [colour, size]\n    within: 5 minutes\n"
DECIDE = """\
  which:
    decide: Which one?
    branches:
      - when: {colour: red, size: under 5}
        go: ended
      - when: {colour: blue}
        go: lost
"""


# ---- what arrives


def test_what_arrives_is_what_was_answered() -> None:
    handbook = book(
        first=ASK.replace("[colour, size]", "colour").replace(
            "5 minutes\n", "5 minutes\n    answers: {red: next, blue: ended, unknown: next}\n"
        )
        + "  then:\n    do: Go on\n    within: 1 hour\n    go: ended\n  end:\n    do: End\n    within: 1 hour\n    unless: {colour: red}\n    go: ended\n"
    )
    seen = arrivals(handbook, flow(handbook))

    assert seen
    assert not seen.at(step(handbook, "end")).satisfiable()
    assert seen.way_to(step(handbook, "then"), seen.machine.space.all)


def test_what_callers_know_is_left_open() -> None:
    caller = "  call:\n    run: second\n    outcomes: next\n  end:\n    do: End\n    within: 1 hour\n    go: ended\n"
    handbook = book(first=caller, second=DECIDE)
    seen = arrivals(handbook, flow(handbook, "second"))

    assert seen
    assert cases(seen.machine, seen.at(step(handbook, "which", "second")), "colour") == {
        NEVER,
        "red",
        "blue",
        "unknown",
    }


def test_a_door_knows_what_its_form_says_and_nothing_else() -> None:
    handbook = book(first=HEAD + "starts-when: A form came.\ngiven: [colour]\nsteps:\n" + DECIDE)
    seen = arrivals(handbook, flow(handbook))

    assert seen
    arriving = seen.at(step(handbook, "which"))
    assert cases(seen.machine, arriving, "colour") == {"red", "blue", "unknown"}
    assert cases(seen.machine, arriving, "size") == {NEVER}


def test_a_decision_knows_what_it_leaves() -> None:
    handbook = book(first=ASK + DECIDE)
    (choice,) = choices(handbook, flow(handbook))
    found = machine(handbook)
    gap = choice.arriving & choice.left

    assert cases(found, gap, "colour") == {"red", "unknown"}
    assert cases(found, gap & found.space.point("colour", "red"), "size") == {"5 to 9", "unknown"}


def test_when_and_unless_are_both_looked_at() -> None:
    handbook = book(
        first=ASK
        + "  act:\n    when: {colour: red}\n    unless: {size: [under 5, unknown]}\n    do: Act\n    within: 1 hour\n    go: ended\n"
    )
    found = machine(handbook)
    region = due(found, step(handbook, "act"))

    assert cases(found, region, "colour") == {"red"}
    assert cases(found, region, "size") == {"5 to 9"}


# ---- what nobody asked


def classes(handbook: Handbook) -> tuple[Machine, tuple[Region, ...]]:
    found = machine(handbook)
    decision = step(handbook, "which")
    return found, (*found.decision(decision), found.undecided(decision))


def test_a_fact_that_nobody_asked_matters_where_its_answer_would_lead_elsewhere() -> None:
    handbook = book(first=ASK + DECIDE)
    found, every = classes(handbook)
    wanted = matters(found, every, ("colour", "size"))

    assert cases(found, wanted["size"], "colour") == {NEVER, "red"}
    assert "blue" not in cases(found, wanted["size"], "colour")
    assert cases(found, wanted["colour"], "size") == {NEVER, "0 to 4", "5 to 9", "unknown"}


def test_two_facts_that_matter_only_together_both_matter() -> None:
    handbook = book(
        first=ASK
        + "  which:\n    decide: Which one?\n    branches:\n      - when: {colour: red, size: under 5}\n        go: ended\n      - when:\n          - {colour: [blue, unknown]}\n          - {size: [5 or over, unknown]}\n        go: lost\n"
    )
    found, every = classes(handbook)
    neither = found.space.point("colour", NEVER) & found.space.point("size", NEVER)
    wanted = matters(found, every, ("colour", "size"))

    assert (wanted["colour"] & neither).satisfiable()
    assert (wanted["size"] & neither).satisfiable()


def test_a_fact_that_changes_nothing_does_not_matter() -> None:
    handbook = book(
        first=ASK
        + "  which:\n    decide: Which one?\n    branches:\n      - when: {colour: [red, blue, unknown]}\n        go: ended\n      - when: {size: 3}\n        go: ended\n"
    )
    found, _ = classes(handbook)

    assert "size" not in matters(found, (found.space.all,), ("colour", "size"))


def test_a_case_is_said_in_as_few_facts_as_say_it() -> None:
    handbook = book(first=ASK + DECIDE)
    (choice,) = choices(handbook, flow(handbook))
    found = machine(handbook)

    assert least_case(found, choice.taken[1], choice.arriving, choice.facts) == {"colour": "blue"}
    assert least_case(found, choice.taken[0], choice.arriving, choice.facts) == {"colour": "red", "size": "0 to 4"}


# ---- from the doors


def test_what_a_table_looks_at_and_nobody_asked_is_found_with_its_caller() -> None:
    caller = "  call:\n    run: second\n    outcomes: next\n  end:\n    do: End\n    within: 1 hour\n    go: ended\n"
    handbook = book(
        first=caller,
        second="  ask:\n    ask: colour\n    within: 5 minutes\n"
        + DECIDE
        + "      - otherwise: lost\n      - unknown: lost\n",
    )
    (seen,) = seen_from_doors(handbook)

    assert [(each.fact, each.wants, each.workflow, each.caller) for each in seen.unasked] == [
        ("size", Wants.TABLE, "second", "first")
    ]
    assert seen.unasked[0].entered
    assert seen.unasked[0].entered.keys[-2:] == ("call", "run")


def test_a_hand_over_looks_at_its_facts_to_the_very_end() -> None:
    handbook = book(
        first=ASK.replace("[colour, size]", "colour")
        + "  wait:\n    wait: 1 hour\n  give:\n    escalate: team-lead\n    hand-over: [colour, heavy]\n    go: ended\n"
    )
    (seen,) = seen_from_doors(handbook)

    assert {(each.fact, each.wants) for each in seen.unasked} == {("heavy", Wants.HAND_OVER)}
    assert ("first", "give", "P3") in seen.severities


def test_an_outcome_that_cannot_come_back_is_known() -> None:
    callee = "  ask:\n    ask: heavy\n    within: 5 minutes\n    answers: {yes: ended, no: lost, unknown: lost}\n"
    caller = "  call:\n    run: second\n    with: {heavy: yes}\n    outcomes: {ended: next}\n  end:\n    do: End\n    within: 1 hour\n    go: ended\n"
    handbook = book(first=caller, second=callee)

    assert occurring(handbook, flow(handbook), step(handbook, "call")) == frozenset({"ended"})


def test_an_outcome_that_nobody_leads_on_is_known_to_come_back() -> None:
    callee = "  ask:\n    ask: heavy\n    within: 5 minutes\n    answers: {yes: ended, no: lost, unknown: lost}\n"
    caller = "  call:\n    run: second\n    outcomes: {ended: next}\n  end:\n    do: End\n    within: 1 hour\n    go: ended\n"
    handbook = book(first=caller, second=callee)

    assert occurring(handbook, flow(handbook), step(handbook, "call")) == frozenset({"ended", "lost"})


# ---- how long


RING = "  try:\n    do: Try it\n    within: 1 hour\n    at-most: {times}\n    then: ended\n  again:\n    ask: heavy\n    again: yes\n    within: 10 minutes\n    answers: {{yes: try, no: ended, unknown: ended}}\n"


def test_rounds_are_counted_and_the_way_is_possible() -> None:
    handbook = book(
        first=HEAD + "starts-when: It starts.\nclose-within: 2 hours\nsteps:\n" + RING.format(times="2 times")
    )
    late = lateness(handbook, flow(handbook))

    assert isinstance(late, Overrun)
    assert late.minutes == 2 * 70


def test_a_promise_that_is_kept_to_the_minute_is_kept() -> None:
    handbook = book(
        first=HEAD + "starts-when: It starts.\nclose-within: 140 minutes\nsteps:\n" + RING.format(times="2 times")
    )

    assert lateness(handbook, flow(handbook)) is None


def test_a_way_that_its_facts_rule_out_does_not_count() -> None:
    steps = (
        ASK
        + "  slow:\n    when: {colour: red}\n    do: Slow\n    within: 9 hours\n  slower:\n    when: {colour: blue}\n    do: Slower\n    within: 9 hours\n    go: ended\n"
    )
    handbook = book(first=HEAD + "starts-when: It starts.\nclose-within: 10 hours\nsteps:\n" + steps)

    assert lateness(handbook, flow(handbook)) is None


def test_a_ring_without_a_bound_is_named() -> None:
    ring = RING.replace("    at-most: {times}\n    then: ended\n", "").format()
    handbook = book(first=HEAD + "starts-when: It starts.\nclose-within: 2 hours\nsteps:\n" + ring)
    late = lateness(handbook, flow(handbook))

    assert isinstance(late, Endless)
    assert {edge.step.id for edge in late.ring} == {"try", "again"}


def test_without_a_word_of_its_own_a_workflow_promises_what_its_severity_does() -> None:
    handbook = book(first=RING.format(times="2 times"))
    promise = promise_of(handbook, flow(handbook))

    assert promise
    assert (promise.time.text, promise.of) == ("7 days", "P3")


CALL = "  call:\n    run: second\n{within}    outcomes: next\n  end:\n    do: End\n    within: 1 hour\n    go: ended\n"
SLOW = "  work:\n    do: Work\n    within: 3 hours\n    go: ended\n"


@pytest.mark.parametrize(("within", "late"), [("2 hours", 1), ("3 hours", 0)])
def test_a_call_can_take_longer_than_its_step_leaves_it(within: str, late: int) -> None:
    handbook = book(first=CALL.format(within=f"    within: {within}\n"), second=SLOW)

    assert [call.own for call in late_calls(handbook, flow(handbook))] == [False] * late


@pytest.mark.parametrize(("promise", "late"), [("6 hours", 1), ("4 hours", 0)])
def test_a_call_that_takes_all_that_it_promises_can_break_the_promise_of_its_caller(promise: str, late: int) -> None:
    first = HEAD + "starts-when: It starts.\nclose-within: 5 hours\nsteps:\n" + CALL.format(within="")
    handbook = book(first=first, second=HEAD + f"close-within: {promise}\nsteps:\n" + SLOW)

    assert [call.own for call in late_calls(handbook, flow(handbook))] == [True] * late


MARKED = (
    ASK
    + """\
  long:
    when: {{colour: red}}
    do: Take long
    within: 3 days
  tell:
    unless: {{size: [5 or over, unknown]}}
    do: Tell
    within: {within}
    marks: [sender-told]
  more:
    do: More
    within: 9 days
    go: ended
"""
)


@pytest.mark.parametrize(("within", "late"), [("3 days", 1), ("1 day", 0)])
def test_a_severity_promises_a_mark_where_it_comes_at_all(within: str, late: int) -> None:
    handbook = book(first=MARKED.format(within=within))
    found = late_marks(handbook, "first")

    assert [mark for mark, _, _ in found] == ["sender-told"] * late
    if late:
        assert isinstance(found[0][2], Overrun)
        assert found[0][2].minutes == 6 * 1440 + 5


def test_a_mark_counts_when_it_comes_first() -> None:
    handbook = book(
        first=MARKED.format(within="1 day").replace(
            "    go: ended\n",
            "  again:\n    do: Tell again\n    within: 1 hour\n    marks: [sender-told]\n    go: ended\n",
        )
    )

    assert [mark for mark, _, _ in late_marks(handbook, "first")] == ["sender-told"]
    assert "again" in {edge.step.id for edge in _edges(late_marks(handbook, "first")[0][2])}


def test_what_nobody_could_tell_is_asked_anew_and_what_was_told_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Notebook()
    handbook = replace(book(first=MARKED.format(within="3 days")), memory=memory)
    with monkeypatch.context() as patch:
        patch.setattr("handrail.reasoning.longer.MOST_STATES", 0)
        assert late_minutes(handbook, "first") == {"sender-told": None}
    late_marks.cache_clear()

    told = {"sender-told": 6 * 1440 + 5}
    assert late_minutes(handbook, "first") == told
    with monkeypatch.context() as patch:
        patch.setattr("handrail.reasoning.budget.late_marks", None)
        assert late_minutes(handbook, "first") == told


def _edges(late: budget.Late) -> list[Edge]:
    assert isinstance(late, Overrun)
    return [late.program.edges[number] for number in late.walk.edges]


@pytest.mark.parametrize("limit", [0, 1440, 4 * 1440, 5 * 1440, 9 * 1440])
def test_a_cut_program_breaks_the_same_promises_as_the_whole(limit: int) -> None:
    handbook = book(first=MARKED.format(within="2 days"))
    program = compile_program(handbook, "first")
    order = program.order
    assert order

    def stops(edge: Edge) -> bool:
        return "sender-told" in edge.passes

    whole = Machine(handbook, program, vocabulary(handbook, program))
    exact = longest(whole, [Seed(0, whole.start)], Question(more_than=limit), stops=stops, ends=False)
    part = until(program, order, stops=stops, minutes=elapsed, more_than=limit)
    cut = Machine(handbook, part, vocabulary(handbook, part)) if part else None
    found = longer(cut, limit, minutes=elapsed, stops=stops) if cut else None

    assert bool(found) == bool(exact)
    if found and exact:
        assert limit < found[0] <= exact.minutes


def test_what_outgrew_its_bounds_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.reasoning.compile.MOST_NODES", 500)
    rings = "".join(
        f"  try-{number}:\n    ask: heavy\n    again: yes\n    within: 1 hour\n    at-most: 300 times\n    then: ended\n    answers: {{yes: next, no: try-0, unknown: ended}}\n"
        for number in range(3)
    )
    handbook = book(first=rings + "  end:\n    do: End\n    within: 1 hour\n    go: ended\n")

    assert arrivals(handbook, flow(handbook)) is None
    assert "20,000" in why_not(handbook, flow(handbook))
    assert lateness(handbook, flow(handbook)) is None
    assert [seen.why for seen in seen_from_doors(handbook)] == [why_not(handbook, flow(handbook))]


def test_a_search_that_outgrew_its_bounds_is_an_error_and_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.reasoning.longest.MOST_STATES", 1)
    monkeypatch.setattr("handrail.reasoning.longer.MOST_STATES", 1)
    handbook = book(
        first=HEAD + "starts-when: It starts.\nclose-within: 2 hours\nsteps:\n" + RING.format(times="2 times")
    )
    rule = all_rules()["too-complex-to-prove"]()

    assert isinstance(lateness(handbook, flow(handbook)), GaveUp)
    assert "1 states" in next(rule.check_workflow(flow(handbook), handbook)).message


def test_a_promise_of_a_severity_that_nobody_can_add_up_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.reasoning.longer.MOST_STATES", 1)
    handbook = book(first=MARKED.format(within="3 days"))
    (finding,) = all_rules()["too-complex-to-prove"]().check_handbook(handbook)

    assert "what P3 promises from the door of `first`" in finding.message


# ---- tangled handbooks


REASONERS = tuple(rule() for rule in all_rules().values() if rule.slow and rule.group != "controls")


@settings(max_examples=40, deadline=None)
@given(tangled())
def test_no_rule_that_reasons_stumbles_over_a_tangled_handbook(files: dict[str, Data]) -> None:
    handbook = read(files)

    for rule in REASONERS:
        for finding in rule.examine(handbook):
            assert finding.message


@settings(max_examples=40, deadline=None)
@given(tangled(), st.integers(0, 300))
def test_a_promise_is_broken_in_the_cut_program_just_when_it_is_in_the_whole(
    files: dict[str, Data], limit: int
) -> None:
    handbook = read(files)
    for door in (name for name in handbook.workflows if handbook.door(name)):
        program = compile_program(handbook, door)
        order = program.order if program.complete else None
        if order is None:
            continue
        for mark in ("hide", "report", "check"):
            stops = partial(_passes, mark)
            whole = Machine(handbook, program, vocabulary(handbook, program))
            exact = longest(whole, [Seed(0, whole.start)], Question(more_than=limit), stops=stops, ends=False)
            part = until(program, order, stops=stops, minutes=elapsed, more_than=limit)
            cut = Machine(handbook, part, vocabulary(handbook, part)) if part else None
            found = longer(cut, limit, minutes=elapsed, stops=stops) if cut else None

            assert bool(found) == bool(exact)
            if found and exact:
                assert limit < found[0] <= exact.minutes


def _passes(mark: str, edge: Edge) -> bool:
    return mark in edge.passes
