"""The reviews that are due and why, then those ahead; how fresh each owner's procedures are; and both for calendars."""

from collections.abc import Iterable, Iterator
from datetime import date

from handrail.ground.model import Kind, Sop
from handrail.pages import Site, SitePage
from handrail.pages import _review as review
from handrail.pages._changes import stamp
from handrail.pages._escape import link
from handrail.pages._parts import backticked, count, items, line, page, section, span, table, to, worker
from handrail.review.calendar import reviews_calendar
from handrail.review.due import Review, hasty

PAGE, CALENDAR = "reviews/index.md", "reviews/reviews.ics"
_RULE = (
    "A procedure is read again when its date has come, when a duty, a team or a workflow that it runs changed after "
    "somebody last read it, and when it was not approved as it stands. `handrail review due` says the same."
)


def pages(site: Site) -> Iterator[SitePage]:
    """The page, a calendar of all reviews, and one of each owner's."""
    book = site.handbook
    every = list(review.every(book).values())
    if not every:
        return
    yield _page(site, every)
    yield SitePage(CALENDAR, reviews_calendar("Reviews of procedures", book, every))
    for owner in dict.fromkeys(each.sop.owner for each in every):
        own = (each for each in every if each.sop.owner == owner)
        if owner in book.teams:
            yield SitePage(calendar_of(owner), reviews_calendar(f"Reviews: {book.teams[owner].title}", book, own))


def calendar_of(team: str) -> str:
    """The path of the calendar of a team's reviews."""
    return f"reviews/{team}.ics"


def _page(site: Site, every: list[Review]) -> SitePage:
    book = site.handbook
    due = [each for each in every if each.due(book.as_of)]
    ahead = [each for each in every if not each.due(book.as_of)]
    months = dict.fromkeys((each.day.year, each.day.month) for each in ahead)
    calendar = (
        section(f"{date(*month, 1):%B %Y}", _rows(site, (e for e in ahead if (e.day.year, e.day.month) == month)))
        for month in months
    )
    never = [sop for sop in book.procedures.values() if sop.draft and not sop.retired_on]
    number = f"<b>{len(due)}</b> of" if due else "None of"
    said = f"{number} {count(len(every), 'procedure')} {'are' if len(due) > 1 else 'is'} due, as of "
    return page(
        PAGE,
        "Reviews",
        line(f"{said}{stamp(book.as_of)}. For your calendar: {link('all reviews', 'reviews.ics')}."),
        line(backticked(_RULE), "hr-quiet"),
        section("Due now", _rows(site, due)),
        section("By owner", _owners(site, every)),
        *calendar,
        section("Drafts, which nobody reviews yet", items("hr-list", (_name(site, sop) for sop in never))),
        section("Many approvals on one day", items("hr-list", map(backticked, hasty(book)))),
        lead="When somebody looks at each procedure again and why, and how fresh each owner keeps what is theirs.",
        classes="hr-lists",
    )


def _name(site: Site, sop: Sop) -> str:
    return to(site, PAGE, Kind.PROCEDURE, sop.id)


def _rows(site: Site, reviews: Iterable[Review]) -> str:
    """One procedure a row; those that are due say why."""
    as_of = site.handbook.as_of
    return items("hr-due", (_row(site, each, as_of) for each in reviews))


def _row(site: Site, each: Review, as_of: date) -> str:
    reasons = each.told(as_of) if each.due(as_of) else ()
    why = "".join(f" <small>{review.told(site, PAGE, reason)}</small>" for reason in reasons)
    owner = span(worker(site, PAGE, each.sop.owner), "owner")
    return f"<b>{_name(site, each.sop)}</b> {owner} {review.when(each, as_of)}{why}"


def _owners(site: Site, every: list[Review]) -> str:
    """How many of an owner's procedures are up to date, the worst first."""
    book = site.handbook
    rows = []
    for owner in dict.fromkeys(each.sop.owner for each in every):
        fresh, number = review.freshness(book, owner)
        share = 100 * fresh // number
        bar = f'<span class="hr-share" aria-hidden="true"><i style="width:{share}%"></i></span>'
        more = span(link("Calendar", f"{owner}.ics"), "hr-nowrap") if owner in book.teams else ""
        first = next(each for each in every if each.sop.owner == owner)
        cells = (
            worker(site, PAGE, owner),
            f'<span class="hr-nowrap">{bar} {fresh} of {number}</span>',
            "Due now" if first.due(book.as_of) else stamp(first.day),
            more,
        )
        rows.append((share, owner, cells))
    rows.sort(key=lambda row: row[:2])
    heads = ("Owner", "Up to date", "Next review", span("For calendars", "hr-sr"))
    return table(heads, (cells for _, _, cells in rows))
