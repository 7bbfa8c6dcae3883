"""Time limits of controls: where a clock starts, where it stops, while what it runs, and whether it can run out.

By default a clock starts when the control begins to bind and runs while it binds. With `from` it starts when the case
is received (and anew where a wait restarts that clock), whenever a fact is settled, or whenever a mark is passed, and
time counts while the control binds.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from handrail.ground.finding import Place
from handrail.ground.model import EXPOSURES, Control, Requirement
from handrail.reasoning.binding import binding
from handrail.reasoning.longest import Longest, Question, Seed, calendar, longest
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Does, Edge
from handrail.reasoning.regions import NEVER, ON, Region
from handrail.reasoning.slice import Clock, Link, Slice
from handrail.reasoning.sweep import drawn_bounds, slowest
from handrail.reasoning.uses import CLOCKS
from handrail.reasoning.vocabulary import mark_bit


class TimeLimit(NamedTuple):
    """A requirement with `within`."""

    requirement: Requirement
    minutes: int

    @property
    def place(self) -> Place:
        """Where the limit stands."""
        return self.requirement.place

    @property
    def starts(self) -> str:
        """The clock that `from` names; empty for the moment at which the control begins to bind."""
        return self.requirement.starts

    @property
    def fault(self) -> str:
        """What is wrong when it runs out."""
        within = self.requirement.within.text if self.requirement.within else ""
        return f"{' or '.join(f'`{mark}`' for mark in self.requirement.marks)} can take longer than {within}"

    def stops(self, edge: Edge) -> bool:
        """A clock stops at one of the marks, or where it starts anew: a wait is answered, or its fact settled again."""
        passed = edge.does and any(mark in edge.passes for mark in self.requirement.marks)
        return passed or (bool(self.starts) and (edge.clock == self.starts or _settles(edge, self.starts)))

    def _mark(self, machine: Machine) -> bool:
        return self.starts in machine.handbook.marks or self.starts in EXPOSURES

    def from_mark(self, machine: Machine) -> bool:
        """Whether each passing of a mark starts a clock of its own."""
        return self._mark(machine)

    def with_case(self, machine: Machine) -> bool:
        """Whether the clock starts with the case: so it says, or the fact that it names is known from then on."""
        fact = machine.handbook.facts.get(self.starts)
        given = machine.handbook.workflows[machine.program.door].given
        return self.starts in CLOCKS or (fact is not None and (bool(fact.at_first) or fact.id in given))

    def starts_at(self, machine: Machine, edge: Edge) -> str:
        """Whether a clock that `from` names starts when an edge is done: see Clock."""
        if self.starts in machine.domains:
            asks = any(act.does is Does.ASK and self.starts in act.facts for act in edge.acts)
            return "all" if _settles(edge, self.starts) else "never" if asks else ""
        passed = self._mark(machine) and edge.does and self.starts in edge.passes
        return "all" if self.starts and (passed or edge.clock == self.starts) else ""


def limits_of(control: Control) -> Iterator[TimeLimit]:
    """The time limits of a control."""
    for requirement in control.require:
        if requirement.within is not None:
            yield TimeLimit(requirement, requirement.within.minutes)


class _Terms(NamedTuple):
    """How a limit is asked: in which cases the clock runs, must stay, and counts."""

    running: Region
    question: Question
    named: bool
    """Whether the clock starts with the case: when nothing in the handbook settles or passes what `from` names."""


def _terms(machine: Machine, control: Control, limit: TimeLimit) -> _Terms:
    bound = binding(machine, control, limit.requirement).now
    marked = machine.space.union(machine.space.point(mark_bit(mark), ON) for mark in limit.requirement.marks)
    running = bound & ~marked
    if not limit.starts:
        return _Terms(running, Question(stay=running, more_than=limit.minutes), named=False)
    if limit.from_mark(machine):
        return _Terms(running, Question(counts=bound, more_than=limit.minutes), named=False)
    question = Question(stay=machine.space.all & ~marked, counts=running, more_than=limit.minutes)
    return _Terms(running, question, named=limit.with_case(machine))


def clock_of(machine: Machine, limit: TimeLimit, binds: frozenset[int] | None) -> Clock:
    """What a slice has to keep for a limit: minutes matter only where its clock can be running.

    `binds` are the nodes at which what sets the limit binds; None where that is not known.
    """
    edges, kinds = machine.program.edges, machine.program.kinds
    stops = frozenset(number for numbers in kinds if limit.stops(edges[numbers[0]]) for number in numbers)
    how = [(numbers, limit.starts_at(machine, edges[numbers[0]])) for numbers in kinds if limit.starts]
    starts = {number: starting for numbers, starting in how if starting for number in numbers}
    window = _window(machine, limit, stops, starts, binds)
    minutes = {n: edge.minutes for n, edge in enumerate(edges) if edge.minutes and edge.source in window}
    return Clock(minutes, stops, starts)


def _window(
    machine: Machine, limit: TimeLimit, stops: frozenset[int], starts: Iterable[int], binds: frozenset[int] | None
) -> frozenset[int]:
    """The nodes at which a clock can be running that may still count, as drawn."""
    edges = machine.program.edges
    counts = frozenset(range(len(machine.program.nodes))) if binds is None else binds
    if not limit.starts:
        return counts
    onwards, back = _both_ways(edge for number, edge in enumerate(edges) if number not in stops)
    first = {edges[number].target for number in starts} | ({0} if limit.with_case(machine) else set())
    return _from(first, onwards) & _from(counts, back)


def _both_ways(edges: Iterable[Edge]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Node -> where edges lead from there, and from where they lead there."""
    onwards: dict[int, set[int]] = {}
    back: dict[int, set[int]] = {}
    for edge in edges:
        onwards.setdefault(edge.source, set()).add(edge.target)
        back.setdefault(edge.target, set()).add(edge.source)
    return onwards, back


def _from(nodes: Iterable[int], ways: Mapping[int, set[int]]) -> frozenset[int]:
    """The nodes that can be reached from some nodes, with these."""
    found = set(nodes)
    waiting = list(found)
    while waiting:
        fresh = ways.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def too_late(machine: Machine, control: Control, limit: TimeLimit) -> Longest | None:
    """The slowest walk that takes longer than a limit, in the whole program."""
    terms = _terms(machine, control, limit)
    seeds = [Seed(0, machine.start)] if terms.named else []
    if not limit.starts:
        seeds.append(Seed(0, machine.start & terms.running))
    for number, edge in enumerate(machine.program.edges):
        region = _starting(machine, limit, limit.starts_at(machine, edge), machine.reach[edge.source])
        after = machine.step(number, region if limit.starts else machine.reach[edge.source] & ~terms.running)
        seeds.append(Seed(edge.target, after if limit.starts else after & terms.running))
    return longest(machine, seeds, terms.question, minutes=calendar, stops=limit.stops)


def too_late_in_slice(slice_: Slice, control: Control, limit: TimeLimit) -> bool:
    """Whether anything takes longer than a limit, in a slice that was cut with the limit's clock."""
    return _slowest(slice_, control, limit, limit.minutes, enough=True) is not None


def slowest_in_slice(slice_: Slice, control: Control, limit: TimeLimit) -> int | None:
    """The longest time that a limit's clock ever shows, or None when it never starts."""
    return _slowest(slice_, control, limit, -1)


def _slowest(slice_: Slice, control: Control, limit: TimeLimit, more_than: int, *, enough: bool = False) -> int | None:
    bounds = drawn_bounds(slice_)
    if max(bounds) <= more_than:
        return None
    terms = _terms(slice_.machine, control, limit)
    seeds = _seeds(slice_, limit, terms, [bound > more_than for bound in bounds])
    return slowest(slice_, seeds, terms.question._replace(more_than=more_than), enough=enough)


def _seeds(slice_: Slice, limit: TimeLimit, terms: _Terms, slow: list[bool]) -> Iterator[Seed]:
    """Where the clock starts, of the nodes from which it may take too long."""
    reached = slice_.reach()
    if terms.named:
        yield Seed(slice_.start, slice_.begin())
    if not limit.starts:
        yield Seed(slice_.start, slice_.begin() & terms.running)
    for node, links in enumerate(slice_.links):
        if reached[node].satisfiable():
            for link in links:
                if slow[link.target] and (link.starts or not limit.starts):
                    yield _seed_of(slice_, limit, terms, link, reached[node])


def _seed_of(slice_: Slice, limit: TimeLimit, terms: _Terms, link: Link, region: Region) -> Seed:
    if not limit.starts:
        return Seed(link.target, slice_.follow(link, region & ~terms.running) & terms.running)
    started = _starting(slice_.machine, limit, link.starts, region)
    return Seed(link.target, slice_.follow(link, started))


def _starting(machine: Machine, limit: TimeLimit, starts: str, region: Region) -> Region:
    """The cases of a region in which a clock starts."""
    if not starts:
        return machine.space.none
    return region if starts == "all" else region & machine.space.point(limit.starts, NEVER)


def _settles(edge: Edge, fact: str) -> bool:
    """Whether an edge gives a fact an answer whatever was known of it."""
    return any(act.does in (Does.SET, Does.AGAIN) and fact in act.facts for act in edge.acts)
