"""unknown-hub."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


@dataclass(frozen=True)
class UnknownHub(Rule):
    """A team or a rota names a hub that register/organisation.yml does not have.

    A hub gives the time zone, the shifts and the holidays. Without it nobody can tell when the team is awake, and no
    escalation to it can be proven. Write the hub as it is declared under `hubs`, or declare it.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    title: Support
    tier: 1
    staffed: [office, ofice-two]
""",
            at="ofice-two",
            file="register/organisation.yml",
            says="`ofice-two` is no hub",
            instead="""\
    title: Support
    tier: 1
    staffed: [office]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    title: Support
    tier: 1
    staffed: [office]
""",
            file="register/organisation.yml",
            instead="""\
    title: Support
    tier: 1
    staffed: [office]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a hub."""
        yield from unknown_names(self, handbook, Kind.HUB, "hub")
