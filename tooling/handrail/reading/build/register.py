"""The registers: closed vocabularies, one file each."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours, days_of
from handrail.ground.model import (
    Answers,
    Duty,
    Fact,
    Helpline,
    Hub,
    Kind,
    Mark,
    Metric,
    Role,
    Rota,
    SeverityLevel,
    Team,
    Term,
)
from handrail.reading.build.values import day, length, names, said, texts, yes

Entries: TypeAlias = Iterator[tuple[str, Callable[[], Any]]]
Shelf: TypeAlias = tuple[Kind, str, tuple[str, ...], Entries]

_NUMBER = re.compile(r"(\d+) to (\d+)(?: (.+))?")
YES_NO = {"yes": "Yes", "no": "No"}


def _fact(name: str, data: dict[str, Any], place: Place) -> Fact:
    written = data["answers"]
    number = _NUMBER.fullmatch(written) if isinstance(written, str) else None
    kind = Answers.NUMBER if number else Answers.YES_NO if isinstance(written, str) else Answers.NAMED
    return Fact(
        id=name,
        place=place,
        asks=said(data, "asks"),
        kind=kind,
        answers=texts(written) if kind is Answers.NAMED else dict(YES_NO) if kind is Answers.YES_NO else {},
        least=int(number[1]) if number else 0,
        most=int(number[2]) if number else 0,
        unit=(number[3] or "") if number else "",
        always_known=yes(data.get("always-known")),
        at_first=said(data, "at-first"),
        formerly=names(data.get("formerly")),
    )


def _mark(name: str, data: Any, place: Place) -> Mark:
    if isinstance(data, dict):
        return Mark(name, place, said(data, "says"), said(data, "counts-as"), yes(data.get("never")))
    return Mark(name, place, data)


def _severity(name: str, data: dict[str, Any], place: Place) -> SeverityLevel:
    promises = {mark: Duration.parse(time) for mark, time in data.get("promises", {}).items()}
    return SeverityLevel(
        id=name,
        place=place,
        title=said(data, "title"),
        accept=length(data, "accept"),
        update_every=length(data, "update-every"),
        promises={mark: time for mark, time in promises.items() if time},
        languages=names(data.get("languages")),
    )


def _duty(name: str, data: dict[str, Any], place: Place) -> Duty:
    return Duty(
        id=name,
        place=place,
        title=said(data, "title"),
        jurisdiction=said(data, "jurisdiction"),
        article=said(data, "article"),
        duty=said(data, "duty"),
        in_force_on=day(data.get("in-force-on")),
        ended_on=day(data.get("ended-on")),
        updated_on=day(data.get("updated-on")),
        source=said(data, "source"),
        evidence=said(data, "evidence"),
        checked_on=day(data.get("checked-on")),
        to_confirm=", ".join(names(data.get("to-confirm"))),
        notes=said(data, "notes"),
    )


def _metric(name: str, data: dict[str, Any], place: Place) -> Metric:
    keys = ("title", "says", "from", "to", "target")
    return Metric(name, place, *(said(data, key) for key in keys))


def _term(name: str, data: dict[str, Any], place: Place) -> Term:
    return Term(
        id=name,
        place=place,
        term=said(data, "term"),
        means=said(data, "means"),
        also=names(data.get("also")),
        names=texts(data.get("in")),
        reporters_say={language: names(words) for language, words in data.get("reporters-say", {}).items()},
        never_say=names(data.get("never-say")),
    )


def _helpline(country: str, name: str, data: dict[str, Any], place: Place) -> Helpline:
    return Helpline(
        id=f"{country}/{name}",
        place=place,
        country=country,
        title=said(data, "title"),
        number=said(data, "number"),
        helps_with=names(data.get("helps-with")),
        languages=names(data.get("languages")),
        hours=Hours.parse(said(data, "hours")),
        verified_on=day(data.get("verified-on")),
    )


def _hub(name: str, data: dict[str, Any], place: Place) -> Hub:
    shifts = {shift: Hours.parse(hours) for shift, hours in data.get("shifts", {}).items()}
    holidays = {day(when): says for when, says in data.get("holidays", {}).items()}
    return Hub(
        id=name,
        place=place,
        title=said(data, "title"),
        zone=said(data, "zone"),
        languages=names(data.get("languages")),
        shifts={shift: hours for shift, hours in shifts.items() if hours},
        holidays={when: says for when, says in holidays.items() if when},
    )


def _rota(name: str, data: dict[str, Any], place: Place) -> Rota:
    hours, answers = Hours.parse(said(data, "hours")), length(data, "answers-within")
    return Rota(name, place, said(data, "title"), said(data, "hub"), hours, answers)


def _team(name: str, data: dict[str, Any], place: Place) -> Team:
    accepts = data.get("accepts-within", "")
    by_severity = accepts if isinstance(accepts, dict) else {}
    tier = said(data, "tier")
    return Team(
        id=name,
        place=place,
        title=said(data, "title"),
        tier=int(tier) if tier else None,
        staffed=names(data.get("staffed")),
        days=days_of(data["days"]) if "days" in data else None,
        works_on_holidays=yes(data.get("works-on-holidays")),
        on_call=names(data.get("on-call")),
        queues=texts(data.get("queues")),
        contact=said(data, "contact"),
        accepts=Duration.parse(accepts) if isinstance(accepts, str) else None,
        accepts_by_severity={level: time for level, text in by_severity.items() if (time := Duration.parse(text))},
        expects=names(data.get("expects")),
        if_no_answer=said(data, "if-no-answer"),
        last_resort=yes(data.get("last-resort")),
        retired_on=day(data.get("retired-on")),
        replaced_by=said(data, "replaced-by"),
    )


def _role(name: str, data: dict[str, Any], place: Place) -> Role:
    return Role(name, place, said(data, "title"), names(data.get("team")), said(data, "views-up-to"))


def _simple(kind: Kind, shelf: str, make: Callable[[str, Any, Place], Any]) -> Callable[..., Iterator[Shelf]]:
    def shelves(data: dict[str, Any], top: Place) -> Iterator[Shelf]:
        yield kind, shelf, (), ((name, partial(make, name, entry, top.at(name))) for name, entry in data.items())

    return shelves


def _organisation(data: dict[str, Any], top: Place) -> Iterator[Shelf]:
    makers = {
        "hubs": (Kind.HUB, _hub),
        "rotas": (Kind.ROTA, _rota),
        "teams": (Kind.TEAM, _team),
        "roles": (Kind.ROLE, _role),
    }
    for shelf, (kind, make) in makers.items():
        entries = data.get(shelf, {})
        if isinstance(entries, dict):
            yield (
                kind,
                shelf,
                (shelf,),
                ((name, partial(make, name, entry, top.at(shelf, name))) for name, entry in entries.items()),
            )


def _helplines(data: dict[str, Any], top: Place) -> Iterator[Shelf]:
    for country, lines in data.items():
        if isinstance(lines, dict):
            yield (
                Kind.HELPLINE,
                "helplines",
                (country,),
                (
                    (f"{country}/{name}", partial(_helpline, country, name, entry, top.at(country, name)))
                    for name, entry in lines.items()
                ),
            )


REGISTER_SHELVES: dict[str, Callable[[dict[str, Any], Place], Iterator[Shelf]]] = {
    "organisation": _organisation,
    "facts": _simple(Kind.FACT, "facts", _fact),
    "marks": _simple(Kind.MARK, "marks", _mark),
    "duties": _simple(Kind.DUTY, "duties", _duty),
    "severities": _simple(Kind.SEVERITY, "severities", _severity),
    "metrics": _simple(Kind.METRIC, "metrics", _metric),
    "glossary": _simple(Kind.TERM, "terms", _term),
    "helplines": _helplines,
}
"""Register -> the kind, the Handbook's field, the keys above its entries, and name -> a maker for each entry."""
