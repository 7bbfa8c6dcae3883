"""What all slices of a machine share, whatever is asked: what is left of an edge, and where everybody can go on."""

from collections.abc import Sequence

from handrail.reasoning.flood import Flood, Here
from handrail.reasoning.machine import Machine
from handrail.reasoning.moves import Move, move_of
from handrail.reasoning.regions import Kind, Op, Region

_CHANGES = frozenset({Kind.SET, Kind.FORGET, Kind.ASK, Kind.SET_IF})


class Cuts:
    """What all slices of a machine share: it is worked out once, whatever is asked."""

    def __init__(self, machine: Machine, arriving: dict[int, Here] | None = None) -> None:
        """Work it out; `arriving` is what arrives at each place, if that is known."""
        self.machine, self.space = machine, machine.space
        self.places, self.shapes = machine.places, machine.shapes
        self.flood = Flood(machine, forgets=True)
        self.arriving = self._arriving() if arriving is None else arriving
        self.made: dict[object, tuple[Region, tuple[Op, ...]]] = {}
        self.names: dict[Region, frozenset[str]] = {self.space.all: frozenset(), self.space.none: frozenset()}
        self.supports: dict[Region, frozenset[str]] = {}
        self.covered: dict[tuple[int, frozenset[int]], bool] = {}
        self.opens: dict[int, Region] = {}
        self.moves: dict[tuple[int, frozenset[str]], tuple[tuple[Op, ...], Move]] = {}
        self.changing: dict[int, tuple[tuple[Op, ...], frozenset[str]]] = {}
        self.wide: dict[tuple[int, Region], Region] = {}
        edges = range(len(machine.program.edges))
        done = [(*machine.guards(number), *machine.effects(number)) for number in edges]
        self.changes = [frozenset(op.variable for op in ops if op.kind in _CHANGES) for ops in done]
        self.space.tidy_when_full()
        self.goes_on = [self._covered(number, done) for number in range(len(machine.program.nodes))]
        """Whether every case that can arrive at a node can leave it."""

    def _arriving(self) -> dict[int, Here]:
        """What can arrive at each place, by what decides there how a case goes on."""
        found: dict[int, Here] = {}
        for each in self.flood.nodes() if self.machine.order is not None else ():
            self.flood.arrive(found, each)
        return found

    def _all_pass(self, place: int, guard: Region, names: frozenset[str]) -> bool:
        here = self.arriving.get(place)
        return here is None or not self.flood.meets(here, ~guard, names).satisfiable()

    def _covered(self, node: int, done: Sequence[tuple[Op, ...]]) -> bool:
        out = self.machine.program.out[node]
        if not out or self.machine.order is None:
            return False
        key = (self.places[node], frozenset([self.shapes[number] for number in out]))
        if key not in self.covered:
            open_ = self.space.union(self._open(number, done) for number in out)
            names = frozenset(
                name for number in out for op in done[number] for name in (*op.variables, op.variable) if name
            )
            self.covered[key] = self._all_pass(self.places[node], open_, names)
        return self.covered[key]

    def _open(self, number: int, done: Sequence[tuple[Op, ...]]) -> Region:
        """The cases that can take an edge."""
        shape = self.shapes[number]
        if shape not in self.opens:
            self.opens[shape] = self.space.backward(done[number], self.space.all)
        return self.opens[shape]

    def down(
        self, number: int, first: tuple[Op, ...], last: tuple[Op, ...], live: frozenset[str]
    ) -> tuple[Region, tuple[Op, ...]]:
        """The guard of an edge's operations, and what is left of them where only some variables matter afterwards."""
        changed = self.changes[number].union(op.variable for op in (*first, *last))
        key = (self.shapes[number], first, last, live & changed)
        if key not in self.made:
            ops = (*self.machine.guards(number), *first, *self.machine.effects(number), *last)
            self.made[key] = self._down(ops, live)
        return self.made[key]

    def _down(self, ops: Sequence[Op], live: frozenset[str]) -> tuple[Region, tuple[Op, ...]]:
        kept = _needed(ops, live)
        guard = self.space.backward(kept, self.space.all)
        changed = [op for op in kept if op.kind in _CHANGES and op.variable in live]
        constant = all(op.kind is Kind.SET for op in changed) and not _read_after(kept, changed)
        names = frozenset(name for op in kept for name in (*op.variables, op.variable) if name)
        self.names[guard] = self.names.get(guard, frozenset()) | names
        return guard, tuple(changed) if constant else kept

    def move(self, ops: tuple[Op, ...], dead: frozenset[str]) -> Move:
        """What is left of an edge's operations, and then forgetting what is dead."""
        key = (id(ops), dead)
        if key not in self.moves:
            self.moves[key] = ops, move_of(self.space, ops, dead)
        return self.moves[key][1]

    def changed(self, ops: tuple[Op, ...]) -> frozenset[str]:
        """The variables that operations change."""
        if id(ops) not in self.changing:
            self.changing[id(ops)] = ops, frozenset(op.variable for op in ops if op.variable)
        return self.changing[id(ops)][1]

    def either(self, one: Region, other: Region) -> Region:
        """The cases of two guards."""
        both = one | other
        self.names[both] = self.names.get(both, frozenset()) | self.names[one] | self.names[other]
        return both

    def widened(self, place: int, guard: Region) -> Region:
        """The guard, or no guard at all where it lets through everything that can arrive."""
        key = (place, guard)
        if key not in self.wide:
            self.wide[key] = self.space.all if self._all_pass(place, guard, self.names[guard]) else guard
        return self.wide[key]

    def support(self, region: Region) -> frozenset[str]:
        """The variables that a guard really depends on."""
        if region not in self.supports:
            drop = self.space.drop
            self.supports[region] = frozenset(
                name for name in self.names[region] if drop(region, frozenset({name})) != region
            )
        return self.supports[region]


def _needed(ops: Sequence[Op], live: frozenset[str]) -> tuple[Op, ...]:
    """The operations that something live afterwards, or a condition among them, depends on."""
    kept: list[Op] = []
    after = set(live)
    for op in reversed(ops):
        if op.kind is Kind.ASSUME or op.variable in after:
            kept.append(op)
            after = read_before(op, after)
    return tuple(reversed(kept))


def read_before(op: Op, after: set[str]) -> set[str]:
    """The variables that matter before an operation, given those that matter after it."""
    if op.kind in (Kind.SET, Kind.FORGET):
        return after - {op.variable}
    return after | op.variables | ({op.variable} if op.variable else set())


def _read_after(kept: Sequence[Op], changed: Sequence[Op]) -> bool:
    """Whether an operation reads a variable that an earlier one of them has changed."""
    written: set[str] = set()
    names = {op.variable for op in changed}
    for op in kept:
        if op.variables & written or (op.kind in (Kind.ASK, Kind.SET_IF) and op.variable in written):
            return True
        if op.kind in _CHANGES and op.variable in names:
            written.add(op.variable)
    return False
