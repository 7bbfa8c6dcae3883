"""Small turns from written values to typed ones. What the schema refused never arrives here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handrail.ground.duration import Duration
from handrail.ground.model import Names, Table


def names(value: Any) -> Names:
    """One name or a list of them, as a tuple; nothing as an empty one."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(map(str, value or ()))


def said(data: Mapping[str, Any], key: str) -> str:
    """The text at a key; an empty one where nothing was written."""
    return str(data[key]) if key in data else ""


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
    return {str(key): names(answers) for key, answers in value.items()}


def tables(value: Any) -> tuple[Table, ...]:
    """One table, or a list of tables of which one must hold."""
    if not value:
        return ()
    return tuple(table(one) for one in (value if isinstance(value, list) else [value]))


def texts(value: Any) -> dict[str, str]:
    """A table of names and sentences; an entry written as `{says: ...}` counts as its sentence."""
    return {
        str(key): said(entry, "says") if isinstance(entry, dict) else str(entry) for key, entry in (value or {}).items()
    }
