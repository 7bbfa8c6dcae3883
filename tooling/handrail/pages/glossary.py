"""The glossary: one page, an entry for each word of the field.

What reporters say instead is not printed: it is there to find a page by, see `procedure`.
"""

from collections.abc import Iterator

from handrail.ground.model import Kind, Term
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc
from handrail.pages._languages import language
from handrail.pages._parts import block, facts, heading, line, page, sentence, to


def pages(site: Site) -> Iterator[SitePage]:
    """The page of words, by their first letter."""
    terms = sorted(site.handbook.terms.values(), key=lambda term: term.term.casefold())
    if terms:
        lead = "The words of this work: what they mean, what else they are called, and which words do harm."
        here = "glossary.md"
        entries = [_entry(site, here, term) for term in terms]
        yield page(here, "Glossary", *entries, lead=lead, classes="hr-entries", edit="register/glossary.yml")


def _entry(site: Site, here: str, term: Term) -> str:
    book = site.handbook
    sops = sentence(to(site, here, Kind.PROCEDURE, sop.id) for sop in book.procedures.values() if term.id in sop.terms)
    names = ", ".join(
        f'<span lang="{esc(code)}">{esc(name)}</span> ({esc(language(code))})' for code, name in term.names.items()
    )
    never = ", ".join(f"<del>{esc(word)}</del>" for word in term.never_say)
    known = (
        ("Also", esc(", ".join(term.also))),
        ("In other languages", names),
        ("Never say", never),
        ("Procedure", sops),
    )
    return block("hr-term", heading(esc(term.term), 2, term.id), line(esc(term.means)), facts(known))
