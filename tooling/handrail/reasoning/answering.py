"""Does anybody answer in time? The moments of the coming year at which a promise fails, because all are asleep.

Whoever is called at a moment is answered in time when somebody of the team is there then or comes soon enough, and has
answered before the time is over: people on call need the time that their rota gives them.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.reasoning.doors import seen_from_doors
from handrail.reasoning.kept import calendars, keep, recalled
from handrail.reasoning.staffing import Stretch, between, horizon, merged, presence


class Unanswered(NamedTuple):
    """When a promise fails for the first time, until when it does, and for how long nobody is there around then.

    `rota` names people who are on call at that moment but answer too slowly; then `away` is how long only they are.
    """

    minute: int
    until: int
    away: Stretch
    rota: str = ""


@lru_cache(maxsize=256)
def unanswered(handbook: Handbook, teams: Names, within: int) -> Unanswered | None:
    """The first time in the coming year at which nobody of some teams answers within so many minutes.

    To look through a year of shifts takes a while, so the answer is kept.
    """
    key = f"unanswered {' '.join(teams)} {within} {calendars(handbook)}"
    kept = handbook.memory.get(key)
    if kept is None:
        found = _unanswered(handbook, teams, within)
        handbook.memory.put(key, json.dumps(found))
        return found
    told = json.loads(kept)
    return Unanswered(told[0], told[1], Stretch(*told[2]), told[3]) if told else None


def _unanswered(handbook: Handbook, teams: Names, within: int) -> Unanswered | None:
    year = horizon(handbook)
    every = [each for team in teams for each in presence(handbook, team)]
    quick = [each for each in every if each.answers_in <= within]
    early = (Stretch(each.stretch.start - within + each.answers_in, each.stretch.end) for each in quick)
    asked = Stretch(year.start, year.end - within)  # what is asked later may be answered in the year after
    failing = between(merged(early, asked), asked) if asked.length > 0 else ()
    if not failing:
        return None
    first = failing[0]
    there = between(merged((each.stretch for each in quick), year), year)
    away = next(gap for gap in there if gap.start <= first.start < gap.end)
    slow = [each.rota for each in every if each.stretch.start <= first.start < each.stretch.end]
    return Unanswered(first.start, first.end, away, slow[0] if slow else "")


class Asked(NamedTuple):
    """A step that needs an answer of a team, or of one of several, within so many minutes. `key` says by which word."""

    workflow: str
    step: Step
    teams: Names
    minutes: int
    key: str
    who: str
    """The team or role as the step names it."""


@lru_cache(maxsize=4)
def every_asked(handbook: Handbook) -> tuple[Asked, ...]:
    """Every hand-over with its promise, and every step that another team or a role works on within a time."""
    severities: dict[tuple[str, str], set[str]] = {}
    for workflow, step, severity in _handed_at(handbook):
        severities.setdefault((workflow, step), set()).add(severity)
    return tuple(_asked(handbook, severities))


def _handed_at(handbook: Handbook) -> list[tuple[str, str, str]]:
    """The steps that hand a case over, each with a severity that it has there; kept, since pages ask for it alone."""
    kept = recalled(handbook, "handed-at")
    if kept is None:
        kept = sorted({each for seen in seen_from_doors(handbook) for each in seen.severities})
        keep(handbook, kept, "handed-at")
    return [(workflow, step, severity) for workflow, step, severity in kept]


def _asked(handbook: Handbook, severities: dict[tuple[str, str], set[str]]) -> Iterator[Asked]:
    for workflow in handbook.workflows.values():
        for step in workflow.every_step():
            if step.verb is Verb.ESCALATE:
                levels = severities.get((workflow.id, step.id)) or {workflow.severity}
                yield from _handed_over(handbook, workflow, step, levels)
            elif step.within and not step.within.working:
                for who, key in ((step.by, "by"), (step.and_by, "and-by")):
                    teams = _teams(handbook, who)
                    if teams:
                        yield Asked(workflow.id, step, teams, step.within.minutes, key, who)


def _handed_over(handbook: Handbook, workflow: Workflow, step: Step, levels: set[str]) -> Iterator[Asked]:
    team = handbook.teams.get(step.target)
    times = {step.within} if step.within else {team.accepts_within(level) for level in levels} if team else set()
    minutes = [time.minutes for time in times if time and not time.working]
    if team and minutes:
        yield Asked(workflow.id, step, (team.id,), min(minutes), "escalate", team.id)


def _teams(handbook: Handbook, who: str) -> Names:
    """The teams behind a name of `by`, those that exist."""
    role = handbook.roles.get(who)
    return tuple(team for team in (role.teams if role else (who,)) if team in handbook.teams)
