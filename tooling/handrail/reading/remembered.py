"""Documents that were read before: what a sound file holds, by its path and its bytes.

Only a file about which the reading had nothing to say is kept, so whoever finds it here need not read it again, nor
compare it with its schema. What is kept is JSON: every value of a document is a text, a list or a table of them.
"""

import json
from hashlib import sha256
from typing import Any

from handrail.ground.finding import Place
from handrail.ground.layout import slot
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.model import Fence, Heading, Link, Page
from handrail.ground.source import Source, Span
from handrail.reading.document import Document
from handrail.reading.document.text import decode


def recalled(source: Source, memory: Memory) -> Document | None:
    """The document that was kept for a source, if there is one."""
    kept = memory.get(_key(source)) if memory is not FORGETFUL else None
    where = slot(source.path)
    text, _ = decode(source) if kept and where else (None, ())
    if not kept or where is None or text is None:
        return None
    data, front, page = json.loads(kept)
    return Document(source, where, front, data, _page(source.path, text, page) if page else None, ())


def keep(source: Source, document: Document, memory: Memory) -> None:
    """Keep a document in which everything was sound."""
    if memory is FORGETFUL:
        return
    memory.put(_key(source), json.dumps([document.data, document.front, _plain(document.page)], ensure_ascii=False))


def _key(source: Source) -> str:
    return f"document {source.path} {sha256(source.data).hexdigest()}"


def _plain(page: Page | None) -> list[Any] | None:
    if page is None:
        return None
    headings = [[each.level, each.text, each.anchor, _numbers(each.place)] for each in page.headings]
    links = [[each.target, each.text, _numbers(each.place), each.image] for each in page.links]
    fences = [[each.workflow, each.parts, _numbers(each.place)] for each in page.fences]
    return [page.line, headings, links, fences]


def _numbers(place: Place) -> list[int]:
    span = place.span
    return [span.line, span.column, span.end_line, span.end_column] if span else []


def _page(path: str, text: str, kept: list[Any]) -> Page:
    def place(numbers: list[int]) -> Place:
        return Place(path, span=Span(*numbers))

    line, headings, links, fences = kept
    return Page(
        "\n".join(text.split("\n")[line - 1 :]),
        line,
        tuple(Heading(level, words, anchor, place(at)) for level, words, anchor, at in headings),
        tuple(Link(target, words, place(at), image) for target, words, at, image in links),
        tuple(Fence(workflow, tuple(parts), place(at)) for workflow, parts, at in fences),
    )
