"""From many faults to one for each cause: a slip of the hand often breaks several promises of a schema at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from handrail.ground.finding import KeyPath
from handrail.ground.model import Verb
from handrail.ground.nearest import nearest
from handrail.reading.dialect import renamed
from handrail.reading.explain.fault import Fault
from handrail.reading.explain.rewrite import slug
from handrail.reading.explain.texts import at

_BY_ITSELF = frozenset({"yes", "no", "true", "false", "unknown"})
VERBS = tuple(str(verb) for verb in Verb)
STRAY, TWO_VERBS, NO_COUNTRY = "stray key", "two verbs", "no country"
"""Causes that no single keyword of a schema names; they take the keyword's place."""


@dataclass(slots=True)
class _Heap:
    """The faults that still need a finding."""

    data: Any
    faults: list[Fault]

    def take(self, cause: Fault, *, under: KeyPath, names: bool = False) -> None:
        """One cause instead of everything at and below a key path; `names`: of the entry's name too."""
        kept = [
            fault
            for fault in self.faults
            if fault.keys[: len(under)] != under
            and not (names and fault.keys == under[:-1] and fault.is_name and fault.value == under[-1])
        ]
        self.faults = [*kept, cause]


def causes(faults: Iterable[Fault], data: Any) -> list[Fault]:
    """One fault for each cause, in the order of their places."""
    heap = _Heap(data, list(_once(faults)))
    _stray_keys(heap)
    _two_verbs(heap)
    _no_country(heap)
    _slips(heap)
    _listed_answers(heap)
    return heap.faults


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Each fault once; of two keys that may not stand together only the second is accused."""
    seen: set[tuple[Any, ...]] = set()
    for fault in faults:
        what: Any = repr(fault.value)
        if fault.trigger:
            what = frozenset((str(fault.value), fault.trigger))
        mark = (fault.keyword, fault.keys, fault.is_name, what)
        if mark not in seen:
            seen.add(mark)
            yield fault


def _stray_keys(heap: _Heap) -> None:
    """`by:` one level too far left, where the name of a step is expected."""
    for fault in list(heap.faults):
        if "steps" not in fault.keys[:-1]:
            continue
        shelf = len(fault.keys) - 2 - fault.keys[:-1][::-1].index("steps")
        under, name = fault.keys[: shelf + 2], fault.keys[shelf + 1]
        words = fault.said("properties") or {} if len(fault.keys) == len(under) else {}
        value = at(heap.data, under)
        if name in words and not (isinstance(value, dict) and any(verb in value for verb in VERBS)):
            heap.take(Fault(STRAY, under, name, "", fault.schemas), under=under, names=True)


def _two_verbs(heap: _Heap) -> None:
    """A step that does two things: whatever else it lacks or has follows from that."""
    for fault in list(heap.faults):
        if not (fault.trigger in VERBS and fault.value in VERBS):
            continue
        verbs = [key for key in at(heap.data, fault.keys) if key in VERBS]
        heap.faults = [other for other in heap.faults if other.keys != fault.keys]
        heap.faults.append(Fault(TWO_VERBS, fault.keys, verbs, "", fault.schemas))


def _no_country(heap: _Heap) -> None:
    """A helpline that stands at the top, where the codes of countries are expected."""
    for fault in list(heap.faults):
        line = at(heap.data, (str(fault.value),)) if fault.is_name and fault.noun == "code of a country" else {}
        if isinstance(line, dict) and ({"number", "title"} & line.keys()):
            name = str(fault.value)
            heap.take(Fault(NO_COUNTRY, (name,), name, "", fault.schemas), under=(name,), names=True)


def _slips(heap: _Heap) -> None:
    """`titel` explains why `title` is missing; a key that nobody knows need not also be told where it may not stand."""
    unknown: dict[KeyPath, list[str]] = {}
    for fault in heap.faults:
        if fault.keyword == "additionalProperties":
            unknown.setdefault(fault.keys, []).append(str(fault.value))
    ill_formed = [(fault.keys, fault.value) for fault in heap.faults if fault.keyword == "pattern"]
    heap.faults = [
        fault
        for fault in heap.faults
        if not _follows(fault, unknown.get(fault.keys, []))
        and not (fault.keyword == "format" and (fault.keys, fault.value) in ill_formed)
    ]


def _follows(fault: Fault, unknown: list[str]) -> bool:
    if fault.trigger:
        return fault.value in unknown
    if fault.keyword in ("required", "dependentRequired"):
        known = set(fault.said("properties") or ()) | {str(fault.value)}
        return any(meant(key, known) == fault.value for key in unknown)
    if fault.keyword == "anyOf":
        wanted = [name for one in fault.expects for name in one.get("required", ())]
        return any(key in VERBS or meant(key, wanted) for key in unknown)
    return False


def meant(key: str, known: Iterable[str]) -> str:
    """The known key that an unknown one probably means, or an empty text."""
    names = sorted(known)
    return next((name for name in (slug(key), renamed(key)) if name in names), "") or nearest(key, names)


def _listed_answers(heap: _Heap) -> None:
    """`yes`, `no` and `unknown` listed as answers: one finding, at the first of them."""
    seen: set[KeyPath] = set()
    kept = []
    for fault in heap.faults:
        listed = fault.is_name and fault.noun == "name of an answer" and fault.value in _BY_ITSELF
        if not (listed and fault.keys in seen):
            kept.append(fault)
        if listed:
            seen.add(fault.keys)
    heap.faults = kept
