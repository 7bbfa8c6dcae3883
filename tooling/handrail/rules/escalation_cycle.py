"""escalation-cycle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook
from handrail.reasoning.graph import ladder
from handrail.rules import Example, Rule
from handrail.rules._walks import ring_words


@dataclass(frozen=True)
class EscalationCycle(Rule):
    """A ladder comes back to itself: when nobody answers, the case goes round among the same teams.

    In the night in which nobody is there, nobody is ever reached. A ladder ends at a team that somebody always answers
    for: `last-resort: yes`, and no `if-no-answer`.
    """

    group: ClassVar[str] = "escalation"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    accepts-within: 30 minutes
    expects: [where-is-it]
    if-no-answer: team-lead
""",
            at="team-lead\n  duty-manager",
            file="register/organisation.yml",
            says="team-lead -> team-lead comes back to itself",
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
    accepts-within: 30 minutes
    expects: [where-is-it]
    if-no-answer: duty-manager
""",
            file="register/organisation.yml",
            instead="""\
    accepts-within: 30 minutes
    expects: [where-is-it]
    if-no-answer: duty-manager
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Climb from every team; report each ring once, at the rung that leads back."""
        seen: set[str] = set()
        for team in handbook.teams:
            rungs, comes_back = ladder(handbook, team)
            names = [rung.id for rung in rungs]
            if not comes_back or seen & set(names):
                continue
            seen |= set(names)
            ring = names[names.index(rungs[-1].if_no_answer) :]
            yield self.finding(
                f"{ring_words(ring)} comes back to itself: when nobody answers, nobody is ever reached.",
                rungs[-1].place.at("if-no-answer"),
                "End the ladder at a team with `last-resort: yes`.",
                related=tuple(Related(handbook.teams[name].place.at("if-no-answer"), "a rung") for name in ring[:-1]),
            )
