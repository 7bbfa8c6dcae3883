"""Proven by cases: for all facts and marks, where a case ends and the longest time until then.

Two programs are walked in one space, node by node in topological order. At each node the cases are kept by the longest
time that they have taken to come there: whoever comes later with fewer minutes changes nothing. So the result is exact
for the longest times, and no path is enumerated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from handrail.ground.model import Answers, Handbook, Kind
from handrail.reasoning.domains import Domain, domain
from handrail.reasoning.longest import Drawn, Question, Seed, calendar, search
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Node
from handrail.reasoning.regions import NEVER, OFF, Region, Space, TooComplexError, bounded
from handrail.reasoning.vocabulary import Vocabulary, first_told, variables, vocabulary
from handrail.review.behaviour.alike import Side

MOST_MOVES = 8_000
"""So many sets of cases are moved along an edge before giving up: nothing is claimed then, and the user is told."""
MOST_EDGES = 700
"""A larger program is not walked with all its times: a reviewer waits, and would wait for too long."""
MOST_SLOW = 12_000
"""So many states are looked at for the longest time of all, unless everything is asked for."""
STUCK = ("", "stuck")
"""The end of cases that no way leads on from."""

End: TypeAlias = tuple[str, str]
"""The workflow and the outcome in which a case ends, or the workflow in which it goes on, in the names of today."""
Timed: TypeAlias = Mapping[int, Region]
"""Minutes -> the cases that take so long at most; none is in two of them."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Two programs in one space: for each end its cases by their longest time."""

    space: Space
    facts: tuple[str, ...]
    before: Mapping[End, Timed]
    after: Mapping[End, Timed]

    @property
    def same(self) -> bool:
        """Whether the same cases come to the same ends, with the same marks, in the same longest times."""
        ends = self.before.keys() | self.after.keys()
        return all(self._alike(self.before.get(end, {}), self.after.get(end, {})) for end in ends)

    def _alike(self, one: Timed, other: Timed) -> bool:
        none = self.space.none
        return all(
            not (
                (one.get(time, none) & ~other.get(time, none)) | (other.get(time, none) & ~one.get(time, none))
            ).satisfiable()
            for time in one.keys() | other.keys()
        )


def walked(before: Side, after: Side, *, free: bool, watch: frozenset[str] | None = None) -> Walked:
    """Both programs, walked with all cases. `free`: whatever the callers know.

    With `watch` the cases are told apart by these facts alone in the end, which is much less to do: a difference is
    still one, but that there is none is no proof any more.

    Raises TooComplexError when a case can go round, or when there is too much.
    """
    if any(old != new for kind in (Kind.FACT, Kind.MARK) for old, new in before.renames.of.get(kind, {}).items()):
        raise TooComplexError("facts or marks have other names now")
    if max(len(side.program.edges) for side in (before, after)) > MOST_EDGES:
        raise TooComplexError(f"it has more than {MOST_EDGES} ways on, too many to be compared case by case")
    with bounded():
        pair = _Pair(before, after)
        machines = [_Shared(pair, side, free=free, watch=watch) for side in pair.sides]
        left = [MOST_MOVES]
        found = [_ends(machine, side, left) for machine, side in zip(machines, (before, after), strict=True)]
        return Walked(pair.space, tuple(pair.domains[0] | pair.domains[1]), *found)


def reached(
    before: Side, after: Side, *, free: bool, watch: frozenset[str], slowest: int
) -> tuple[Walked, tuple[int, int] | None]:
    """The ends alone, without their times: for what is too large to walk.

    Also the longest time of all, or None where that takes a look at more than `slowest` states.

    Raises TooComplexError when a case can go round, or when there is too much.
    """
    with bounded():
        pair = _Pair(before, after)
        machines = [_Shared(pair, side, free=free, watch=watch) for side in pair.sides]
        found = [_met(machine, side) for machine, side in zip(machines, (before, after), strict=True)]
        times = [_slowest(machine, slowest) for machine in machines]
        longest_ = None if times[0] is None or times[1] is None else (times[0], times[1])
        return Walked(pair.space, tuple(pair.domains[0] | pair.domains[1]), *found), longest_


def _met(machine: Machine, side: Side) -> Mapping[End, Timed]:
    found: dict[End, dict[int, Region]] = {}
    for node, region in enumerate(machine.reach):
        where = machine.program.nodes[node]
        if where.outcome:
            _put(found.setdefault(_end(side, where), {}), {0: region})
        else:
            _put(found.setdefault(STUCK, {}), {0: region & _stuck(machine, node)})
    return {end: timed for end, timed in found.items() if timed}


def _stuck(machine: Machine, node: int) -> Region:
    """The cases that no way leads on from at a node."""
    out = machine.program.out[node]
    return ~machine.space.union(machine.before(number, machine.space.all) for number in out)


def _slowest(machine: Machine, most: int) -> int | None:
    """The longest time of all, or None where that takes too long to tell."""
    if not most:
        return None
    if machine.order is None:
        raise TooComplexError("a case can go round without an end")
    try:
        state = search(Drawn(machine, calendar, lambda _: False), [Seed(0, machine.start)], Question(most=most))
    except TooComplexError:
        return None
    return state.time if state else 0


def _end(side: Side, where: Node) -> End:
    workflow = side.renames.now(Kind.WORKFLOW, where.workflow)
    return workflow, side.renames.outcome(where.workflow, where.outcome)


class _Pair:
    """What two programs speak of together, and the space of both."""

    def __init__(self, before: Side, after: Side) -> None:
        self.sides = (before, after)
        words = [vocabulary(side.handbook, side.program) for side in self.sides]
        passed = {mark for side in self.sides for edge in side.program.edges for mark in edge.passes}
        texts: dict[str, frozenset[str]] = {}
        for each in words:
            for name, said in each.facts.items():
                texts[name] = texts.get(name, frozenset()) | said
        marks = words[0].marks | words[1].marks | passed
        marks = frozenset(mark for mark in marks if not any(mark in side.handbook.facts for side in self.sides))
        self.words = Vocabulary(texts, marks)
        self.domains = [self._domains(side.handbook) for side in self.sides]
        both = {name: self._both(name) for name in texts}
        self.space = Space(variables(both, self.words), (*first_told(before.program), *first_told(after.program)))

    def _domains(self, handbook: Handbook) -> dict[str, Domain]:
        return {
            name: domain(handbook.facts[name], self.said(name)) for name in self.words.facts if name in handbook.facts
        }

    def said(self, name: str) -> frozenset[str]:
        """The texts about a fact, with those that cut numbers alike in both states."""
        facts = [side.handbook.facts[name] for side in self.sides if name in side.handbook.facts]
        texts = set(self.words.facts[name])
        if any(fact.kind is Answers.NUMBER for fact in facts):
            cuts = {cut for fact in facts for cell in domain(fact, texts).answers for cut in _edges(cell)}
            texts |= {f"{cut} or over" for cut in cuts}
        return frozenset(texts)

    def _both(self, name: str) -> Domain:
        answers = dict.fromkeys(
            answer for domains in self.domains if name in domains for answer in domains[name].answers
        )
        return Domain(tuple(answers), {})


def _edges(cell: str) -> tuple[int, ...]:
    """Where a cell of numbers begins, and where the next one does."""
    if cell == "unknown":
        return ()
    least, _, most = cell.partition(" to ")
    return int(least), int(most or least) + 1


class _Shared(Machine):
    """One of the two programs in the space of both. What its own register does not have stays unasked."""

    def __init__(self, pair: _Pair, side: Side, *, free: bool, watch: frozenset[str] | None) -> None:
        known = {name: pair.said(name) for name in pair.words.facts if name in side.handbook.facts}
        words = Vocabulary(known, pair.words.marks, lasting=watch or frozenset())
        forgets = watch is not None
        super().__init__(side.handbook, side.program, words, free=free, forgets=forgets, space=pair.space)

    @cached_property
    def start(self) -> Region:
        """The cases that can arrive at the first step."""
        region = self.space.all
        workflow = self.handbook.workflows[self.program.door]
        for name in self.space.values:
            found = self.domains.get(name)
            if found is None:
                is_mark = self.space.values[name][0] == OFF
                region = region if is_mark and self.free else region & self.space.point(name, OFF if is_mark else NEVER)
                continue
            at_first = self.handbook.facts[name].at_first
            if self.free:
                known = found.answers if at_first else (NEVER, *found.answers)
            elif name in workflow.given:
                known = found.answers
            else:
                known = tuple(sorted(found.taken((at_first,)))) if at_first else (NEVER,)
            region = region & self.space.among(name, known)
        return region


def _ends(machine: Machine, side: Side, left: list[int]) -> Mapping[End, Timed]:
    """For each end its cases by their longest time."""
    if machine.order is None:
        raise TooComplexError("a case can go round without an end")
    waiting: list[dict[int, Region]] = [{} for _ in machine.program.nodes]
    found: dict[End, dict[int, Region]] = {}
    if waiting:
        waiting[0] = {0: machine.start}
    for node in machine.order:
        here, waiting[node] = longest(machine.space, waiting[node]), {}
        if not here:
            continue
        where = machine.program.nodes[node]
        if where.outcome:
            _put(found.setdefault(_end(side, where), {}), here)
            continue
        out = machine.program.out[node]
        stuck = _stuck(machine, node)
        _put(found.setdefault(STUCK, {}), {time: region & stuck for time, region in here.items()})
        for number in out:
            edge = machine.program.edges[number]
            left[0] -= len(here)
            if left[0] < 0:
                raise TooComplexError("there are too many different times")
            moved = {time + edge.minutes: machine.step(number, region) for time, region in here.items()}
            _put(waiting[edge.target], moved)
    return {end: timed for end, each in found.items() if (timed := longest(machine.space, each))}


def _put(into: dict[int, Region], timed: Timed) -> None:
    for time, region in timed.items():
        if region.satisfiable():
            into[time] = into[time] | region if time in into else region


def longest(space: Space, timed: Timed) -> dict[int, Region]:
    """Each case at its longest time alone."""
    covered = space.none
    found = {}
    for time in sorted(timed, reverse=True):
        fresh = timed[time] & ~covered
        if fresh.satisfiable():
            found[time] = fresh
            covered = covered | fresh
    return found
