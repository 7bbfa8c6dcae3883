"""Changes as a list: when, what, and who approved it."""

from collections.abc import Iterable
from datetime import date

from handrail.ground.model import Change, Handbook, Kind
from handrail.pages import Site
from handrail.pages._escape import esc
from handrail.pages._news import News, Touched
from handrail.pages._parts import block, count, items, to
from handrail.pages._words import day, titles

NAMED = 6
"""So many things that an edit touches are named; the rest is a number."""
_SAYS = {"material": "", "editorial": "<em>Editorial</em> ", "edit": ""}


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


def listed(site: Site, here: str, news: Iterable[News], *, since: bool = False) -> str:
    """Changes as a list. With `since` the script offers a day, and shows what came after it."""
    rows = items("hr-changes", (entry(site, here, each) for each in news))
    return block("hr-since", rows) if since else rows


def entry(site: Site, here: str, news: News) -> str:
    """One change: when, what, what it touches, and who approved it."""
    shown = ", ".join(_link(site, here, each) for each in news.touches[:NAMED])
    more = f" and {count(len(news.touches) - NAMED, 'other')}" if len(news.touches) > NAMED else ""
    approved = titles(site.handbook, news.approved_by)
    by = f" Approved by {esc(approved)}." if approved else ""
    about = f" <small>{shown}{more}.{by}</small>" if shown else ""
    return f"{stamp(news.day)} <span>{_SAYS[news.kind]}{esc(news.what)}{about}</span>"


def _link(site: Site, here: str, each: Touched) -> str:
    return to(site, here, each.kind, each.id, anchor="changes" if each.kind is Kind.PROCEDURE else "")
