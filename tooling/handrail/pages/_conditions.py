"""Tables of conditions in plain words, each fact and mark with a link to its page."""

from collections.abc import Iterable

from handrail.ground.model import Kind, Names, Requirement, Table
from handrail.pages import Site
from handrail.pages._escape import esc, link
from handrail.pages._parts import sentence, to, worker
from handrail.pages._words import lower, spaced, value
from handrail.reasoning.uses import about_mark

_STARTS = {
    "": "from when this control binds",
    "received": "from when the report came in",
    "request-complete": "from when the request is complete",
}


def row(site: Site, here: str, name: str, accepted: Names) -> str:
    """One row as a clause."""
    book = site.handbook
    if about_mark(name, accepted, book):
        says = mark(site, here, name)
        return f"done: {says}" if accepted == ("done",) else f"not yet done: {says}"
    fact = link(esc(spaced(book, name)), site.href(here, Kind.FACT, name))
    return f"{fact} is {sentence((f'<b>{esc(value(book, name, each))}</b>' for each in accepted), 'or')}"


def clauses(site: Site, here: str, tables: Iterable[Table]) -> tuple[str, ...]:
    """Each table as a clause: all of its rows hold. Of the clauses one is enough."""
    return tuple(sentence(row(site, here, name, taken) for name, taken in table.items()) for table in tables)


def either(site: Site, here: str, tables: Iterable[Table]) -> str:
    """Tables as one clause."""
    return ", or ".join(clauses(site, here, tables))


def mark(site: Site, here: str, name: str) -> str:
    """What a mark says, in the middle of a sentence, with its link."""
    book = site.handbook
    if name not in book.marks:
        return f"<b>{esc(name)}</b>" if not name.startswith("E") else f"content of level <b>{esc(name)}</b> is viewed"
    return link(esc(lower(book.marks[name].says).rstrip(".")), site.href(here, Kind.MARK, name))


def marks(site: Site, here: str, names: Names) -> str:
    """Marks of which one is enough."""
    return sentence((mark(site, here, name) for name in names), "or")


def requirement(site: Site, here: str, wanted: Requirement) -> str:
    """When or by whom the marks of a requirement must come, as a sentence."""
    others = marks(site, here, wanted.others)
    match wanted.order:
        case "within":
            time = f"within <b>{esc(wanted.within.text)}</b>, counted " if wanted.within else ""
            said = time + _start(site, here, wanted.starts)
        case "before":
            said = f"before this: {others}"
        case "after":
            said = f"after this, wherever it happens: {others}"
        case "directly-before":
            said = f"in the same step as this, or in the step before: {others}"
        case "only-by":
            said = f"only by {sentence((worker(site, here, name) for name in wanted.others), 'or')}"
        case "by-other-than":
            said = f"by another person than the one of this: {others}"
        case _:
            said = "before the case closes"
    return said


def _start(site: Site, here: str, start: str) -> str:
    book = site.handbook
    if start in _STARTS:
        return _STARTS[start]
    if start in book.facts:
        return f"from when it was last settled: {to(site, here, Kind.FACT, start)}"
    return f"from this: {mark(site, here, start)}"
