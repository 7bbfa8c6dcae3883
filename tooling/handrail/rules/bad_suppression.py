"""bad-suppression."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class BadSuppression(Rule):
    """An excuse that cannot count.

    A finding may be excused in its line, or in the line above: `# handrail: ignore[rule-name] the reason, until
    2027-01-31`. The reason tells whoever reads it next year why it was right; the date makes sure that somebody does.
    An excuse without one of them, with a rule that does not exist, or whose date has passed, excuses nothing.
    """

    group: ClassVar[str] = "hygiene"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    # handrail: ignore[vague-wording]\n    do: Look in the depot as needed\n"
                "    within: 1 hour\n    go: answered\n"
            ),
            at="# handrail",
            says="no reason",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    # handrail: ignore[vague-wording] the words of the charter, until 2027-01-31\n"
                "    do: Look in the depot as needed\n    within: 1 hour\n    go: answered\n"
            )
        ),
    )
