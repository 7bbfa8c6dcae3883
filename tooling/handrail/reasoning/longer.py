"""Does anything take longer than that? One walk that does, the slowest looking first; not always the slowest of all.

Depth first, and at each node the edge behind which most time is drawn comes first: where a promise is broken, a walk
that breaks it is mostly found at once. Cases that were at a node with as much time before are not looked at again, so
where nothing breaks the promise everything has been looked at.
"""

from collections.abc import Callable

from handrail.reasoning.longest import Drawn, drawn_bound, towards_stops
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import NEVER, OFF, Region, TooComplexError
from handrail.reasoning.witness import Walk

MOST_STATES = 200_000
"""How many states are looked at before giving up: nothing is claimed then, and the user is told."""


class _State:
    __slots__ = ("edge", "node", "parent", "region", "time")

    def __init__(self, time: int, node: int, region: Region, parent: "_State | None", edge: int) -> None:
        self.time, self.node, self.region, self.parent, self.edge = time, node, region, parent, edge


def longer(
    machine: Machine, limit: int, *, minutes: Callable[[Edge], int], stops: Callable[[Edge], bool]
) -> tuple[int, Walk] | None:
    """A walk from the start to a stop that takes more than `limit` minutes, and its time; None when none does.

    Raises TooComplexError when rings have no bound or when there are too many states.
    """
    roads = towards_stops(Drawn(machine, minutes, stops))
    bound = drawn_bound(roads)
    stack = [_State(0, 0, machine.start, None, -1)] if 0 in roads.useful else []
    seen: dict[int, list[tuple[int, Region]]] = {}
    taken = 0
    while stack:
        state = stack.pop()
        region = _fresh(seen.setdefault(state.node, []), state, machine.space.none)
        if region is None:
            continue
        taken += 1
        if taken > MOST_STATES:
            raise TooComplexError(f"its times need more than {MOST_STATES:,} states")
        found = []
        for road in roads.out(state.node):
            after = road.take(region)
            time = state.time + road.minutes
            rest = 0 if road.stops else bound[road.target]
            if time + rest <= limit or not after.satisfiable():
                continue
            if road.stops:
                return time, _walk(machine, _State(time, road.target, after, state, road.number))
            found.append((rest + road.minutes, road.number, _State(time, road.target, after, state, road.number)))
        stack += [each for _, _, each in sorted(found, key=lambda one: one[:2])]
    return None


def _fresh(seen: list[tuple[int, Region]], state: _State, none: Region) -> Region | None:
    """The cases of a state that were not at its node with as much time before; they are noted."""
    covered = none
    for time, region in seen:
        if time >= state.time:
            covered = covered | region
    state.region = state.region & ~covered
    if not state.region.satisfiable():
        return None
    seen.append((state.time, state.region))
    return state.region


def _walk(machine: Machine, state: _State) -> Walk:
    edges: list[int] = []
    case = machine.space.pick(state.region) or {}
    told = dict(case)
    while state.parent is not None:
        edges.append(state.edge)
        here = machine.before(state.edge, machine.space.exactly(case)) & state.parent.region
        case = machine.space.pick(here) or {}
        for name, value in case.items():
            if told.get(name, NEVER) in (NEVER, OFF) and value not in (NEVER, OFF):
                told[name] = value
        state = state.parent
    known = {name: value for name, value in told.items() if name in machine.domains and value != NEVER}
    return Walk(tuple(reversed(edges)), known)
