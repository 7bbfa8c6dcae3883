"""What must be remembered on the way, so that a control can be judged: a few bits a requirement.

A monitor says what its bits become on which edge, and tells the judgements: a region that must not be reached before an
edge is taken, or at a closing end. Clocks are `clocks`; everything else of a control is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from handrail.ground.finding import Place
from handrail.ground.model import EXPOSURES, Control, Handbook, Names, Requirement, Verb
from handrail.reasoning.binding import binding
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import OFF, ON, Kind, Op, Region
from handrail.reasoning.vocabulary import mark_bit


class Judgement(NamedTuple):
    """What must not happen: a case of `region` when an edge is about to be taken, or (no edge) at a closing end."""

    control: Control
    place: Place
    fault: str
    region: Region
    edge: int | None = None
    reads: frozenset[str] = frozenset()
    """The bits that `region` looks at, but for those that last."""


@dataclass(slots=True)
class Notes:
    """What the edges do for monitors: before their own acts, and after them."""

    first: dict[int, list[Op]] = field(default_factory=dict)
    last: dict[int, list[Op]] = field(default_factory=dict)

    def before(self, number: int, *ops: Op) -> None:
        """Let an edge do this before its own acts."""
        if ops:  # pragma: no branch - there is always something to note
            self.first.setdefault(number, []).extend(ops)

    def after(self, number: int, *ops: Op) -> None:
        """Let an edge do this after its own acts."""
        self.last.setdefault(number, []).extend(ops)


class Monitor(NamedTuple):
    """A control's requirement (or its `never`), with the names of the bits that it uses."""

    control: Control
    number: int
    requirement: Requirement | None

    @property
    def key(self) -> str:
        """What its bits begin with."""
        return f"{self.control.id} {self.number}"

    @property
    def place(self) -> Place:
        """Where the requirement stands."""
        return self.requirement.place if self.requirement else self.control.place.key("never")

    @property
    def order(self) -> str:
        """The requirement's word of order; `never` for the control's forbidden marks."""
        return self.requirement.order if self.requirement else "never"

    @property
    def marks(self) -> Names:
        """The marks that must (or must never) come."""
        return self.requirement.marks if self.requirement else self.control.never

    @property
    def others(self) -> Names:
        """The marks, roles or teams that the word of order names; the mark at which a clock starts."""
        return self.requirement.others if self.requirement else ()


def monitors_of(control: Control) -> Iterator[Monitor]:
    """Everything that a control asks for."""
    for number, requirement in enumerate(control.require):
        yield Monitor(control, number, requirement)
    if control.never:
        yield Monitor(control, len(control.require), None)


def bits_of(monitor: Monitor, handbook: Handbook, edges: tuple[Edge, ...]) -> Iterator[str]:
    """The bits that a monitor needs in a program."""
    match monitor.order:
        case "before" | "only-by" | "by-other-than" | "never" | "directly-before":
            yield f"{monitor.key} broken"
        case "after":
            yield f"{monitor.key} owed"
            yield f"{monitor.key} bound"
        case "within" if _starts_at_mark(monitor, handbook):
            yield f"{monitor.key} owed"
    if monitor.order == "directly-before":
        yield f"{monitor.key} just"
        if any(edge.step.verb is Verb.TOGETHER for edge in edges):
            yield f"{monitor.key} among"
            yield f"{monitor.key} did"
    if monitor.order == "by-other-than":
        yield from sorted({_who(monitor, edge) for edge in edges if _passes(edge, monitor.others)})


def lasting_bits_of(monitor: Monitor) -> Iterator[str]:
    """Those of its bits that are looked at when the case closes."""
    yield from (f"{monitor.key} {bit}" for bit in ("broken", "owed", "bound"))


def marks_of(monitor: Monitor) -> Iterator[str]:
    """The marks whose bits a monitor reads."""
    if monitor.order in ("", "within", "before"):
        yield from monitor.marks


def _starts_at_mark(monitor: Monitor, handbook: Handbook) -> bool:
    starts = monitor.requirement.starts if monitor.requirement else ""
    return starts in handbook.marks or starts in EXPOSURES


def _passes(edge: Edge, marks: Names) -> bool:
    return edge.does and any(mark in edge.passes for mark in marks)


def _passing(machine: Machine, marks: Names) -> Iterator[tuple[int, Edge]]:
    """The edges that pass one of the marks, by number."""
    edges = machine.program.edges
    found = [numbers for numbers in machine.program.kinds if _passes(edges[numbers[0]], marks)]
    return ((number, edges[number]) for number in sorted(chain.from_iterable(found)))


def _who(monitor: Monitor, edge: Edge) -> str:
    return f"{monitor.key} {edge.workflow}#{edge.step.id} by {edge.performer}"


def watch(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    """Note what the edges have to remember for a monitor, and tell what it judges."""
    yield from {
        "": _passed,
        "within": _in_time,
        "before": _before,
        "after": _after,
        "directly-before": _directly_before,
        "only-by": _only_by,
        "by-other-than": _by_other_than,
        "never": _never,
    }[monitor.order](machine, monitor, notes)


def _words(marks: Names) -> str:
    return " or ".join(f"`{mark}`" for mark in marks)


def _any_passed(machine: Machine, marks: Names) -> Region:
    return machine.space.union(machine.space.point(mark_bit(mark), ON) for mark in marks)


def _passed(machine: Machine, monitor: Monitor, _notes: Notes) -> Iterator[Judgement]:
    bound = binding(machine, monitor.control, monitor.requirement)
    missing = bound.close & ~_any_passed(machine, monitor.marks)
    fault = f"the case closes without {_words(monitor.marks)}"
    yield Judgement(monitor.control, monitor.place, fault, missing)


def _in_time(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    """A clock that starts at a mark owes its mark each time; the others owe it once. How late it can be: `clocks`."""
    if not _starts_at_mark(monitor, machine.handbook):
        yield from _passed(machine, monitor, notes)
        return
    starts = (monitor.requirement.starts,) if monitor.requirement else ()
    owed = _owed(machine, monitor, notes, starts)
    bound = binding(machine, monitor.control, monitor.requirement)
    yield _never_done(monitor, starts, owed & bound.close)


def _after(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    """Owed by what was known when the others came, or by what is known when the case closes."""
    bound = binding(machine, monitor.control, monitor.requirement)
    kept = f"{monitor.key} bound"
    for number, edge in _passing(machine, (*monitor.marks, *monitor.others)):
        if _passes(edge, monitor.marks):
            notes.before(number, Op(Kind.SET, kept, (OFF,)))
        if _passes(edge, monitor.others):
            notes.before(number, Op(Kind.SET_IF, kept, (ON,), region=bound.now))
    owed = _owed(machine, monitor, notes, monitor.others)
    yield _never_done(monitor, monitor.others, machine.space.point(kept, ON) | (owed & bound.close))


def _owed(machine: Machine, monitor: Monitor, notes: Notes, starts: Names) -> Region:
    """The cases in which one of the starts came and no mark since: the same step does not do what it starts."""
    owed = f"{monitor.key} owed"
    for number, edge in _passing(machine, (*monitor.marks, *starts)):
        if _passes(edge, starts):
            notes.before(number, Op(Kind.SET, owed, (ON,)))
        else:
            notes.before(number, Op(Kind.SET, owed, (OFF,)))
    return machine.space.point(owed, ON)


def _never_done(monitor: Monitor, starts: Names, region: Region) -> Judgement:
    fault = f"the case closes without {_words(monitor.marks)} after {_words(starts)}"
    return Judgement(monitor.control, monitor.place, fault, region)


def _before(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    """Wherever one of the others comes, a mark came earlier; with it, or beside it in a `together`, is not earlier."""
    bound = binding(machine, monitor.control, monitor.requirement)
    missing = machine.space.all & ~_any_passed(machine, monitor.marks)
    fault = f"{_words(monitor.others)} comes before {_words(monitor.marks)}"
    for number, _ in _passing(machine, monitor.others):
        yield from _wrong_here(notes, monitor, number, missing, bound.now, fault)
    yield _wrong_at_close(machine, monitor, bound.close, fault)


def _wrong_here(
    notes: Notes, monitor: Monitor, number: int, region: Region, bound: Region, fault: str, *reads: str
) -> Iterator[Judgement]:
    """Wrong at this step if it binds now; remembered, because it may bind by what is known when the case closes."""
    bits = frozenset(reads)
    notes.before(number, Op(Kind.SET_IF, f"{monitor.key} broken", (ON,), region=region, variables=bits))
    yield Judgement(monitor.control, monitor.place, fault, region & bound, number, bits)


def _wrong_at_close(machine: Machine, monitor: Monitor, bound: Region, fault: str) -> Judgement:
    broken = machine.space.point(f"{monitor.key} broken", ON)
    return Judgement(monitor.control, monitor.place, fault, broken & bound)


def _directly_before(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    """A `together` is one step to what comes before and after it; its items do not come before each other."""
    space = machine.space
    bound = binding(machine, monitor.control, monitor.requirement)
    just, among, did = (f"{monitor.key} {bit}" for bit in ("just", "among", "did"))
    fault = f"{_words(monitor.marks)} comes neither with {_words(monitor.others)} nor in the step before"
    for number, edge in enumerate(machine.program.edges):
        begins, inside, ends = _beside(machine, edge)
        passes = _passes(edge, monitor.marks)
        done, marked = (space.point(did, ON), space.point(among, ON)) if ends else (space.none, space.none)
        missing = (done & ~marked) | (space.point(just, OFF) & ~done)
        if _passes(edge, monitor.others) and not passes:
            reads = (just, among, did) if ends else (just,)
            yield from _wrong_here(notes, monitor, number, missing, bound.now, fault, *reads)
        if begins:
            notes.before(number, Op(Kind.SET, among, (OFF,)), Op(Kind.SET, did, (OFF,)))
        elif ends and not passes:
            after = {ON: done & marked, OFF: space.all & ~(done & marked) if edge.does else done & ~marked}
            bits = frozenset({among, did})
            notes.before(number, *(Op(Kind.SET_IF, just, (v,), region=r, variables=bits) for v, r in after.items()))
        elif edge.does and inside:
            notes.after(number, *([Op(Kind.SET, among, (ON,))] if passes else []), Op(Kind.SET, did, (ON,)))
        elif edge.does:
            notes.after(number, Op(Kind.SET, just, (ON if passes else OFF,)))
    yield _wrong_at_close(machine, monitor, bound.close, fault)


def _beside(machine: Machine, edge: Edge) -> tuple[bool, bool, bool]:
    """Whether an edge begins a `together`, is one of its items, or ends it."""
    source, target = machine.program.nodes[edge.source], machine.program.nodes[edge.target]
    above = edge.step.verb is Verb.TOGETHER
    return above and not source.item and target.item == 1, bool(source.item) and not above, above and bool(source.item)


def _only_by(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    bound = binding(machine, monitor.control, monitor.requirement)
    fault = f"{_words(monitor.marks)} is not by {_words(monitor.others)}"
    for number, edge in _passing(machine, monitor.marks):
        if not _is_one_of(machine.handbook, edge.performer, monitor.others):
            yield from _wrong_here(notes, monitor, number, machine.space.all, bound.now, fault)
    yield _wrong_at_close(machine, monitor, bound.close, fault)


def _is_one_of(handbook: Handbook, performer: str, names: Names) -> bool:
    role = handbook.roles.get(performer)
    return performer in names or (role is not None and bool(role.teams) and set(role.teams) <= set(names))


def _by_other_than(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    space = machine.space
    bound = binding(machine, monitor.control, monitor.requirement)
    fault = f"{_words(monitor.marks)} may be by the person of {_words(monitor.others)}"
    firsts = [edge for _, edge in _passing(machine, monitor.others)]
    for number, edge in _passing(machine, (*monitor.marks, *monitor.others)):
        if _passes(edge, monitor.marks):
            same = [first for first in firsts if not _surely_another(machine.handbook, first, edge)]
            who = [_who(monitor, first) for first in same]
            at_once = _passes(edge, tuple(mark for mark in monitor.others if mark not in monitor.marks))
            region = space.all if at_once else space.union(space.point(bit, ON) for bit in who)
            yield from _wrong_here(notes, monitor, number, region, bound.now, fault, *who)
        if _passes(edge, monitor.others):
            notes.after(number, Op(Kind.SET, _who(monitor, edge), (ON,)))
    yield _wrong_at_close(machine, monitor, bound.close, fault)


def _surely_another(handbook: Handbook, first: Edge, second: Edge) -> bool:
    """Whether another person does the second step: it says so, or the two are done by teams that share nobody."""
    if second.workflow == first.workflow and second.step.by_other_than == first.step.id:
        return True
    here, there = _teams(handbook, first.performer), _teams(handbook, second.performer)
    return bool(here) and bool(there) and not here & there


def _teams(handbook: Handbook, performer: str) -> frozenset[str]:
    role = handbook.roles.get(performer)
    return frozenset(role.teams) if role else frozenset({performer} if performer in handbook.teams else ())


def _never(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    bound = binding(machine, monitor.control)
    for number, edge in _passing(machine, monitor.marks):
        done = tuple(mark for mark in monitor.marks if mark in edge.passes)
        yield from _wrong_here(notes, monitor, number, machine.space.all, bound.now, f"{_words(done)} happens")
    yield _wrong_at_close(machine, monitor, bound.close, f"{_words(monitor.marks)} happens")
