"""duty-without-source."""

import re
from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook
from handrail.rules import Example, Rule
from handrail.rules._samples import DUTIES

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")
_FROM_KNOWLEDGE = "from-knowledge"


class DutyWithoutSource(Rule):
    """A duty whose words nobody can look up.

    "Legal told us" cannot be checked when the person has left. Link the official text under `source`, and say with
    `checked-on` when it was read. If there is no text yet, write `evidence: from-knowledge`: the handbook then shows
    that the duty is still to be confirmed.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            DUTIES.replace("  source: https://example.com/customer-charter\n", ""),
            at="honest-answer",
            file="register/duties.yml",
            says="no source",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(DUTIES, file="register/duties.yml"),
        Example(
            DUTIES.replace("  source: https://example.com/customer-charter\n", "").replace(
                "verified", "from-knowledge"
            ),
            file="register/duties.yml",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for duties that claim to be verified and do not say where and when."""
        for duty in handbook.duties.values():
            if duty.source and not _ADDRESS.fullmatch(duty.source):
                yield self.finding(
                    "The source is no web address, so nobody can check it.",
                    duty.place.at("source"),
                    "Link the official text; if there is none, write evidence: from-knowledge.",
                )
            elif not duty.source and duty.evidence != _FROM_KNOWLEDGE:
                hint = "Link the official text under `source`; if there is none, write evidence: from-knowledge."
                yield self.finding(f"The duty `{duty.id}` names no source.", duty.place.key(), hint)
            elif duty.checked_on is None and duty.evidence != _FROM_KNOWLEDGE:
                says = f"The duty `{duty.id}` does not say when somebody compared it with its source."
                yield self.finding(says, duty.place.key(), "Read the source, then set checked-on.")
