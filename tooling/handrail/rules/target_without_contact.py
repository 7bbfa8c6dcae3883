"""target-without-contact."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Kind
from handrail.reasoning.index import users
from handrail.reasoning.uses import How
from handrail.rules import Example, Rule
from handrail.rules._people import retired

SHOWN = 3
"""So many of the places that need the contact are shown."""


@dataclass(frozen=True)
class TargetWithoutContact(Rule):
    """Cases or words go to a team, and nothing says how it is reached.

    At 03:00 nobody knows whether to page, to call or to write, and asks around. Give the team a `contact` (which
    button, pager or phone), a queue, or a rota that is `on-call`; never a person's number.
    """

    group: ClassVar[str] = "escalation"
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    works-on-holidays: yes
    accepts-within: 30 minutes
    expects: [where-is-it]
""",
            at="team-lead:\n    title",
            file="register/organisation.yml",
            says="Nothing says how `team-lead` is reached",
            instead="""\
    works-on-holidays: yes
    contact: The button "Ask the lead" in the case
    accepts-within: 30 minutes
    expects: [where-is-it]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    works-on-holidays: yes
    queues:
      leads: Questions to the lead
    accepts-within: 30 minutes
    expects: [where-is-it]
""",
            file="register/organisation.yml",
            instead="""\
    works-on-holidays: yes
    contact: The button "Ask the lead" in the case
    accepts-within: 30 minutes
    expects: [where-is-it]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every team to which something goes."""
        for team in handbook.teams.values():
            if team.contact or team.queues or team.on_call or retired(team, handbook):
                continue
            reached = [use for use in users(handbook, Kind.TEAM, team.id) if use.how is How.REACHES]
            if reached:
                yield self.finding(
                    f"Nothing says how `{team.id}` is reached, and {_often(len(reached))}.",
                    team.place.key(),
                    "Add `contact:`, a queue under `queues:`, or a rota under `on-call:`.",
                    related=tuple(Related(use.place, "goes to it") for use in reached[:SHOWN]),
                )


def _often(number: int) -> str:
    return "one place sends something to it" if number == 1 else f"{number} places send something to it"
