"""What a schema refuses, in the words of somebody who helps: one finding for each cause, at the place of the slip."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handrail.ground.finding import Edit, Finding, Fix, Part, Place, Severity, on_one_line
from handrail.ground.nearest import listing, words
from handrail.reading.explain import causes as why
from handrail.reading.explain.fault import Fault, a, filled, quoted
from handrail.reading.explain.paste import line
from handrail.reading.explain.shapes import empty, refused_shape, twice
from handrail.reading.explain.texts import (
    NAMING,
    Said,
    at,
    example,
    is_time,
    refused_choice,
    refused_text,
    remedy,
    too_long,
)

_MOST_KEYS = 24


@dataclass(frozen=True, slots=True)
class _File:
    """The file that is explained."""

    kind: str
    path: str
    data: Any

    def place(self, fault: Fault) -> Place:
        """Where a fault stands."""
        here = Place(self.path, fault.keys)
        return here.key(str(fault.value)) if fault.is_name else here


def explain(kind: str, path: str, data: Any, faults: Iterable[Fault]) -> tuple[Finding, ...]:
    """The findings that the faults of one file amount to."""
    file = _File(kind, path, data)
    return tuple(_EXPLAINED.get(fault.keyword, _otherwise)(fault, file) for fault in why.causes(faults, data))


def _finding(said: Said, at_: Place, *, rule: str = "schema-violation") -> Finding:
    fix = Fix(f"Write {said.guess}", (Edit(at_, said.guess),), said.safe) if said.guess else None
    return Finding(rule, Severity.ERROR, on_one_line(said.message), at_, said.hint, fix=fix)


def _text(fault: Fault, file: _File) -> Finding:
    time = is_time(fault) and bool(str(fault.value).strip())
    rule = "invalid-duration" if time else "schema-violation"
    return _finding(refused_text(fault, file.data), file.place(fault), rule=rule)


def _shape(fault: Fault, file: _File) -> Finding:
    return _finding(refused_shape(fault), file.place(fault))


def _choice(fault: Fault, file: _File) -> Finding:
    return _beside(fault, file) if fault.trigger else _finding(refused_choice(fault), file.place(fault))


def _beside(fault: Fault, file: _File) -> Finding:
    """A key that may not stand beside another one."""
    key, trigger = str(fault.value), fault.trigger
    hosts: Mapping[str, Any] = fault.said("dependentSchemas") or {}
    others = [host for host, body in hosts.items() if host != key and key in body["propertyNames"]["enum"]]
    others = [host for host in others if host in why.VERBS] if trigger in why.VERBS else []
    message = f"`{key}` does not go with `{trigger}`"
    message += f", only with {listing((f'`{host}`' for host in others), first='')}." if others else "."
    hint = hosts.get(trigger, {}).get("remedy") or f"`{trigger}` goes with {listing(fault.expects, most=_MOST_KEYS)}."
    return _finding(Said(message, hint), Place(file.path, fault.keys).key(key))


def _missing(fault: Fault, file: _File) -> Finding:
    """A key that has to be there and is not."""
    key, about = str(fault.value), fault.about(str(fault.value))
    own = about.get("missingMessage")
    parent = quoted(fault.key) if isinstance(fault.key, str) and fault.key else ""
    noun = fault.noun or "entry"
    owner = parent or (f"The {noun}" if not fault.keys and noun.startswith("front") else f"This {noun}")
    message = filled(own, parent) if own else f"{owner} has no `{key}`."
    front = file.kind in ("procedure", "home") and not fault.keys
    hint = about.get("remedy") or line(key, (about.get("examples") or [""])[0])
    rule = "missing-front-matter" if front else "schema-violation"
    place = Place(file.path, fault.keys, Part.KEY if fault.keys else Part.VALUE)
    return _finding(Said(message, hint), place, rule=rule)


def _needed(fault: Fault, file: _File) -> Finding:
    """A key that another one cannot do without."""
    key, here = str(fault.value), at(file.data, fault.keys)
    trigger = next((name for name, needs in fault.expects.items() if key in needs and name in here), "")
    hint = line(key, (fault.about(key).get("examples") or [""])[0])
    return _finding(Said(f"`{trigger}` needs `{key}`.", hint), Place(file.path, fault.keys).key(trigger))


def _unknown(fault: Fault, file: _File) -> Finding:
    """A key that nobody knows here."""
    key, here = str(fault.value), at(file.data, fault.keys)
    accepted = _accepted(fault, here, key)
    if key in why.VERBS:
        verbs = words(f"`{verb}`" for verb in accepted if verb in why.VERBS)
        said = Said(
            f"`{key}` cannot stand inside `together`; {verbs} can.", "Make it a step of its own, before or after."
        )
        return _finding(said, Place(file.path, fault.keys).key(key))
    best = why.meant(key, [name for name in accepted if name not in here]) or why.meant(key, accepted)
    same = best == key.lower().replace("_", "-")
    message = f"`{key}` is no key of {a(fault.noun)}. Accepted are {listing(accepted, first=best, most=_MOST_KEYS)}."
    if same and "_" in key:
        message = f"`{key}` has an underscore. {NAMING}"
    hint = f"Delete `{key}`, or see whether it belongs further left or right."
    if best:
        hint = line(best, here[key]) if isinstance(here[key], str) and here[key] else f"{best}:"
    free = best if best and best not in here else ""
    return _finding(Said(message, hint, free, same), Place(file.path, fault.keys).key(key))


def _accepted(fault: Fault, here: Mapping[str, Any], key: str) -> list[str]:
    """The keys that may stand here, given those that do. Where the verb is misspelt, the verbs."""
    known = list(fault.schemas[-1]["properties"])
    verbs = [name for name in known if name in why.VERBS]
    if verbs and (key in why.VERBS or why.meant(key, known) in verbs) and not any(verb in here for verb in verbs):
        return verbs
    for trigger, body in fault.schemas[-1].get("dependentSchemas", {}).items():
        if trigger in here:
            known = [name for name in known if name in body["propertyNames"]["enum"]]
    return known


def _none_of(fault: Fault, file: _File) -> Finding:
    """A table that lacks the one key of several which says what it is."""
    subject = quoted(fault.key) if isinstance(fault.key, str) else "This"
    message = filled(str(fault.said("errorMessage")), subject)
    first = fault.expects[0]["required"][0]
    hint = line(first, (fault.about(first).get("examples") or [""])[0])
    return _finding(Said(message, hint), Place(file.path, fault.keys, Part.KEY))


def _stray(fault: Fault, file: _File) -> Finding:
    name, shelf = str(fault.value), list(at(file.data, fault.keys[:-1]))
    before = [step for step in shelf[: shelf.index(name)] if step not in fault.schemas[0].get("properties", ())]
    hint = "Write the step's name above it, and indent it by two spaces more."
    if before:
        hint = f"Two spaces more, and it belongs to `{before[-1]}`."
    said = Said(f"`{name}` stands where the name of a step is expected.", hint)
    return _finding(said, Place(file.path, fault.keys, Part.KEY))


def _two_verbs(fault: Fault, file: _File) -> Finding:
    verbs = [f"`{verb}`" for verb in fault.value]
    several = {2: "two", 3: "three"}.get(len(verbs), str(len(verbs)))
    message = f"`{fault.key}` has {several} verbs, {words(verbs)}. A step does one thing."
    hint = f"Make {verbs[1]} a step of its own below `{fault.key}`."
    return _finding(Said(message, hint), Place(file.path, fault.keys).key(fault.value[1]))


def _no_country(fault: Fault, file: _File) -> Finding:
    message = f"`{fault.value}` has no country, so it could be shown to somebody who cannot reach it."
    said = Said(message, "Put it below the code of its country, such as UK:")
    return _finding(said, Place(file.path, fault.keys, Part.KEY))


def _long(fault: Fault, file: _File) -> Finding:
    return _finding(too_long(fault), file.place(fault))


def _empty(fault: Fault, file: _File) -> Finding:
    return _finding(empty(fault), file.place(fault))


def _twice(fault: Fault, file: _File) -> Finding:
    said, place = twice(fault)
    return _finding(said, Place(file.path, (*fault.keys, place)))


def _otherwise(fault: Fault, file: _File) -> Finding:
    """Every other keyword: what the schema says about the value has to do."""
    subject = quoted(fault.value) if isinstance(fault.value, str) else quoted(fault.key) if fault.key else "This"
    message = f"{subject} is not what belongs here: {fault.said('description') or fault.noun}"
    return _finding(Said(message, remedy(fault) if example(fault) else ""), file.place(fault))


_EXPLAINED: Mapping[str, Callable[[Fault, _File], Finding]] = {
    "type": _shape,
    "pattern": _text,
    "format": _text,
    "enum": _choice,
    "required": _missing,
    "dependentRequired": _needed,
    "additionalProperties": _unknown,
    "anyOf": _none_of,
    "maxLength": _long,
    "minItems": _empty,
    "minProperties": _empty,
    "uniqueItems": _twice,
    why.STRAY: _stray,
    why.TWO_VERBS: _two_verbs,
    why.NO_COUNTRY: _no_country,
}
