"""Sentences taken apart into words and names, and the signs of what happened."""

from collections.abc import Iterator

from handrail.formats._safe import one_line

SIGNS = {
    "added": "+",
    "removed": "-",
    "changed": "~",
    "renamed": "=",
    "moved": ">",
    "reworded": '"',
    "broken": "!",
    "not-proven": "?",
}


def parts(says: str) -> Iterator[tuple[bool, str]]:
    """The parts of a sentence, harmless and in one line: whether it is a name of the handbook, and the text."""
    for number, part in enumerate(one_line(says).split("`")):
        if part:
            yield number % 2 == 1, part
