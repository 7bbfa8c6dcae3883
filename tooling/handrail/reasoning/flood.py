"""What can arrive where, node by node: exact, and small even where a door leads to most of a handbook.

At a node most facts were not asked and most marks not passed on any way that leads there. They are as at the start, so
the region need not speak of them: it is about the others alone, and whoever asks about a quiet variable is answered by
its value at the start. Nodes come in topological order, and a region is given back when its node was looked at, so that
never more is held than the way still needs.
"""

from collections.abc import Iterator, Sequence
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
    """The cases of a machine on their way. `left` are the edges that some case has taken.

    With `forgets` only what the program itself still reads is kept, with what its edges read besides (`reads`), and
    what somebody `keeps` to the end.
    """

    def __init__(
        self,
        machine: Machine,
        *,
        forgets: bool = False,
        keeps: frozenset[str] = frozenset(),
        reads: Sequence[frozenset[str]] = (),
    ) -> None:
        self.machine, self.space = machine, machine.space
        self.forgets, self.keeps = forgets, keeps
        self.live = machine.living(reads) if reads else machine.live if forgets else ()
        self.left: set[int] = set()
        self.firsts: dict[frozenset[str], Region] = {}
        self.written: dict[int, frozenset[str]] = {}
        self.looked: dict[int, frozenset[str]] = {}
        self.steps: dict[object, tuple[Region | None, frozenset[str], Region | None]] = {}
        self.idle: dict[object, frozenset[str]] = {}

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
            for out, target, _ in machine.program.ways[node]:
                after = self.step(here, out)
                if after.satisfiable():
                    self.left.add(out)
                    waiting[target] = waiting[target] | after if target in waiting else after
            self.space.tidy_when_full()

    def step(self, here: Here, number: int, region: Region | None = None) -> Region:
        """The cases in which an edge is left, about all that is not quiet at its target."""
        machine, space = self.machine, self.space
        target = machine.program.edges[number].target
        key = (machine.shapes[number], here.quiet, self.quiet[target], self.live[target] if self.forgets else None)
        if key not in self.steps:
            self.steps[key] = self._around(number, *key[1:])
        looked, dropped, fresh = self.steps[key]
        region = here.region if region is None else region
        region = machine.step(number, region if looked is None else region & looked)
        region = space.drop(region, dropped) if dropped else region
        return region if fresh is None else region & fresh

    def _around(
        self, number: int, quiet: frozenset[str], after: frozenset[str], live: frozenset[str] | None
    ) -> tuple[Region | None, frozenset[str], Region | None]:
        """What is spelt out before an edge, what is left unsaid after it, and what is spelt out then."""
        looked = self._looked(number) & quiet
        fresh, dropped = quiet - after - self._written(number) - looked, looked & after
        if live is not None:  # pragma: no branch - where a case can go round, nothing flows node by node
            live |= self.keeps
            dropped |= self.space.names - live - after
            fresh &= live
        return self.first(looked) if looked else None, dropped, self.first(fresh) if fresh else None

    def meets(self, here: Here, asked: Region, names: frozenset[str]) -> Region:
        """The cases at a node that lie in a region which speaks of these variables."""
        return here.region & asked & self.first(names & here.quiet)

    def choosing(self, here: Here) -> Here:
        """The cases at a node by nothing but what decides there how they go on."""
        ways = self.machine.program.ways[here.node]
        key = (tuple([self.machine.shapes[number] for number, _, _ in ways]), here.quiet)
        if key not in self.idle:
            looked = frozenset[str]().union(*(self._looked(number) for number, _, _ in ways))
            self.idle[key] = self.space.names - looked - here.quiet
        return Here(here.node, self.space.drop(here.region, self.idle[key]), here.quiet)

    def arrive(self, found: dict[int, Here], here: Here) -> None:
        """Note the cases at a node with those that arrive at the same place, by what decides there how they go on."""
        place, cases = self.machine.places[here.node], self.choosing(here)
        found[place] = self.joined(found[place], cases) if place in found else cases

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
        ways, bits = machine.program.ways, {name: 1 << place for place, name in enumerate(self._start)}
        found: list[int | None] = [None] * len(machine.program.nodes)
        written: dict[int, int] = {}
        if found:  # pragma: no branch - nobody asks where there is no node
            found[0] = (1 << len(bits)) - 1
        for node in machine.order or ():
            here = found[node]
            if here is None:  # pragma: no cover - every node was made because some way leads to it
                continue
            for out, target, deed in ways[node]:
                if deed not in written:
                    written[deed] = sum(bits.get(name, 0) for name in self._written(out))
                before = found[target]
                found[target] = here & ~written[deed] & (-1 if before is None else before)
        names = {left: frozenset(name for name, bit in bits.items() if left & bit) for left in set(found) if left}
        return [names[left] if left else frozenset() for left in found]

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
