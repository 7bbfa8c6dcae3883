"""The front matter of a Markdown file: the YAML between two lines `---` at its top."""

import re

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.source import Span

_FENCE = re.compile(r"---[ \t]*")


def split_front_matter(path: str, text: str, *, required: bool) -> tuple[str, int, tuple[Finding, ...]]:
    """The front matter, with the lines before it empty, the line at which the body begins, and what is wrong with it."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[first]):
        return "", 1, _missing(path, lines[first]) if required else ()
    if first:
        place = Place(path, span=Span.on_line(1, 1, 1))
        message, hint = "Empty lines stand before the front matter.", "Delete them: `---` must be the very first line."
        complaint = (Finding("invalid-yaml", Severity.ERROR, message, place, hint),)
    else:
        complaint = ()
    for number in range(first + 1, len(lines)):
        if _FENCE.fullmatch(lines[number]):
            return "\n" * (first + 1) + "\n".join(lines[first + 1 : number]), number + 2, complaint
    return "", 1, (_not_closed(path, first + 1),)


def _not_closed(path: str, line: int) -> Finding:
    return Finding(
        "invalid-yaml",
        Severity.ERROR,
        f"The front matter that begins in line {line} has no closing line `---`.",
        Place(path, span=Span.on_line(line, 1, 3)),
        "Add a line with three hyphens above the first heading.",
    )


def _missing(path: str, first: str) -> tuple[Finding, ...]:
    toml = first.strip() == "+++"
    message = "The front matter is written in TOML (`+++`)." if toml else "This page has no front matter."
    hint = "Begin the file with a line `---`, then title, summary and the rest as YAML, then another line `---`."
    return (Finding("missing-front-matter", Severity.ERROR, message, Place(path, span=Span.on_line(1, 1, 1)), hint),)
