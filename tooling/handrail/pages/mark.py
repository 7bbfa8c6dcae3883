"""A page for each mark: what it says is done, which steps do it, which controls ask for it. And the list of all."""

from collections.abc import Iterator

from handrail.ground.model import Handbook, Kind, Mark
from handrail.pages import Site, SitePage, later
from handrail.pages._escape import esc
from handrail.pages._parts import facts, page, span, table, to
from handrail.pages._used import used
from handrail.reasoning.index import users
from handrail.reasoning.uses import How

LIST, SOURCE = "marks/index.md", "register/marks.yml"


def pages(site: Site) -> Iterator[SitePage]:
    """The list of marks, and one page for each."""
    if not site.handbook.marks:
        return
    yield later(LIST, SOURCE, _list, site)
    for mark in site.handbook.marks.values():
        yield later(site.path(Kind.MARK, mark.id), SOURCE, _page, site, mark)


def _list(site: Site) -> SitePage:
    book, here = site.handbook, LIST
    rows = [
        (to(site, here, Kind.MARK, mark.id), f"<code>{esc(mark.id)}</code>", _count(book, mark))
        for mark in book.marks.values()
    ]
    lead = "What a step can have done. A control asks for marks; a step or a message carries them."
    return page(here, "Marks", table(("What is done", "Name", "Steps and messages"), rows), lead=lead, edit=SOURCE)


def _count(book: Handbook, mark: Mark) -> str:
    if mark.never:
        return span("never", "hr-chip bad")
    return str(sum(use.how is How.CARRIES for use in users(book, Kind.MARK, mark.id)))


def _page(site: Site, mark: Mark) -> SitePage:
    book, here = site.handbook, site.path(Kind.MARK, mark.id)
    narrower = ", ".join(
        to(site, here, Kind.MARK, other.id) for other in book.marks.values() if other.counts_as == mark.id
    )
    wider = to(site, here, Kind.MARK, mark.counts_as) if mark.counts_as else ""
    never = span("No step of any workflow may do this", "hr-chip bad") if mark.never else ""
    titles = {
        How.CARRIES: "Which steps and messages do it",
        How.REQUIRES: "Which controls ask for it, and which promises",
    }
    return page(
        here,
        mark.says,
        facts(
            (
                ("Name", f"<code>{esc(mark.id)}</code>"),
                ("Never", never),
                ("Counts as", wider),
                ("Is also done by", narrower),
            )
        ),
        used(site, here, Kind.MARK, mark.id, titles),
        eyebrow="[Marks](index.md)",
        classes="hr-entry",
        edit=SOURCE,
    )
