"""A team's coming week as a picture: hour by hour who is there, and where a deadline would not be kept."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handrail.ground.duration import spoken
from handrail.ground.model import Handbook
from handrail.pages._escape import esc
from handrail.reasoning.answering import Asked, every_asked
from handrail.reasoning.staffing import Stretch, between, common, horizon, merged, presence, zone_of

DAYS = 7
_LEFT, _CELL, _GAP = 16.6, 3.475, 0.3
"""Where the hours begin, how wide one is and what stays free in it, in percent: the picture fits every screen."""
_ROW, _TOP = 18, 18
_HOUR = 60
_LOOKS = {"on": "somebody is there", "call": "on call alone", "part": "a part of the hour", "none": "nobody"}


class Hour(NamedTuple):
    """An hour of a local day: who is there (`on`, `call`, `part`, `none`), and whether a deadline fails in it."""

    look: str
    late: bool


def week(book: Handbook, team: str, within: int) -> tuple[ZoneInfo, list[tuple[date, list[Hour]]]]:
    """The coming days in the zone of the team's place (UTC where it has several), each with its hours.

    `within` is the shortest time in which somebody of the team has to answer; 0 for none.
    """
    zone = _zone(book, team)
    first = datetime.combine(book.as_of, datetime.min.time(), tzinfo=zone)
    start = int(first.astimezone(UTC).timestamp()) // 60
    window = Stretch(start, start + (DAYS + 1) * 1440)
    every = presence(book, team)
    there = merged((each.stretch for each in every if not each.rota), window)
    anybody = merged((each.stretch for each in every), window)
    quick = (each for each in every if each.answers_in <= within)
    kept = merged((Stretch(each.stretch.start - within + each.answers_in, each.stretch.end) for each in quick), window)
    failing = between(kept, window) if within else ()
    days = []
    for ahead in range(DAYS):
        day = book.as_of + timedelta(days=ahead)
        hours = [_hour(day, hour, zone, there, anybody, failing) for hour in range(24)]
        days.append((day, hours))
    return zone, days


def _zone(book: Handbook, team: str) -> ZoneInfo:
    zones = {book.hubs[hub].zone for hub in book.teams[team].staffed if hub in book.hubs}
    return (zone_of(zones.pop()) if len(zones) == 1 else None) or ZoneInfo("UTC")


def _hour(
    day: date,
    hour: int,
    zone: ZoneInfo,
    there: tuple[Stretch, ...],
    anybody: tuple[Stretch, ...],
    failing: tuple[Stretch, ...],
) -> Hour:
    at = int((datetime.combine(day, datetime.min.time(), tzinfo=zone) + timedelta(hours=hour)).timestamp()) // 60
    span = (Stretch(at, at + _HOUR),)
    covered, called = (sum(part.length for part in common(some, span)) for some in (there, anybody))
    look = "on" if covered == _HOUR else "call" if called == _HOUR else "part" if called else "none"
    return Hour(look, bool(common(failing, span)))


def deadlines(book: Handbook, team: str) -> list[Asked]:
    """What a team has to answer, the shortest time first."""
    return sorted((each for each in every_asked(book) if team in each.teams), key=lambda each: each.minutes)


def picture(book: Handbook, team: str) -> str:
    """The week as SVG with a legend; nothing for a team that is never there."""
    if not presence(book, team) or horizon(book).length < (DAYS + 1) * 1440:
        return ""
    asked = deadlines(book, team)
    within = asked[0].minutes if asked else 0
    zone, days = week(book, team, within)
    told = " ".join(_told(days, within))
    cells = "".join(_day(number, day, hours) for number, (day, hours) in enumerate(days))
    months = "/".join(dict.fromkeys(f"{day:%b}" for day, _ in days))
    clock = f'<text x="0" y="12">{months}</text>'
    clock += "".join(f'<text x="{_LEFT + hour * _CELL:g}%" y="12">{hour:02}</text>' for hour in range(0, 24, 3))
    name = f"hr-week-{esc(team)}"
    drawn = (
        f'<svg class="hr-week" role="img" aria-labelledby="{name}">'
        f'<title id="{name}">{esc(told)}</title>{clock}{cells}</svg>'
    )
    seen = {hour.look for _, hours in days for hour in hours}
    late = any(hour.late for _, hours in days for hour in hours)
    keys = [_key(look, says) for look, says in _LOOKS.items() if look in seen]
    keys += [_key("late", f"a call waits longer than {spoken(within)}")] if late else []
    place = f"Hours of {esc(zone.key.rpartition('/')[2].replace('_', ' '))}" if zone.key != "UTC" else "Hours in UTC"
    return f'<div>{drawn}</div>\n\n<p class="hr-legend"><span>{place}</span> {" ".join(keys)}</p>'


def _day(number: int, day: date, hours: list[Hour]) -> str:
    y = _TOP + number * _ROW
    cells = "".join(_cell(_LEFT + hour * _CELL, _CELL, y, each) for hour, each in enumerate(hours))
    return f'<text x="0" y="{y + 13}">{day:%a} {day.day}</text>{cells}'


def _cell(x: float, width: float, y: int, hour: Hour) -> str:
    """Shape says it as well as colour: a full, low, narrow or empty box; a stroke through what is late."""
    top, high = {"on": (1, 14), "call": (8, 7), "part": (11, 4), "none": (1, 14)}[hour.look]
    left, wide = x + width * _GAP / 6, width * (1 - _GAP / 3)
    where = f'x="{left:.4g}%" y="{y + top}" width="{wide:.4g}%" height="{high}"'
    drawn = f'<rect class="hr-wk {hour.look}" {where} rx="2"></rect>'
    ends = f'x1="{left + wide / 6:.4g}%" y1="{y + 13}" x2="{left + wide * 5 / 6:.4g}%" y2="{y + 3}"'
    return drawn + (f'<line class="hr-wk late" {ends}></line>' if hour.late else "")


def _key(look: str, says: str) -> str:
    hour = Hour("none" if look == "late" else look, look == "late")
    return f'<span><svg aria-hidden="true">{_cell(0, 100, 0, hour)}</svg> {esc(says)}</span>'


def _told(days: Iterable[tuple[date, list[Hour]]], within: int) -> Iterator[str]:
    """The picture in words, for people who do not see it."""
    for day, hours in days:
        empty = [hour for hour, each in enumerate(hours) if each.look == "none"]
        late = [hour for hour, each in enumerate(hours) if each.late]
        said = f"nobody {_spans(empty)}" if empty else "somebody at every hour"
        more = f"; a call waits longer than {spoken(within)} {_spans(late)}" if late else ""
        yield f"{day:%A}: {said}{more}."


def _spans(hours: list[int]) -> str:
    found: list[list[int]] = []
    for hour in hours:
        if found and hour == found[-1][1]:
            found[-1][1] = hour + 1
        else:
            found.append([hour, hour + 1])
    return ", ".join(f"{start:02}:00 to {end:02}:00" for start, end in found)
