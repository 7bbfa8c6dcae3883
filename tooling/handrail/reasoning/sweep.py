"""How long at most, in a slice? One sweep over its nodes, in which cases that took equally long go on together.

A slice has no rings, so each node is left once, with the cases that arrive there by the minutes that they took so far,
the slowest first: whoever took less and is in the same case does not matter any more. What cannot become slower than
what was found already, even on the longest way as drawn, is left out. The answer is the same as that of the search in
`longest`, which keeps the walk as well and so cannot put cases together.
"""

from collections.abc import Iterable

from handrail.reasoning.longest import Question, Seed
from handrail.reasoning.regions import Region
from handrail.reasoning.slice import STUCK, Link, Slice


def drawn_bounds(slice_: Slice) -> list[int]:
    """The longest time from each node to an end or a stop, as drawn: its number -> minutes."""
    bounds: list[int] = []
    for links in slice_.links:
        bounds.append(max((link.minutes + (0 if link.stops else bounds[link.target]) for link in links), default=0))
    return bounds


def slowest(slice_: Slice, seeds: Iterable[Seed], question: Question, *, enough: bool = False) -> int | None:
    """The longest time from the seeds, or None when nothing takes more than is asked about: a clock's, see `clocks`.

    With `enough` any time that is longer than what is asked about will do: the first one that is found.
    """
    run = _Sweep(slice_, question)
    for seed in (each for each in seeds if each.node > STUCK):  # what starts where the case ends has no time to run
        run.arrive(seed.node, 0, seed.region)
    for node in range(len(slice_.links) - 1, -1, -1):
        run.leave(node)
        if enough and run.best > question.more_than:
            break
    return run.best if run.best > question.more_than else None


class _Sweep:
    def __init__(self, slice_: Slice, question: Question) -> None:
        self.slice, self.space = slice_, slice_.machine.space
        self.stay, self.counts = question.stay, question.counts
        self.bounds = drawn_bounds(slice_)
        self.hopes = self._hopes()
        self.best = question.more_than
        self.waiting: list[dict[int, Region]] = [{} for _ in slice_.links]

    def _hopes(self) -> list[Region]:
        """The cases at each node that count there, or may count later: the others need not be followed."""
        hopes: list[Region] = []
        if self.counts is None:
            return hopes
        for links in self.slice.links:
            hope = self.counts
            for link in links:
                if not link.stops:
                    hope = hope | self.slice.before(link, self._staying(hopes[link.target]))
            hopes.append(hope)
        return hopes

    def _staying(self, region: Region) -> Region:
        return region if self.stay is None else region & self.stay

    def arrive(self, node: int, minutes: int, region: Region) -> None:
        """Let cases wait at a node, unless they cannot become the slowest ones any more."""
        if minutes + self.bounds[node] > self.best:
            if self.hopes:
                region = region & self.hopes[node]
                if not region.satisfiable():
                    return
            waiting = self.waiting[node]
            waiting[minutes] = waiting[minutes] | region if minutes in waiting else region

    def done(self, minutes: int, region: Region) -> None:
        """Let the clock stop for some cases."""
        if minutes > self.best and region.satisfiable():
            self.best = minutes

    def leave(self, node: int) -> None:
        """Let everything that waits at a node go on, the slowest first."""
        waiting, self.waiting[node] = self.waiting[node], {}
        seen = self.space.none
        for minutes in sorted(waiting, reverse=True):
            if minutes + self.bounds[node] <= self.best:
                return
            region = waiting[minutes] & ~seen
            if region.satisfiable():
                seen = seen | region
                self.done(minutes, region if self.counts is None else region & self.counts)
                for link in self.slice.links[node]:
                    self._take(link, minutes, region)

    def _take(self, link: Link, minutes: int, region: Region) -> None:
        time = minutes + link.minutes
        onwards = 0 if link.stops else self.bounds[link.target]
        if time + onwards <= self.best:
            return
        after = self.slice.follow(link, region)
        if self.counts is not None:
            self.done(time, self.slice.follow(link, region & self.counts))
        elif link.stops:
            self.done(time, after)
        else:
            self.done(time, after & ~self._staying(after))
        if not link.stops:
            self.arrive(link.target, time, self._staying(after))
