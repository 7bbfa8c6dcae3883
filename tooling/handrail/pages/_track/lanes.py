"""Where the lines run: lanes by colouring intervals. Deterministic, without text, never more than five lanes.

The main line runs straight down lane 0, side tracks in lanes to its right. A row has two halves: what arrives uses the
upper one, what leaves the lower one, so that a track that ends at a station and one that starts there may share a lane.
Two lines share a stretch only when they share an end there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from handrail.ground.model import Workflow
from handrail.pages._track.plan import Line, Plan, Style, plan

MOST = 5
FAR = (9, 7, 5, 4, 3, 2, 1, 0)
"""How many rows a line may run. While the lanes do not suffice, the longest become numbers: always the same ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The geometry: the row and the lane of each station, the lane of each line's vertical run, and what is a hop."""

    plan: Plan
    row: Mapping[str, int]
    lane: Mapping[str, int]
    runs: tuple[tuple[Line, int], ...]
    loops: tuple[tuple[Line, int], ...]
    """Ways back, outside of everything that touches their two rows."""
    hops: tuple[Line, ...]
    """Too far to be drawn: a number at both ends."""

    @property
    def lanes(self) -> int:
        """How many lanes are used."""
        used = [lane for _, lane in (*self.runs, *self.loops)]
        return max([*self.lane.values(), *used], default=-1) + 1


@lru_cache(maxsize=16)
def track(workflow: Workflow) -> Track:
    """The track of a workflow."""
    return lay(plan(workflow))


def lay(drawn: Plan) -> Track:
    """The track with at most five lanes."""
    for far in FAR:
        found = _Layout(drawn, far).track()
        if found.lanes <= MOST:
            return found
    raise AssertionError("with no line longer than a row, two lanes are enough")


@dataclass(slots=True)
class _Rails:
    """What lies in each lane: stretches of half rows, with the stations that may share them."""

    taken: dict[int, list[tuple[int, int, frozenset[str]]]] = field(default_factory=dict)

    def free(self, lane: int, top: int, bottom: int, kin: frozenset[str] = frozenset()) -> bool:
        return all(bottom < a or b < top or kin & owners for a, b, owners in self.taken.get(lane, ()))

    def take(self, lane: int, top: int, bottom: int, owners: frozenset[str]) -> None:
        self.taken.setdefault(lane, []).append((top, bottom, owners))

    def first(self, lane: int, top: int, bottom: int, kin: frozenset[str] = frozenset()) -> int:
        """The first free lane from this one on."""
        while not self.free(lane, top, bottom, kin):
            lane += 1
        return lane


class _Layout:
    """One attempt, with lines of at most so many rows."""

    def __init__(self, drawn: Plan, far: int) -> None:
        self.plan = drawn
        self.row = {name: number for number, name in enumerate(drawn.rows)}
        straight = set(zip(drawn.main, drawn.main[1:], strict=False))
        near = [line for line in drawn.lines if (line.source, line.target) in straight or 0 < self.length(line) <= far]
        self.hops = tuple(line for line in drawn.lines if line not in near)
        self.down = [line for line in near if self.row[line.target] > self.row[line.source]]
        self.back = [line for line in near if self.row[line.target] < self.row[line.source]]
        self.into: dict[str, list[Line]] = {name: [] for name in drawn.rows}
        self.on: dict[str, str] = {}
        for line in sorted(self.down, key=lambda line: line.style is not Style.SOLID):
            self.into[line.target].append(line)
            self.on.setdefault(line.source, line.target)
        self.on |= dict(straight)
        self.lane: dict[str, int] = {}
        self.rails = _Rails()

    def length(self, line: Line) -> int:
        return abs(self.row[line.target] - self.row[line.source])

    def track(self) -> Track:
        self.main_line()
        for name in self.plan.rows:
            if name not in self.lane:
                self.side_step(name)
        runs = tuple((line, self.run(line)) for line in sorted(self.down, key=self.shortest_first))
        loops = tuple((line, self.loop(line, runs)) for line in sorted(self.back, key=self.shortest_first))
        return Track(self.plan, self.row, self.lane, runs, loops, self.hops)

    def shortest_first(self, line: Line) -> tuple[int, int, int]:
        return self.length(line), self.row[line.source], self.row[line.target]

    def settle(self, name: str, lane: int, top: int) -> None:
        """Give a station its lane: its own row, what leads to it from `top` on, and its line to the next station."""
        here = 2 * self.row[name]
        self.lane[name] = lane
        self.rails.take(lane, here, here + 1, frozenset((name,)))
        self.rails.take(lane, top, here, frozenset((name,)))
        if name in self.on:
            self.rails.take(lane, here + 1, self.bottom(name), frozenset((name, self.on[name])))

    def bottom(self, name: str) -> int:
        """Where the line from a station to the next one ends."""
        return 2 * self.row[self.on[name]] if name in self.on else 2 * self.row[name] + 1

    def main_line(self) -> None:
        for name in self.plan.main:
            self.settle(name, 0, 2 * self.row[name])

    def side_step(self, name: str) -> None:
        """Continue the lane of a step that simply leads here, else take the lowest lane that is free from the first."""
        here = 2 * self.row[name]
        bottom = self.bottom(name)
        sources = [line.source for line in self.into[name] if line.source in self.lane]
        for source in sources:
            lane = self.lane[source]
            kin = frozenset((name, source))
            if lane and self.on.get(source) == name and self.rails.free(lane, here, bottom, kin):
                self.settle(name, lane, here)
                return
        top = min([2 * self.row[source] + 1 for source in sources] + [here])
        lowest = 1 + min((self.lane[source] for source in sources), default=0)
        lane = self.rails.first(lowest, top, bottom, frozenset((name,)))
        self.settle(name, lane, top)

    def run(self, line: Line) -> int:
        """The lane of a line: the higher of its two ends if free, else the lower, else the first that is."""
        ends = frozenset((line.source, line.target))
        top, bottom = 2 * self.row[line.source] + 1, 2 * self.row[line.target]
        leaves, arrives = self.lane[line.source], self.lane[line.target]
        for lane in (max(leaves, arrives), min(leaves, arrives)):
            if self.rails.free(lane, top, bottom, ends):
                break
        else:
            lane = self.rails.first(min(leaves, arrives) + 1, top, bottom, ends)
        self.rails.take(lane, top, bottom, ends)
        return lane

    def loop(self, line: Line, runs: tuple[tuple[Line, int], ...]) -> int:
        """The lane of a way back: outside every elbow at its two rows, so that it meets none of them."""
        ends = {line.source, line.target}
        touching = [lane for other, lane in runs if ends & {other.source, other.target}]
        outside = max([*touching, self.lane[line.source], self.lane[line.target]])
        top, bottom = 2 * self.row[line.target], 2 * self.row[line.source] + 1
        lane = self.rails.first(outside + 1, top, bottom)
        self.rails.take(lane, top, bottom, frozenset())
        return lane
