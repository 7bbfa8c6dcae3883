"""The place where the parser gave up, and what stands around it."""

from dataclasses import dataclass
from functools import cached_property

import yaml

from handrail.ground.finding import Finding, Fix
from handrail.reading.document.complaints.line import Token, entry, finding, indent, on, tokens


@dataclass(frozen=True)
class Break:
    """A parser's error. Lines and columns count from 0; `began` is where that began which could not be finished."""

    path: str
    text: str
    problem: str
    context: str
    at: tuple[int, int]
    began: tuple[int, int]

    @classmethod
    def of(cls, path: str, text: str, error: yaml.YAMLError) -> "Break":
        """The break that an error tells of."""
        mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        at = (mark.line, mark.column) if mark else (0, 0)
        began = (context.line, context.column) if context else at
        problem, around = getattr(error, "problem", None) or str(error), getattr(error, "context", None) or ""
        return cls(path, text, str(problem), str(around), at, began)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """What the parser could still read."""
        return tokens(self.text)

    @property
    def line(self) -> str:
        """The line at which the parser stopped."""
        return self.of_line(self.at[0])

    @property
    def sign(self) -> str:
        """The character at which it stopped, or an empty text at the end of a line."""
        return self.line[self.at[1] : self.at[1] + 1]

    @property
    def at_line_start(self) -> bool:
        """Whether nothing but spaces stands before the place."""
        return not self.line[: self.at[1]].strip(" ")

    def of_line(self, number: int) -> str:
        """The line of a number, empty where there is none."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def above(self, number: int) -> int:
        """The number of the nearest line above that says something, or -1."""
        return next((n for n in range(number - 1, -1, -1) if says(self.lines[n])), -1)

    def complain(
        self, number: int, column: int, length: int, message: str, hint: str, fix: Fix | None = None
    ) -> Finding:
        """A finding at a place that counts from 0."""
        return finding(self.path, on(number, column, length), message, hint, fix)


def says(line: str) -> bool:
    """Whether a line is neither empty nor a comment alone."""
    words = line.strip()
    return bool(words) and not words.startswith("#")


def levels(broken: Break, number: int) -> dict[int, tuple[int, str]]:
    """The columns at which something that is still open above a line begins, with the line and its key."""
    found: dict[int, tuple[int, str]] = {}
    least = 1 << 30
    for n in range(number - 1, -1, -1):
        line = broken.lines[n]
        if not says(line) or indent(line) >= least:
            continue
        least = indent(line)
        item = entry(line)
        if item:
            found.setdefault(item.column, (n, item.key))
        found.setdefault(least, (n, f"- {item.key}" if item else line.strip()[:20]))
        if not least:
            break
    return dict(sorted(found.items()))
