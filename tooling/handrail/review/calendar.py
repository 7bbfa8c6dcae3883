"""Days as a calendar that every calendar program reads (iCalendar, RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handrail import __version__
from handrail.ground.model import Handbook
from handrail.review.due import Review

_LONGEST = 75
"""A line has so many bytes at most; what is longer goes on in the next one, behind a space."""
_SIGNS = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. `id` stays the same while the day moves, so that a calendar moves it, too."""

    id: str
    day: date
    title: str
    says: str
    group: str = ""


def calendar(name: str, events: Iterable[Event], made_on: date) -> str:
    """The text of a calendar. Its lines end as the standard wants it, with CR and LF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//handrail//handrail {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _event(event, made_on)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def reviews_calendar(name: str, book: Handbook, reviews: Iterable[Review]) -> str:
    """Reviews as a calendar. What is overdue stands on the day on which it was due."""
    return calendar(name, (_review(book, review) for review in reviews), book.as_of)


def _review(book: Handbook, review: Review) -> Event:
    sop = review.sop
    owner = book.teams[sop.owner].title if sop.owner in book.teams else sop.owner
    says = (*(reason.says.replace("`", "") for reason in review.told(book.as_of)), f"Owner: {owner}")
    return Event(f"review-{sop.number or sop.id}", review.day, f"Review: {sop.title}", "\n".join(says), sop.owner)


def _event(event: Event, made_on: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.id)}@handrail"
    yield f"DTSTAMP:{made_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DESCRIPTION:{_text(event.says)}"
    if event.group:
        yield f"CATEGORIES:{_text(event.group)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Words in which no sign ends the value, and none is invisible."""
    shown = "".join(each if each.isprintable() or each == "\n" else " " for each in words)
    return "".join(_SIGNS.get(each, each) for each in shown)


def _folded(line: str) -> Iterator[str]:
    part, size = "", 0
    for each in line:
        width = len(each.encode("utf-8"))
        if size + width > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + each, size + width
    yield part
