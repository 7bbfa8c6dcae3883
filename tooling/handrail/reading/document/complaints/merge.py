"""Markers that an unsolved merge leaves behind."""

import re

from handrail.ground.finding import Finding
from handrail.ground.source import Span
from handrail.reading.document.complaints.line import finding

_MARKER = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: |$)", re.MULTILINE)


def unsolved_merge(path: str, text: str) -> Finding | None:
    """The one finding for a file that still holds conflict markers."""
    if "<<<<<<<" not in text:
        return None
    found = list(_MARKER.finditer(text))
    if not any(match[1] == "<<<<<<<" for match in found):
        return None
    first, last = (text.count("\n", 0, match.start()) + 1 for match in (found[0], found[-1]))
    return finding(
        path,
        Span.on_line(first, 1, 7),
        f"This file still holds an unsolved merge (lines {first} to {last}). Nothing else in it was checked.",
        "Keep one of the two versions and delete the three marker lines.",
    )
