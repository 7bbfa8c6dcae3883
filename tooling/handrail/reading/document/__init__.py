"""One file as data: its text, what stands in it and where, and what could not be read.

`reader` makes documents; it is a room of its own, because most files were read before (see `remembered`) and the
parsers need not be loaded for them.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from handrail.ground.finding import Finding, Place
from handrail.ground.layout import Slot
from handrail.ground.model import Page
from handrail.ground.source import START, Source, Span
from handrail.reading.document.text import written

Data: TypeAlias = dict[str, Any] | list[Any] | str


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the handbook as data.

    `data` is None when nothing of it could be read. `front` is the YAML part of a page: its front matter, with the
    lines before it left empty, so that line numbers are the file's. It is None where all of the text is YAML, and empty
    where none of it can be trusted.

    There are many, and the texts of few are ever shown: the bytes are at hand, and are read as text again for those.
    """

    source: Source
    slot: Slot
    front: str | None
    data: Data | None
    page: Page | None
    findings: tuple[Finding, ...]

    @property
    def path(self) -> str:
        """Where the file lies below the handbook's folder."""
        return self.source.path

    @property
    def text(self) -> str:
        """All that stands in the file, as far as it can be shown."""
        return written(self.source)

    @property
    def yaml(self) -> str:
        """The YAML in it, or nothing."""
        return self.text if self.front is None else self.front

    @property
    def top(self) -> Place:
        """The file as a whole."""
        return Place(self.path)

    def locate(self, place: Place) -> Place:
        """The same place with its span. A place that does not exist becomes the nearest one around it."""
        from handrail.reading.document.yaml import locate_keys

        span = place.span or (locate_keys(self.yaml, place.keys, place.part) if self.yaml else None)
        if place.text and span:
            span = _narrowed(self.text, span, place.text)
        return place._replace(span=span or START)


def _narrowed(text: str, span: Span, wanted: str) -> Span:
    """The first stretch of `wanted` within the lines of a span, or the span itself."""
    lines = text.split("\n")
    for number in range(span.line, min(span.end_line, len(lines)) + 1):
        start = span.column - 1 if number == span.line else 0
        found = lines[number - 1].find(wanted, start)
        if found >= 0:
            return Span.on_line(number, found + 1, len(wanted))
    return span
