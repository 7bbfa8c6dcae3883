"""What the exact regions of one door tell: where each control binds, which ends leave a case open, what is overruled.

One pass over everything that can happen from a door, which keeps what the controls' tables look at to the very end. It
is kept as plain facts: no diagram outlives it. The proofs begin here, for where a control never binds there is nothing
to judge, and a clock need not be followed where it cannot run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from handrail.ground.model import Control, Handbook
from handrail.reasoning.binding import binding, tables_of
from handrail.reasoning.compile import compile_program
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Does, Edge
from handrail.reasoning.regions import UNKNOWN, Region, TooComplexError, bounded
from handrail.reasoning.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, order=True)
class LeftOpen:
    """An end at which a case stays open, and the team that has it then."""

    door: str
    workflow: str
    outcome: str
    team: str


@dataclass(frozen=True, slots=True, order=True)
class Overruled:
    """An answer that a control names, and that a later step replaces by one that it does not name."""

    control: str
    fact: str
    before: str
    after: str
    workflow: str
    step: str
    by: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What the regions of one door tell. Where `complete` is false nothing else is claimed.

    `binds`: control -> the nodes at which it binds a case, for closing ends by what is known then. `running`: control
    and the number of a requirement -> the nodes at which both bind. `arises`: control -> the workflows of these nodes.
    `closes`: the controls that bind some case when it closes.
    """

    door: str
    binds: Mapping[str, frozenset[int]] = field(default_factory=dict)
    running: Mapping[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    arises: Mapping[str, frozenset[str]] = field(default_factory=dict)
    closes: frozenset[str] = frozenset()
    left_open: tuple[LeftOpen, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    complete: bool = True


@lru_cache(maxsize=64)
def survey(handbook: Handbook, door: str) -> Survey:
    """Read all this off the regions of a door."""
    program = compile_program(handbook, door)
    controls = tuple(handbook.controls.values())
    tables = [table for control in controls for table in tables_of(control)]
    if not program.complete:
        return Survey(door, complete=False)
    try:
        with bounded():
            machine = Machine(handbook, program, vocabulary(handbook, program, tables))
            nodes = _Nodes(machine)
            binds = {control.id: nodes.bound(control) for control in controls}
            running = {key: where for control in controls for key, where in nodes.running(control)}
            arises = {name: frozenset(program.nodes[node].workflow for node in where) for name, where in binds.items()}
            closes = frozenset(name for name, where in binds.items() if where & nodes.ends)
            overruled = tuple(sorted(set(_overruled(machine, controls))))
            return Survey(door, binds, running, arises, closes, tuple(_left_open(machine)), overruled)
    except TooComplexError:
        return Survey(door, complete=False)


def nodes_bound(machine: Machine, control: Control) -> frozenset[int]:
    """The nodes at which a control binds some case: closing ends by what is known then."""
    return _Nodes(machine).bound(control)


class _Nodes:
    """The nodes of a machine by the region that reaches them: many are reached by the same cases."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.ends = frozenset(closing(machine))
        self.by_region: dict[Region, list[int]] = {}
        for node, region in enumerate(machine.reach):
            self.by_region.setdefault(region, []).append(node)
        self.known: dict[Region, frozenset[int]] = {}

    def bound(self, control: Control) -> frozenset[int]:
        """See `nodes_bound`."""
        asked = binding(self.machine, control)
        return (self.meeting(asked.now) - self.ends) | (self.meeting(asked.close) & self.ends)

    def running(self, control: Control) -> Iterator[tuple[tuple[str, int], frozenset[int]]]:
        """Each requirement with a limit, and the nodes at which it binds."""
        for number, requirement in enumerate(control.require):
            if requirement.within is not None:
                yield (control.id, number), self.meeting(binding(self.machine, control, requirement).now)

    def meeting(self, asked: Region) -> frozenset[int]:
        """The nodes that some case of a region reaches."""
        if asked not in self.known:
            met = (nodes for here, nodes in self.by_region.items() if (here & asked).satisfiable())
            self.known[asked] = frozenset(node for nodes in met for node in nodes)
        return self.known[asked]


def closing(machine: Machine) -> Iterator[int]:
    """The ends at which a case closes: those of outcomes that leave nothing open."""
    for number in machine.program.ends():
        node = machine.program.nodes[number]
        if node.outcome not in machine.handbook.workflows[node.workflow].left_open:
            yield number


def _left_open(machine: Machine) -> Iterator[LeftOpen]:
    for number in machine.program.ends():
        node = machine.program.nodes[number]
        team = machine.handbook.workflows[node.workflow].left_open.get(node.outcome)
        if team is not None and machine.reach[number].satisfiable():
            yield LeftOpen(machine.program.door, node.workflow, node.outcome, team)


def _overruled(machine: Machine, controls: tuple[Control, ...]) -> Iterator[Overruled]:
    """Each edge that gives a fact another answer than the known one that a control names."""
    named = [(control, fact, taken) for control in controls for fact, taken in _named(control)]
    for number, edge in enumerate(machine.program.edges):
        told = {name for act in edge.acts if act.does in (Does.AGAIN, Does.SET) for name in act.facts}
        for control, fact, taken in named if told else ():
            if fact in told and fact in machine.domains:
                yield from _replaced(machine, number, control, fact, taken)


def _named(control: Control) -> Iterator[tuple[str, frozenset[str]]]:
    """The facts of a control's `when` with the answers that it names."""
    taken: dict[str, set[str]] = {}
    for table in control.when:
        for name, values in table.items():
            taken.setdefault(name, set()).update(values)
    yield from ((name, frozenset(values)) for name, values in taken.items())


def _replaced(
    machine: Machine, number: int, control: Control, fact: str, written: frozenset[str]
) -> Iterator[Overruled]:
    edge = machine.program.edges[number]
    domain, space = machine.domains[fact], machine.space
    named = domain.taken(written)
    here = machine.reach[edge.source]
    for before in sorted(named - {UNKNOWN}):
        held = here & space.point(fact, before)
        if not held.satisfiable():
            continue
        left = machine.step(number, held)
        for after in domain.answers:
            if after not in named and (left & space.point(fact, after)).satisfiable():
                yield _told(edge, control.id, fact, before, after)


def _told(edge: Edge, control: str, fact: str, before: str, after: str) -> Overruled:
    return Overruled(control, fact, before, after, edge.workflow, edge.step.id, edge.performer)
