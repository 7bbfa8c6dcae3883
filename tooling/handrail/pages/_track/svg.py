"""The compact track as one standalone picture, for pull requests and slides: no script, no page around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from handrail.ground.model import Handbook, Workflow
from handrail.pages import _words as words
from handrail.pages._escape import esc
from handrail.pages._track.gutter import BACK, FULL, lane_class, station
from handrail.pages._track.lanes import Track, track
from handrail.pages._track.plan import Line, Style
from handrail.pages._track.ways import Exit, exits, numbers, title
from handrail.reasoning.graph import Leads

WIDE, NARROW = 720, 348
"""The two widths: beside a text, and on a phone."""
TITLE, SMALL, PILL, LEAST = 18, 15, 25, 48
"""Heights of a line of title, the quiet line, a pill with its gap, and the least of a row."""
SHARE = 0.52
"""How much of the wide picture's text column the titles take; the rest is for the answers."""
_FONT = 'Roboto, "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans CJK SC", sans-serif'
_LIGHT = ("#ffffff", "#1b2230", "#566075", "#768196", "#1f5ad1", "#b3560f", "#0b7d76", "#8a3fa8", "#5b6478")
_DARK = ("#14171e", "#e8ebf2", "#a6b0c3", "#7e8aa3", "#7ea6ff", "#f0a860", "#5fd0c5", "#d59cf0", "#a6b0c3")


def svg(book: Handbook, workflow: Workflow, width: int = WIDE, *, dark: bool = False) -> str:
    """The picture of a workflow, `WIDE` or `NARROW`."""
    return _Picture(book, workflow, track(workflow), width).draw(_DARK if dark else _LIGHT)


def _advance(text: str, size: float) -> float:
    """About how wide a text is: a picture cannot ask the font. Rather too wide than too narrow."""
    # below the letters of Hangul no sign is wide
    wide = sum(east_asian_width(char) in "WF" for char in text) if max(text, default="") >= "\u1100" else 0
    return size * (wide + 0.57 * (len(text) - wide))


def _wrapped(text: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _advance(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the picture: where it begins, its title in lines, its quiet line, and its pills in lines."""

    top: float
    title: list[str]
    quiet: list[str]
    pills: list[list[tuple[float, float, Exit, str]]]

    @property
    def text_height(self) -> float:
        return TITLE * len(self.title) + SMALL * len(self.quiet)


class _Picture:
    def __init__(self, book: Handbook, workflow: Workflow, drawn: Track, width: int) -> None:
        self.book, self.workflow, self.track, self.width = book, workflow, drawn, width
        self.left = FULL.width(drawn) + 8
        self.wide = width >= (WIDE + NARROW) / 2
        self.room = (width - self.left) * (SHARE if self.wide else 1) - 8
        self.rows: dict[str, _Row] = {}
        top = 0.0
        for name in drawn.plan.rows:
            row = self.row(name, top)
            self.rows[name] = row
            pills = PILL * len(row.pills)
            top += max((max(row.text_height, pills) if self.wide else row.text_height + pills + 4) + 20, LEAST)
        self.height = top + 6

    def row(self, name: str, top: float) -> _Row:
        step = self.workflow.by_id.get(name)
        if step is None:
            return _Row(
                top, _wrapped(title(self.book, self.workflow, self.track.plan.ends[name]), 13.5, self.room), [], []
            )
        said = f"{numbers(self.workflow)[name]} {words.heading(self.book, step)}"
        time = words.promise(self.book, self.workflow, step)
        parts = (
            words.who(self.book, step.by) if step.by else "",
            time.text if time else "",
            words.only_when(self.book, step),
        )
        quiet = _wrapped(" · ".join(part for part in parts if part), 11, self.room)
        pills = self.pills(exits(self.book, self.workflow, self.track, step))
        return _Row(top, _wrapped(said, 13.5, self.room), [line for line in quiet if line], pills)

    def pills(self, ways: tuple[Exit, ...]) -> list[list[tuple[float, float, Exit, str]]]:
        room = self.width - self.left - self.room - 16 if self.wide else self.room
        lines: list[list[tuple[float, float, Exit, str]]] = []
        x = 0.0
        for way in ways:
            to = f"→ {way.number}" if way.leads is Leads.STEP else "⚑"
            said = _cut(" · ".join(way.labels), room - _advance(to, 11) - 30)
            wide = _advance(f"{said}{to}", 11) + 28
            if not lines or x + wide > room:
                lines.append([])
                x = 0.0
            lines[-1].append((x, wide, way, said))
            x += wide + 6
        return lines

    def draw(self, colours: tuple[str, ...]) -> str:
        paths = [self.path(line, lane, back=False) for line, lane in self.track.runs]
        paths += [self.path(line, lane, back=True) for line, lane in self.track.loops]
        lines = "".join(path for _, path in sorted(paths, key=lambda pair: -pair[0]))
        inside = "".join("".join(self.texts(name)) for name in self.track.plan.rows)
        width, height = self.width + 12, f"{self.height:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" aria-label="{esc(self.workflow.title)}"><style>{_style(colours)}</style>'
            f'<rect class="paper" x="-6" width="{width}" height="{height}"/>{lines}{inside}</svg>\n'
        )

    def y(self, name: str) -> float:
        return self.rows[name].top + FULL.centre

    def path(self, line: Line, lane: int, *, back: bool) -> tuple[int, str]:
        own, other, x = FULL.x(self.track.lane[line.source]), FULL.x(self.track.lane[line.target]), FULL.x(lane)
        top, bottom, q = self.y(line.source), self.y(line.target), FULL.bend
        if back:
            tip = other + FULL.radius + 2
            way = f"M{own} {top:g}H{x - q}q{q} 0 {q} {-q}V{bottom + q:g}q0 {-q} {-q} {-q}H{tip + 9}"
            head = f'<path class="ar {BACK}" d="M{tip} {bottom:g}l10 -6v12z"/>'
            return 9, f'<path class="ln dash {BACK}" d="{way}"/>{head}'
        leave = q if x > own else -q
        way = f"M{own} {top:g}" if x == own else f"M{own} {top + FULL.offset:g}H{x - leave}q{leave} 0 {leave} {q}"
        arrive = -q if x > other else q
        end = f"V{bottom:g}" if x == other else f"V{bottom - FULL.offset - q:g}q0 {q} {arrive} {q}H{other}"
        return lane, f'<path class="ln {line.style.value} {lane_class(lane)}" d="{way}{end}"/>'

    def texts(self, name: str) -> Iterator[str]:
        row = self.rows[name]
        moved = station(self.track, name, FULL, self.workflow.by_id.get(name))
        yield f'<g transform="translate(0 {row.top:g})">{moved}</g>'
        y = row.top + FULL.centre + 5
        for line in row.title:
            yield f'<text class="t" x="{self.left}" y="{y:g}">{esc(line)}</text>'
            y += TITLE
        for line in row.quiet:
            yield f'<text class="m" x="{self.left}" y="{y - 2:g}">{esc(line)}</text>'
            y += SMALL
        x, y = (self.left + self.room + 16, row.top + 8) if self.wide else (self.left, row.top + row.text_height + 15)
        for pills in row.pills:
            for dx, wide, way, said in pills:
                yield _pill(x + dx, y, wide, way, said)
            y += PILL


def _cut(text: str, room: float) -> str:
    while text and _advance(text, 11) > room:
        text = text[:-2].rstrip(" ·…") + "…"
    return text


def _pill(x: float, y: float, wide: float, way: Exit, said: str) -> str:
    dash = " dash" if way.back or way.style is not Style.SOLID else ""
    to = f"→ {way.number}" if way.leads is Leads.STEP else "⚑"
    return (
        f'<rect class="pl {way.colour}{dash}" x="{x:g}" y="{y:g}" width="{wide:g}" height="21" rx="10.5"/>'
        f'<text class="pt" x="{x + 10:g}" y="{y + 14.5:g}">{esc(said)}<tspan class="m" dx="7">{to}</tspan></text>'
    )


def _style(colours: tuple[str, ...]) -> str:
    page, ink, soft, line, *lanes = colours
    rules = [
        f"text{{font-family:{_FONT};fill:{ink}}}.t{{font-size:13.5px;font-weight:600}}.m{{font-size:11px;fill:{soft}}}",
        f".pt{{font-size:11px;font-weight:600}}.paper{{fill:{page}}}.ln{{fill:none;stroke-width:3.5}}.ar{{stroke:none}}",
        f".dash{{stroke-dasharray:4 4}}.quiet{{stroke-width:2;stroke-dasharray:1 4}}.ln.{BACK}{{stroke-width:2}}",
        f".st{{fill:{page};stroke-width:2.75}}.st.some{{stroke-dasharray:5 3}}.st.end{{fill:{ink};stroke:{ink}}}",
        f".i{{fill:none;stroke:{ink};stroke-width:2.3;stroke-linecap:round;stroke-linejoin:round}}",
        f".v-end .i{{stroke:{page}}}",
        f".pl{{fill:{page};stroke-width:1.4}}.lx{{stroke:{line}}}.{BACK}{{stroke:{lanes[4]}}}.ar.{BACK}{{fill:{lanes[4]}}}",
    ]
    return "".join([*rules, *(f".l{number}{{stroke:{colour}}}" for number, colour in enumerate(lanes))])
