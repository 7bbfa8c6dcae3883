"""Changes of SOPs as a list: when, what, and who approved it."""

from collections.abc import Iterable
from datetime import date

from handrail.ground.model import Change, Handbook
from handrail.pages._escape import esc
from handrail.pages._parts import items
from handrail.pages._words import day, titles


def changes(book: Handbook, entries: Iterable[Change]) -> str:
    """The list, in the order given."""
    return items("hr-changes", (_entry(book, change) for change in entries))


def stamp(date_: date | None, *, short: bool = False) -> str:
    """A date for reading, with its machine form."""
    if date_ is None:
        return ""
    words = f"{date_.day} {date_:%b}" if short else day(date_)
    return f'<time datetime="{date_.isoformat()}">{words}</time>'


def _entry(book: Handbook, change: Change) -> str:
    kind = "" if change.material else "<em>Editorial</em> "
    ahead = "<b>Not yet in force</b> " if change.starts and change.starts > book.as_of else ""
    approved = f" <small>Approved by {esc(titles(book, change.approved_by))}</small>" if change.approved_by else ""
    return f"{stamp(change.starts)} <span>{ahead}{kind}{esc(change.what)}{approved}</span>"
