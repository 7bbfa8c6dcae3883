"""Things that are a list of values: each value that is different is a sentence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours
from handrail.ground.model import Kind
from handrail.review.changes import Change, Sort
from handrail.review.changes._words import came_and_went, code, codes, quote
from handrail.review.pair import Pair


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a thing: its field in the model, what people call it, and whether it is nothing but words."""

    field: str
    called: str
    words: bool = False
    key: str = ""
    names: Kind | None = None
    """What its names are the names of, where they are."""


def compared(pair: Pair, kind: Kind, called: str, values: tuple[Value, ...]) -> Iterator[Change]:
    """Everything that is different about all things of a kind. `called` is the kind as people say it."""
    old, new = pair.before.named(kind), pair.after.named(kind)
    for name in pair.gone(kind):
        yield Change(
            Sort.REMOVED, kind, name, f"{_named(called, name, old[name])} is gone.", _place(old[name]), old=True
        )
    for name in pair.fresh(kind):
        yield Change(Sort.ADDED, kind, name, f"New: {_named(called, name, new[name], first=False)}.", _place(new[name]))
    for was, now in pair.both(kind):
        thing = new[now]
        if was != now:
            says = f"The {called} {code(was)} is called {code(now)} now."
            yield Change(Sort.RENAMED, kind, now, says, _place(thing))
        for value in values:
            yield from _value(pair, kind, now, value, old[was], thing)


def _named(called: str, name: str, thing: object, *, first: bool = True) -> str:
    title = next((text for field in ("title", "asks", "says", "term") if (text := getattr(thing, field, ""))), "")
    return f"{'The ' if first else ''}{called} {code(name)}" + (
        f", {quote(title)}," if title and first else f", {quote(title)}" if title else ""
    )


def _place(thing: object, key: str = "") -> Place:
    place: Place = thing.place  # type: ignore[attr-defined]  # everything that is named has its place
    return place.at(key) if key else place.key() if place.keys else place


def _value(pair: Pair, kind: Kind, name: str, value: Value, was: object, now: object) -> Iterator[Change]:
    before, after = getattr(was, value.field), getattr(now, value.field)
    if value.names and isinstance(before, tuple):
        before = tuple(pair.renames.now(value.names, each) for each in before)
    elif value.names and isinstance(before, str):
        before = pair.renames.now(value.names, before)
    if before == after or (isinstance(before, tuple) and isinstance(after, tuple) and set(before) == set(after)):
        return
    key = value.key or value.field.replace("_", "-")
    place = _place(now, key) if after else _place(now)
    sort = Sort.REWORDED if value.words else Sort.CHANGED
    for says in _said(value.called, before, after):
        yield Change(sort, kind, name, f"{code(name)}: {says}", place)


def _said(called: str, before: Any, after: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a field holds
    if isinstance(before, tuple) and isinstance(after, tuple):
        came, went = came_and_went(tuple(map(str, before)), tuple(map(str, after)))
        if came:
            yield f"{called}: {codes(came)} came in."
        if went:
            yield f"{called}: {codes(went)} went out."
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*after, *before)):
            if before.get(key) != after.get(key):
                yield f"{called}, {code(str(key))}: {_told(after.get(key))} now, before: {_told(before.get(key))}."
        return
    if isinstance(after, bool):
        yield f"{called} is {'true' if after else 'not true'} now; before, it was{' not' if after else ''}."
        return
    yield f"{called} is {_told(after)} now, before: {_told(before)}."


def _told(value: object) -> str:
    show: Mapping[type, Callable[[Any], str]] = {
        Duration: lambda each: each.text,
        date: date.isoformat,
        Hours: str,
        str: _text,
        tuple: codes,
        dict: codes,
        frozenset: lambda each: codes(sorted(map(str, each))),
    }
    return "nothing" if value is None or value == "" else show.get(type(value), str)(value)


def _text(value: str) -> str:
    return code(value) if value and " " not in value else quote(value)
