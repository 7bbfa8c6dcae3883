"""The front matter of a Markdown file: the YAML between two lines `---` at its top."""

import re
from dataclasses import dataclass

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.source import Span

_FENCE = re.compile(r"---[ \t]*")
_LOOKS_LIKE_FENCE = re.compile(r"[ \t]*(?:-{3,}|\.{3}|[\u2014\u2013-]{1,3})[ \t]*")
_BODY = re.compile(r"(?:#{2,6} |```|~~~)")
_HINT = "Begin the file with a line `---`, then title, summary and the rest as YAML, then another line `---`."


@dataclass(frozen=True, slots=True)
class Parts:
    """The front matter with the lines before it empty, the line of the body, what is wrong, and where it began."""

    path: str
    front: str
    body_line: int
    findings: tuple[Finding, ...] = ()
    line: int = 1

    def not_closed(self, complaints: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The complaints about the front matter, or the one that explains them: the body was taken for a part of it."""
        lines = self.front.split("\n")
        body = next((number for number, line in enumerate(lines, start=1) if _BODY.match(line)), 0)
        at = complaints[0].at.span if complaints else None
        return (_not_closed(self.path, self.line, lines),) if body and at and at.line >= body else complaints


def split_front_matter(path: str, text: str, *, required: bool) -> Parts:
    """A Markdown text in its parts. A page that need not have a front matter may begin with its body."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[first]):
        return Parts(path, "", 1, _missing(path, lines, first) if required else ())
    complaint: tuple[Finding, ...] = ()
    if first:
        message, hint = "Empty lines stand before the front matter.", "Delete them: `---` must be the very first line."
        complaint = (_finding(path, 1, 1, message, hint),)
    for number in range(first + 1, len(lines)):
        if _FENCE.fullmatch(lines[number]):
            front = "\n" * (first + 1) + "\n".join(lines[first + 1 : number])
            if not front.strip():
                complaint = (*complaint, _finding(path, first + 1, 3, "The front matter is empty.", _HINT))
            return Parts(path, front, number + 2, complaint, first + 1)
    return Parts(path, "", len(lines) + 1, (_not_closed(path, first + 1, lines),))


def _not_closed(path: str, line: int, lines: list[str]) -> Finding:
    message = f"The front matter that begins in line {line} has no closing line `---`."
    hint = "Add a line with three hyphens above the first heading."
    number = next((n for n, other in enumerate(lines[line:], start=line + 1) if _LOOKS_LIKE_FENCE.fullmatch(other)), 0)
    if number:
        hint = f"Write `---` in line {number}, where `{lines[number - 1].rstrip()}` stands."
    return _finding(path, line, 3, message, hint)


def _missing(path: str, lines: list[str], first: int) -> tuple[Finding, ...]:
    """A page that begins with something else than its front matter."""
    top = lines[first].strip()
    message, hint = "This page has no front matter.", _HINT
    if top == "+++":
        message = "The front matter is written in TOML (`+++`)."
    elif _FENCE.fullmatch(top) or _LOOKS_LIKE_FENCE.fullmatch(top):
        message = f"The page begins with `{lines[first].rstrip()}`, which does not open a front matter."
        hint = "Write three hyphens at the very start of the line: `---`."
    elif any(_FENCE.fullmatch(line) for line in lines[first : first + 20]) and not top.startswith("#"):
        what = "A comment" if top.startswith("<!--") else "Something"
        message = f"{what} stands before the front matter, so the page has none."
        hint = "Put it below: `---` must be the very first line."
    return (_finding(path, first + 1, max(len(lines[first]), 1), message, hint, "missing-front-matter"),)


def _finding(path: str, line: int, length: int, message: str, hint: str, rule: str = "invalid-yaml") -> Finding:
    return Finding(rule, Severity.ERROR, message, Place(path, span=Span.on_line(line, 1, length)), hint)
