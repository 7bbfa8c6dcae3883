"""queue-unowned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.duration import spoken
from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Team
from handrail.ground.nearest import words
from handrail.reasoning.staffing import Stretch, between, common, gaps, horizon, meant
from handrail.rules import Example, Rule
from handrail.rules._moments import closed_by, moment
from handrail.rules._people import retired

DAY = 1440
FULL_DAYS = 0.3
"""On this share of all days a team has to be there round the clock to claim that it always is; winter is a third."""


@dataclass(frozen=True)
class QueueUnowned(Rule):
    """A queue has no owner at some hour, although its team claims to be there every day.

    A rota that says "every day", and a hub that closes on a public holiday: cases lie in the queue, and everybody
    believes that somebody looks. So does a team that is there round the clock in winter and not in summer, because its
    rota does not move with the clocks. Let the team work on holidays, fill the hours with a rota, or say on which
    `days` it works.
    """

    group: ClassVar[str] = "escalation"
    slow: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  archive:
    title: The archive
    tier: 1
    staffed: [office]
    queues:
      letters: Letters without an address
    contact: The shelf with the letters
    accepts-within: 1 day
    if-no-answer: team-lead
  duty-manager:
    title: Duty manager
""",
            at="letters: Letters",
            file="register/organisation.yml",
            says="Nobody of `archive` owns `letters` from Friday 25 December 2026, 08:00 UTC",
            instead="  duty-manager:\n    title: Duty manager\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  archive:
    title: The archive
    tier: 1
    staffed: [office]
    works-on-holidays: yes
    queues:
      letters: Letters without an address
    contact: The shelf with the letters
    accepts-within: 1 day
    if-no-answer: team-lead
  duty-manager:
    title: Duty manager
""",
            file="register/organisation.yml",
            instead="  duty-manager:\n    title: Duty manager\n",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare when each team with a queue is there with when it claims to be."""
        for team in handbook.teams.values():
            if not team.queues or retired(team, handbook):
                continue
            missing = _missing(handbook, team)
            if missing:
                yield self._unowned(handbook, team, missing)

    def _unowned(self, handbook: Handbook, team: Team, missing: tuple[Stretch, ...]) -> Finding:
        first = missing[0]
        queues = words(f"`{queue}`" for queue in team.queues)
        holiday = closed_by(handbook, first.start, team)
        return self.finding(
            f"Nobody of `{team.id}` owns {queues} from {moment(handbook, first.start, (team,))} on,"
            f" for {spoken(first.length)}{': ' + holiday if holiday else ''}.",
            team.place.key("queues", next(iter(team.queues))),
            "Write `works-on-holidays: yes`, fill the hours with a rota, or say on which `days` the team works."
            if holiday
            else "Fill the hours with a rota; its local hours have to hold both summer and winter time.",
            related=tuple(
                Related(handbook.rotas[name].place.key(), "a rota") for name in team.on_call if name in handbook.rotas
            ),
            witness=tuple(f"{moment(handbook, gap.start, (team,))}: {spoken(gap.length)}" for gap in missing[:5]),
        )


def _missing(handbook: Handbook, team: Team) -> tuple[Stretch, ...]:
    """The hours of the year at which a team is not there and claims to be."""
    year, planned, missing = horizon(handbook), meant(handbook, team.id), gaps(handbook, team.id)
    if not missing:
        return ()
    holes = between(planned, year)
    broken = {day for hole in holes for day in range(hole.start // DAY, (hole.end - 1) // DAY + 1)}
    if len(broken) < (1 - FULL_DAYS) * year.length / DAY:
        return missing
    return common(planned, missing) if _every_day(handbook, team) else ()


def _every_day(handbook: Handbook, team: Team) -> bool:
    """Whether a team's days, or its hubs' shifts together, name each day of the week."""
    shifts = [hours for name in team.staffed if name in handbook.hubs for hours in handbook.hubs[name].shifts.values()]
    days = frozenset().union(*(hours.days for hours in shifts))
    return len(days & team.days if team.days is not None else days) == 7  # noqa: PLR2004 - days of the week
