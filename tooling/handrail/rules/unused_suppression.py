"""unused-suppression."""

from typing import ClassVar

from handrail.ground.finding import Severity
from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class UnusedSuppression(Rule):
    """An excuse that has nothing left to excuse.

    What it excused was mended, or moved to another line. A forgotten excuse hides the next mistake in its place: delete
    it.
    """

    group: ClassVar[str] = "hygiene"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    # handrail: ignore[vague-wording] the words of the charter, until 2027-01-31\n"
                "    do: Look in the depot\n    within: 1 hour\n    go: answered\n"
            ),
            at="# handrail",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n")),
    )
