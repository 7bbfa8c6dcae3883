"""A change as git keeps it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed the handbook: its hash, its day, its first line, and the files below the handbook."""

    id: str
    day: date
    subject: str
    paths: tuple[str, ...]
