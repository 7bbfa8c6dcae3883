"""unknown-team."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.reasoning.uses import How
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


@dataclass(frozen=True)
class UnknownTeam(Rule):
    """Work, ownership or an approval is given to a team or role that register/organisation.yml does not have.

    Then nobody does it: a step with such a `by` has no people, a page with such an owner has nobody who answers for it.
    Write a team, or in `by` a role, as it is declared, never a person: people move, and then the handbook lies.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    by: helpers # a role; left out, it is the team that has the case
""",
            at="helpers",
            says="`helpers` is no team or role",
            instead="""\
    by: helper # a role; left out, it is the team that has the case
""",
        ),
        Example(
            """\
owner: maria-tan
""",
            at="maria-tan",
            file="procedures/example/lost-parcel.md",
            says="`maria-tan` is no team",
            instead="""\
owner: team-lead
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    by: support
""",
            instead="""\
    by: helper # a role; left out, it is the team that has the case
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that gives something to a team or a role, but for where a case or a word goes."""
        team, both = (Kind.TEAM,), (Kind.TEAM, Kind.ROLE)
        yield from unknown_names(
            self, handbook, Kind.TEAM, "team or role", lambda use: use.how is not How.REACHES and use.kinds == both
        )
        yield from unknown_names(
            self, handbook, Kind.TEAM, "team", lambda use: use.how is not How.REACHES and use.kinds == team
        )
