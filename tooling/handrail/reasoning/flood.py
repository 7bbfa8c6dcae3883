"""What can arrive where, node by node: exact, and small even where a door leads to most of a handbook.

At a node most facts were not asked and most marks not passed on any way that leads there. They are as at the start, so
the region need not speak of them: it is about the others alone, and whoever asks about a quiet variable is answered by
its value at the start. Nodes come in topological order, and a region is given back when its node was looked at, so that
never more is held than the way still needs.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import Kind, Op, Region


class Here(NamedTuple):
    """The cases at a node: a region that says nothing of the `quiet` variables, which are as at the start."""

    node: int
    region: Region
    quiet: frozenset[str]


class Flood:
    """The cases of a machine on their way. With `forgets` only what the program itself still reads is kept."""

    def __init__(self, machine: Machine, *, forgets: bool = False) -> None:
        self.machine, self.space = machine, machine.space
        self.forgets = forgets
        self.firsts: dict[frozenset[str], Region] = {}
        self.written: dict[int, frozenset[str]] = {}
        self.looked: dict[int, frozenset[str]] = {}

    def nodes(self) -> Iterator[Here]:
        """Every node that some case reaches, with the cases."""
        machine = self.machine
        if machine.order is None:
            reached = enumerate(machine.reach)
            yield from (Here(node, region, frozenset()) for node, region in reached if region.satisfiable())
            return
        waiting: dict[int, Region] = {0: self._explicit(machine.start, self.quiet[0])} if machine.order else {}
        for node in machine.order:
            region = waiting.pop(node, None)
            if region is None or not region.satisfiable():
                continue
            here = Here(node, region, self.quiet[node])
            yield here
            for out in machine.program.out[node]:
                target = machine.program.edges[out].target
                after = self.step(here, out)
                waiting[target] = waiting[target] | after if target in waiting else after
            self.space.tidy_when_full()

    def step(self, here: Here, number: int, region: Region | None = None) -> Region:
        """The cases in which an edge is left, about all that is not quiet at its target."""
        machine = self.machine
        target = machine.program.edges[number].target
        quiet, after = here.quiet, self.quiet[target]
        looked = self._looked(number) & quiet
        cases = (here.region if region is None else region) & self.first(looked)
        cases = machine.step(number, cases)
        fresh = quiet - after - self._written(number) - looked
        if self.forgets:
            live = machine.live[target]
            cases = self.space.drop(cases, machine.space.names - live - after)
            fresh &= live
        return self.space.drop(cases, looked & after) & self.first(fresh)

    def meets(self, here: Here, asked: Region, names: frozenset[str]) -> Region:
        """The cases at a node that lie in a region which speaks of these variables."""
        return here.region & asked & self.first(names & here.quiet)

    def choosing(self, here: Here) -> Here:
        """The cases at a node by nothing but what decides there how they go on."""
        out = self.machine.program.out[here.node]
        looked = frozenset[str]().union(*(self._looked(number) for number in out))
        return Here(here.node, self.space.drop(here.region, self.space.names - looked - here.quiet), here.quiet)

    def joined(self, one: Here, other: Here) -> Here:
        """The cases at two nodes, as if they were one."""
        quiet = one.quiet & other.quiet
        regions = (here.region & self.first(here.quiet - quiet) for here in (one, other))
        return Here(one.node, self.space.union(regions), quiet)

    def first(self, names: frozenset[str]) -> Region:
        """The cases in which these variables are as at the start."""
        if names not in self.firsts:
            region = self.space.all
            for name in sorted(names):
                region = region & self.space.point(name, self._start[name])
            self.firsts[names] = region
        return self.firsts[names]

    def _explicit(self, region: Region, quiet: frozenset[str]) -> Region:
        return self.space.drop(region, quiet)

    @cached_property
    def _start(self) -> dict[str, str]:
        """The variables that have one value only at the start, with it."""
        found: dict[str, str] = {}
        for name, values in self.space.values.items():
            possible = [value for value in values if (self.machine.start & self.space.point(name, value)).satisfiable()]
            if len(possible) == 1:
                found[name] = possible[0]
        return found

    @cached_property
    def quiet(self) -> list[frozenset[str]]:
        """For each node the variables that no way to it has touched."""
        machine = self.machine
        found: list[frozenset[str] | None] = [None] * len(machine.program.nodes)
        known: dict[frozenset[str], frozenset[str]] = {}
        if found:
            found[0] = frozenset(self._start)
        for node in machine.order or ():
            here = found[node]
            for out in machine.program.out[node] if here is not None else ():
                target = machine.program.edges[out].target
                left = (here or frozenset()) - self._written(out)
                before = found[target]
                left = left if before is None else before & left
                found[target] = known.setdefault(left, left)
        return [quiet or frozenset() for quiet in found]

    def _written(self, number: int) -> frozenset[str]:
        shape = self.machine.shapes[number]
        if shape not in self.written:
            self.written[shape] = frozenset(op.variable for op in self._ops(number) if op.variable)
        return self.written[shape]

    def _looked(self, number: int) -> frozenset[str]:
        """The variables whose value before an edge matters there."""
        shape = self.machine.shapes[number]
        if shape not in self.looked:
            looks = (op for op in self._ops(number) if op.kind in (Kind.ASSUME, Kind.ASK, Kind.SET_IF))
            self.looked[shape] = frozenset(name for op in looks for name in (*op.variables, op.variable) if name)
        return self.looked[shape]

    def _ops(self, number: int) -> tuple[Op, ...]:
        return (*self.machine.guards(number), *self.machine.effects(number))
