"""What is wrong, where, and what to do about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from handrail.ground.source import Span

Key: TypeAlias = str | int
KeyPath: TypeAlias = tuple[Key, ...]


_ENDS_OF_LINES = re.compile(r"\s*\n\s*")
_LONGEST, _KEPT = 600, 280


def on_one_line(message: str) -> str:
    """A message as it is told: on one line, whatever it quotes, and the middle left out where it quotes too much."""
    line = _ENDS_OF_LINES.sub(" ", message) if "\n" in message else message
    return line if len(line) <= _LONGEST else f"{line[:_KEPT]} … {line[-_KEPT:]}"


class Severity(StrEnum):
    """How much a finding weighs: an error fails the check, a warning only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


class Part(StrEnum):
    """Which part of an entry a place means: the key, or the value behind it."""

    KEY = "key"
    VALUE = "value"


class Place(NamedTuple):
    """Somewhere in a file, by key path; or, where the reader knows it already, by span.

    Rules speak in key paths and never count lines: `check` asks the document for the span when there is a finding.
    `text` narrows the span to the first place where that text stands inside it. Places are made by the hundred
    thousand, and a named tuple is made in half the time of a frozen dataclass.
    """

    path: str
    keys: KeyPath = ()
    part: Part = Part.VALUE
    text: str = ""
    span: Span | None = None

    def at(self, *keys: Key) -> "Place":
        """The value at these further keys."""
        return Place(self.path, (*self.keys, *keys))

    def key(self, *keys: Key) -> "Place":
        """The key itself, the last of these further keys (or of this place)."""
        return Place(self.path, (*self.keys, *keys), Part.KEY)

    def around(self, text: str) -> "Place":
        """The same place, narrowed to a text inside it."""
        return self._replace(text=text)


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that helps to understand a finding, with a label that says how."""

    place: Place
    label: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at `place` by `text`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that remove a finding. `safe` means: what the handbook says cannot change by them."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the walk that shows a finding: where it stands, what happens there, and the time when it is done.

    `minutes` is how long the step takes at most, `elapsed` that time with everything before it.
    """

    place: Place
    label: str
    minutes: int
    elapsed: int

    def at(self, place: Place) -> "Stop":
        """The same stop at a place that has its span."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    `message` is the fact with the offender and what was expected, `hint` the remedy, `witness` a concrete case, sum or
    instant, a line each, `walk` the way that the case takes. `rule` is the name under which it can be explained and
    excused.
    """

    rule: str
    severity: Severity
    message: str
    at: Place
    hint: str = ""
    related: tuple[Related, ...] = ()
    witness: tuple[str, ...] = ()
    fix: Fix | None = None
    walk: tuple[Stop, ...] = ()

    def located(self, locate: "Callable[[Place], Place]") -> "Finding":
        """The same finding with every place turned into one that has its span."""
        fix = self.fix and replace(self.fix, edits=tuple(replace(e, place=locate(e.place)) for e in self.fix.edits))
        related = tuple(replace(r, place=locate(r.place)) for r in self.related)
        walk = tuple(stop.at(locate(stop.place)) for stop in self.walk)
        return replace(self, at=locate(self.at), related=related, fix=fix, walk=walk)
