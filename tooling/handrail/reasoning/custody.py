"""Who has the case? The teams that can have it when each step begins."""

from collections.abc import Mapping
from functools import lru_cache

from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.reasoning.graph import Leads, On, ways_from

SOMEBODY = ""
"""Whoever had the case before, where a workflow does not say with whom it starts."""


@lru_cache(maxsize=16)
def holders(workflow: Workflow) -> Mapping[str, frozenset[str]]:
    """For each step, the teams that can have the case there. A step that nobody can reach has none.

    A hand-over moves the case to the team that it names, whether or not that team answers in time.
    """
    found: dict[str, set[str]] = {step.id: set() for step in workflow.steps}
    if not workflow.steps:
        return {}
    steps = workflow.by_id
    first = workflow.steps[0].id
    found[first].add(workflow.team or SOMEBODY)
    waiting = [first]
    while waiting:
        step = steps[waiting.pop()]
        for way in ways_from(workflow)[step.id]:
            if way.leads is not Leads.STEP:
                continue
            moved = step.verb is Verb.ESCALATE and way.on in (On.DONE, On.NO_ANSWER)
            after = {step.target} if moved else found[step.id]
            if not after <= found[way.target]:
                found[way.target] |= after
                waiting.append(way.target)
    return {name: frozenset(teams) for name, teams in found.items()}


def working_teams(workflow: Workflow, step: Step, handbook: Handbook) -> Names:
    """The teams whose people work on a step, sorted: those of `by`, or those that can have the case there."""
    if step.by:
        return teams_of(handbook, step.by)
    outer = next((one.id for one in workflow.steps if step in one.items), step.id)
    return tuple(sorted(team for team in holders(workflow).get(outer, ()) if team))


def teams_of(handbook: Handbook, who: str) -> Names:
    """The teams that the name of a role or a team stands for, sorted; none for `system` or nobody."""
    if who in handbook.roles:
        return tuple(sorted(handbook.roles[who].teams))
    return () if who in ("system", SOMEBODY) else (who,)
