"""What a step, a team, a severity or a control says about time and about who acts, as a page may repeat it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.model import Control, Handbook, Role, SeverityLevel, Step, Team, Verb, Workflow
from handrail.ground.nearest import words
from handrail.rules._lazy import lazily

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AMOUNTS = {word: number for number, word in enumerate(_NUMBERS, start=1)}
_SAID = lazily(
    r"\b(\d{1,6}|" + "|".join(_NUMBERS) + r")[ \n-]+(minutes?|hours?|days?|working[ \n]+days?|months?|years?|times?)\b",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """A length of time or a number of times in running text: its words, and what they mean."""

    text: str
    start: int
    end: int
    amount: int
    unit: str

    @property
    def means(self) -> tuple[str, int]:
        """The same for `60 minutes` and `1 hour`; another for times and for working days."""
        return meaning(self.unit, self.amount)


def meaning(unit: str, amount: int) -> tuple[str, int]:
    """What a number of a unit means."""
    if unit in ("time", "working day"):
        return unit, amount
    return "minutes", Duration(f"{amount} {unit}", amount, unit).minutes


def said(text: str) -> Iterator[Said]:
    """Every length of time, and every number of times, in a text."""
    for found in _SAID().finditer(text):
        unit = " ".join(found[2].lower().removesuffix("s").split())
        amount = int(found[1]) if found[1].isdigit() else _AMOUNTS[found[1].lower()]
        if amount:
            yield Said(found[0], found.start(), found.end(), amount, unit)


class Promise(NamedTuple):
    """What a thing says about time: in words, what that means, and where it stands."""

    text: str
    means: tuple[str, int]
    place: Place


def of_step(step: Step, workflow: Workflow, handbook: Handbook) -> Iterator[Promise]:
    """The times of a step, and how often it is done."""
    if step.within:
        yield _time(step.within, step.place.at("within"))
    if step.pause:
        yield _time(step.pause, step.place.at("wait"))
    if step.at_most:
        text = f"{step.at_most} {'time' if step.at_most == 1 else 'times'}"
        yield Promise(text, ("time", step.at_most), step.place.at("at-most"))
    for item in step.items:
        yield from of_step(item, workflow, handbook)
    team = handbook.teams.get(step.target) if step.verb is Verb.ESCALATE else None
    if team:
        yield from of_team(team, workflow.severity)
    callee = handbook.workflows.get(step.target) if step.verb is Verb.RUN else None
    if callee and callee.close_within:
        yield _time(callee.close_within, callee.place.at("close-within"))


def of_team(team: Team, severity: str = "") -> Iterator[Promise]:
    """How soon a team accepts: for one severity, or for any."""
    times = [team.accepts_within(severity)] if severity else [team.accepts, *team.accepts_by_severity.values()]
    for time in times:
        if time:
            yield _time(time, team.place.at("accepts-within"))


def of_severity(level: SeverityLevel) -> Iterator[Promise]:
    """What the company promises for a severity."""
    for key, time in (("accept", level.accept), ("update-every", level.update_every)):
        if time:
            yield _time(time, level.place.at(key))
    for mark, time in level.promises.items():
        yield _time(time, level.place.at("promises", mark))


def of_control(control: Control) -> Iterator[Promise]:
    """The limits of a control."""
    for requirement in control.require:
        if requirement.within:
            yield _time(requirement.within, requirement.place.at("within"))


def in_words(promises: Iterable[Promise]) -> str:
    """What is promised, as a sentence says it."""
    return words(dict.fromkeys(promise.text for promise in promises), "or")


def _time(time: Duration, place: Place) -> Promise:
    return Promise(time.text, meaning(time.unit, time.amount), place)


def doers(step: Step, workflow: Workflow, handbook: Handbook) -> frozenset[str]:
    """Every team and role that has to do with a step: who does it, who is told or called, and who comes next."""
    named = {step.by or workflow.team, step.and_by, *step.targets, *_ladder(step, handbook)}
    for item in step.items:
        named |= doers(item, workflow, handbook)
    callee = handbook.workflows.get(step.target) if step.verb is Verb.RUN else None
    if callee:
        named |= {callee.team, *(each.by for each in callee.every_step()), *(each.target for each in callee.steps)}
    teams = {team for name in named & handbook.roles.keys() for team in handbook.roles[name].teams}
    roles = {role.id for role in handbook.roles.values() if named & set(role.teams)}
    return frozenset((named | teams | roles) - {""})


def _ladder(step: Step, handbook: Handbook) -> Iterator[str]:
    """Who comes next when the team that is called does not answer."""
    name, seen = step.target if step.verb is Verb.ESCALATE else "", set[str]()
    while name in handbook.teams and name not in seen:
        seen.add(name)
        yield name
        name = handbook.teams[name].if_no_answer


@lru_cache(maxsize=2)
def titled(handbook: Handbook) -> Mapping[str, frozenset[str]]:
    """How running text calls the teams and roles, in small letters and without hyphens, with the names meant.

    One word alone, such as `Wellness` or `Knowledge`, may mean something else and is left out.
    """
    found: dict[str, set[str]] = {}
    named: list[Team | Role] = [*handbook.teams.values(), *handbook.roles.values()]
    for thing in named:
        for title in (plain(thing.title), plain(thing.title.partition(",")[0]), plain(thing.id)):
            if " " in title:
                found.setdefault(title, set()).add(thing.id)
    return {title: frozenset(names) for title, names in found.items()}


def plain(text: str) -> str:
    """Words in small letters with one space between them, and no article before them."""
    return re.sub(r"[\s-]+", " ", text).strip().lower().removeprefix("the ").removeprefix("our ")
