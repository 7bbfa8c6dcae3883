"""Small turns from written values to typed ones. What the schema refused never arrives here.

A handbook says the same few things again and again: who does a step, where an answer leads, the same sentence in ten
workflows. What is equal is one object in the model, so that ten thousand workflows fit into memory.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any

from handrail.ground.duration import Duration
from handrail.ground.model import Names, Table


def names(value: Any) -> Names:
    """One name or a list of them, as a tuple; nothing as an empty one."""
    if isinstance(value, str):
        return _same((value,)) if value else ()
    return _same(tuple(map(str, value))) if value else ()


def text(value: Any) -> str:
    """A text that was written."""
    return intern(str(value))


def said(data: Mapping[str, Any], key: str) -> str:
    """The text at a key; an empty one where nothing was written."""
    return intern(str(data[key])) if key in data else ""


def entries(data: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    """The entries of the table at a key, by name."""
    return [(intern(name), entry) for name, entry in data[key].items()] if key in data else []


def length(data: Mapping[str, Any], key: str) -> Duration | None:
    """The length of time at a key, or None."""
    return Duration.parse(data[key]) if key in data else None


def yes(value: Any) -> bool:
    """Whether `yes` was written."""
    return bool(value == "yes")


def day(value: Any) -> date | None:
    """A date that was written, or None."""
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def table(value: Any) -> Table:
    """One `when` table."""
    return _same_table(tuple([(str(key), names(answers)) for key, answers in value.items()]))


def tables(value: Any) -> tuple[Table, ...]:
    """One table, or a list of tables of which one must hold."""
    if not value:
        return ()
    return tuple([table(one) for one in (value if isinstance(value, list) else [value])])


def texts(value: Any) -> Mapping[str, str]:
    """A table of names and sentences; an entry written as `{says: ...}` counts as its sentence."""
    written = (value or {}).items()
    found = [(str(key), said(entry, "says") if isinstance(entry, dict) else str(entry)) for key, entry in written]
    return _same_texts(tuple(found))


@lru_cache(maxsize=1 << 14)
def _same(written: Names) -> Names:
    return tuple(map(intern, written))


@lru_cache(maxsize=1 << 14)
def _same_table(rows: Iterable[tuple[str, Names]]) -> Table:
    return {intern(key): answers for key, answers in rows}


@lru_cache(maxsize=1 << 14)
def _same_texts(entries: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return {intern(key): intern(says) for key, says in entries}
