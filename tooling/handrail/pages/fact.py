"""A page for each fact: what is asked, what can be answered, who asks it and what it decides. And the list of all."""

from collections.abc import Iterator

from handrail.ground.model import Answers, Fact, Handbook, Kind
from handrail.pages import Site, SitePage, later
from handrail.pages._escape import esc
from handrail.pages._parts import facts, items, page, section, span, table, to
from handrail.pages._used import used
from handrail.pages._words import answer
from handrail.reasoning.uses import How

SOURCE = "register/facts.yml"


def pages(site: Site) -> Iterator[SitePage]:
    """The list of facts, and one page for each."""
    book = site.handbook
    if not book.facts:
        return
    here = "facts/index.md"
    rows = (
        f"<b>{to(site, here, Kind.FACT, fact.id)}</b> {span(f'<code>{esc(fact.id)}</code>', 'owner')} "
        f"<small>{_answers(book, fact)}</small>"
        for fact in book.facts.values()
    )
    lead = "What has to be found out about a case. Each is asked once, in the same words, wherever it matters."
    yield page(here, "Facts", items("hr-index hr-asked", rows), lead=lead, edit=SOURCE)
    for fact in book.facts.values():
        yield later(site.path(Kind.FACT, fact.id), SOURCE, _page, site, fact)


def _answers(book: Handbook, fact: Fact) -> str:
    if fact.kind is Answers.NUMBER:
        return esc(f"{fact.least} to {fact.most} {fact.unit}".strip())
    return " · ".join(esc(answer(book, fact.id, name)) for name in fact.every_answer)


def _page(site: Site, fact: Fact) -> SitePage:
    book, here = site.handbook, site.path(Kind.FACT, fact.id)
    rows = [(f"<code>{esc(name)}</code>", esc(answer(book, fact.id, name))) for name in fact.every_answer]
    if fact.kind is Answers.NUMBER:
        rows.insert(
            0, (f"<code>{fact.least}</code> to <code>{fact.most}</code>", esc(f"A number of {fact.unit or 'units'}"))
        )
    known = "Yes: nobody has to ask" if fact.always_known else ""
    first = esc(answer(book, fact.id, fact.at_first)) if fact.at_first else ""
    return page(
        here,
        fact.asks,
        facts(
            (("Name", f"<code>{esc(fact.id)}</code>"), ("Always known", known), ("Until a step says otherwise", first))
        ),
        section("Answers", table(("Name", "Meaning"), rows)),
        used(site, here, Kind.FACT, fact.id, {How.SETTLES: "Who asks or settles it", How.READS: "Who looks at it"}),
        eyebrow="[Facts](index.md)",
        classes="hr-entry",
        edit=SOURCE,
    )
