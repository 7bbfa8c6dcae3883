"""stale-helpline."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.rules import Example, Rule

_LINE = """\
EU:
  consumer-advice:
    title: Consumer advice
    number: 000 000 000
    languages: [en, de]
    hours: always
    verified-on: {}
"""


@dataclass(frozen=True)
class StaleHelpline(Rule):
    """A helpline whose number nobody has tried for too long.

    A person in danger gets one number from us. If it does not exist any more, there is no second chance. Call it, or
    read its official page, and then set `verified-on`.
    """

    most_days: int = 90
    """Days after which a number is too old to be given to somebody in danger."""

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(_LINE.format("2026-07-04"), at="2026-07-04", file="register/helplines.yml", says="144 days ago"),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(_LINE.format("2026-11-01"), file="register/helplines.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare every date with today."""
        hint = "Call it or read its official page, then set verified-on."
        for line in handbook.helplines.values():
            if line.verified_on is None:
                yield self.finding("Nobody wrote down when this number was verified.", line.place.key(), hint)
                continue
            days = (handbook.as_of - line.verified_on).days
            if days > self.most_days:
                yield self.finding(
                    f"This number was verified {days} days ago; more than {self.most_days} days is too old to give to "
                    "somebody in danger.",
                    line.place.at("verified-on"),
                    hint,
                )
