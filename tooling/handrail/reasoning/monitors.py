"""What must be remembered on the way, so that a control can be judged: a few bits a requirement.

A monitor says what its bits become on which edge, and tells the judgements: a region that must not be reached before an
edge is taken, or at a closing end. Clocks are `clocks`; everything else of a control is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from handrail.ground.finding import Place
from handrail.ground.model import Control, Handbook, Names, Requirement, Verb
from handrail.reasoning.binding import binding
from handrail.reasoning.machine import Machine, mark_bit
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import OFF, ON, Kind, Op, Region


@dataclass(frozen=True, slots=True)
class Judgement:
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
        if ops:
            self.first.setdefault(number, []).extend(ops)

    def after(self, number: int, *ops: Op) -> None:
        """Let an edge do this after its own acts."""
        self.last.setdefault(number, []).extend(ops)


@dataclass(frozen=True, slots=True)
class Monitor:
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
            yield f"{monitor.key} bound"
    if monitor.order == "directly-before":
        yield f"{monitor.key} just"
    if monitor.order == "before" and _side_by_side(monitor, edges):
        yield f"{monitor.key} earlier"
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
    return starts in handbook.marks


def _passes(edge: Edge, marks: Names) -> bool:
    return edge.does and any(mark in edge.passes for mark in marks)


def _who(monitor: Monitor, edge: Edge) -> str:
    return f"{monitor.key} {edge.workflow}#{edge.step.id}"


def _side_by_side(monitor: Monitor, edges: tuple[Edge, ...]) -> bool:
    return any(edge.together and _passes(edge, monitor.others) for edge in edges)


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
    yield from _owed(machine, monitor, notes, starts)


def _after(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    yield from _owed(machine, monitor, notes, monitor.others)


def _owed(machine: Machine, monitor: Monitor, notes: Notes, starts: Names) -> Iterator[Judgement]:
    bound = binding(machine, monitor.control, monitor.requirement)
    owed, kept = f"{monitor.key} owed", f"{monitor.key} bound"
    for number, edge in enumerate(machine.program.edges):
        ops = []
        if _passes(edge, monitor.marks) and not (edge.together and _sibling_passes(machine, edge, starts)):
            ops += [Op(Kind.SET, owed, (OFF,)), Op(Kind.SET, kept, (OFF,))]
        if _passes(edge, starts):
            ops += [Op(Kind.SET, owed, (ON,)), Op(Kind.SET_IF, kept, (ON,), region=bound.now)]
        notes.before(number, *ops)
    fault = f"the case closes without {_words(monitor.marks)} after {_words(starts)}"
    space = machine.space
    yield Judgement(
        monitor.control, monitor.place, fault, space.point(kept, ON) | (space.point(owed, ON) & bound.close)
    )


def _sibling_passes(machine: Machine, edge: Edge, marks: Names) -> bool:
    """Whether an item beside this one, in the same `together`, passes one of the marks."""
    workflow = machine.handbook.workflows[edge.workflow]
    above = next((step for step in workflow.steps if edge.step in step.items), None)
    if above is None:
        return False
    beside = {item.id for item in above.items if item.id != edge.step.id}
    return any(
        other.workflow == edge.workflow and other.step.id in beside and _passes(other, marks)
        for other in machine.program.edges
    )


def _before(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    """Wherever one of the others comes, a mark came earlier; beside it in a `together` is not earlier."""
    space = machine.space
    bound = binding(machine, monitor.control, monitor.requirement)
    passed = _any_passed(machine, monitor.marks)
    earlier = f"{monitor.key} earlier"
    fault = f"{_words(monitor.others)} comes before {_words(monitor.marks)}"
    if earlier in space.values:
        for number, edge in enumerate(machine.program.edges):
            if edge.step.verb is Verb.TOGETHER and not edge.does:
                ops = [Op(Kind.SET, earlier, (OFF,)), Op(Kind.SET_IF, earlier, (ON,), region=passed)]
                notes.before(number, *ops)
    for number, edge in enumerate(machine.program.edges):
        if _passes(edge, monitor.others):
            beside = edge.together and _sibling_passes(machine, edge, monitor.marks)
            missing = space.all & ~(space.point(earlier, ON) if beside else passed)
            yield from _wrong_here(notes, monitor, number, missing, bound.now, fault, *([earlier] if beside else []))
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
    space = machine.space
    bound = binding(machine, monitor.control, monitor.requirement)
    just = f"{monitor.key} just"
    fault = f"{_words(monitor.marks)} comes neither with {_words(monitor.others)} nor in the step before"
    for number, edge in enumerate(machine.program.edges):
        if not edge.does:
            continue
        if _passes(edge, monitor.others) and not _passes(edge, monitor.marks):
            yield from _wrong_here(notes, monitor, number, space.point(just, OFF), bound.now, fault, just)
        value = ON if _passes(edge, monitor.marks) else OFF
        notes.after(number, Op(Kind.SET, just, (value,)))
    yield _wrong_at_close(machine, monitor, bound.close, fault)


def _only_by(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    bound = binding(machine, monitor.control, monitor.requirement)
    fault = f"{_words(monitor.marks)} is not by {_words(monitor.others)}"
    for number, edge in enumerate(machine.program.edges):
        if _passes(edge, monitor.marks) and not _is_one_of(machine.handbook, edge.performer, monitor.others):
            yield from _wrong_here(notes, monitor, number, machine.space.all, bound.now, fault)
    yield _wrong_at_close(machine, monitor, bound.close, fault)


def _is_one_of(handbook: Handbook, performer: str, names: Names) -> bool:
    role = handbook.roles.get(performer)
    return performer in names or (role is not None and bool(role.teams) and set(role.teams) <= set(names))


def _by_other_than(machine: Machine, monitor: Monitor, notes: Notes) -> Iterator[Judgement]:
    space = machine.space
    bound = binding(machine, monitor.control, monitor.requirement)
    fault = f"{_words(monitor.marks)} may be by the person of {_words(monitor.others)}"
    firsts = [edge for edge in machine.program.edges if _passes(edge, monitor.others)]
    for number, edge in enumerate(machine.program.edges):
        if _passes(edge, monitor.marks):
            same = [first for first in firsts if not _surely_another(machine.handbook, first, edge)]
            who = [_who(monitor, first) for first in same]
            region = space.union(space.point(bit, ON) for bit in who)
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
    fault = f"{_words(monitor.marks)} happens"
    for number, edge in enumerate(machine.program.edges):
        if _passes(edge, monitor.marks):
            yield from _wrong_here(notes, monitor, number, machine.space.all, bound.now, fault)
    yield _wrong_at_close(machine, monitor, bound.close, fault)
