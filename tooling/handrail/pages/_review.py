"""When an SOP changed and when it is to be looked at again. Days of the calendar: a month is a month here."""

from calendar import monthrange
from datetime import date, timedelta

from handrail.ground.duration import Duration
from handrail.ground.model import Change, Handbook, Sop

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


def last_look(sop: Sop, as_of: date) -> date | None:
    """When somebody last looked at the SOP: at a change, or at a review that changed nothing."""
    looks = [sop.last_reviewed, *(change.starts for change in sop.changes)]
    return max((day for day in looks if day and day <= as_of), default=None)


def next_review(sop: Sop, as_of: date) -> date | None:
    """When it is to be looked at again; None while that follows from nothing."""
    last = last_look(sop, as_of)
    return after(last, sop.review_every) if last and sop.review_every else None


def dated(book: Handbook) -> list[tuple[date, Sop]]:
    """The next review of every procedure that is in use, the most overdue first."""
    used = [sop for sop in book.procedures.values() if not sop.draft and not sop.retired_on]
    found = [(day, sop) for sop in used if (day := next_review(sop, book.as_of))]
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def freshness(book: Handbook, owner: str) -> tuple[int, int]:
    """How many procedures of an owner were looked at in time, and how many there are."""
    own = [day for day, sop in dated(book) if sop.owner == owner]
    return sum(day >= book.as_of for day in own), len(own)


def after(day: date, time: Duration) -> date:
    """The day that lies a length of time after another."""
    if time.unit not in ("month", "year"):
        return day + timedelta(minutes=time.minutes)
    months = day.month - 1 + time.amount * (12 if time.unit == "year" else 1)
    year, month = min(day.year + months // 12, date.max.year), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def until(day: date, as_of: date) -> str:
    """How far away a day is, in words."""
    days = (day - as_of).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} over"
