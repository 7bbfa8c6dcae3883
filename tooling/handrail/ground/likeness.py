"""Which finding is which: what stays the same of it while lines move, files move, and the day changes.

Whoever compares two states counts likenesses. Two findings of one likeness are two: none hides behind the other.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from handrail.ground.finding import Finding, Key
from handrail.ground.layout import FOLDERS, slot

_NAMED_BY_FILE = frozenset({"procedure", *FOLDERS.values()})
_LINES = re.compile(r"\blines? \d+(?:(?:,| to| and| and in line) \d+)*")
_PLACES = re.compile(r"(?<=\.yml|\..md):\d+(?::\d+)?")
_DAYS = re.compile(r"\b\d+ days? ago\b")
_HEADING = re.compile(r"#{1,6}\s+(.*\S)")


class Likeness(NamedTuple):
    """The rule, the file, the place in it and the words of a finding, without whatever moves by itself."""

    rule: str
    file: str
    at: str
    says: str


def likeness(finding: Finding, texts: Mapping[str, str]) -> Likeness:
    """The likeness of a located finding; `texts` are those of the files."""
    path = finding.at.path
    return Likeness(finding.rule, same_file(path), place_in(finding, texts.get(path, "")), lasting(finding.message))


def same_file(path: str) -> str:
    """What stays the same when a file moves: a procedure or workflow is known by its name, whatever its folder."""
    found = slot(path)
    return f"{found.kind} {found.id}" if found and found.kind in _NAMED_BY_FILE else path


def lasting(message: str) -> str:
    """A message without the numbers of lines, and without how many days ago something was."""
    return _DAYS.sub("days ago", _PLACES.sub("", _LINES.sub("line", message)))


def place_in(finding: Finding, text: str) -> str:
    """Where in its file a finding is, without counting lines or entries of lists.

    That is its key path; in the text of a page the heading above it; where there is neither, the words of its line.
    """
    if finding.at.keys:
        return " > ".join(map(_step, finding.at.keys))
    line = finding.at.span.line if finding.at.span else 1
    lines = text.split("\n")[:line]
    if finding.at.path.endswith(".md"):
        return next((found[1] for each in reversed(lines) if (found := _HEADING.match(each))), "")
    return " ".join(lines[-1].split()) if len(lines) == line else ""


def _step(key: Key) -> str:
    return "*" if isinstance(key, int) else key
