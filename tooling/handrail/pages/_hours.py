"""When a team is there: in words for everybody, and as data for the script that says whether it is there now."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from handrail.ground.hours import ALL_DAYS, DAYS, Hours
from handrail.ground.model import Handbook, Team
from handrail.pages._escape import esc

_DAY = 24 * 60


@lru_cache(maxsize=512)
def words(book: Handbook, name: str) -> str:
    """When a team is there, in few words: `day and night`, `07:00 to 23:00 Kuala Lumpur`. Not escaped."""
    team = book.teams[name]
    if all(_covered(book, team, on_call=False)):
        return "day and night"
    hubs = [_of_hub(book, hub, team) for hub in team.staffed if hub in book.hubs]
    if all(_covered(book, team)):
        return "day and night, by pager" if not hubs else f"{', '.join(hubs)}, else by pager"
    rotas = [book.rotas[name] for name in team.on_call if name in book.rotas]
    return ", ".join(hubs) or ", ".join(f"by pager {rota.hours.text}" for rota in rotas if rota.hours)


@lru_cache(maxsize=512)
def always(book: Handbook, name: str) -> bool:
    """Whether somebody of the team can be reached in every hour of the week that begins at the handbook's date."""
    return all(_covered(book, book.teams[name]))


def badge(book: Handbook, name: str) -> str:
    """The words in a form that the script turns into `staffed now`. Nothing for what is no team."""
    if name not in book.teams or not (said := words(book, name)):
        return ""
    team = book.teams[name]
    data = escape(json.dumps([*_shifts(book, team), *_on_call(book, team)], ensure_ascii=True), quote=True)
    data = data.replace("{", "&#123;").replace("}", "&#125;")
    return f'<span class="hr-hours" data-hr-hours="{data}">{esc(said)}</span>'


def days(team: Team) -> str:
    """The weekdays of a team in words, empty for every day."""
    if team.days is None or team.days == ALL_DAYS:
        return ""
    order = sorted(team.days)
    stretch = order[-1] - order[0] == len(order) - 1 and len(order) > 1
    return f"{DAYS[order[0]]} to {DAYS[order[-1]]}" if stretch else ", ".join(DAYS[day] for day in order)


def _of_hub(book: Handbook, name: str, team: Team) -> str:
    hub = book.hubs[name]
    spans = sorted((hours.start, hours.end) for hours in hub.shifts.values())
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    clock = " and ".join(f"{_clock(start)} to {_clock(end)}" for start, end in joined)
    return " ".join(part for part in (clock, hub.title, _short(days(team) or _days_of(hub.shifts.values()))) if part)


def _days_of(shifts: Iterable[Hours]) -> str:
    firsts = {hours.text.rpartition(" to ")[0].rpartition(" ")[0] for hours in shifts}
    only = firsts.pop() if len(firsts) == 1 else ""
    return "" if only in ("every day", "") else only


def _short(words_: str) -> str:
    return f"({words_})" if words_ else ""


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _shifts(book: Handbook, team: Team) -> Iterator[dict[str, object]]:
    for name in team.staffed:
        hub = book.hubs.get(name)
        for hours in hub.shifts.values() if hub else ():
            on = sorted(hours.days if team.days is None else hours.days & team.days)
            off = [] if team.works_on_holidays or hub is None else [day.isoformat() for day in hub.holidays]
            yield _entry(hub.zone if hub else "UTC", hours, on, off)


def _on_call(book: Handbook, team: Team) -> Iterator[dict[str, object]]:
    for name in team.on_call:
        rota = book.rotas.get(name)
        if rota and rota.hours:
            hub = book.hubs.get(rota.hub)
            yield _entry(hub.zone if hub else "UTC", rota.hours, sorted(rota.hours.days), []) | {"call": True}


def _entry(zone: str, hours: Hours, on: list[int], off: list[str]) -> dict[str, object]:
    return {"zone": zone, "days": on, "from": hours.start, "to": hours.end, "off": off}


def _covered(book: Handbook, team: Team, *, on_call: bool = True) -> list[bool]:
    """The quarters of a week, from the handbook's date on, with whether somebody is there. Holidays are left aside."""
    quarters = [False] * (7 * _DAY // 15)
    begin = datetime.combine(book.as_of, time(), UTC)
    for entry in [*_shifts(book, team), *(_on_call(book, team) if on_call else ())]:
        for place in range(len(quarters)):
            quarters[place] = quarters[place] or _inside(entry, begin + timedelta(minutes=15 * place))
    return quarters


def _inside(entry: dict[str, object], moment: datetime) -> bool:
    local = moment.astimezone(_zone(str(entry["zone"])))
    start, end, on = entry["from"], entry["to"], entry["days"]
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(on, list):
        return False
    length = end - start if end > start else end - start + _DAY
    minute = local.hour * 60 + local.minute
    today = local.weekday() in on and 0 <= minute - start < length
    return today or ((local.weekday() - 1) % 7 in on and minute + _DAY - start < length)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
