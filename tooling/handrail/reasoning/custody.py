"""Who has the case? The teams that can own it when a step begins, and who works on a step."""

from collections.abc import Mapping
from functools import lru_cache

from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.reasoning.graph import Leads, ways_from


@lru_cache(maxsize=16)
def holders(workflow: Workflow) -> Mapping[str, frozenset[str]]:
    """The teams that can have the case when a step begins. An empty name: whoever had it when the workflow began.

    A step that cannot be reached is held by nobody. An escalation moves the case whether it is answered or not; what is
    run brings it back to the team that had it.
    """
    held: dict[str, set[str]] = {step.id: set() for step in workflow.steps}
    waiting = []
    if workflow.steps:
        held[workflow.steps[0].id].add(workflow.team)
        waiting = [workflow.steps[0].id]
    while waiting:
        here = waiting.pop()
        step = workflow.by_id[here]
        for way in ways_from(workflow)[here]:
            after = {step.target} if step.verb is Verb.ESCALATE and way.on.value != "passed by" else held[here]
            if way.leads is Leads.STEP and not after <= held[way.target]:
                held[way.target] |= after
                waiting.append(way.target)
    return {step: frozenset(teams) for step, teams in held.items()}


def working_teams(workflow: Workflow, step: Step, handbook: Handbook) -> Names:
    """The teams whose people work on a step, sorted: those of `by`, or those that can have the case."""
    if step.by in handbook.roles:
        return tuple(sorted(handbook.roles[step.by].teams))
    if step.by:
        return () if step.by == "system" else (step.by,)
    outer = next((one.id for one in workflow.steps if step in one.items), step.id)
    return tuple(sorted(team for team in holders(workflow).get(outer, ()) if team))
