"""schema-violation."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file


class SchemaViolation(Rule):
    """A key or a value that the language does not have.

    Every kind of file has its keys, and most keys their values: a step has exactly one verb, a name is written in lower
    case with hyphens, a list stands in brackets. What is written otherwise would be ignored, and somebody would believe
    that it counts. The finding names the nearest key, or the values that are possible.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    do: Look in the depot\n    ask: where-is-it\n    within: 1 hour\n    go: answered\n"
            ),
            at="ask",
            says="two verbs",
        ),
        Example(
            workflow_file("  look:\n    do: Look in the depot\n    withn: 1 hour\n    go: answered\n"),
            at="withn",
            says="within",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n")),
    )
