"""retired-target."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Related
from handrail.ground.model import Handbook, Kind, Team
from handrail.reasoning.uses import Use, uses
from handrail.rules import Example, Rule
from handrail.rules._people import retired

HISTORY = "approved-by"
"""Where a retired team may stand for ever: who approved a change does not change."""
MANILA = """\
  team-lead-mnl:
    title: Team lead in Manila
    tier: 2
    contact: The button "Ask the lead"
    if-no-answer: duty-manager
    retired-on: 2025-12-31
    replaced-by: team-lead
"""


@dataclass(frozen=True)
class RetiredTarget(Rule):
    """A team is named that was retired: nobody reads its queue and nobody carries its pager.

    The specialist hands the case on, believes that it is in good hands, and the person waits. Write the team that
    replaced it; where `replaced-by` says so, `handrail fix` does it. Keep the retired team in the register, so that old
    changes still say who approved them.
    """

    group: ClassVar[str] = "escalation"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    escalate: team-lead-mnl
""",
            at="team-lead-mnl",
            says="`team-lead-mnl` was retired on 2025-12-31; `team-lead` replaced it",
            also={
                "register/organisation.yml": (
                    "  duty-manager:\n    title: Duty manager\n",
                    f"{MANILA}  duty-manager:\n    title: Duty manager\n",
                )
            },
            instead="""\
    escalate: team-lead
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    approved-by: [duty-manager, team-lead-mnl]
""",
            file="procedures/example/lost-parcel.md",
            also={
                "register/organisation.yml": (
                    "  duty-manager:\n    title: Duty manager\n",
                    f"{MANILA}  duty-manager:\n    title: Duty manager\n",
                )
            },
            instead="""\
    approved-by: [duty-manager]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a team, but for what a retired team itself names and for old approvals."""
        gone = {team.id: team for team in handbook.teams.values() if retired(team, handbook)}
        for use in uses(handbook) if gone else ():
            team = gone.get(use.name) if Kind.TEAM in use.kinds else None
            if team and HISTORY not in use.place.keys and not _of_retired(use, handbook):
                yield self._retired(team, use, handbook)

    def _retired(self, team: Team, use: Use, handbook: Handbook) -> Finding:
        heir = heir_of(team, handbook)
        return self.finding(
            f"`{team.id}` was retired on {team.retired_on}" + (f"; `{heir}` replaced it." if heir else "."),
            use.place,
            f"Write `{heir}`." if heir else "Name a team that works, or say in the register which one replaced it.",
            related=(Related(team.place.at("retired-on"), "retired here"),),
            fix=Fix(f"Write `{heir}`", (Edit(use.place, heir),), safe=True) if heir else None,
        )


def heir_of(team: Team, handbook: Handbook) -> str:
    """The team that does the work now, followed through every retired one; empty when nobody does."""
    seen = {team.id}
    while team.replaced_by in handbook.teams and team.replaced_by not in seen:
        team = handbook.teams[team.replaced_by]
        seen.add(team.id)
        if not retired(team, handbook):
            return team.id
    return ""


def _of_retired(use: Use, handbook: Handbook) -> bool:
    inside = [name for key, name in zip(use.place.keys, use.place.keys[1:], strict=False) if key == "teams"]
    return any(name in handbook.teams and retired(handbook.teams[name], handbook) for name in map(str, inside))
