"""How long at most? The longest walk that can really happen, found best first.

A drawn graph's longest path may be impossible, because its facts cannot hold together. So states are (node, region,
minutes so far), taken from a heap in the order of an upper bound: the minutes so far and the longest remaining time of
the drawn graph (Dijkstra's bound for longest paths, as in A*, Hart, Nilsson and Raphael 1968). What was seen of a node
with at least as many minutes covers what comes later, so each node's cases are looked at once. The first end that
leaves the heap is the exact worst case.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import Region, TooComplexError
from handrail.reasoning.witness import Walk, shortest

MOST_STATES = 200_000
"""How many states are taken from the heap before giving up: nothing is claimed then, and the user is told."""


@dataclass(frozen=True, slots=True)
class Seed:
    """Where a clock starts: at a node, for the cases of a region."""

    node: int
    region: Region


@dataclass(frozen=True, slots=True)
class Longest:
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


def remaining(
    machine: Machine, minutes: Callable[[Edge], int], stops: Callable[[Edge], bool] = lambda _: False
) -> list[int] | None:
    """The longest time from each node to an end or a stop, as drawn; None where nothing bounds a ring."""
    if machine.order is None:
        return None
    found = [0] * len(machine.program.nodes)
    for node in reversed(machine.order):
        edges = (machine.program.edges[number] for number in machine.program.out[node])
        found[node] = max((minutes(edge) + (0 if stops(edge) else found[edge.target]) for edge in edges), default=0)
    return found


def longest(  # noqa: PLR0913 - a question about time has that many parts, and each call names them
    machine: Machine,
    seeds: Iterable[Seed],
    *,
    minutes: Callable[[Edge], int] = elapsed,
    stay: Region | None = None,
    stops: Callable[[Edge], bool] = lambda _: False,
    counts: Region | None = None,
    more_than: int = -1,
) -> Longest | None:
    """The longest time from the seeds to an end, to an edge that `stops`, or until a case leaves `stay`.

    With `counts` time counts only while the case is in that region: the longest time at whose last step it was.
    Only what takes more than `more_than` minutes is looked at; None when nothing does. Raises TooComplexError when
    rings have no bound or when there are too many states.
    """
    bound = remaining(machine, minutes, stops)
    if bound is None:
        raise TooComplexError
    search = _Search(machine, minutes, bound, more_than)
    for seed in seeds:
        search.push(0, seed.node, seed.region, None, -1)
    best = search.run(stay, stops, counts)
    return None if best is None else _walk(machine, *best)


class _State:
    __slots__ = ("edge", "node", "parent", "region", "time")

    def __init__(self, time: int, node: int, region: Region, parent: "_State | None", edge: int) -> None:
        self.time, self.node, self.region, self.parent, self.edge = time, node, region, parent, edge


class _Search:
    def __init__(self, machine: Machine, minutes: Callable[[Edge], int], bound: list[int], more_than: int) -> None:
        self.machine, self.minutes, self.bound, self.more_than = machine, minutes, bound, more_than
        self.heap: list[tuple[int, int, int, _State]] = []
        self.pushed = 0

    def push(
        self, time: int, node: int, region: Region, parent: _State | None, edge: int, *, done: bool = False
    ) -> None:
        limit = time if done else time + self.bound[node]
        if limit > self.more_than and region.satisfiable():
            self.pushed += 1
            heappush(self.heap, (-limit, 0 if done else 1, self.pushed, _State(time, node, region, parent, edge)))

    def run(
        self, stay: Region | None, stops: Callable[[Edge], bool], counts: Region | None
    ) -> tuple[_State, Region] | None:
        program, space = self.machine.program, self.machine.space
        covered: dict[int, Region] = {}
        taken = 0
        while self.heap:
            _, going, _, state = heappop(self.heap)
            if not going:
                return state, state.region
            taken += 1
            if taken > MOST_STATES:
                raise TooComplexError
            seen = covered.get(state.node, space.none)
            region = state.region & ~seen
            if not region.satisfiable():
                continue
            covered[state.node] = seen | region
            if program.nodes[state.node].outcome and counts is None:
                self.push(state.time, state.node, region, state.parent, state.edge, done=True)
            state.region = region
            for number in program.out[state.node]:
                edge = program.edges[number]
                after = self.machine.step(number, region)
                time = state.time + self.minutes(edge)
                ended = stops(edge)
                if counts is not None:
                    left = self.machine.step(number, region & counts)
                else:
                    left = after if ended else space.none if stay is None else after & ~stay
                self.push(time, edge.target, left, state, number, done=True)
                if not ended:
                    self.push(time, edge.target, after if stay is None else after & stay, state, number)
        return None


def _walk(machine: Machine, last: _State, region: Region) -> Longest:
    """The walk of a state: its own edges walked back to the seed, then the shortest way from the start to there."""
    edges: list[int] = []
    case = machine.space.pick(region) or {}
    told = dict(case)
    state: _State = last
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
