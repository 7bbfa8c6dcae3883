"""What can be read but is another table than its author sees: such data is not worth checking further.

A space that is none, a colon without a space, a list that became one text.
"""

import re
from collections.abc import Iterator

from handrail.ground.finding import Finding
from handrail.reading.document.complaints.keys import NO_SPACE, missing_space
from handrail.reading.document.complaints.line import (
    HARD_SPACES,
    Token,
    finding,
    indent,
    on,
    tokens,
)
from handrail.reading.document.complaints.signs import HARD_START, hard_space

_NOT_OPEN = re.compile(r":[^ \n]")
_TIGHT = re.compile(r"\n[ ]*(?:- +)*[a-z][a-z0-9-]*:(?!//)[^\s:]")
_ITEM = re.compile(r"\n +- ")


def twisted(path: str, text: str) -> tuple[Finding, ...]:
    """The first thing that makes another table of a text than the one that its author sees."""
    suspects: list[Iterator[Finding]] = []
    if not text.isascii() and any(space in text for space in HARD_SPACES):
        suspects.append(_hard_spaces(path, text))
    if _NOT_OPEN.search(text) and (_TIGHT.search(text) or NO_SPACE.match(text)):
        suspects.append(_tight_colons(path, text))
    if any(_seems_joined(text, item.start()) for item in _ITEM.finditer(text)):
        suspects.append(_joined_items(path, text))
    first = next((found for suspect in suspects for found in suspect), None)
    return (first,) if first else ()


def _plain(text: str) -> Iterator[Token]:
    return (token for token in tokens(text) if token.kind == "Scalar" and not token.style)


def _hard_spaces(path: str, text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    for token in _plain(text):
        for number in range(token.line, token.end_line + 1):
            hard = HARD_START.match(lines[number])
            if hard and (number > token.line or token.column <= hard.start(2)) and hard.end() < len(lines[number]):
                yield hard_space(path, text, number)


def _tight_colons(path: str, text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    for token in _plain(text):
        for number in range(token.line, token.end_line + 1):
            tight = NO_SPACE.match(lines[number])
            if tight and (number > token.line or token.column == tight.start("key")):
                yield missing_space(path, number, lines[number], tight.start("key"), tight.end("key"))


def _seems_joined(text: str, item: int) -> bool:
    """Whether the line above a list entry is a text that the entry would continue."""
    start = text.rfind("\n", 0, item) + 1
    above = text[start:item]
    words = above.strip()
    if not words or words.endswith((":", "|", ">", "|-", ">-", "-")) or words.startswith("#"):
        return False
    return text.startswith(" " * (indent(above) + 1), item + 1)


def _joined_items(path: str, text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    for token in _plain(text):
        for number in range(token.line + 1, token.end_line + 1):
            words = lines[number].strip()
            if words.startswith("- "):
                above = lines[number - 1]
                item = above.strip().startswith("- ")
                message = (
                    f"`{words}` stands further right than `{above.strip()}` above it, so it only continues that text."
                )
                hint = (
                    f"Begin it in the column of `{above.strip()}`."
                    if item
                    else "Leave the text behind the colon away: a list stands below its key."
                )
                yield finding(path, on(number, indent(lines[number]), len(words)), message, hint)
