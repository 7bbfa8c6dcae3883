"""How long can working days take at most? Counted in the calendar of the people who work.

A working day of a team is a day on which a shift of its hub begins, in local time; holidays of the hub are none, unless
the team works then. The day on which a time begins does not count, and its last day counts to the end, as laws count.
The slowest stretch that begins in the coming year is taken, at the slowest of a team's hubs: a promise that holds for
it holds over every weekend and every holiday that the handbook knows. Limits are the other way round: there a working
day is 24 hours (`Duration.minutes`), which is never more than it can be.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import count, islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handrail.ground.duration import Duration
from handrail.ground.model import Handbook
from handrail.reasoning.staffing import DAYS_AHEAD, minute_of, zone_of

_MOST = 250
"""Working days that are counted one by one; more take as many times as long as that."""

_YEAR = DAYS_AHEAD * 1440


class _Calendar(NamedTuple):
    """The weekdays (Monday is 0) on which people work, the days on which they do not, and their time zone."""

    weekdays: frozenset[int]
    closed: frozenset[date]
    zone: ZoneInfo


_UNKNOWN = _Calendar(frozenset(range(5)), frozenset(), ZoneInfo("UTC"))
"""People of whom no calendar is known work from Monday to Friday; `ambiguous-calendar` asks for theirs."""


def at_most(handbook: Handbook, time: Duration | None, teams: Iterable[str]) -> int:
    """Minutes that `time` can take at most for the slowest of some teams (their names); 0 where there is no time."""
    if time is None:
        return 0
    if not time.working:
        return time.minutes
    return max(_of_team(handbook, time.amount, team) for team in (*teams,) or ("",))


@lru_cache(maxsize=1024)
def _of_team(handbook: Handbook, amount: int, team: str) -> int:
    return max(_slowest(handbook.as_of, calendar, amount) for calendar in _calendars(handbook, team))


def _calendars(handbook: Handbook, name: str) -> tuple[_Calendar, ...]:
    """The calendar of a team at each of its hubs."""
    team = handbook.teams.get(name)
    if team is None:
        return (_UNKNOWN,)
    found = []
    for hub in filter(None, map(handbook.hubs.get, team.staffed)):
        zone = zone_of(hub.zone)
        weekdays = frozenset(day for hours in hub.shifts.values() for day in hours.days)
        closed = frozenset[date]() if team.works_on_holidays else frozenset(hub.holidays)
        if zone:
            found.append(_Calendar(weekdays if team.days is None else weekdays & team.days, closed, zone))
    return tuple(found) or (_UNKNOWN,)


@lru_cache(maxsize=256)
def _slowest(first: date, calendar: _Calendar, amount: int) -> int:
    """The longest time from the start of a day to the end of the `amount`-th working day after it, in minutes."""
    if amount > _MOST:
        return -(-amount // _MOST) * _slowest(first, calendar, _MOST)
    if not calendar.weekdays:
        return amount * _YEAR
    last = first + timedelta(days=DAYS_AHEAD)
    every = (first + timedelta(days=ahead) for ahead in count())
    working = (day for day in every if day.weekday() in calendar.weekdays and day not in calendar.closed)
    days = [next(working)]
    while days[-1] <= last:
        days.append(next(working))
    days += islice(working, amount - 1)
    # the slowest start is that of a working day: days off before it make a time shorter
    starts = [first, *(day for day in days if day <= last)]
    return max(
        minute_of(days[bisect_right(days, start) + amount - 1], 1440, calendar.zone)
        - minute_of(start, 0, calendar.zone)
        for start in starts
    )
