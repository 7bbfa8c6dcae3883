"""Is anybody awake? When each team is there, in UTC minutes, over a year, exact across clock changes and holidays.

A team is there while a hub that it is staffed from has a shift (not on the hub's holidays, unless the team works then,
and on the team's own days alone), and while one of its rotas is on call. Shifts are written in local time: each day's
start and end are turned into UTC by that day's offset, so that a shift on the night of a clock change has its true
length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handrail.ground.hours import Hours
from handrail.ground.model import Handbook, Team

DAYS_AHEAD = 366
"""How far we look: a whole year from the day of the check."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a minute to a minute (not included), counted in UTC from the epoch."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Minutes."""
        return self.end - self.start


def instant(minute: int) -> datetime:
    """The moment of a minute, in UTC."""
    return datetime.fromtimestamp(minute * 60, UTC)


def _minute(day: date, minutes: int, zone: ZoneInfo) -> int:
    """The UTC minute of a local wall-clock time; a time that the clock jumps over is the moment of the jump."""
    local = datetime.combine(day, time(), tzinfo=None) + timedelta(minutes=minutes)
    return int(local.replace(tzinfo=zone).timestamp() // 60)


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of an IANA name, or None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def horizon(handbook: Handbook) -> Stretch:
    """The year that is looked at: from the day of the check, in UTC."""
    start = int(datetime.combine(handbook.as_of, time(), tzinfo=UTC).timestamp() // 60)
    return Stretch(start, start + DAYS_AHEAD * 1440)


@lru_cache(maxsize=256)
def staffed(handbook: Handbook, team: str) -> tuple[Stretch, ...]:
    """When a team is there in the coming year, in order, without overlaps. A name that is no team is never there."""
    if team not in handbook.teams:
        return ()
    year = horizon(handbook)
    found = sorted(
        (*_of_hubs(handbook, handbook.teams[team]), *_of_rotas(handbook, handbook.teams[team])),
        key=lambda stretch: (stretch.start, stretch.end),
    )
    merged: list[Stretch] = []
    for stretch in found:
        start, end = max(stretch.start, year.start), min(stretch.end, year.end)
        if start >= end:
            continue
        if merged and start <= merged[-1].end:
            merged[-1] = Stretch(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Stretch(start, end))
    return tuple(merged)


def gaps(handbook: Handbook, team: str) -> tuple[Stretch, ...]:
    """When nobody of a team is there in the coming year, in order."""
    year = horizon(handbook)
    found, free = [], year.start
    for stretch in staffed(handbook, team):
        if stretch.start > free:
            found.append(Stretch(free, stretch.start))
        free = stretch.end
    if free < year.end:
        found.append(Stretch(free, year.end))
    return tuple(found)


def always(handbook: Handbook, team: str) -> bool:
    """Whether a team is there in every minute of the coming year."""
    return team in handbook.teams and not gaps(handbook, team)


def _of_hubs(handbook: Handbook, team: Team) -> Iterator[Stretch]:
    for name in team.staffed:
        hub = handbook.hubs.get(name)
        zone = zone_of(hub.zone) if hub else None
        if hub is None or zone is None:
            continue
        closed = frozenset() if team.works_on_holidays else frozenset(hub.holidays)
        for hours in hub.shifts.values():
            yield from _days(handbook.as_of, hours, zone, team.days, closed)


def _of_rotas(handbook: Handbook, team: Team) -> Iterator[Stretch]:
    for name in team.on_call:
        rota = handbook.rotas.get(name)
        if rota is None or rota.hours is None:
            continue
        hub = handbook.hubs.get(rota.hub)
        zone = zone_of(hub.zone if hub else "UTC")
        if zone is not None:
            yield from _days(handbook.as_of, rota.hours, zone, None, frozenset())


def _days(
    first: date, hours: Hours, zone: ZoneInfo, days: frozenset[int] | None, closed: frozenset[date]
) -> Iterator[Stretch]:
    """The stretches of some hours, from the day before the first one (its night shift may reach into it)."""
    end = hours.end if hours.end > hours.start else hours.end + 1440
    for ahead in range(-1, DAYS_AHEAD + 1):
        day = first + timedelta(days=ahead)
        if day.weekday() in hours.days and (days is None or day.weekday() in days) and day not in closed:
            yield Stretch(_minute(day, hours.start, zone), _minute(day, end, zone))
