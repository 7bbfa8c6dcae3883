"""From bytes to a document. `read` never raises on content.

Every scalar is the text that was written; a file that cannot be trusted (two keys of one name, a sentence cut in two)
keeps its data only as far as that is safe, and says so in `findings`.
"""

from handrail.ground.finding import Finding
from handrail.ground.layout import Slot, slot
from handrail.ground.model import Page
from handrail.ground.source import Source
from handrail.reading.document import Data, Document
from handrail.reading.document.complaints import lint, twisted, unsolved_merge
from handrail.reading.document.crowd import crowded
from handrail.reading.document.front import split_front_matter
from handrail.reading.document.hidden import hidden
from handrail.reading.document.markdown import read_page
from handrail.reading.document.text import decode
from handrail.reading.document.yaml import read_yaml


def read(source: Source) -> Document | None:
    """The document in a source, or None when the file is only carried along (a picture, say)."""
    where = slot(source.path)
    if where is None:
        return None
    text, findings = decode(source)
    if text is None:
        return Document(source, where, "", None, None, findings)
    if where.kind in ("home", "procedure", "page"):
        return _read_markdown(source, where, text)
    data, complaints = _data(source.path, text)
    crowd = crowded(source.path, text, data) if where.kind == "workflow" else ()
    if crowd:
        data, complaints = None, crowd
    if data is not None:
        complaints = (*complaints, *hidden(source.path, text))
    return Document(source, where, None if data is not None else "", data, None, complaints)


def _data(path: str, text: str) -> tuple[Data | None, tuple[Finding, ...]]:
    """The data in a YAML text, or None where it is not to be trusted, and everything that is wrong about its form."""
    data, complaints = read_yaml(path, text)
    if data is None:
        return None, complaints
    turned = twisted(path, text)
    if turned:
        return None, turned
    return data, (*complaints, *lint(path, text))


def _read_markdown(source: Source, where: Slot, text: str) -> Document:
    path = source.path
    merge = unsolved_merge(path, text)
    if merge:
        return Document(source, where, "", None, Page(), (merge,))
    parts = split_front_matter(path, text, required=where.kind != "page")
    page, deep = read_page(path, text, parts.body_line)
    data: Data | None = {}
    complaints = (*parts.findings, *deep)
    if parts.front.strip():
        data, more = _data(path, parts.front)
        if data is None:
            more = parts.not_closed(more)
        complaints = (*complaints, *more)
    if data is not None:
        complaints = (*complaints, *hidden(path, text))
    return Document(source, where, parts.front if data else "", data, page, complaints)
