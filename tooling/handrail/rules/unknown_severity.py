"""unknown-severity."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


class UnknownSeverity(Rule):
    """A workflow or a team names a severity that register/severities.yml does not have.

    A severity stands for promises: how fast a case is accepted, how often people hear from us, when it is closed.
    Without them nothing can be kept or proven. Write one that is declared.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
severity: P5
""",
            at="P5",
            says="`P5` is no severity. There is",
            instead="""\
severity: P3
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
severity: P4
""",
            instead="""\
severity: P3
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a severity."""
        yield from unknown_names(self, handbook, Kind.SEVERITY, "severity")
