"""Who is there when, as rules and not as hours: the browser works the hours out, months after the pages were made."""

from collections.abc import Iterable

from handrail.ground.hours import Hours
from handrail.ground.model import Handbook, SeverityLevel, Team
from handrail.pages import _words as words
from handrail.pages._hours import words as hours_in_words
from handrail.pages._run.data import Data, handbook_print
from handrail.reasoning.staffing import zone_of


def people(book: Handbook) -> Data:
    """Hubs with their zone, shifts and holidays; rotas; teams with the rung above; promises; numbers to call."""
    return {
        "day": book.as_of.isoformat(),
        "print": handbook_print(book),
        "hubs": {
            hub.id: {
                "title": hub.title,
                "zone": hub.zone,
                "off": [day.isoformat() for day in hub.holidays],
                "shifts": [_hours(hours) for hours in hub.shifts.values()],
            }
            for hub in book.hubs.values()
            if zone_of(hub.zone)
        },
        "rotas": {
            rota.id: {
                "zone": zone,
                "shifts": [_hours(rota.hours)],
                "answers": rota.answers_within.minutes if rota.answers_within else 0,
            }
            for rota in book.rotas.values()
            if rota.hours and zone_of(zone := book.hubs[rota.hub].zone if rota.hub in book.hubs else "UTC")
        },
        "teams": {team.id: _team(book, team) for team in book.teams.values()},
        "severities": {level.id: _severity(book, level) for level in book.severities.values()},
        "helplines": [
            [line.country, line.title, line.number, list(line.languages)] for line in book.helplines.values()
        ],
        "marks": {mark.id: mark.says for mark in book.marks.values()},
    }


def _hours(hours: Hours) -> list[object]:
    """Weekdays (Monday is 0), and from which local minute to which."""
    return [_days(hours.days), hours.start, hours.end]


def _days(days: Iterable[int]) -> str:
    return "".join(str(day) for day in sorted(days))


def _team(book: Handbook, team: Team) -> Data:
    accepts = {level: time.text for level, time in team.accepts_by_severity.items()}
    usual = team.accepts_within()
    return {
        "title": team.title,
        "contact": team.contact,
        "hours": hours_in_words(book, team.id),
        "hubs": list(team.staffed),
        "days": None if team.days is None else _days(team.days),
        "works": team.works_on_holidays,
        "rotas": list(team.on_call),
        "accepts": {"": usual.text, **accepts} if usual else {},
        "above": team.if_no_answer if team.if_no_answer in book.teams else "",
        "last": team.last_resort,
    }


def _severity(book: Handbook, level: SeverityLevel) -> Data:
    promises = {name: [time.minutes, time.text, words.mark(book, name)] for name, time in level.promises.items()}
    return {
        "title": level.title,
        "update": level.update_every.text if level.update_every else "",
        "promises": promises,
    }
