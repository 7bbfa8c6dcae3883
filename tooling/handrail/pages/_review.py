"""When an SOP changed, in the words of its pages; `reviewing` knows when it is to be looked at again."""

from datetime import date, timedelta

from handrail.ground.model import Change, Handbook, Sop
from handrail.reasoning.reviewing import after, last_look, next_review

__all__ = ["after", "dated", "freshness", "last_look", "material", "news", "next_review", "until", "version"]

NEWS_FOR = timedelta(days=45)
"""How long a material change is shown as news."""


def material(sop: Sop, as_of: date) -> tuple[Change, ...]:
    """The material changes that are in force, newest first."""
    begun = [change for change in sop.changes if change.material and change.starts and change.starts <= as_of]
    return tuple(sorted(begun, key=lambda change: change.starts or date.min, reverse=True))


def version(sop: Sop, as_of: date) -> int:
    """How many material changes made the SOP what it is."""
    return len(material(sop, as_of))


def news(sop: Sop, as_of: date) -> Change | None:
    """The newest material change while it is news: not the first version, and not long ago."""
    changes = material(sop, as_of)
    newest = changes[0] if len(changes) > 1 else None
    return newest if newest and newest.starts and as_of - newest.starts <= NEWS_FOR else None


def dated(book: Handbook) -> list[tuple[date, Sop]]:
    """The next review of every procedure that is in use, the most overdue first."""
    used = [sop for sop in book.procedures.values() if not sop.draft and not sop.retired_on]
    found = [(day, sop) for sop in used if (day := next_review(sop, book.as_of))]
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def freshness(book: Handbook, owner: str) -> tuple[int, int]:
    """How many procedures of an owner were looked at in time, and how many there are."""
    own = [day for day, sop in dated(book) if sop.owner == owner]
    return sum(day >= book.as_of for day in own), len(own)


def until(day: date, as_of: date) -> str:
    """How far away a day is, in words."""
    days = (day - as_of).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} over"
