"""Text from a handbook, made harmless for terminals and logs."""

import unicodedata


def harmless(text: str) -> str:
    """The text with control characters, escape sequences and direction overrides made visible."""
    return "".join(
        character
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else f"\\u{ord(character):04x}"
        for character in text
    )


def one_line(text: str) -> str:
    """The same in one line."""
    return harmless(text.replace("\r", " ").replace("\n", " "))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
