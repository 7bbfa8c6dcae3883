"""sentence-in-braces."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class SentenceInBraces(Rule):
    """A comma inside braces that silently began a new entry.

    Braces and brackets hold names and values only. In `{a: Planned, but later}` the comma ends the first entry, and
    `but later` becomes a key without a value. Put each entry on a line of its own; several values go in brackets.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  who:\n    when: {jurisdiction: EU, UK}\n    do: Ask the customs office\n"
                "    within: 1 hour\n    go: answered\n"
            ),
            at="UK}",
            says="in brackets",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  who:\n    when: {jurisdiction: [EU, UK]}\n    do: Ask the customs office\n    within: 1 hour\n"
                "    go: answered\n"
            )
        ),
    )
