"""For which facts does a case now end elsewhere, or take longer? A few conditions, each with all that it covers.

A case is an answer to each watched fact; what was not asked on its way does not matter to it. From one case that goes
elsewhere the condition is made as wide as it can be without covering a case that goes otherwise (a prime implicant).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from handrail.ground.model import Names
from handrail.reasoning.regions import NEVER, OFF, ON, Region, Space, TooComplexError
from handrail.reasoning.vocabulary import mark_bit
from handrail.review.behaviour.alike import Side
from handrail.review.behaviour.timed import MOST_SLOW, End, Timed, Walked, longest, reached, walked

MOST_SHIFTS = 6
"""So many conditions are told; that there are more is told, too."""

Cube = Mapping[str, Names]
"""Fact -> the answers that a case must have one of; facts that are left out do not matter."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Cases that end elsewhere: their condition, and where they could end before and can end now."""

    when: Cube
    before: tuple[End, ...]
    after: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Longer:
    """Cases that end as before but take longer, or not so long: the longest time before and now."""

    when: Cube
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Done:
    """A mark at an end: whether cases can come there with it and without it, before and now."""

    mark: str
    end: End
    before: tuple[bool, bool]
    after: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Shifts:
    """What is different about the ends and times of a workflow. `more`: there are further conditions."""

    shifts: tuple[Shift, ...] = ()
    longer: tuple[Longer, ...] = ()
    times: tuple[tuple[End, int | None, int | None], ...] = ()
    """Each end with its longest time before and now; None where no case comes there."""
    done: tuple["Done", ...] = ()
    more: bool = False
    longest: tuple[int, int] | None = None
    """The longest time of all before and now, where the ends' own times were too much to work out."""

    @property
    def any(self) -> bool:
        """Whether anything is different."""
        slower = self.longest is not None and self.longest[0] != self.longest[1]
        return bool(
            self.shifts or self.longer or self.done or slower or any(before != after for _, before, after in self.times)
        )

    @property
    def worst(self) -> tuple[int | None, int | None]:
        """The longest time of all before and now."""
        if self.longest:
            return self.longest
        sides = ([time for _, time, _ in self.times], [time for _, _, time in self.times])
        found = [max((time for time in side if time is not None), default=None) for side in sides]
        return found[0], found[1]


def shifts(
    before: Side, after: Side, *, free: bool, watch: frozenset[str], marks: Names = (), slowest: int = MOST_SLOW
) -> Shifts:
    """How the cases of two programs differ, told apart by some facts. Where the times are too many, by the ends alone.

    `marks` are looked at, too: at which ends they are done. `slowest`: for the longest time of all, so many states.

    Raises TooComplexError when a case can go round, or when there is too much.
    """
    every = watch | {mark_bit(mark) for mark in marks}
    try:
        found = walked(before, after, free=free, watch=every)
    except TooComplexError:
        found, longest_ = reached(before, after, free=free, watch=every, slowest=slowest)
        return replace(_Teller(found, watch, marks).told(), times=(), longest=longest_)
    return _Teller(found, watch, marks).told()


class _Teller:
    def __init__(self, walked: Walked, watch: frozenset[str], marks: Names) -> None:
        self.space: Space = walked.space
        self.marks = [mark for mark in marks if mark_bit(mark) in walked.space.names]
        self.facts = sorted(watch & walked.space.names)
        self.walked = walked
        self.ends = sorted(walked.before.keys() | walked.after.keys())
        self.legal = self.space.all
        for name in self.facts:
            self.legal = self.legal & ~self.space.point(name, NEVER)
        self.sides = [self._timed(side) for side in (walked.before, walked.after)]
        self.where = [{end: self.space.union(timed.values()) for end, timed in side.items()} for side in self.sides]

    def told(self) -> Shifts:
        """What is different."""
        moved = self.space.none
        for end in self.ends:
            moved = moved | self._changed(end)
        found: list[Shift] = []
        left = moved
        while len(found) < MOST_SHIFTS and (case := self.space.pick(left)) is not None:
            shift, cube = self._shift(case)
            found.append(shift)
            left = left & ~cube
        longer = [each for each in (self._longer(moved, 0, 1), self._longer(moved, 1, 0)) if each]
        return Shifts(tuple(found), tuple(longer), tuple(self._times()), tuple(self._done()), more=left.satisfiable())

    def _timed(self, side: Mapping[End, Timed]) -> Mapping[End, Timed]:
        return {end: {time: self._answered(region) for time, region in timed.items()} for end, timed in side.items()}

    def _answered(self, region: Region) -> Region:
        """The cases of a region, with any answer to what was not asked."""
        for name in self.facts:
            never = self.space.point(name, NEVER)
            region = region | self.space.drop(region & never, frozenset({name}))
        return self.space.drop(region & self.legal, self.space.names - frozenset(self.facts)) & self.legal

    def _in(self, side: int, end: End) -> Region:
        return self.where[side].get(end, self.space.none)

    def _changed(self, end: End) -> Region:
        before, after = self._in(0, end), self._in(1, end)
        return (before & ~after) | (after & ~before)

    def _shift(self, case: Mapping[str, str]) -> tuple[Shift, Region]:
        """What happens to a case, with the widest condition under which the same does."""
        point = self.space.exactly({name: case[name] for name in self.facts}) & self.legal
        alike, came = self.legal, ([], [])  # type: tuple[Region, tuple[list[End], list[End]]]
        for side in (0, 1):
            for end in self.ends:
                here = self._in(side, end)
                inside = (here & point).satisfiable()
                alike = alike & here if inside else alike & ~here
                if inside:
                    came[side].append(end)
        cube = self._widened(case, alike)
        return Shift(cube, tuple(came[0]), tuple(came[1])), self._region(cube)

    def _widened(self, case: Mapping[str, str], within: Region) -> Cube:
        cube: dict[str, Names] = {name: (case[name],) for name in self.facts}
        for name in self.facts:
            rest = {other: answers for other, answers in cube.items() if other != name}
            if not (self._region(rest) & ~within).satisfiable():
                cube = rest
        for name in cube:
            for answer in self.space.values[name]:
                wider = {**cube, name: (*cube[name], answer)}
                if answer not in (NEVER, *cube[name]) and not (self._region(wider) & ~within).satisfiable():
                    cube = wider
        return {name: self._ordered(name, answers) for name, answers in cube.items()}

    def _ordered(self, name: str, answers: Names) -> Names:
        return tuple(answer for answer in self.space.values[name] if answer in answers)

    def _region(self, cube: Cube) -> Region:
        region = self.legal
        for name, answers in cube.items():
            region = region & self.space.among(name, answers)
        return region

    def _longer(self, moved: Region, fast: int, slow: int) -> Longer | None:
        """The slowest cases that end as before, with one side slower than the other."""
        sides = []
        for side in (0, 1):
            every: dict[int, Region] = {}
            for timed in self.sides[side].values():
                for time, region in timed.items():
                    every[time] = every.get(time, self.space.none) | (region & ~moved)
            sides.append(longest(self.space, every))
        for time, region in sides[slow].items():
            for other, faster in sorted(sides[fast].items()):
                case = self.space.pick(region & faster) if other < time else None
                if case is not None:
                    cube = self._widened(case, region & faster)
                    times = (time, other) if slow == 0 else (other, time)
                    return Longer(cube, *times)
        return None

    def _done(self) -> Iterator[Done]:
        for mark in self.marks:
            for end in self.ends:
                before, after = (
                    self._with_and_without(self.walked.before, mark, end),
                    self._with_and_without(self.walked.after, mark, end),
                )
                if before != after and any(before) and any(after):
                    yield Done(mark, end, before, after)

    def _with_and_without(self, side: Mapping[End, Timed], mark: str, end: End) -> tuple[bool, bool]:
        here = self.space.union(side.get(end, {}).values())
        found = [(here & self.space.point(mark_bit(mark), value)).satisfiable() for value in (ON, OFF)]
        return found[0], found[1]

    def _times(self) -> list[tuple[End, int | None, int | None]]:
        before, after = self.walked.before, self.walked.after
        return [
            (end, max(before.get(end, {}), default=None), max(after.get(end, {}), default=None)) for end in self.ends
        ]
