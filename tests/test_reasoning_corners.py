"""What the reasoning says at its edges: workflows that are hardly any, bounds that are reached, ways that are rare."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

import pytest

import starter as example
from handrail.ground.duration import Duration
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning import budget, moves, regions, time, wordless
from handrail.reasoning.arrivals import arrivals, why_not
from handrail.reasoning.budget import Endless, GaveUp, late_calls
from handrail.reasoning.compile import compile_program
from handrail.reasoning.custody import holders
from handrail.reasoning.cuts import Cuts, _read_after
from handrail.reasoning.doors import onward, seen_from_doors
from handrail.reasoning.flood import Flood
from handrail.reasoning.graph import On
from handrail.reasoning.machine import Machine
from handrail.reasoning.meaning import fingerprint
from handrail.reasoning.needs import Needs, needs
from handrail.reasoning.outlook import outlook as looked_ahead
from handrail.reasoning.regions import OFF, ON, Kind, Op, Region, Space, TooComplexError
from handrail.reasoning.sight import Wants
from handrail.reasoning.staffing import meant
from handrail.reasoning.survey import machine_for
from handrail.reasoning.telling import heading, stops
from handrail.reasoning.time import worst
from handrail.reasoning.vocabulary import vocabulary
from handrail.reasoning.witness import Walk, shortest
from handrail.reasoning.working_days import at_most
from handrail.reasoning.worst_case import worst_case
from test_facts import ASK, DECIDE, book, flow, machine, step

DO = "  work:\n    do: Work\n    within: 1 hour\n    go: ended\n"


def without_steps() -> tuple[Handbook, Workflow]:
    handbook = book(first=DO)
    empty = replace(flow(handbook), steps=())
    return replace(handbook, workflows={"first": empty}), empty


# --- hardly a workflow


def test_a_workflow_without_steps_leads_nowhere_and_takes_no_time_that_anybody_knows() -> None:
    handbook, empty = without_steps()

    assert arrivals(handbook, empty) is None
    assert why_not(handbook, empty) == ""
    assert holders(empty) == {}
    assert needs(handbook, empty) == Needs()
    assert (worst(handbook, empty).minutes, worst(handbook, empty).why) == (None, "it has no steps")
    assert worst_case(handbook, empty) == worst(handbook, empty)
    assert seen_from_doors(handbook) == ()
    nothing = compile_program(handbook, "first")
    assert (nothing.nodes, nothing.edges) == ((), ())
    idle = Machine(handbook, nothing, vocabulary(handbook, nothing))
    assert idle.reach == ()
    assert list(Flood(idle).nodes()) == []


def test_a_workflow_that_only_goes_round_has_no_time() -> None:
    ring = "  one:\n    do: Go\n    within: 1 hour\n  two:\n    do: Back\n    within: 1 hour\n    go: one\n"
    handbook = book(first=ring)

    assert worst(handbook, flow(handbook)).minutes is None
    assert worst(handbook, flow(handbook)).why == "it can go round through `one` without end"


def test_rounds_that_are_too_many_to_follow_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = "  one:\n    do: Go\n    within: 1 hour\n    at-most: 9 times\n    then: ended\n    go: one\n"
    assert worst(book(first=rounds), flow(book(first=rounds))).minutes == 540
    monkeypatch.setattr(time, "MOST_STATES", 5)
    handbook = book(first=rounds)

    assert (worst(handbook, flow(handbook)).minutes, worst(handbook, flow(handbook)).why) == (
        None,
        "too many rounds can follow each other",
    )


def test_names_that_lead_to_nothing_are_passed_over_and_never_a_traceback() -> None:
    handbook = book(first=DO)

    assert [each.id for each in onward(handbook, "nobody")] == []
    assert [each.id for each in onward(handbook, "first")] == ["first"]
    assert meant(handbook, "nobody") == ()
    hasty = book(first="  up:\n    escalate: nobody\n    go: ended\n")
    assert (worst(hasty, flow(hasty)).minutes, worst(hasty, flow(hasty)).why) == (
        None,
        "nothing says how long `up` takes",
    )
    assert time.step_minutes(hasty, flow(hasty), step(hasty, "up")) is None


def test_the_time_of_a_hand_over_is_that_of_the_ladder_until_somebody_must_answer() -> None:
    rungs = book(first="  up:\n    escalate: support\n    go: ended\n")
    promised = {
        name: time.step_minutes(found, flow(found), step(found, "up"))
        for name, found in {
            "to the end": rungs,
            "somewhere else": book(
                first="  up:\n    escalate: support\n    go: ended\n    if-no-answer: lost\n"
            ),
            "at once": book(first="  up:\n    escalate: support\n    within: 7 minutes\n    go: ended\n    if-no-answer: lost\n"),
        }.items()
    }  # fmt: skip

    severity = flow(rungs).severity
    team, lead, duty = (rungs.teams[name].accepts_within(severity) for name in ("support", "team-lead", "duty-manager"))
    assert team
    assert lead
    assert duty
    assert promised == {
        "to the end": team.minutes + lead.minutes + duty.minutes,
        "somewhere else": team.minutes,
        "at once": 7,
    }


def test_the_longest_of_what_is_done_side_by_side_is_unknown_where_one_of_it_is() -> None:
    handbook = book(
        first="  both:\n    together: Both\n    steps:\n      a:\n        run: second\n"
        "      b:\n        do: Work\n        within: 1 hour\n    go: ended\n",
        second="  one:\n    do: Go\n    within: 1 hour\n    go: one\n",
    )
    assert time.step_minutes(handbook, flow(handbook), step(handbook, "both")) is None


def test_a_workflow_that_runs_among_others_runs_before_or_after_them_and_marks_when_it_is_back() -> None:
    handbook = book(
        first="  all:\n    together: All\n    steps:\n      a:\n        run: second\n        marks: [look-up]\n"
        "      b:\n        do: Work\n        within: 1 hour\n      c:\n        do: More\n        within: 3 hours\n"
        "    go: ended\n",
        second="  one:\n    do: Go\n    within: 2 hours\n    go: ended\n",
    )
    drawn = compile_program(handbook, "first")
    back = [edge for edge in drawn.edges if edge.passes == ("look-up",)]
    begun = [drawn.nodes[edge.source] for edge in drawn.edges if edge.step.id == "a" and edge.label == ""]

    assert {(edge.on, edge.label, edge.minutes) for edge in back} == {(On.OUTCOME, "ended", 0)}
    assert all(drawn.nodes[edge.source].came_back == "ended" for edge in back)
    assert {node.spent for node in begun} == {0, 180}, "never while one of the others is done and another is not"
    assert worst_case(handbook, flow(handbook)).minutes == 300


def test_steps_of_one_name_in_workflows_that_run_each_other_are_all_done() -> None:
    call = "  call:\n    run: {}\n    outcomes: {{ended: ended, lost: lost}}\n"
    handbook = book(first=call.format("second"), second=call.format("third"), third=DO)
    drawn = compile_program(handbook, "first")

    assert [node.workflow for node in drawn.nodes if node.step == "work"] == ["third"]
    assert worst_case(handbook, flow(handbook)).minutes == 60
    assert {node.outcome for node in drawn.nodes if node.outcome} == {"ended"}


# --- bounds


@contextmanager
def full() -> Iterator[None]:
    raise TooComplexError("it is too much")
    yield  # type: ignore[unreachable]


def test_where_a_bound_is_reached_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    handbook = book(
        first="  call:\n    run: second\n    within: 1 hour\n    outcomes: {ended: ended, lost: lost}\n", second=DO
    )
    with monkeypatch.context() as patch:
        patch.setattr("handrail.reasoning.worst_case.bounded", full)
        found = worst_case(handbook, flow(handbook))
        assert (found.minutes, found.exact) == (worst(handbook, flow(handbook)).minutes, False)
    monkeypatch.setattr("handrail.reasoning.compile.MOST_NODES", 1)
    small = book(first=DO + "  more:\n    do: Work\n    within: 1 hour\n    go: ended\n", second=DO)
    with pytest.raises(TooComplexError, match="make more than"):
        looked_ahead(small, flow(small), {})
    assert seen_from_doors(small)[0].why


def test_a_door_from_which_too_much_can_happen_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.reasoning.doors.bounded", full)
    monkeypatch.setattr("handrail.reasoning.doors.surveyed_last", lambda *_: None)
    (seen,) = seen_from_doors(book(first=DO))
    assert (seen.door, seen.why, seen.unasked) == ("first", "it is too much", ())


def test_a_call_that_takes_too_long_says_when_nobody_could_work_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    handbook = book(
        first="  call:\n    run: second\n    within: 1 minute\n    outcomes: {ended: ended, lost: lost}\n", second=DO
    )
    monkeypatch.setattr(budget, "longest", lambda *_, **__: (_ for _ in ()).throw(TooComplexError("it is too much")))
    (late,) = late_calls(handbook, flow(handbook))
    assert (late.step.id, late.callee.id, late.late, late.own) == ("call", "second", GaveUp("it is too much"), False)


def test_a_call_that_can_go_round_without_end_is_endless() -> None:
    handbook = book(
        first="  call:\n    run: second\n    within: 1 hour\n    outcomes: {ended: ended, lost: lost}\n",
        second="  one:\n    ask: heavy\n    again: yes\n    within: 1 hour\n    answers: {yes: one, no: ended, unknown: lost}\n",
    )
    (late,) = late_calls(handbook, flow(handbook))
    assert isinstance(late.late, Endless)
    assert (late.step.id, late.own) == ("call", False)


def test_a_move_that_finds_the_storefull_is_tried_again_when_it_is_tidy(monkeypatch: pytest.MonkeyPatch) -> None:
    space = Space({"colour": ("red", "blue"), "owed": (OFF, ON)})
    ops, tries, tidied = (Op(Kind.SET, "owed", (ON,)),), count(), []
    for place, name in ((moves, "_moved"), (Space, "_image")):
        real = getattr(place, name)

        def full_at_first(*words: object, real: object = real) -> Region:
            if not next(tries) % 2:
                raise MemoryError
            return real(*words)  # type: ignore[operator, no-any-return]

        with monkeypatch.context() as patch:
            patch.setattr(place, name, full_at_first)
            patch.setattr(space, "tidy", lambda: tidied.append(1))
            found = (
                moves.moved(space, moves.move_of(space, ops, frozenset()), space.all)
                if place is moves
                else space.forward(ops, space.all)
            )
        assert found == space.point("owed", ON)
    assert len(tidied) == 2


# --- what it stands on


def test_operations_that_read_what_an_earlier_one_changes_are_told_apart() -> None:
    change = Op(Kind.SET, "owed", (ON,))
    reads = Op(Kind.SET_IF, "done", (ON,), variables=frozenset({"owed"}))
    again = Op(Kind.SET_IF, "owed", (ON,), variables=frozenset({"done"}))

    assert _read_after([change, reads], [change])
    assert _read_after([change, again], [change])
    assert not _read_after([reads, change], [change])
    assert not _read_after([change, reads], [])
    assert not _read_after([change], [change])


def test_a_store_of_which_somebody_still_holds_a_part_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Store:
        def __init__(self, *nodes: int) -> None:
            self.nodes, self.collected = list(nodes), 0

        def num_inner_nodes(self) -> int:
            return self.nodes[min(self.collected, len(self.nodes) - 1)]

        def gc(self) -> None:
            self.collected += 1

    held, tidied, small = Store(1 << 21), Store(1 << 21, 10), Store(10)
    monkeypatch.setattr(regions, "_spare", {regions.MOST_NODES: [small, tidied, held]})

    taken: list[object] = [regions._store() for _ in range(3)]
    assert taken[:2] == [tidied, small]
    assert taken[2] not in (held, tidied, small)
    assert (held.collected, tidied.collected, small.collected) == (1, 1, 0)


def test_a_message_that_names_an_answer_needs_it_to_be_known() -> None:
    found = example.text("messages/parcel-found.yml")
    laid = example.files() | {
        "messages/parcel-found.yml": found.replace("placeholders:\n", "placeholders:\n  parcel-weight: How heavy it is\n", 1)
        .replace("{place}", "{place}, {parcel-weight} kilos")
        .encode()
    }  # fmt: skip
    handbook = example.book(laid)
    missed = {(each.fact, each.wants) for seen in seen_from_doors(handbook) for each in seen.unasked}
    usual = example.book(example.files())

    assert ("parcel-weight", Wants.MESSAGE) in missed
    assert not [each for seen in seen_from_doors(usual) for each in seen.unasked if each.wants is Wants.MESSAGE]


def test_working_days_of_a_place_in_an_unknown_zone_are_those_of_most_people() -> None:
    text = example.text("register/organisation.yml").replace("zone: Europe/Dublin", "zone: Mars/Olympus")
    laid = example.files() | {"register/organisation.yml": text.encode()}
    handbook = example.book(laid)

    assert at_most(handbook, Duration.parse("2 working days"), ["support"]) == at_most(
        handbook, Duration.parse("2 working days"), ["nobody"]
    )
    assert at_most(handbook, None, ["support"]) == 0


# --- how it is told


ASK_HEAVY = "  ask:\n    ask: heavy\n    within: 1 hour\n  go-on:\n    decide: How?\n    branches:\n"


def decided(when: str, otherwise: str, unknown: str) -> str:
    """A step that leads on by whether it is heavy."""
    return (
        f"{ASK_HEAVY}      - when: {{heavy: yes}}\n        go: {when}\n"
        f"      - otherwise: {otherwise}\n      - unknown: {unknown}\n"
    )


WAYS: dict[str, tuple[object, ...]] = {
    "  go-on:\n    do: Go\n    within: 1 hour\n    go: second\n": ("go",),
    "  go-on:\n    ask: heavy\n    within: 1 hour\n    answers: {yes: second, no: ended, unknown: lost}\n": ("answers", "yes"),
    "  go-on:\n    ask: heavy\n    within: 1 hour\n    answers: {yes: ended, otherwise: second, unknown: lost}\n": ("answers", "otherwise"),
    decided("second", "ended", "lost"): ("branches", 0, "go"),
    decided("ended", "second", "lost"): ("branches", 1, "otherwise"),
    decided("ended", "lost", "second"): ("branches", 2, "unknown"),
    "  go-on:\n    escalate: team-lead\n    within: 1 hour\n    go: ended\n    if-no-answer: second\n": ("if-no-answer",),
    "  go-on:\n    do: Go\n    within: 1 hour\n    at-most: 2 times\n    then: second\n    go: go-on\n": ("then",),
}  # fmt: skip


@pytest.mark.parametrize(("way", "keys"), WAYS.items(), ids=[" ".join(map(str, keys)) for keys in WAYS.values()])
def test_what_nobody_asked_is_told_with_the_way_that_leads_there(way: str, keys: tuple[object, ...]) -> None:
    handbook = book(first=way, second=DECIDE)
    (seen,) = seen_from_doors(handbook)
    missed = [each for each in seen.unasked if each.fact == "colour" and each.wants is Wants.TABLE]

    assert [(each.caller, each.entered.keys if each.entered else ()) for each in missed[:1]] == [
        ("first", ("steps", "go-on", *keys))
    ]


def test_a_walk_that_goes_on_elsewhere_says_where() -> None:
    handbook = book(first="  go-on:\n    do: Go\n    within: 1 hour\n    go: second\n", second=DO)
    drawn = compile_program(handbook, "first", follow=False)
    told = stops(handbook, drawn, Walk((0,), {}))

    assert [(stop.label, stop.minutes, stop.elapsed) for stop in told] == [
        ("go-on: Go", 60, 60),
        ("second: the case goes on there: A flow", 0, 60),
    ]
    assert heading(handbook, step(handbook, "go-on")) == "Go"
    ended = stops(handbook, compile_program(handbook, "second"), Walk((0,), {}))
    assert [stop.label for stop in ended] == ["work: Work", "ended: the case closes: It ended"]


def test_there_is_no_walk_to_what_cannot_be_reached() -> None:
    handbook = book(first=ASK + DECIDE)
    found = machine(handbook)

    assert shortest(found, {}) is None
    assert shortest(found, {0: found.space.none}) is None
    assert shortest(found, {0: found.start}) == Walk((), {})


# --- what a procedure means


def test_an_empty_line_at_the_end_means_nothing() -> None:
    text = example.text(example.PAGE).partition("\n## Records")[0].rstrip("\n") + "\n"

    def printed(page: str) -> str:
        laid = example.files() | {example.PAGE: page.encode()}
        found = example.book(laid)
        return fingerprint(found, found.procedures["lost-parcel"])

    assert printed(text) == printed(text.rstrip("\n")) == printed(text + "\n\n")
    assert printed(text) != printed(text.rstrip("\n") + " More.")


def test_a_fact_that_is_not_there_means_nothing() -> None:
    handbook = book(first=ASK.replace("[colour, size]", "[colour, nobody]") + DECIDE)
    from handrail.reasoning.meaning import meaning_of_workflow

    assert "nobody" in str(meaning_of_workflow(handbook, flow(handbook)))


def test_what_nobody_has_decided_about_is_no_part_of_a_key() -> None:
    @dataclass(frozen=True)
    class New:
        words: str

    with pytest.raises(TypeError, match="nobody has decided what of New is words"):
        wordless._plain(New("a"))
    assert wordless._plain({"a": frozenset({"c", "b"})}) == [("a", ["b", "c"])]


def test_which_cases_can_take_a_way_is_worked_out_for_each_way_of_its_own() -> None:
    handbook = example.book(example.files())
    program = compile_program(handbook, "lost-parcel")
    machine = machine_for(handbook, program, [*handbook.controls.values()], forgets=False)
    cuts = Cuts(machine)
    ways = [number for number in range(len(program.edges)) if machine.shapes[number] in cuts.opens]

    assert set(cuts.opens) == {machine.shapes[number] for number in ways}
    assert len({*cuts.opens.values()}) > 1
    for number in ways:
        every = (*machine.guards(number), *machine.effects(number))
        assert cuts.opens[machine.shapes[number]] == machine.space.backward(every, machine.space.all)
