"""unknown-duty."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


class UnknownDuty(Rule):
    """A control or an SOP names a duty that register/duties.yml does not have.

    A duty is what a law or a promise of our own asks for; the assurance report shows for each how it is kept. A control
    that names none of them proves something that nobody can look up. Write the duty as it is declared, or declare it
    with its source.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
duties: [honest-answer, honest-reply]
""",
            at="honest-reply",
            file="controls/example/sender-is-told.yml",
            says="`honest-reply` is no duty",
            instead="""\
duties: [honest-answer]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
duties: [honest-answer]
""",
            file="controls/example/sender-is-told.yml",
            instead="""\
duties: [honest-answer]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a duty."""
        yield from unknown_names(self, handbook, Kind.DUTY, "duty")
