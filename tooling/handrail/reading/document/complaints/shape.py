"""What can be read but is another table than its author sees: such data is not worth checking further.

A space that is none, a colon without a space, a list that became one text, a text that became a key.
"""

import re
from collections.abc import Iterator

from handrail.ground.finding import Finding
from handrail.reading.document.complaints.keys import NO_SPACE, missing_space, too_far_left
from handrail.reading.document.complaints.line import (
    HARD_SPACES,
    Token,
    entry,
    finding,
    indent,
    on,
    tokens,
)
from handrail.reading.document.complaints.signs import HARD_START, hard_space

_HARD = re.compile(rf"[{HARD_SPACES}]")
_TIGHT = re.compile(r"\n[ ]*(?:- +)*[a-z][a-z0-9-]*:(?!//)[^\s:]")
_EMPTY_BLOCK = re.compile(r"[|>][+-]?\n")
_ITEM = re.compile(r"\n +- ")


def twisted(path: str, text: str) -> tuple[Finding, ...]:
    """The first thing that makes another table of a text than the one that its author sees."""
    suspects: list[Iterator[Finding]] = []
    if not text.isascii() and _HARD.search(text):
        suspects.append(_hard_spaces(path, text))
    if text.count(":") != text.count(": ") + text.count(":\n") and (_TIGHT.search(text) or NO_SPACE.match(text)):
        suspects.append(_tight_colons(path, text))
    if any(_seems_lost(text, block.end()) for block in _EMPTY_BLOCK.finditer(text)):
        suspects.append(_lost_texts(path, text))
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


def _seems_lost(text: str, below: int) -> bool:
    """Whether the line below `key: |` stands no further right than the key, and does not look like a key."""
    start = text.rfind("\n", 0, below - 1) + 1
    line, after = text[start : below - 1], text[below : text.find("\n", below) if "\n" in text[below:] else None]
    opener, found = entry(line), entry(after)
    if not opener or opener.text[:1] not in ("|", ">") or not found:
        return False
    return found.column <= opener.column and (" " in found.key or found.key[:1].isupper())


def _lost_texts(path: str, text: str) -> Iterator[Finding]:
    lines = text.split("\n")
    for token in tokens(text):
        if token.style in ("|", ">") and not token.text:
            opener = entry(lines[token.line])
            below = token.line + 1
            if opener and below < len(lines) and entry(lines[below]):
                yield too_far_left(path, below, lines[below], opener.key)


def _seems_joined(text: str, item: int) -> bool:
    """Whether the line above a list entry is a text that the entry would continue."""
    start = text.rfind("\n", 0, item) + 1
    above = text[start:item]
    below = text[item + 1 :]
    words = above.strip()
    if not words or words.endswith((":", "|", ">", "|-", ">-", "-")) or words.startswith("#"):
        return False
    return len(below) - len(below.lstrip(" ")) > indent(above)


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
