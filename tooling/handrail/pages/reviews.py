"""The calendar of reviews, what is overdue first; how fresh each owner's procedures are; and both for calendars."""

from collections.abc import Iterable, Iterator
from datetime import date

from handrail.ground.model import Handbook, Kind, Sop
from handrail.pages import Site, SitePage
from handrail.pages import _review as review
from handrail.pages._changes import stamp
from handrail.pages._escape import link, plain
from handrail.pages._parts import count, items, line, page, section, table, to, worker
from handrail.review.calendar import Event, calendar

PAGE, CALENDAR = "reviews/index.md", "reviews/reviews.ics"


def pages(site: Site) -> Iterator[SitePage]:
    """The page, a calendar of all reviews, and one of each owner's."""
    book = site.handbook
    due = review.dated(book)
    if not due:
        return
    yield _page(site, due)
    yield SitePage(CALENDAR, _calendar(site, due, "Reviews of procedures"))
    for owner in dict.fromkeys(sop.owner for _, sop in due):
        own = [(day, sop) for day, sop in due if sop.owner == owner]
        if owner in book.teams:
            yield SitePage(calendar_of(owner), _calendar(site, own, f"Reviews: {book.teams[owner].title}"))


def calendar_of(team: str) -> str:
    """The path of the calendar of a team's reviews."""
    return f"reviews/{team}.ics"


def _page(site: Site, due: list[tuple[date, Sop]]) -> SitePage:
    book = site.handbook
    over = [pair for pair in due if pair[0] < book.as_of]
    ahead = [pair for pair in due if pair[0] >= book.as_of]
    months = dict.fromkeys((day.year, day.month) for day, _ in ahead)
    calendar = (
        section(f"{date(*month, 1):%B %Y}", _rows(site, (p for p in ahead if (p[0].year, p[0].month) == month)))
        for month in months
    )
    never = [sop for sop in book.procedures.values() if sop.draft and not sop.retired_on]
    number = (
        f"<b>{len(over)}</b> of {count(len(due), 'procedure')}" if over else f"None of {count(len(due), 'procedure')}"
    )
    said = f"{number} {'are' if len(over) > 1 else 'is'} overdue, as of "
    return page(
        PAGE,
        "Reviews",
        line(f"{said}{stamp(book.as_of)}. For your calendar: {link('all reviews', 'reviews.ics')}."),
        section("Overdue", _rows(site, over)),
        *calendar,
        section("Drafts, which nobody reviews yet", items("hr-list", (_name(site, sop) for sop in never))),
        section("By owner", _owners(site, due)),
        lead="When somebody looks at each procedure again, and how fresh each owner keeps what is theirs.",
        classes="hr-lists",
    )


def _name(site: Site, sop: Sop) -> str:
    return to(site, PAGE, Kind.PROCEDURE, sop.id)


def _rows(site: Site, pairs: Iterable[tuple[date, Sop]]) -> str:
    as_of = site.handbook.as_of
    rows = (
        f"<b>{_name(site, sop)}</b> <span>{worker(site, PAGE, sop.owner)}</span> "
        f'<span class="d{" over" if day < as_of else ""}">'
        f"{stamp(day, short=day >= as_of)} · {review.until(day, as_of)}</span>"
        for day, sop in pairs
    )
    return items("hr-due", rows)


def _owners(site: Site, due: list[tuple[date, Sop]]) -> str:
    """How many of an owner's procedures were looked at in time, the worst first."""
    book = site.handbook
    rows = []
    for owner in dict.fromkeys(sop.owner for _, sop in due):
        own = [day for day, sop in due if sop.owner == owner]
        fresh = sum(day >= book.as_of for day in own)
        share = 100 * fresh // len(own)
        bar = f'<span class="hr-share" aria-hidden="true"><i style="width:{share}%"></i></span>'
        more = link("calendar", f"{owner}.ics") if owner in book.teams else ""
        cells = (worker(site, PAGE, owner), f"{bar} {share} %", f"{fresh} of {len(own)}", stamp(min(own)), more)
        rows.append((share, owner, cells))
    rows.sort(key=lambda row: row[:2])
    heads = ("Owner", "Fresh", "Looked at in time", "Next review", "For calendars")
    return table(heads, (cells for _, _, cells in rows))


def _calendar(site: Site, due: Iterable[tuple[date, Sop]], title: str) -> str:
    """What is overdue stands on the day on which it was due."""
    return calendar(title, (_event(site.handbook, day, sop) for day, sop in due), site.handbook.as_of)


def _event(book: Handbook, day: date, sop: Sop) -> Event:
    owner = book.teams[sop.owner].title if sop.owner in book.teams else sop.owner
    says = f"Owner: {owner}. {plain(sop.summary)}"
    return Event(f"review-{sop.number or sop.id}", day, f"Review {sop.number} {sop.title}", says)
