"""From sound documents to one frozen Handbook, as of a given date. Broken ones are remembered by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from handrail.ground.finding import Finding, Place
from handrail.ground.layout import REGISTERS, slot
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.model import Duplicate, Handbook, Kind
from handrail.reading.build.pages import front_page, sop
from handrail.reading.build.register import REGISTER_SHELVES
from handrail.reading.build.texts import control, message, scenario
from handrail.reading.build.workflow import workflow
from handrail.reading.document import Document

_WHOLE_FILES: dict[str, tuple[Kind, str, Callable[[Document], Any]]] = {
    "workflow": (Kind.WORKFLOW, "workflows", workflow),
    "procedure": (Kind.PROCEDURE, "procedures", sop),
    "message": (Kind.MESSAGE, "messages", message),
    "control": (Kind.CONTROL, "controls", control),
    "scenario": (Kind.SCENARIO, "scenarios", scenario),
}


@dataclass(slots=True)
class _Draft:
    """A handbook in the making: shelves by field name."""

    shelves: dict[str, Any] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    broken: set[tuple[Kind, str]] = field(default_factory=set)
    unreadable: set[Kind] = field(default_factory=set)

    def put(self, shelf: str, kind: Kind, name: str, thing: Any, place: Place) -> None:
        """Keep the first thing of a name, note every further one."""
        things = self.shelves.setdefault(shelf, {})
        if name in things:
            self.duplicates.append(Duplicate(kind, name, things[name].place, place))
        else:
            things[name] = thing


def build(
    documents: Iterable[tuple[Document, Iterable[Finding]]],
    *,
    without: Iterable[Finding],
    as_of: date,
    files: frozenset[str] = frozenset(),
    memory: Memory = FORGETFUL,
    asked: frozenset[str] = frozenset(),
) -> Handbook:
    """The handbook that the documents make, each taken when it is its turn, so that nobody has to hold all their data.

    Beside each stand the findings of its reading, and `without` are those about files that nobody could read: what they
    touch is not built.
    """
    wrong = _wrong_keys(without)
    draft = _Draft()
    opened = set()
    prints: dict[str, str] = {}
    for document, told in documents:
        prints[document.path] = sha256(document.text.encode()).hexdigest()
        touched = [*wrong.get(document.path, ()), *(finding.at.keys for finding in told)]
        opened.add(document.path)
        kind = document.slot.kind
        if kind in _WHOLE_FILES:
            _whole_file(draft, document, touched)
        elif kind in REGISTERS:
            _register(draft, document, touched)
        elif kind == "home" and isinstance(document.data, dict) and not touched:
            draft.shelves["front"] = front_page(document)
        elif kind == "page" and document.page is not None:
            draft.shelves.setdefault("pages", {})[document.path] = document.page
    for path in wrong.keys() - opened:
        _missing_file(draft, path)
    return Handbook(
        as_of=as_of,
        files=files,
        broken=frozenset(draft.broken),
        unreadable=frozenset(draft.unreadable),
        duplicates=tuple(draft.duplicates),
        prints=prints,
        memory=memory,
        asked=asked,
        **draft.shelves,
    )


def _missing_file(draft: _Draft, path: str) -> None:
    """Remember a file that is there and could not even be opened."""
    where = slot(path)
    if where and where.kind in _WHOLE_FILES:
        draft.broken.add((_WHOLE_FILES[where.kind][0], where.id))
    elif where and where.kind in REGISTERS:
        draft.unreadable |= _kinds_of(where.kind)


def _kinds_of(register: str) -> set[Kind]:
    return {kind for kind, *_ in REGISTER_SHELVES[register]({}, Place(""))}


def _wrong_keys(findings: Iterable[Finding]) -> Mapping[str, list[tuple[str | int, ...]]]:
    found: dict[str, list[tuple[str | int, ...]]] = {}
    for finding in findings:
        found.setdefault(finding.at.path, []).append(finding.at.keys)
    return found


def _whole_file(draft: _Draft, document: Document, touched: list[tuple[str | int, ...]]) -> None:
    kind, shelf, make = _WHOLE_FILES[document.slot.kind]
    if touched or not isinstance(document.data, dict):
        draft.broken.add((kind, document.slot.id))
        return
    thing = make(document)
    draft.put(shelf, kind, document.slot.id, thing, thing.place)


def _register(draft: _Draft, document: Document, touched: list[tuple[str | int, ...]]) -> None:
    if not isinstance(document.data, dict):
        draft.unreadable |= _kinds_of(document.slot.kind)
    data = document.data if isinstance(document.data, dict) else {}
    for kind, shelf, keys, entries in REGISTER_SHELVES[document.slot.kind](data, document.top):
        things = draft.shelves.setdefault(shelf, {})
        for name, make in entries:
            # only a helpline is called after its country; another name may hold a slash by mistake
            own = name.removeprefix(f"{keys[0]}/") if kind is Kind.HELPLINE else name
            at = (*keys, own)
            if any(path[: len(at)] == at or (path == at[: len(path)] and path) for path in touched):
                draft.broken |= {(kind, name), (kind, name.lower().replace("_", "-").replace(" ", "-"))}
            else:
                things[name] = make()
