"""last-resort-asleep."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.duration import spoken
from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook
from handrail.reasoning.staffing import gaps
from handrail.rules import Example, Rule
from handrail.rules._moments import moment
from handrail.rules._people import retired


class LastResortAsleep(Rule):
    """The last rung of a ladder is not awake in every minute of the year.

    When nobody else answers, everybody relies on this team, so there is no hour at which it may be missing: not on a
    holiday, not between two shifts, not on the night on which the clocks change. Give it a rota with `hours: always`.
    """

    group: ClassVar[str] = "escalation"
    slow: ClassVar[bool] = True
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    hours: every day 08:00 to 06:00\n",
            at="yes\n\n# Somebody",
            file="register/organisation.yml",
            says="`duty-manager` is the last resort, and nobody is there from Wednesday 25 November 2026, 06:00 UTC",
            instead="    hours: always\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "    hours: every day 00:00 to 24:00\n",
            file="register/organisation.yml",
            instead="    hours: always\n",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for a gap in the year of each last resort."""
        for team in handbook.teams.values():
            missing = gaps(handbook, team.id) if team.last_resort and not retired(team, handbook) else ()
            if missing:
                rotas = [handbook.rotas[name].place.key() for name in team.on_call if name in handbook.rotas]
                hubs = [handbook.hubs[name].place.key("shifts") for name in team.staffed if name in handbook.hubs]
                yield self.finding(
                    f"`{team.id}` is the last resort, and nobody is there from"
                    f" {moment(handbook, missing[0].start, (team,))} on, for {spoken(missing[0].length)}.",
                    team.place.at("last-resort"),
                    "Give it a rota with `hours: always`.",
                    related=tuple(Related(place, "when somebody is there") for place in (*rotas, *hubs)),
                    witness=tuple(
                        f"{moment(handbook, gap.start, (team,))}: {spoken(gap.length)}" for gap in missing[:5]
                    ),
                )
