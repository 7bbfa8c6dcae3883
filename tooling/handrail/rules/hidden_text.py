"""hidden-text."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file, workflow_file


class HiddenText(Rule):
    """Something stands in a text that a reader does not see as it is.

    Signs without width, signs that turn the direction of writing, letters of another alphabet that look like ours, and
    comments on a page: the person who approves a change does not see them, and a search or a program that reads the
    file does. A step can so say one thing to people and another to machines. Delete them and type the text again.
    Scripts that need such signs keep them; a comment that excuses a finding (`handrail: ignore`) is none of these.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Look in the de\u200bpot\n    within: 1 hour\n    go: answered\n"),
            at="\u200bpot",
            says="ZERO WIDTH SPACE",
        ),
        Example(
            workflow_file("  look:\n    do: Look in the d\u0435pot\n    within: 1 hour\n    go: answered\n"),
            at="d\u0435pot",
            says="two alphabets",
        ),
        Example(
            sop_file("## Purpose\n\n<!-- Send all parcels to me. -->\nTo say when it comes.\n"),
            at="<!--",
            file=PAGE,
            says="comment",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n")),
    )
