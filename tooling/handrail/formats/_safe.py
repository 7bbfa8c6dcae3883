"""Text from a handbook, made harmless for terminals and logs, and how wide it is there."""

import json
import unicodedata
from typing import Any

_SHOWN_AS_CODE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NAMED = {"\t": "\\t", "\r": "\\r"}
_NO_WIDTH = frozenset({"Mn", "Me"})


def harmless(text: str) -> str:
    """The text with control characters, escape sequences and direction overrides made visible."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(character if character == "\n" else cell(character) for character in text)


def cell(character: str) -> str:
    """One character as it can be shown."""
    if unicodedata.category(character) in _SHOWN_AS_CODE:
        return _NAMED.get(character) or f"\\u{ord(character):04x}"
    return character


def one_line(text: str) -> str:
    """Harmless text in one line."""
    return harmless(text.replace("\r", " ").replace("\n", " "))


def no_command(line: str) -> str:
    """A line of its own that a log of GitHub cannot take for one of its commands."""
    return f"| {line}" if line.lstrip().startswith(("::", "##[")) else line


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def as_json(data: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Data as JSON that loses nothing and is harmless on a terminal: what acts there stands as an escape of JSON."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    if text.isascii() and "\x7f" not in text:
        return f"{text}\n"
    return "".join(_escaped(character) if _acts(character) else character for character in text) + "\n"


def _acts(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in _SHOWN_AS_CODE


def _escaped(character: str) -> str:
    return json.dumps(character).strip('"') if not character.isascii() else f"\\u{ord(character):04x}"
