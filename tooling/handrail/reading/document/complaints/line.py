"""The anatomy of a line: indentation, hyphens, a key, its text. And what is needed to complain about one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from handrail.ground.finding import Edit, Finding, Fix, Place, Severity, on_one_line
from handrail.ground.source import Span

HARD_SPACES = "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u2060\u3000\ufeff"
CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb"
MOST_FINDINGS = 20
"""Findings about the form of one file: whoever has mended so many looks again anyway."""
OPENERS, CLOSERS = "[{", "]}"
NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#|^[#\[{&*!|>%@`\"'?,-]")
"""What plain text cannot hold, or cannot begin with."""
SIGNS_OF_FLOW = re.compile(r"[,\[\]{}]")
_KEY = r"""(?P<key>"[^"]*"|'[^']*'|[^\s"'\[\]{},#&*!|>%@`-][^\n]*?|-(?!\s)[^\n]*?)"""
_NAMED = re.compile(rf"(?P<lead>[ \t]*(?:-[ ]+)*){_KEY}:(?:[ \t]+(?P<text>.*)|$)")
_FLOW_LABEL = re.compile(r"""["']?([\w-]+)["']?:\s*$""")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line `key: text`. Columns count from 0; `text` is empty when nothing stands behind the colon."""

    lead: str
    key: str
    column: int
    text: str
    text_column: int

    @property
    def before(self) -> str:
        """What a pasted remedy repeats before the text: hyphens, key and colon."""
        return f"{self.lead.strip()}{' ' if self.lead.strip() else ''}{self.key}: "


def entry(line: str) -> Entry | None:
    """The line as `key: text`, or None when it has no key."""
    found = _NAMED.match(line)
    if not found:
        return None
    text = (found["text"] or "").rstrip()
    return Entry(found["lead"], found["key"], found.start("key"), text, found.start("text") if text else len(line))


@dataclass(frozen=True, slots=True)
class Piece:
    """A text within a line: what stands before it when it is pasted, and its columns from 0."""

    before: str
    text: str
    start: int
    end: int


def piece(line: str, column: int) -> Piece:
    """The text around a column: in braces or brackets up to the next comma, otherwise up to the end of the line."""
    if not in_flow(line[:column]):
        found = entry(line)
        if found and found.text and found.text_column <= column:
            return Piece(found.before, found.text, found.text_column, found.text_column + len(found.text))
        start = len(line) - len(line.lstrip(" \t-"))
        return Piece("- " if "-" in line[:start] else "", line[start:].rstrip(), start, len(line.rstrip()))
    start = max(line.rfind(sign, 0, column) for sign in ("[", "{", ", ", ": ")) + 1
    ends = [at for sign in ",]}" if (at := line.find(sign, column + 1)) >= 0]
    words = line[start : min(ends, default=len(line))]
    start += len(words) - len(words.lstrip())
    label = _FLOW_LABEL.search(line[:start])
    return Piece(f"{label[1]}: " if label else "", words.strip(), start, start + len(words.strip()))


def in_flow(before: str) -> bool:
    """Whether a bracket or brace is still open behind a stretch of a line."""
    return sum(map(before.count, OPENERS)) > sum(map(before.count, CLOSERS))


def quoted(text: str) -> str:
    """A text in quotes: double ones, or single ones where it holds a double quote or a backslash."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def indent(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def spaces(number: int) -> str:
    """`1 space`, `2 spaces`."""
    return f"{number or 'no'} {'space' if number == 1 else 'spaces'}"


def on(number: int, column: int, length: int) -> Span:
    """A stretch of a line, both counted from 0 as the parser does."""
    return Span.on_line(number + 1, column + 1, max(length, 1))


def finding(
    path: str, span: Span, message: str, hint: str, fix: Fix | None = None, rule: str = "invalid-yaml"
) -> Finding:
    """A finding at a stretch of the file."""
    return Finding(rule, Severity.ERROR, on_one_line(message), Place(path, span=span), hint, fix=fix)


def fix(path: str, title: str, edits: Iterable[tuple[Span, str]], *, safe: bool = True) -> Fix:
    """A fix: each edit puts a text in the place of a stretch."""
    return Fix(title, tuple(Edit(Place(path, span=span), text) for span, text in edits), safe=safe)


def quoting(path: str, number: int, found: Piece) -> Fix:
    """The fix that puts a text in quotes."""
    return fix(path, "Put the text in quotes", [(on(number, found.start, len(found.text)), quoted(found.text))])


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the parser with its lines and columns from 0. `style` is the quote, `|`, `>` or empty."""

    kind: str
    text: str
    style: str
    line: int
    column: int
    end_line: int
    end_column: int


def tokens(text: str, most: int = 200_000) -> tuple[Token, ...]:
    """The tokens of a text, as far as the parser gets."""
    found: list[Token] = []
    loader = yaml.CSafeLoader(text)
    try:
        while len(found) < most and loader.check_token():
            token: Any = loader.get_token()
            start, end = token.start_mark, token.end_mark
            words, style = getattr(token, "value", ""), getattr(token, "style", "") or ""
            found.append(
                Token(
                    type(token).__name__.removesuffix("Token"),
                    words if isinstance(words, str) else "",
                    style,
                    start.line,
                    start.column,
                    end.line,
                    end.column,
                )
            )
    except yaml.YAMLError:
        pass
    finally:
        loader.dispose()
    return tuple(found)
