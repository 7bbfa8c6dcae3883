"""A file as it was read, and a stretch of its text: named tuples, for they are made before anything is known."""

from typing import NamedTuple


class Source(NamedTuple):
    """One file of the handbook: its path relative to the handbook's folder, with `/`, and its bytes."""

    path: str
    data: bytes


class Span(NamedTuple):
    """A stretch of text. Lines and columns count from 1, columns in characters; the end is the column after it."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def on_line(cls, line: int, column: int, length: int) -> "Span":
        """A stretch of `length` characters that does not leave its line."""
        return cls(line, column, line, column + length)


START = Span(1, 1, 1, 1)
