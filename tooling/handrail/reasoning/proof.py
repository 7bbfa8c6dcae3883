"""Does it always hold? Each control from each door to each closing end.

It is proven, broken with a counter-example, or does not arise. A control is followed beside the facts in the same
fix-point, one at a time: the facts and marks that matter to one are few, and everything else is forgotten as soon as
nothing reads it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handrail.ground.finding import Place
from handrail.ground.model import Control, Handbook, Requirement
from handrail.reasoning.binding import binding, tables_of
from handrail.reasoning.compile import compile_program
from handrail.reasoning.longest import Longest, Seed, calendar, longest
from handrail.reasoning.machine import Machine, mark_bit, vocabulary
from handrail.reasoning.monitors import Judgement, Notes, bits_of, marks_of, monitors_of, watch
from handrail.reasoning.program import Act, Does, Edge, Program
from handrail.reasoning.regions import NEVER, ON, Region, TooComplexError, bounded
from handrail.reasoning.witness import Walk, shortest


class Verdict(StrEnum):
    """What is known about a control from a door."""

    PROVEN = "proven"
    BROKEN = "broken"
    DOES_NOT_ARISE = "does not arise"
    NOT_PROVEN = "not proven"
    """The engine gave up: nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """How a control breaks: what is wrong, where that is asked for, and the walk that shows it.

    For a clock `minutes` is how long it takes and `started` how many edges of the walk lie before the clock starts.
    """

    fault: str
    place: Place
    walk: Walk
    minutes: int = 0
    started: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A control's verdict from one door, with the workflows in which it binds on the way."""

    control: str
    door: str
    verdict: Verdict
    workflows: frozenset[str] = frozenset()
    counterexample: Counterexample | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Every control's result from one door, and the program that the walks of counter-examples go through."""

    door: str
    program: Program
    results: tuple[Result, ...]


@lru_cache(maxsize=64)
def prove(handbook: Handbook, door: str) -> Proof:
    """Judge every control from one door."""
    program = compile_program(handbook, door)
    results = (_result(handbook, program, control) for control in handbook.controls.values())
    return Proof(door, program, tuple(sorted(results, key=lambda result: result.control)))


def _result(handbook: Handbook, program: Program, control: Control) -> Result:
    if not _may_arise(handbook, control, program):
        return Result(control.id, program.door, Verdict.DOES_NOT_ARISE)
    if not program.complete:
        return Result(control.id, program.door, Verdict.NOT_PROVEN)
    try:
        with bounded():
            machine = _machine(handbook, program, control)
            notes = Notes()
            judgements = [judged for monitor in monitors_of(control) for judged in watch(machine, monitor, notes)]
            for number, ops in notes.first.items():
                machine.add_effects(number, ops, first=True)
            for number, ops in notes.last.items():
                machine.add_effects(number, ops)
            return _judge(machine, control, judgements)
    except TooComplexError:
        return Result(control.id, program.door, Verdict.NOT_PROVEN)


def _may_arise(handbook: Handbook, control: Control, program: Program) -> bool:
    """Whether everything that one of the control's tables looks at occurs in the program at all."""
    if not control.when:
        return True
    told = {name for edge in program.edges for act in edge.acts for name in act.facts}
    told |= {mark for edge in program.edges for mark in edge.passes}
    told |= set(handbook.workflows[program.door].given) | {f.id for f in handbook.facts.values() if f.at_first}
    return any(any(name in told for name in table) for table in control.when)


def _machine(handbook: Handbook, program: Program, control: Control) -> Machine:
    monitors = list(monitors_of(control))
    marks = {mark for monitor in monitors for mark in marks_of(monitor)}
    bits = tuple(dict.fromkeys(bit for monitor in monitors for bit in bits_of(monitor, handbook, program.edges)))
    return Machine(handbook, program, vocabulary(handbook, program, tables_of(control), marks, bits))


def _judge(machine: Machine, control: Control, judgements: list[Judgement]) -> Result:
    door = machine.program.door
    arises = _arises_in(machine, control)
    if not arises:
        return Result(control.id, door, Verdict.DOES_NOT_ARISE)
    broken = _first(machine, judgements) or next(_late(machine, control), None)
    return Result(control.id, door, Verdict.BROKEN if broken else Verdict.PROVEN, arises, broken)


def _arises_in(machine: Machine, control: Control) -> frozenset[str]:
    """The workflows in which a control binds, and those that a case closes in while it does."""
    bound = binding(machine, control)
    found = set()
    for node, region in zip(machine.program.nodes, machine.reach, strict=True):
        asked = bound.close if node.outcome else bound.now
        if node.workflow not in found and (region & asked).satisfiable():
            found.add(node.workflow)
    return frozenset(found)


def closing(machine: Machine) -> Iterator[int]:
    """The ends at which a case closes: those of outcomes that leave nothing open."""
    for number in machine.program.ends():
        node = machine.program.nodes[number]
        if node.outcome not in machine.handbook.workflows[node.workflow].left_open:
            yield number


def _first(machine: Machine, judgements: list[Judgement]) -> Counterexample | None:
    """The shortest walk to anything that must not happen."""
    found = [broken for judged in judgements if (broken := _reached(machine, judged))]
    return min(found, key=lambda broken: len(broken.walk.edges), default=None)


def _reached(machine: Machine, judged: Judgement) -> Counterexample | None:
    if judged.edge is None:
        goals = {end: met for end in closing(machine) if (met := machine.reach[end] & judged.region).satisfiable()}
        walk = shortest(machine, goals) if goals else None
    else:
        source = machine.program.edges[judged.edge].source
        met = machine.space.forward(machine.guards(judged.edge), machine.reach[source]) & judged.region
        walk = shortest(machine, {source: met}) if met.satisfiable() else None
        walk = walk.then(judged.edge) if walk else None
    return Counterexample(judged.fault, judged.place, walk) if walk else None


# ---- clocks


def _late(machine: Machine, control: Control) -> Iterator[Counterexample]:
    for monitor in monitors_of(control):
        requirement = monitor.requirement
        if requirement is None or requirement.within is None:
            continue
        limit = requirement.within.minutes
        found = _slowest(machine, control, requirement, limit)
        if found:
            marks = " or ".join(f"`{mark}`" for mark in requirement.marks)
            fault = f"{marks} can take longer than {requirement.within.text}"
            yield Counterexample(fault, monitor.place, found.walk, found.minutes, found.started)


def _slowest(machine: Machine, control: Control, requirement: Requirement, limit: int) -> Longest | None:
    bound = binding(machine, control, requirement).now
    marked = machine.space.union(machine.space.point(mark_bit(mark), ON) for mark in requirement.marks)
    stops = _passing(requirement.marks, requirement.starts)
    if not requirement.starts:
        running = bound & ~marked
        seeds = list(_newly(machine, running))
        return longest(machine, seeds, minutes=calendar, stay=running, stops=stops, more_than=limit)
    from_mark = requirement.starts in machine.handbook.marks
    counts = bound if from_mark else bound & ~marked
    stay = None if from_mark else machine.space.all & ~marked
    seeds = list(_started(machine, requirement.starts))
    return longest(machine, seeds, minutes=calendar, stay=stay, stops=stops, counts=counts, more_than=limit)


def _passing(marks: tuple[str, ...], clock: str) -> Callable[[Edge], bool]:
    """Where a clock stops: at one of the marks, or where it is started anew by the answer that a wait waited for."""
    return lambda edge: (
        (edge.does and any(mark in edge.passes for mark in marks)) or bool(clock and edge.clock == clock)
    )


def _newly(machine: Machine, running: Region) -> Iterator[Seed]:
    """Where a clock starts because the control begins to bind."""
    yield Seed(0, machine.start & running)
    for number, edge in enumerate(machine.program.edges):
        after = machine.step(number, machine.reach[edge.source] & ~running) & running
        if after.satisfiable():
            yield Seed(edge.target, after)


def _started(machine: Machine, clock: str) -> Iterator[Seed]:
    """Where a named clock starts: when the case is received or a wait restarts it, a fact is settled, a mark passed."""
    named = clock in machine.domains or clock in machine.handbook.marks
    if not named:
        yield Seed(0, machine.start)
    for number, edge in enumerate(machine.program.edges):
        region = machine.reach[edge.source]
        if clock in machine.domains:
            region = region & _settling(machine, edge, clock)
        elif not (edge.clock == clock or (edge.does and clock in edge.passes)):
            continue
        after = machine.step(number, region)
        if after.satisfiable():
            yield Seed(edge.target, after)


def _settling(machine: Machine, edge: Edge, fact: str) -> Region:
    """The cases in which an edge settles a fact."""
    does = {act.does for act in edge.acts if _about(act, fact)}
    if Does.SET in does or Does.AGAIN in does:
        return machine.space.all
    return machine.space.point(fact, NEVER) if Does.ASK in does else machine.space.none


def _about(act: Act, fact: str) -> bool:
    return fact in act.facts
