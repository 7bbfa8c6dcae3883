"""One file, read: its data, its text, what could not be read, and where everything stands.

`read` never raises on content. Every scalar is the text that was written; a file that cannot be trusted (two keys of
one name, a sentence cut in two) keeps its data only as far as that is safe, and says so in `findings`.
"""

from dataclasses import dataclass

from handrail.ground.finding import Finding, Place
from handrail.ground.layout import Slot, slot
from handrail.ground.model import Page
from handrail.ground.source import START, Source, Span
from handrail.reading.document.complaints import lint, twisted, unsolved_merge
from handrail.reading.document.crowd import crowded
from handrail.reading.document.front import split_front_matter
from handrail.reading.document.markdown import read_page
from handrail.reading.document.text import decode, glimpse
from handrail.reading.document.yaml import Data, locate_keys, read_yaml


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the handbook as data.

    `data` is None when nothing of it could be read. `yaml` is the YAML part of the text (for a page: its front matter,
    with the lines before it left empty, so that line numbers are the file's).
    """

    path: str
    slot: Slot
    text: str
    yaml: str
    data: Data | None
    page: Page | None
    findings: tuple[Finding, ...]

    @property
    def top(self) -> Place:
        """The file as a whole."""
        return Place(self.path)

    def locate(self, place: Place) -> Place:
        """The same place with its span. A place that does not exist becomes the nearest one around it."""
        span = place.span or (locate_keys(self.yaml, place.keys, place.part) if self.yaml else None)
        if place.text and span:
            span = _narrowed(self.text, span, place.text)
        return place._replace(span=span or START)


def read(source: Source) -> Document | None:
    """The document in a source, or None when the file is only carried along (a picture, say)."""
    where = slot(source.path)
    if where is None:
        return None
    text, findings = decode(source)
    if text is None:
        return Document(source.path, where, glimpse(source), "", None, None, findings)
    if where.kind in ("home", "procedure", "page"):
        return _read_markdown(source.path, where, text)
    data, complaints = _data(source.path, text)
    crowd = crowded(source.path, text, data) if where.kind == "workflow" else ()
    if crowd:
        data, complaints = None, crowd
    return Document(source.path, where, text, text if data is not None else "", data, None, complaints)


def _data(path: str, text: str) -> tuple[Data | None, tuple[Finding, ...]]:
    """The data in a YAML text, or None where it is not to be trusted, and everything that is wrong about its form."""
    data, complaints = read_yaml(path, text)
    if data is None:
        return None, complaints
    turned = twisted(path, text)
    if turned:
        return None, turned
    return data, (*complaints, *lint(path, text))


def _read_markdown(path: str, where: Slot, text: str) -> Document:
    merge = unsolved_merge(path, text)
    if merge:
        return Document(path, where, text, "", None, Page(), (merge,))
    parts = split_front_matter(path, text, required=where.kind != "page")
    page, deep = read_page(path, text, parts.body_line)
    data: Data | None = {}
    complaints = (*parts.findings, *deep)
    if parts.front.strip():
        data, more = _data(path, parts.front)
        if data is None:
            more = parts.not_closed(more)
        complaints = (*complaints, *more)
    return Document(path, where, text, parts.front if data else "", data, page, complaints)


def _narrowed(text: str, span: Span, wanted: str) -> Span:
    """The first stretch of `wanted` within the lines of a span, or the span itself."""
    lines = text.split("\n")
    for number in range(span.line, min(span.end_line, len(lines)) + 1):
        start = span.column - 1 if number == span.line else 0
        found = lines[number - 1].find(wanted, start)
        if found >= 0:
            return Span.on_line(number, found + 1, len(wanted))
    return span
