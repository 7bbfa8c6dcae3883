"""Is anybody awake? When each team is there, in UTC minutes, over a year, exact across clock changes and holidays.

A team is there while a hub that it is staffed from has a shift (not on the hub's holidays, unless the team works then,
and on the team's own days alone), and while one of its rotas is on call. Shifts are written in local time: each day's
start and end are turned into UTC by that day's offset, so that a shift on the night of a clock change has its true
length.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handrail.ground.hours import Hours
from handrail.ground.model import Handbook, Team

DAYS_AHEAD = 366
"""How far we look: a whole year from the day of the check."""


class Stretch(NamedTuple):
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


def minute_of(day: date, minutes: int, zone: ZoneInfo) -> int:
    """The first UTC minute at which a local clock shows a time of a day or later.

    A time that comes twice is the first of the two; a time that the clock jumps over is the moment of the jump.
    """
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    found = int(local.replace(tzinfo=zone).timestamp() // 60)
    if datetime.fromtimestamp(found * 60, zone).replace(tzinfo=None) == local:
        return found
    while datetime.fromtimestamp((found - 1) * 60, zone).replace(tzinfo=None) >= local:
        found -= 1
    return found


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


class Presence(NamedTuple):
    """Somebody who is there: when, and after how many minutes at most they answer (nobody waits for a shift)."""

    stretch: Stretch
    answers_in: int = 0
    rota: str = ""


@lru_cache(maxsize=256)
def presence(handbook: Handbook, team: str) -> tuple[Presence, ...]:
    """Everybody of a team who is there in the coming year, shift by shift. A name that is no team has nobody."""
    if team not in handbook.teams:
        return ()
    found = handbook.teams[team]
    return (*_of_hubs(handbook, found, holidays=not found.works_on_holidays), *_of_rotas(handbook, found))


@lru_cache(maxsize=256)
def staffed(handbook: Handbook, team: str) -> tuple[Stretch, ...]:
    """When a team is there in the coming year, in order, without overlaps."""
    return merged((each.stretch for each in presence(handbook, team)), horizon(handbook))


@lru_cache(maxsize=256)
def meant(handbook: Handbook, team: str) -> tuple[Stretch, ...]:
    """When a team would be there in the coming year if there were no holidays."""
    if team not in handbook.teams:
        return ()
    found = (*_of_hubs(handbook, handbook.teams[team], holidays=False), *_of_rotas(handbook, handbook.teams[team]))
    return merged((each.stretch for each in found), horizon(handbook))


def merged(stretches: Iterable[Stretch], within: Stretch) -> tuple[Stretch, ...]:
    """Stretches in order, without overlaps, cut to what lies within another one."""
    found: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda each: (each.start, each.end)):
        start, end = max(stretch.start, within.start), min(stretch.end, within.end)
        if start >= end:
            continue
        if found and start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Stretch(start, end))
    return tuple(found)


def between(stretches: Iterable[Stretch], within: Stretch) -> tuple[Stretch, ...]:
    """What lies between stretches that are in order and do not overlap."""
    found, free = [], within.start
    for stretch in stretches:
        if stretch.start > free:
            found.append(Stretch(free, stretch.start))
        free = stretch.end
    if free < within.end:
        found.append(Stretch(free, within.end))
    return tuple(found)


def common(first: Sequence[Stretch], second: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """What lies in both of two lists of stretches, each of which is in order and without overlaps."""
    found, here, there = [], 0, 0
    while here < len(first) and there < len(second):
        start = max(first[here].start, second[there].start)
        end = min(first[here].end, second[there].end)
        if start < end:
            found.append(Stretch(start, end))
        if first[here].end <= second[there].end:
            here += 1
        else:
            there += 1
    return tuple(found)


@lru_cache(maxsize=256)
def gaps(handbook: Handbook, team: str) -> tuple[Stretch, ...]:
    """When nobody of a team is there in the coming year, in order."""
    return between(staffed(handbook, team), horizon(handbook))


def always(handbook: Handbook, team: str) -> bool:
    """Whether a team is there in every minute of the coming year."""
    return team in handbook.teams and not gaps(handbook, team)


def _of_hubs(handbook: Handbook, team: Team, *, holidays: bool) -> Iterator[Presence]:
    for name in team.staffed:
        hub = handbook.hubs.get(name)
        zone = zone_of(hub.zone) if hub else None
        if hub is None or zone is None:
            continue
        closed = frozenset(hub.holidays) if holidays else frozenset[date]()
        for hours in hub.shifts.values():
            yield from map(Presence, _days(handbook.as_of, hours, zone, team.days, closed))


def _of_rotas(handbook: Handbook, team: Team) -> Iterator[Presence]:
    for name in team.on_call:
        rota = handbook.rotas.get(name)
        if rota is None or rota.hours is None:
            continue
        hub = handbook.hubs.get(rota.hub)
        zone = zone_of(hub.zone if hub else "UTC")
        minutes = rota.answers_within.minutes if rota.answers_within else 0
        if zone is not None:
            for stretch in _days(handbook.as_of, rota.hours, zone, None, frozenset()):
                yield Presence(stretch, minutes, name)


@lru_cache(maxsize=256)
def _days(
    first: date, hours: Hours, zone: ZoneInfo, days: frozenset[int] | None, closed: frozenset[date]
) -> tuple[Stretch, ...]:
    """The stretches of some hours, from two days before the first one.

    West of Greenwich that day begins in UTC when the day before it still goes on, and what began the evening before
    that may still be at work: from 20:00 to 19:00, say.
    """
    end = hours.end if hours.end > hours.start else hours.end + 1440
    every = (first + timedelta(days=ahead) for ahead in range(-2, DAYS_AHEAD + 1))
    return tuple(
        Stretch(minute_of(day, hours.start, zone), minute_of(day, end, zone))
        for day in every
        if day.weekday() in hours.days and (days is None or day.weekday() in days) and day not in closed
    )
