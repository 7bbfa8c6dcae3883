"""When a team is there, in words and as data: the page says the hours, a script may say `staffed now`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from handrail.ground.hours import ALL_DAYS, DAYS, Hours
from handrail.ground.model import Handbook, Team

DAY = 1440
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours in one zone: weekdays (Monday is 0), minutes of the local day, days that are left out."""

    zone: str
    where: str
    days: tuple[int, ...]
    start: int
    end: int
    off: tuple[str, ...] = ()


def stretches(book: Handbook, team: Team) -> tuple[Stretch, ...]:
    """Every stretch in which a team is staffed or on call, adjoining shifts of a hub made one."""
    found = [stretch for hub in team.staffed for stretch in _of_hub(book, team, hub)]
    for name in team.on_call:
        rota = book.rotas.get(name)
        hub = book.hubs.get(rota.hub) if rota else None
        if rota and rota.hours:
            found.append(_stretch(rota.hours, hub.zone if hub else "UTC", hub.title if hub else "UTC"))
    return tuple(found)


@lru_cache(maxsize=256)
def always(book: Handbook, name: str) -> bool:
    """Whether a team is there in each hour of an ordinary week, in winter and in summer. Holidays are left out."""
    parts = stretches(book, book.teams[name]) if name in book.teams else ()
    return all(_covered(parts, datetime(book.as_of.year, month, 15, 12, tzinfo=UTC)) for month in (1, 7))


def _covered(parts: tuple[Stretch, ...], when: datetime) -> bool:
    """Whether the stretches leave no gap in a week with the clocks as they stand then."""
    spans = []
    for part in parts:
        offset = when.astimezone(ZoneInfo(part.zone)).utcoffset() or timedelta()
        for day in part.days:
            start = (day * DAY + part.start - int(offset.total_seconds() // 60)) % WEEK
            # once more a week earlier, for what runs over the end of the week
            spans += [(start, start + part.end - part.start), (start - WEEK, start - WEEK + part.end - part.start)]
    reached = 0
    for start, end in sorted(spans):
        if start > reached:
            break
        reached = max(reached, end)
    return reached >= WEEK


def spoken(book: Handbook, team: Team) -> str:
    """The hours of a team in words: `day and night`, or one stretch after the other."""
    if always(book, team.id):
        return "day and night"
    return ", ".join(_say(part) for part in dict.fromkeys(stretches(book, team)))


def data(book: Handbook, team: Team) -> str:
    """The hours of a team for a script, as JSON: a list of [zone, days, start, end, days left out]."""
    parts = [[part.zone, part.days, part.start, part.end, part.off] for part in stretches(book, team)]
    return json.dumps(parts, separators=(",", ":"))


def _of_hub(book: Handbook, team: Team, name: str) -> Iterator[Stretch]:
    hub = book.hubs.get(name)
    if hub is None:
        return
    off = () if team.works_on_holidays else tuple(day.isoformat() for day in hub.holidays)
    shifts = [_stretch(hours, hub.zone, hub.title, team.days, off) for hours in hub.shifts.values()]
    merged: list[Stretch] = []
    for shift in sorted(shifts, key=lambda part: (part.days, part.start)):
        last = merged[-1] if merged else None
        if last and last.days == shift.days and shift.start <= last.end:
            merged[-1] = Stretch(last.zone, last.where, last.days, last.start, max(last.end, shift.end), off)
        else:
            merged.append(shift)
    yield from merged


def _stretch(
    hours: Hours, zone: str, where: str, only: frozenset[int] | None = None, off: tuple[str, ...] = ()
) -> Stretch:
    days = tuple(sorted(hours.days & only if only is not None else hours.days))
    end = hours.end if hours.end > hours.start else hours.end + DAY
    return Stretch(zone, where, days, hours.start, end, off)


def _say(part: Stretch) -> str:
    days = {ALL_DAYS: "", frozenset(range(5)): "Monday to Friday "}.get(frozenset(part.days))
    if days is None:
        run = part.days == tuple(range(part.days[0], part.days[-1] + 1)) and len(part.days) > 1
        days = f"{DAYS[part.days[0]]} to {DAYS[part.days[-1]]} " if run else ", ".join(DAYS[d] for d in part.days) + " "
    return f"{days}{_clock(part.start)}-{_clock(part.end)} {part.where}"


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}" if minute != DAY else "24:00"
