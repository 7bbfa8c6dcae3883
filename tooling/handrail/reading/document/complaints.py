"""What the YAML parser says, in the words of somebody who helps."""

import re

import yaml

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.source import START, Span

_MERGE = re.compile(r"^(<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


def unsolved_merge(path: str, text: str) -> Finding | None:
    """The one finding for a file that still holds conflict markers."""
    found = [match for match in _MERGE.finditer(text)]
    if not any(match[1] == "<<<<<<<" for match in found):
        return None
    first, last = (text.count("\n", 0, match.start()) + 1 for match in (found[0], found[-1]))
    return Finding(
        "invalid-yaml",
        Severity.ERROR,
        f"This file still holds an unsolved merge (lines {first} to {last}). Nothing else in it was checked.",
        Place(path, span=Span.on_line(first, 1, 7)),
        "Keep one of the two versions and delete the three marker lines.",
    )


def explain(path: str, text: str, error: yaml.YAMLError) -> Finding:
    """A parser's error as a finding at the place where it broke."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    span = Span.on_line(mark.line + 1, mark.column + 1, 1) if mark else START
    problem = getattr(error, "problem", None) or str(error)
    return Finding("invalid-yaml", Severity.ERROR, f"This line cannot be read: {problem}.", Place(path, span=span),
                   "Compare it with the lines around it: indentation, colons, quotes.")


def lint(path: str, text: str) -> tuple[Finding, ...]:
    """What can be read but will not mean what its author thinks."""
    return ()
