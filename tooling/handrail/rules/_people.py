"""What the rules on teams share."""

from handrail.ground.model import Handbook, Team


def retired(team: Team, handbook: Handbook) -> bool:
    """Whether a team is retired as of the handbook's date."""
    return team.retired_on is not None and team.retired_on <= handbook.as_of
