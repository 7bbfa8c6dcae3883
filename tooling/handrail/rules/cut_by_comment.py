"""cut-by-comment."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class CutByComment(Rule):
    """A sentence that is cut short, because ` #` begins a comment.

    Everything after a space and a hash is a note to yourself and never reaches the reader: `Call line #1 of the rota`
    becomes `Call line`. Put the sentence in quotes when the hash belongs to it.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Call line #1 of the depot\n    within: 1 hour\n    go: answered\n"), at="#1"
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file('  look:\n    do: "Call line #1 of the depot"\n    within: 1 hour\n    go: answered\n')),
        Example(
            workflow_file(
                "  look:\n    do: Call the depot # the number hangs on the wall\n    within: 1 hour\n    go: answered\n"
            )
        ),
    )
