"""A program cut down to what matters to one control, exactly.

From the ends backwards, each edge keeps only what something later reads; edges that then do the same become one, with
the union of their guards, and no guard at all where that lets through everything that can arrive; a node that only
passes cases on disappears into the next; nodes that do the same become one (hash-consing, as in minimising an automaton
without rings). Decisions about other things vanish with the facts that they read. What remains has the same verdict
and, for a clock, the same longest time: where two edges do the same and one may always be taken when the other may, and
takes as long, the other is left out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from handrail.reasoning.machine import Machine
from handrail.reasoning.monitors import Judgement, Notes
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import Kind, Op, Region

CLOSES, STAYS_OPEN, STUCK = 0, 1, 2
"""The first nodes of every slice: a closing end, an end that leaves the case open, and a step with no way on."""

_CHANGES = frozenset({Kind.SET, Kind.FORGET, Kind.ASK, Kind.SET_IF})


@dataclass(frozen=True, slots=True)
class Clock:
    """What a timed question looks at: the minutes of an edge, where the clock stops, and where it starts.

    It starts at an edge not at all (an empty text), in `all` cases, or where a fact was `never` asked before.
    """

    minutes: Callable[[Edge], int] = lambda _: 0
    stops: Callable[[Edge], bool] = lambda _: False
    starts: Callable[[Edge], str] = lambda _: ""


NO_CLOCK = Clock()


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of a slice: which cases may take it, what it does, what is judged at it, and where it leads."""

    guard: Region
    ops: tuple[Op, ...]
    target: int
    minutes: int = 0
    judged: tuple[int, ...] = ()
    stops: bool = False
    starts: str = ""

    @property
    def plain(self) -> tuple[object, ...]:
        """Everything but guard and minutes: links alike in this can become one."""
        return (self.ops, self.target, self.judged, self.stops, self.starts)


@dataclass(slots=True)
class Slice:
    """The nodes of a slice: links lead to lower numbers. `start` is the first, `live` what is read at or after each."""

    machine: Machine
    links: list[tuple[Link, ...]] = field(default_factory=lambda: [(), (), ()])
    live: list[frozenset[str]] = field(default_factory=list)
    start: int = STUCK
    regions: list[Region] = field(default_factory=list)
    dead: dict[tuple[int, Link], frozenset[str]] = field(default_factory=dict)

    def follow(self, node: int, link: Link, region: Region) -> Region:
        """The cases that leave by a link, of those in a region; what nothing reads any more is forgotten."""
        space = self.machine.space
        region = space.forward(link.ops, region & link.guard)
        dead = self.dead.get((node, link))
        if dead is None:
            before = self.live[node] | {op.variable for op in link.ops if op.variable}
            dead = self.dead[node, link] = before - self.live[link.target]
        return space.drop(region, dead)

    def begin(self) -> Region:
        """The cases at the start."""
        return self.machine.space.drop(self.machine.start, self.machine.space.names - self.live[self.start])

    def reach(self) -> list[Region]:
        """The exact region in which each node is reached."""
        if self.regions:
            return self.regions
        found = self.regions = [self.machine.space.none] * len(self.links)
        found[self.start] = self.begin()
        for node in range(self.start, STUCK, -1):
            if found[node].satisfiable():
                for link in self.links[node]:
                    found[link.target] = found[link.target] | self.follow(node, link, found[node])
        return found


def cut(
    machine: Machine,
    notes: Notes,
    judgements: Sequence[Judgement],
    lasting: frozenset[str],
    closing: Iterable[int],
    clock: Clock = NO_CLOCK,
) -> Slice:
    """The slice of a machine (whose edges forget nothing by themselves) for a control's notes and judgements."""
    return _Cutter(machine, notes, judgements, lasting, frozenset(closing), clock).run()


class _Cutter:
    def __init__(
        self,
        machine: Machine,
        notes: Notes,
        judgements: Sequence[Judgement],
        lasting: frozenset[str],
        closing: frozenset[int],
        clock: Clock,
    ) -> None:
        self.machine, self.notes, self.lasting, self.closing, self.clock = machine, notes, lasting, closing, clock
        self.judgements = judgements
        self.judged: dict[int, tuple[int, ...]] = {}
        for number, judged in enumerate(judgements):
            if judged.edge is not None:
                self.judged[judged.edge] = (*self.judged.get(judged.edge, ()), number)
        self.slice = Slice(machine, live=[lasting, lasting, lasting])
        self.node: list[int] = [STUCK] * len(machine.program.nodes)
        self.known: dict[frozenset[Link], int] = {}
        self.made: dict[object, tuple[Region, tuple[Op, ...], frozenset[str]]] = {}
        self.names: dict[Region, frozenset[str]] = {}

    def run(self) -> Slice:
        program = self.machine.program
        arrivals = self.machine.arrivals or ()
        for number in reversed(self.machine.order or ()):
            if program.nodes[number].outcome:
                self.node[number] = CLOSES if number in self.closing else STAYS_OPEN
            else:
                links = [self._link(out) for out in program.out[number]]
                self.node[number] = self._number(self._merged(links, arrivals[number]))
        self.slice.start = self.node[0] if self.node else STUCK
        return self.slice

    def _number(self, links: tuple[Link, ...]) -> int:
        """The node that these links make: a known one if there is one like it, the next one where nothing happens."""
        if not links:
            return STUCK
        first = links[0]
        passes_on = not (first.ops or first.judged or first.stops or first.starts or first.minutes)
        if len(links) == 1 and passes_on and first.guard == self.machine.space.all:
            return first.target
        key = frozenset(links)
        if key not in self.known:
            self.known[key] = len(self.slice.links)
            self.slice.links.append(links)
            self.slice.live.append(self._live(links))
        return self.known[key]

    def _live(self, links: tuple[Link, ...]) -> frozenset[str]:
        live = set(self.lasting)
        for link in links:
            after = set(self.slice.live[link.target])
            for op in reversed(link.ops):
                after = _read_before(op, after)
            live |= after | self._support(link.guard)
            live |= {name for number in link.judged for name in self.judgements[number].reads}
        return frozenset(live)

    def _link(self, number: int) -> Link:
        edge = self.machine.program.edges[number]
        target = self.node[edge.target]
        first, last = self.notes.first.get(number, ()), self.notes.last.get(number, ())
        live = self.slice.live[target]
        key = (self.machine.shape(number), tuple(map(id, first)), tuple(map(id, last)), live)
        if key not in self.made:
            self.made[key] = self._cut_down(
                (*self.machine.guards(number), *first, *self.machine.effects(number), *last), live
            )
        guard, ops, names = self.made[key]
        self.names[guard] = self.names.get(guard, frozenset()) | names
        return Link(
            guard=guard,
            ops=ops,
            target=target,
            minutes=self.clock.minutes(edge),
            judged=self.judged.get(number, ()),
            stops=self.clock.stops(edge),
            starts=self.clock.starts(edge),
        )

    def _cut_down(self, ops: Sequence[Op], live: frozenset[str]) -> tuple[Region, tuple[Op, ...], frozenset[str]]:
        """The guard of some operations, what is left of them, and the variables that the guard may depend on."""
        kept = _needed(ops, live)
        guard = self.machine.space.backward(kept, self.machine.space.all)
        changed = [op for op in kept if op.kind in _CHANGES and op.variable in live]
        constant = all(op.kind is Kind.SET for op in changed) and not _read_after(kept, changed)
        names = frozenset(name for op in kept for name in (*op.variables, op.variable) if name)
        return guard, tuple(changed) if constant else kept, names

    def _merged(self, links: list[Link], arriving: Region) -> tuple[Link, ...]:
        alike: dict[tuple[object, ...], list[Link]] = {}
        for link in links:
            if link.guard.satisfiable():
                alike.setdefault(link.plain, []).append(link)
        return tuple(link for group in alike.values() for link in self._slowest(group, arriving))

    def _slowest(self, group: list[Link], arriving: Region) -> list[Link]:
        """Of links that do the same: one for each time, each open to whatever a slower one is open to as well."""
        space = self.machine.space
        found: list[Link] = []
        open_, names = space.none, frozenset[str]()
        for link in sorted(group, key=lambda link: -link.minutes):
            if not (link.guard & ~open_).satisfiable():
                continue
            open_, names = open_ | link.guard, names | self.names[link.guard]
            self.names[open_] = self.names.get(open_, frozenset()) | names
            if not (arriving & ~open_).satisfiable():
                open_ = space.all
            if found and found[-1].minutes == link.minutes:
                found.pop()
            found.append(replace(link, guard=open_))
        return found

    def _support(self, region: Region) -> frozenset[str]:
        """The variables that a guard really depends on."""
        space = self.machine.space
        if region == space.all:
            return frozenset()
        return frozenset(name for name in self.names[region] if space.drop(region, frozenset({name})) != region)


def _needed(ops: Sequence[Op], live: frozenset[str]) -> tuple[Op, ...]:
    """The operations that something live afterwards, or a condition among them, depends on."""
    kept: list[Op] = []
    after = set(live)
    for op in reversed(ops):
        if op.kind is Kind.ASSUME or op.variable in after:
            kept.append(op)
            after = _read_before(op, after)
    return tuple(reversed(kept))


def _read_before(op: Op, after: set[str]) -> set[str]:
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
