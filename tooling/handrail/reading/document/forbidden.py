"""What YAML has and this language has not: anchors, aliases, tags, merge keys, second documents, endless nesting.

Found by the parser's events, which do not nest, so that a hostile file is never composed.
"""

from collections.abc import Iterator

import yaml

from handrail.ground.finding import Finding
from handrail.ground.source import Span
from handrail.reading.document.complaints.depth import DEEPEST, TOO_DEEP
from handrail.reading.document.complaints.line import MOST_FINDINGS, piece, quoted
from handrail.reading.document.spans import between, finding_at


def forbidden(path: str, text: str) -> tuple[Finding, ...]:
    """What the language does not have: found by the parser's events, which do not nest."""
    found: list[Finding] = []
    depth = documents = 0
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            event: yaml.Event = loader.get_event()  # type: ignore[assignment]
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return (_at(path, event, TOO_DEEP, "Split it into smaller parts."),)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                found += _of_document(path, event, documents)
            found += _foreign(path, text, event)
            if len(found) >= MOST_FINDINGS:
                break
    except yaml.YAMLError:
        if not found:  # otherwise what was found is the cause: `do: *important words`
            raise
    finally:
        loader.dispose()
    return tuple(found)


def _of_document(path: str, event: yaml.DocumentStartEvent, number: int) -> Iterator[Finding]:
    if number > 1:
        yield _at(path, event, "A second document begins here.", "Keep one per file.")
    if event.version or event.tags:
        yield _at(path, event, "A `%` directive has no place here.", "Delete the line.")


def _foreign(path: str, text: str, event: yaml.Event) -> list[Finding]:
    """Anchors, aliases, tags and merge keys; each may be a text whose author did not know that the sign is one."""
    found = []
    if isinstance(event, yaml.AliasEvent):
        message = f"`*{event.anchor}` repeats something said elsewhere. Nothing is said twice here."
        found.append(_at(path, event, message, _as_text(text, event, "Write it out, or give it one place with a name")))
    anchor = None if found else getattr(event, "anchor", None)
    if anchor:
        message = f"`&{anchor}` is an anchor; this language has none."
        found.append(_at(path, event, message, _as_text(text, event, "Delete it")))
    tag = getattr(event, "tag", None)
    if tag:
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        message = f"`{shown}` is a tag; every value here is simply its text."
        found.append(_at(path, event, message, _as_text(text, event, "Delete it")))
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
        message = "`<<` merges another table in; this language does not."
        found.append(_at(path, event, message, "Write the entries out."))
    return found


def _as_text(text: str, event: yaml.Event, hint: str) -> str:
    """The hint, with what to paste where the sign begins a text."""
    mark = event.start_mark
    line = text.split("\n")[mark.line] if mark else ""
    found = piece(line, mark.column) if mark else None
    if not mark or not found or found.start != mark.column or isinstance(event, yaml.CollectionStartEvent):
        return f"{hint}."
    return f"{hint}; or, if it is meant as text, put it in quotes: {found.before}{quoted(found.text)}"


def _at(path: str, event: yaml.Event, message: str, hint: str) -> Finding:
    start, end = event.start_mark, event.end_mark
    span = between(start, end) if start and end else Span(1, 1, 1, 1)
    if span.end_line != span.line:
        span = Span.on_line(span.line, span.column, 1)
    return finding_at(path, "invalid-yaml", message, span, hint)
