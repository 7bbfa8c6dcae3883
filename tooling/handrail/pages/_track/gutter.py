"""One row of the track as a picture that stretches with the text beside it: the lines, the station, its icon."""

from dataclasses import dataclass

from handrail.ground.model import Step, Verb
from handrail.pages._track.icons import FLAG, ONWARD, VERBS
from handrail.pages._track.lanes import Track
from handrail.pages._track.plan import Line
from handrail.reasoning.graph import Leads

BACK = "lb"
"""The class of a way back; `l0` to `l4` are the lanes."""
DIAMONDS = (Verb.ASK, Verb.DECIDE)
BOXES = (Verb.DO, Verb.TOGETHER, Verb.RUN)


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of a density, in pixels: see `full` and `glance` below."""

    pitch: int
    first: int
    """Where lane 0 runs."""
    centre: int
    """How far a station lies below the top of its row."""
    radius: int
    bend: int
    offset: int
    """What arrives bends in this far above the centre, what leaves as far below: so no two ends look like one line."""
    icon: int
    corner: int
    """How much further than a circle a diamond reaches."""

    def x(self, lane: int) -> int:
        """Where a lane runs."""
        return self.first + self.pitch * lane

    def width(self, track: Track) -> int:
        """How wide the gutter is: a lane that carries only a line needs no room for a station."""
        stations = [self.x(lane) + self.radius + (5 if self.icon else 3) for lane in track.lane.values()]
        lines = [self.x(lane) + (6 if self.icon else 5) for _, lane in (*track.runs, *track.loops)]
        return max([*stations, *lines], default=self.first)


FULL = Size(pitch=20, first=18, centre=19, radius=13, bend=8, offset=6, icon=17, corner=3)
GLANCE = Size(pitch=9, first=7, centre=11, radius=4, bend=4, offset=2, icon=0, corner=1)


def lane_class(lane: int) -> str:
    """The class that colours a lane."""
    return f"l{min(lane, 4)}"


def gutter(track: Track, name: str, size: Size, step: Step | None) -> str:
    """The gutter of one row. Without a step the row is a terminus."""
    pieces = [piece for line, lane in track.runs for piece in _run(track, name, size, line, lane)]
    pieces += [piece for line, lane in track.loops for piece in _loop(track, name, size, line, lane)]
    pieces += _stub(track, name, size)
    # the main line lies on top
    drawn = "".join(text for _, text in sorted(pieces, key=lambda piece: -piece[0]))
    return _box(track, size, drawn + station(track, name, size, step))


def between(track: Track, name: str, size: Size) -> str:
    """The gutter of a strip of text above a row: only what passes."""
    here = track.row[name]
    rows = track.row
    pieces = [
        (lane, _straight(size, lane, -1, "100%", line.style.value, lane_class(lane)))
        for line, lane in track.runs
        if rows[line.source] < here <= rows[line.target]
    ]
    pieces += [
        (9, _straight(size, lane, -1, "100%", "dash", BACK))
        for line, lane in track.loops
        if rows[line.target] < here <= rows[line.source]
    ]
    return _box(track, size, "".join(text for _, text in sorted(pieces, key=lambda piece: -piece[0])))


def _box(track: Track, size: Size, drawn: str) -> str:
    width = size.width(track)
    return f'<div class="hr-gut" style="width:{width}px"><svg aria-hidden="true" focusable="false">{drawn}</svg></div>'


def _straight(size: Size, lane: int, top: float, bottom: float | str, style: str, colour: str) -> str:
    x = size.x(lane)
    end = bottom if isinstance(bottom, str) else f"{bottom:g}"
    return f'<line class="ln {_kinds(style, colour)}" x1="{x}" x2="{x}" y1="{top:g}" y2="{end}"/>'


def _kinds(style: str, colour: str) -> str:
    return f"{style} {colour}" if style else colour


def _path(style: str, colour: str, path: str) -> str:
    return f'<path class="ln {_kinds(style, colour)}" d="{path}"/>'


def _run(track: Track, name: str, size: Size, line: Line, lane: int) -> list[tuple[int, str]]:
    """What a line going down draws in this row."""
    here, top, bottom = track.row[name], track.row[line.source], track.row[line.target]
    style, colour, x, bend = line.style.value, lane_class(lane), size.x(lane), size.bend
    if top < here < bottom:
        return [(lane, _straight(size, lane, -1, "100%", style, colour))]
    if here == top:
        own = track.lane[name]
        if lane == own:
            return [(lane, _straight(size, lane, size.centre, "100%", style, colour))]
        y, side = size.centre + size.offset, 1 if lane > own else -1
        elbow = f"M{size.x(own)} {y}H{x - side * bend}q{side * bend} 0 {side * bend} {bend}"
        return [(lane, _path(style, colour, elbow) + _straight(size, lane, y + bend, "100%", style, colour))]
    if here == bottom:
        own = track.lane[name]
        if lane == own:
            return [(lane, _straight(size, lane, -1, size.centre, style, colour))]
        y, side = size.centre - size.offset, -1 if lane > own else 1
        elbow = f"M{x} {y - bend}q0 {bend} {side * bend} {bend}H{size.x(own)}"
        return [(lane, _straight(size, lane, -1, y - bend, style, colour) + _path(style, colour, elbow))]
    return []


def _loop(track: Track, name: str, size: Size, line: Line, lane: int) -> list[tuple[int, str]]:
    """What a way back draws in this row. Only ways back have an arrowhead: everything else goes down."""
    here, top, bottom = track.row[name], track.row[line.target], track.row[line.source]
    x, own, y, bend = size.x(lane), size.x(track.lane[name]), size.centre, size.bend
    if top < here < bottom:
        return [(9, _straight(size, lane, -1, "100%", "dash", BACK))]
    if here == bottom:
        return [(9, _path("dash", BACK, f"M{own} {y}H{x - bend}q{bend} 0 {bend} {-bend}V-1"))]
    if here == top:
        tip, long = own + size.radius + 2, size.radius * 0.72 + 2.6
        body = _path("dash", BACK, f"M{x} {y + bend}q0 {-bend} {-bend} {-bend}H{tip + long - 2:g}")
        head = f'<path class="ar {BACK}" d="M{tip} {y}l{long:g} {-long * 0.58:g}v{long * 1.16:g}z"/>'
        return [(9, _straight(size, lane, y + bend, "100%", "dash", BACK) + body + head)]
    return []


def _stub(track: Track, name: str, size: Size) -> list[tuple[int, str]]:
    """A short line above a station that is only reached from far away."""
    hopped = any(line.target == name for line in track.hops)
    if not hopped or any(line.target == name for line, _ in track.runs):
        return []
    lane = track.lane[name]
    top = 1 if size.icon else 2
    return [(lane, _straight(size, lane, top, size.centre - size.radius, "dot", lane_class(lane)))]


def station(track: Track, name: str, size: Size, step: Step | None, y: int = 0) -> str:
    """The station of a row, `y` below the top of its picture, with the icon of its verb where there is room."""
    lane = track.lane[name]
    x, y, r = size.x(lane), y + size.centre, size.radius
    verb = step.verb if step else None
    colour = lane_class(lane) + (" some" if step and (step.when or step.unless) else "")
    if verb in DIAMONDS:
        q = r + size.corner
        shape = f'<path class="st {colour}" d="M{x} {y - q}l{q} {q}l{-q} {q}l{-q} {-q}z"/>'
    elif verb in BOXES:
        at, side, round_ = f'x="{x - r + 0.5}" y="{y - r + 0.5}"', 2 * r - 1, f"{r * 0.4:g}"
        shape = f'<rect class="st {colour}" {at} width="{side}" height="{side}" rx="{round_}"/>'
    else:
        shape = f'<circle class="st {colour}{"" if verb else " end"}" cx="{x}" cy="{y}" r="{r}"/>'
    return shape + (_icon(track, name, size, verb, (x, y)) if size.icon else "")


def _icon(track: Track, name: str, size: Size, verb: Verb | None, at: tuple[int, int]) -> str:
    end = track.plan.ends.get(name)
    path = VERBS[verb] if verb else ONWARD if end and end.leads is Leads.ELSEWHERE else FLAG
    left, top = at[0] - size.icon / 2, at[1] - size.icon / 2
    box = f'x="{left:g}" y="{top:g}" width="{size.icon}" height="{size.icon}" viewBox="0 0 24 24"'
    return f'<svg {box} class="v-{verb or "end"}"><path class="i" d="{path}"/></svg>'
