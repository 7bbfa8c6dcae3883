"""A concrete way: the shortest walk through a program into a region, with the case it happens to.

The walk is found by layers (breadth first, over regions), then walked back from the goal, at each step picking one case
that can come from the layer before. So it is a walk that can really happen, and none has fewer steps.
"""

from collections.abc import Mapping
from typing import NamedTuple

from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import NEVER, OFF, Region


class Walk(NamedTuple):
    """A walk: the numbers of its edges in order, and the case at its end (facts that nobody asked are left out)."""

    edges: tuple[int, ...]
    case: Mapping[str, str]

    def then(self, number: int) -> "Walk":
        """The walk with one more edge."""
        return Walk((*self.edges, number), self.case)

    def first(self, count: int) -> "Walk":
        """Its first edges; what is known in the end is left out."""
        return Walk(self.edges[:count], {})


def shortest(machine: Machine, goals: Mapping[int, Region]) -> Walk | None:
    """A shortest walk from the start into one of the goals (node -> region), or None when there is none."""
    useful = _leading_to(machine, goals)
    layers: list[dict[int, Region]] = [{0: machine.start}]
    covered = {0: machine.start}
    while layers[-1]:
        for node, region in layers[-1].items():
            if node in goals and (met := region & goals[node]).satisfiable():
                return _walked_back(machine, layers, node, met)
        fresh: dict[int, Region] = {}
        for node, region in layers[-1].items():
            for number in machine.program.out[node]:
                target = machine.program.edges[number].target
                if target not in useful:
                    continue
                new = machine.step(number, region) & ~covered.get(target, machine.space.none)
                if new.satisfiable():
                    fresh[target] = fresh.get(target, machine.space.none) | new
        for node, region in fresh.items():
            covered[node] = covered.get(node, machine.space.none) | region
        layers.append(fresh)
    return None


def _leading_to(machine: Machine, goals: Mapping[int, Region]) -> frozenset[int]:
    sources: dict[int, set[int]] = {}
    for edge in machine.program.edges:
        sources.setdefault(edge.target, set()).add(edge.source)
    found, waiting = set(goals), list(goals)
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return frozenset(found)


def _walked_back(machine: Machine, layers: list[dict[int, Region]], node: int, met: Region) -> Walk:
    case = machine.space.pick(met) or {}
    told = dict(case)
    edges: list[int] = []
    for layer in reversed(layers[:-1]):
        number, before = _one_back(machine, layer, node, case)
        edges.append(number)
        node, case = machine.program.edges[number].source, before
        for name, value in case.items():
            if told.get(name, NEVER) in (NEVER, OFF) and value not in (NEVER, OFF):
                told[name] = value
    return Walk(tuple(reversed(edges)), _spoken_case(machine, edges, told))


def _one_back(
    machine: Machine, layer: Mapping[int, Region], node: int, case: Mapping[str, str]
) -> tuple[int, dict[str, str]]:
    here = machine.space.exactly(case)
    for source, region in sorted(layer.items()):
        for number in machine.program.out[source]:
            if machine.program.edges[number].target == node:
                picked = machine.space.pick(region & machine.before(number, here))
                if picked is not None:
                    return number, picked
    raise AssertionError("a layer holds what leads to the next one")  # pragma: no cover - so it never comes here


def _spoken_case(machine: Machine, edges: list[int], told: Mapping[str, str]) -> dict[str, str]:
    """The facts that the walk settled; what was dropped at the end is known from the steps before."""
    used = {name for number in edges for act in machine.program.edges[number].acts for name in act.facts}
    return {
        name: value
        for name, value in told.items()
        if name in machine.domains and value != NEVER and (name in used or name in machine.lasting)
    }
