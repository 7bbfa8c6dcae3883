"""How long at most? The longest walk that can really happen, found best first.

A drawn graph's longest path may be impossible, because its facts cannot hold together. So states are (node, region,
minutes so far), taken from a heap in the order of an upper bound: the minutes so far and the longest remaining time of
the drawn graph (Dijkstra's bound for longest paths, as in A*, Hart, Nilsson and Raphael 1968). What was seen of a node
with at least as many minutes covers what comes later, so each node's cases are looked at once. The first end that
leaves the heap is the exact worst case.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import NamedTuple, Protocol

from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import Region, Space, TooComplexError
from handrail.reasoning.witness import Walk, shortest

MOST_STATES = 200_000
"""How many states are taken from the heap before giving up: nothing is claimed then, and the user is told."""


class Seed(NamedTuple):
    """Where a clock starts: at a node, for the cases of a region."""

    node: int
    region: Region


class Road(NamedTuple):
    """A way on: its number, its minutes, whether the clock stops there, where it leads, what becomes of cases."""

    number: int
    minutes: int
    stops: bool
    target: int
    take: Callable[[Region], Region]


class Roads(Protocol):
    """What the search walks on: a program with its facts, or a slice of one."""

    @property
    def space(self) -> Space:
        """The space of the regions."""
        ...

    def backwards(self) -> Iterable[int] | None:
        """The nodes, those that are led to before those that lead there; None where they go round."""
        ...

    def out(self, node: int) -> Iterator[Road]:
        """The ways on from a node."""
        ...


class Drawn(NamedTuple):
    """The roads of a machine."""

    machine: Machine
    minutes: Callable[[Edge], int]
    stops: Callable[[Edge], bool]

    @property
    def space(self) -> Space:
        """The machine's space."""
        return self.machine.space

    def backwards(self) -> Iterable[int] | None:
        """The program's nodes."""
        return None if self.machine.order is None else reversed(self.machine.order)

    def out(self, node: int) -> Iterator[Road]:
        """The edges of a node."""
        for number in self.machine.program.out[node]:
            edge = self.machine.program.edges[number]
            yield Road(number, self.minutes(edge), self.stops(edge), edge.target, self._take(number))

    def _take(self, number: int) -> Callable[[Region], Region]:
        return lambda region: self.machine.step(number, region)


class Towards(NamedTuple):
    """The roads of a machine that can still lead to a stop: where none can, the case does not count."""

    drawn: Drawn
    useful: frozenset[int]

    @property
    def space(self) -> Space:
        """The machine's space."""
        return self.drawn.space

    def backwards(self) -> Iterable[int] | None:
        """The program's nodes."""
        return self.drawn.backwards()

    def out(self, node: int) -> Iterator[Road]:
        """The edges of a node that stop or lead towards a stop."""
        return (road for road in self.drawn.out(node) if road.stops or road.target in self.useful)


def towards_stops(drawn: Drawn) -> Towards:
    """The roads of a machine without those from which no stop can be reached."""
    program = drawn.machine.program
    sources: dict[int, set[int]] = {}
    found: set[int] = set()
    for edge in program.edges:
        sources.setdefault(edge.target, set()).add(edge.source)
        if drawn.stops(edge):
            found.add(edge.source)
    waiting = list(found)
    while waiting:
        fresh = sources.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return Towards(drawn, frozenset(found))


class Longest(NamedTuple):
    """The longest time, and a walk that takes it. The clock starts after the first `started` edges of the walk."""

    minutes: int
    walk: Walk
    started: int


def elapsed(edge: Edge) -> int:
    """Minutes of an edge for a promise of ours: waiting for people outside does not count."""
    return 0 if edge.outside else edge.minutes


def calendar(edge: Edge) -> int:
    """Minutes of an edge for a clock of the law: everything counts."""
    return edge.minutes


class State:
    """Cases at a node with the minutes so far, and where they came from."""

    __slots__ = ("edge", "node", "parent", "region", "time")

    def __init__(self, time: int, node: int, region: Region, parent: "State | None", edge: int) -> None:
        self.time, self.node, self.region, self.parent, self.edge = time, node, region, parent, edge


class Question(NamedTuple):
    """What is asked: how long until an end or a stop, while a case stays in `stay`, and more than so many minutes.

    With `counts` time counts only while the case is in that region: the longest time at whose last step it was.
    `most` is how many states are looked at before giving up, if not MOST_STATES.
    """

    stay: Region | None = None
    counts: Region | None = None
    more_than: int = -1
    most: int | None = None


def search(roads: Roads, seeds: Iterable[Seed], question: Question) -> State | None:
    """The state in which the longest time has passed, or None when nothing takes more than is asked about.

    Raises TooComplexError when rings have no bound or when there are too many states.
    """
    bound = drawn_bound(roads)
    run = _Search(roads, bound, question)
    for seed in seeds:
        run.push(0, seed.node, seed.region, None, -1)
    return run.best()


class _Search:
    def __init__(self, roads: Roads, bound: dict[int, int], question: Question) -> None:
        self.roads, self.bound, self.question = roads, bound, question
        self.heap: list[tuple[int, int, int, State]] = []
        self.pushed = 0

    def push(
        self, time: int, node: int, region: Region, parent: State | None, edge: int, *, done: bool = False
    ) -> None:
        limit = time if done else time + self.bound[node]
        if limit > self.question.more_than and region.satisfiable():
            self.pushed += 1
            heappush(self.heap, (-limit, 0 if done else 1, self.pushed, State(time, node, region, parent, edge)))

    def best(self) -> State | None:
        covered: dict[int, Region] = {}
        taken, most = 0, self.question.most or MOST_STATES
        while self.heap:
            _, going, _, state = heappop(self.heap)
            if not going:
                return state
            taken += 1
            if taken > most:
                raise TooComplexError(f"its times need more than {most:,} states")
            seen = covered.get(state.node, self.roads.space.none)
            state.region = state.region & ~seen
            if state.region.satisfiable():
                covered[state.node] = seen | state.region
                self._go_on(state)
        return None

    def _go_on(self, state: State) -> None:
        stay, counts = self.question.stay, self.question.counts
        roads = list(self.roads.out(state.node))
        if stay is None and counts is None:
            here = self.roads.space.none if roads else state.region
        else:
            here = state.region if counts is None else state.region & counts
        self.push(state.time, state.node, here, state.parent, state.edge, done=True)
        for road in roads:
            after = road.take(state.region)
            time = state.time + road.minutes
            if counts is not None:
                left = road.take(state.region & counts)
            elif road.stops or stay is None:
                left = after if road.stops else self.roads.space.none
            else:
                left = after & ~stay
            self.push(time, road.target, left, state, road.number, done=True)
            if not road.stops:
                self.push(time, road.target, after if stay is None else after & stay, state, road.number)


def longest(
    machine: Machine,
    seeds: Iterable[Seed],
    question: Question | None = None,
    *,
    minutes: Callable[[Edge], int] = elapsed,
    stops: Callable[[Edge], bool] | None = None,
    ends: bool = True,
) -> Longest | None:
    """The longest time of a machine from the seeds, with a walk that takes it; None when nothing is that long.

    Without `ends` only stops count: how long it takes until one of them, where one comes at all.
    """
    drawn = Drawn(machine, minutes, stops or (lambda _: False))
    roads = drawn if ends else towards_stops(drawn)
    seeds = seeds if ends else [seed for seed in seeds if seed.node in towards_stops(drawn).useful]
    state = search(roads, seeds, question or Question())
    return None if state is None else walk_of(machine, state)


def walk_of(machine: Machine, last: State) -> Longest:
    """The walk of a state: its own edges walked back to the seed, then the shortest way from the start to there."""
    edges: list[int] = []
    case = machine.space.pick(last.region) or {}
    told = dict(case)
    state = last
    while state.parent is not None:
        edges.append(state.edge)
        here = machine.before(state.edge, machine.space.exactly(case)) & state.parent.region
        case = machine.space.pick(here) or {}
        told = {**case, **{name: value for name, value in told.items() if value not in ("never asked", "off")}}
        state = state.parent
    start = shortest(machine, {state.node: machine.space.exactly(case)})
    before = start.edges if start else ()
    settled = {**(start.case if start else {}), **told}
    known = {name: value for name, value in settled.items() if name in machine.domains and value != "never asked"}
    return Longest(last.time, Walk((*before, *reversed(edges)), known), len(before))


def worst(machine: Machine) -> Longest | None:
    """The worst case from the first step to an end, without waiting for people outside."""
    return longest(machine, [Seed(0, machine.start)])


def drawn_bound(roads: Roads) -> dict[int, int]:
    """The longest time from each node to an end or a stop, as drawn. Raises TooComplexError for rings without bound."""
    order = roads.backwards()
    if order is None:
        raise TooComplexError("a case can go round without end, so its times have no bound")
    bound: dict[int, int] = {}
    for node in order:
        bound[node] = max((r.minutes + (0 if r.stops else bound[r.target]) for r in roads.out(node)), default=0)
    return bound
