"""invalid-yaml."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class InvalidYaml(Rule):
    """A file that cannot be read at all.

    Nothing in such a file is checked or published, so it is the first thing to mend. Most often it is a tab instead of
    spaces, a colon inside a sentence that stands without quotes, a quote that never closes, or a merge that nobody
    finished. The finding points at the place where reading broke; the cause is there or in the line above.

    The language leaves out what makes YAML surprising: anchors, aliases, tags, merge keys and second documents.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Look: in there\n    within: 1 hour\n    go: answered\n"), at=": in there"
        ),
        Example(workflow_file("  look:\n\t  do: Look in the depot\n    within: 1 hour\n    go: answered\n"), at="\t"),
        Example("<<<<<<< HEAD\ntitle: Old\n=======\ntitle: New\n>>>>>>> branch\n", at="<<<<<<<", says="unsolved merge"),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file('  look:\n    do: "Look: in the depot"\n    within: 1 hour\n    go: answered\n')),
    )
