"""invalid-duration."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class InvalidDuration(Rule):
    """A length of time that nobody can count.

    `2h`, `8` and `immediately` are no lengths of time. Write a number and its unit in words: minutes, hours, days,
    working days, months or years. Only then can the steps be added up and compared with what a law allows.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Look in the depot\n    within: 2h\n    go: answered\n"),
            at="2h",
            says="no length of time",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 2 hours\n    go: answered\n")),
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 3 working days\n    go: answered\n")),
    )
