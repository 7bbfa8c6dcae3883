"""unknown-target."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.reasoning.uses import How
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


@dataclass(frozen=True)
class UnknownTarget(Rule):
    """A case or a word goes to a team that register/organisation.yml does not have.

    An escalation that reaches nobody is the worst fault a handbook can have: the specialist has done everything right,
    and the person waits. `escalate`, `tell`, `wait`, `left-open`, the `team` of a workflow and the next rung of a
    ladder take the name of a team, never of a role or a person, without `@`.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    escalate: team-leads
""",
            at="team-leads",
            says="`team-leads` is no team",
            instead="""\
    escalate: team-lead
""",
        ),
        Example(
            """\
    escalate: helper
""",
            at="helper\n    hand-over",
            says="`helper` is a role, and no team",
            instead="""\
    escalate: team-lead
""",
        ),
        Example(
            """\
    accepts-within: 30 minutes
    expects: [where-is-it]
    if-no-answer: duty-managers
""",
            at="duty-managers",
            file="register/organisation.yml",
            says="`duty-managers` is no team",
            instead="""\
    accepts-within: 30 minutes
    expects: [where-is-it]
    if-no-answer: duty-manager
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    escalate: duty-manager
""",
            also={"procedures/example/lost-parcel.md": ("[team lead](", "[duty manager](")},
            instead="""\
    escalate: team-lead
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place where a case or a word goes to a team."""
        yield from unknown_names(self, handbook, Kind.TEAM, "team", lambda use: use.how is How.REACHES)
