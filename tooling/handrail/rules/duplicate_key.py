"""duplicate-key."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class DuplicateKey(Rule):
    """A key that stands twice in one table.

    Only one of the two can count, and which one is a matter of luck: the other half of what was written disappears
    without a word. Delete one, or give it another name.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Look again\n    within: 1 hour\n    within: 2 hours\n    go: answered\n"),
            at="within: 2 hours",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 2 hours\n    go: answered\n")),
    )
