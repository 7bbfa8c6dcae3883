"""target-unstaffed."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.duration import spoken
from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Names
from handrail.ground.nearest import words
from handrail.reasoning.answering import Asked, Unanswered, every_asked, unanswered
from handrail.rules import Example, Rule
from handrail.rules._moments import closed_by, moment
from handrail.rules._people import retired


class TargetUnstaffed(Rule):
    """A case goes to a team at an hour at which nobody there answers in time.

    Looked at is every minute of the coming year, with the shifts and holidays of each hub, rotas, and the days on which
    the clocks change. The finding names the first moment at which somebody would wait too long, and for how long nobody
    is there. A ladder that takes over is no excuse: then the wait for the first team was in vain. Take a team that is
    awake, give it a rota, or give the step more time.
    """

    group: ClassVar[str] = "escalation"
    slow: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "workflows/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    hand-over: [parcel-weight, where-is-it]\n",
            at="team-lead\n    hand-over",
            also={
                "register/organisation.yml": (
                    '    days: every day\n    works-on-holidays: yes\n    contact: The button "Ask',
                    '    days: Monday to Friday\n    works-on-holidays: yes\n    contact: The button "Ask',
                )
            },
            says="`team-lead` does not answer in 30 min from Saturday 28 November 2026, 08:00 UTC (Saturday 08:00 in",
            instead="    hand-over: [where-is-it, parcel-weight]\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            '    days: Monday to Sunday\n    works-on-holidays: yes\n    contact: The button "Ask',
            file="register/organisation.yml",
            instead='    days: every day\n    works-on-holidays: yes\n    contact: The button "Ask',
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Ask of each team and each time whether there is a moment at which it is not kept; one gap is one finding."""
        found: dict[tuple[Names, int], list[tuple[Asked, Unanswered]]] = {}
        for each in sorted(every_asked(handbook), key=lambda asked: asked.minutes):
            failing = unanswered(handbook, each.teams, each.minutes)
            if failing and not any(retired(handbook.teams[team], handbook) for team in each.teams):
                found.setdefault((each.teams, failing.away.end), []).append((each, failing))
        for broken in found.values():
            yield self._asleep(handbook, [each for each, _ in broken], broken[0][1])

    def _asleep(self, handbook: Handbook, steps: list[Asked], failing: Unanswered) -> Finding:
        first = steps[0]
        teams = [handbook.teams[name] for name in first.teams]
        does = "does not answer" if len(teams) == 1 else "do not answer"
        rota = handbook.rotas.get(failing.rota)
        slow = rota.answers_within.text if rota and rota.answers_within else ""
        alone = f"only `{failing.rota}` is on call, which answers within {slow}," if slow else "nobody is there"
        holiday = closed_by(handbook, failing.minute, teams[0])
        asked = [Related(other.step.place.at(other.key), f"asks within {spoken(other.minutes)}") for other in steps[1:]]
        return self.finding(
            f"{words(f'`{team.id}`' for team in teams)} {does} in {spoken(first.minutes)} from"
            f" {moment(handbook, failing.minute, teams)} on: {alone} for {spoken(failing.away.length)}.",
            first.step.place.at(first.key),
            "Take a team that is awake, give it a rota, or give the step more time.",
            related=(*asked, *(Related(team.place.key(), "when it is there") for team in teams)),
            witness=(
                f"asked   {moment(handbook, failing.minute, teams)}",
                f"there   {moment(handbook, failing.away.end, teams)}",
                *((f"closed  {holiday}",) if holiday else ()),
            ),
        )
