"""What the rules on teams share: whose people work on a step."""

from handrail.ground.model import Handbook, Names, Step, Team, Workflow
from handrail.reasoning.custody import holders


def working_teams(workflow: Workflow, step: Step, handbook: Handbook) -> Names:
    """The teams whose people work on a step, sorted: those of `by`, or those that can have the case there."""
    if step.by in handbook.roles:
        return tuple(sorted(handbook.roles[step.by].teams))
    if step.by:
        return () if step.by == "system" else (step.by,)
    outer = next((one.id for one in workflow.steps if step in one.items), step.id)
    return tuple(sorted(team for team in holders(workflow).get(outer, ()) if team))


def retired(team: Team, handbook: Handbook) -> bool:
    """Whether a team is retired as of the handbook's date."""
    return team.retired_on is not None and team.retired_on <= handbook.as_of
