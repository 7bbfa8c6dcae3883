"""outdated-format-version."""

from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Severity
from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


@dataclass(frozen=True)
class OutdatedFormatVersion(Rule):
    """A file that is written in the form that the language had before its first version.

    The language has one version, so no file says which one it is written in. Before it, keys were joined by underscores
    (`by_other_than`, `if_no_answer`), `only_if` stood for `when`, `collect` for `ask`, `needs` for `given`,
    `max_visits` for `at-most`, and steps were a list, each with an `id`. Nothing in such a file is checked before it is
    rewritten: rename the keys, and write each step's name in place of `- id:`.
    """

    group: ClassVar[str] = "files"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    only_if: {jurisdiction: [EU, unknown]}\n    do: Look in the depot\n    within: 1 hour\n"
                "    go: answered\n"
            ),
            at="only_if",
            says="`only_if` is `when` now",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    when: {jurisdiction: [EU, unknown]}\n    do: Look in the depot\n    within: 1 hour\n"
                "    go: answered\n"
            )
        ),
    )
