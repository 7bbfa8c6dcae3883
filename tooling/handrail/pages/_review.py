"""When an SOP changed and when it is to be read again, in the words of its pages.

What is due and why is decided in `review.due` alone, which `handrail review due` asks, too.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from handrail.ground.model import Change, Handbook, Kind, Sop
from handrail.pages import Site
from handrail.pages._changes import stamp
from handrail.pages._parts import backticked, span, to
from handrail.review.due import Reason, Review, Why, reviews

_SHORT = {
    Why.DATE: "its date has come",
    Why.APPROVAL: "an approval is missing or stale",
    Why.DUTY: "a duty changed",
    Why.TEAM: "a team is gone",
    Why.WORKFLOW: "a workflow that it runs changed",
}

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


@lru_cache(maxsize=4)
def every(book: Handbook) -> Mapping[str, Review]:
    """The next review of each procedure that is in use, by its name, the longest overdue first."""
    return MappingProxyType({review.sop.id: review for review in reviews(book, within=None)})


def freshness(book: Handbook, owner: str) -> tuple[int, int]:
    """How many procedures of an owner wait for no review, and how many there are."""
    own = [review for review in every(book).values() if review.sop.owner == owner]
    return sum(not review.due(book.as_of) for review in own), len(own)


def until(day: date, as_of: date) -> str:
    """How far away a day is, in words."""
    days = (day - as_of).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} over"


def why(review: Review, as_of: date) -> str:
    """Why a review is due, in a few words; nothing where it is not."""
    return " and ".join(dict.fromkeys(_SHORT[each.why] for each in review.told(as_of))) if review.due(as_of) else ""


def told(site: Site, here: str, reason: Reason) -> str:
    """A reason as a sentence, with a link to what it is about."""
    kind, _, name = reason.thing.partition(":")
    said = backticked(reason.says)
    if name:
        said = said.replace(backticked(f"`{name}`"), to(site, here, Kind(kind), name), 1)
    return said.replace(backticked(reason.day.isoformat()), stamp(reason.day), 1)


def when(review: Review, as_of: date, *, short: bool = False) -> str:
    """Since when a review is due, or when it will be; red once it has come.

    An approval that is missing or stale has no day of its own.
    """
    if not review.due(as_of):
        return span(f"{stamp(review.day, short=True)} · {until(review.day, as_of)}", "d")
    near = short and review.day.year == as_of.year
    said = f"since {stamp(review.day, short=near)}" if review.reasons[0].why is not Why.APPROVAL else "due now"
    over = f" · {until(review.day, as_of)}" if review.day < as_of and not short else ""
    return span(said + over, "d over")
