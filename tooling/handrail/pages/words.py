"""Everything by its name, A to Z: the way to a page for those whose browser runs no scripts, or who like lists.

Numbers, titles, terms and short forms stand under their letter. What people say in each language stands by the
procedure that it leads to, in a part of its own that is closed until somebody opens it.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handrail.ground.model import Handbook, Kind, Term
from handrail.pages import Site, SitePage, later
from handrail.pages._escape import esc, link
from handrail.pages._languages import direction, language
from handrail.pages._parts import block, heading, items, line, page, sentence, to

PATH = "a-z.md"
_KINDS = (Kind.PROCEDURE, Kind.WORKFLOW, Kind.MESSAGE, Kind.TEAM)
_OTHER = "0-9"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A name as it is sorted, as it is written (escaped), and where it leads (Markdown)."""

    key: str
    words: str
    leads: str


def pages(site: Site) -> Iterator[SitePage]:
    """The one page."""
    if site.handbook.procedures or site.handbook.workflows:
        yield later(PATH, _source(site), _page, site)


def _source(site: Site) -> str:
    return "register/glossary.yml" if site.handbook.terms else ""


def _page(site: Site) -> SitePage:
    named = _by_letter(sorted({*_names(site), *_terms(site)}))
    letters = [letter for letter, entries in named if entries]
    said = [(code, list(_said(site, code))) for code in _codes(site.handbook)]
    jump = " ".join(
        [link(letter, f"#{_anchor(letter)}") for letter in letters]
        + [link(f'<span lang="{esc(code)}">{esc(language(code))}</span>', f"#in-{esc(code)}") for code, _ in said]
    )
    return page(
        PATH,
        "A to Z",
        line(jump, "hr-jump", "nav"),
        *(block("hr-az", heading(letter, 2, _anchor(letter)), _list(entries)) for letter, entries in named),
        heading("In the words of those who ask", 2, "said") if said else "",
        *(_spoken(code, entries) for code, entries in said),
        lead="Every number, page, word and short form, and what people say instead. It needs no script.",
        classes="hr-words",
        edit=_source(site),
    )


def _names(site: Site) -> Iterator[Entry]:
    """Pages by their title and by their number."""
    book = site.handbook
    for kind in _KINDS:
        for name, thing in book.named(kind).items():
            title, number = getattr(thing, "title", name), getattr(thing, "number", "")
            leads = to(site, PATH, kind, name, esc(f"{number} {title}".strip()))
            if not site.path(kind, name):
                continue
            yield Entry(_key(title), esc(title), to(site, PATH, kind, name, esc(number or kind.value.capitalize())))
            if number:
                yield Entry(_key(number), esc(number), leads)


def _terms(site: Site) -> Iterator[Entry]:
    """Terms and their short forms, each with the procedures that it belongs to, or the glossary."""
    book = site.handbook
    for term in book.terms.values():
        leads = _procedures(site, term.id) or to(site, PATH, Kind.TERM, term.id, "Glossary")
        for word in (term.term, *term.also):
            yield Entry(_key(word), esc(word), leads)


def _codes(book: Handbook) -> tuple[str, ...]:
    """The languages in which somebody says something."""
    spoken = [code for term in book.terms.values() for code in (*term.names, *term.reporters_say)]
    return tuple(dict.fromkeys([*spoken, *(code for sop in book.procedures.values() for code in sop.asked_as)]))


def _said(site: Site, code: str) -> Iterator[str]:
    """What is said in a language, by the procedure or the term that it leads to."""
    book = site.handbook
    for sop in book.procedures.values():
        terms = [book.terms[name] for name in sop.terms if name in book.terms]
        phrases = [phrase for term in terms for phrase in _phrases(term, code)] + [*sop.asked_as.get(code, ())]
        name = esc(f"{sop.number} {sop.title}".strip())
        yield _line(to(site, PATH, Kind.PROCEDURE, sop.id, name), phrases, code)
    used = {name for sop in book.procedures.values() for name in sop.terms}
    for term in book.terms.values():
        if term.id not in used:
            yield _line(to(site, PATH, Kind.TERM, term.id, esc(term.term)), _phrases(term, code), code)


def _phrases(term: Term, code: str) -> list[str]:
    return [*filter(None, (term.names.get(code, ""),)), *term.reporters_say.get(code, ())]


def _line(leads: str, phrases: Iterable[str], code: str) -> str:
    said = " \u00b7 ".join(esc(phrase) for phrase in sorted(dict.fromkeys(phrases), key=_key))
    return f'<b>{leads}</b> <span lang="{esc(code)}" dir="{direction(code)}">{said}</span>' if said else ""


def _procedures(site: Site, term: str) -> str:
    sops = [sop for sop in site.handbook.procedures.values() if term in sop.terms]
    return sentence(to(site, PATH, Kind.PROCEDURE, sop.id, esc(sop.number or sop.title)) for sop in sops)


def _by_letter(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        letter = entry.key[:1].upper()
        found.setdefault(letter if letter.isalpha() else _OTHER, []).append(entry)
    return sorted(found.items(), key=lambda item: (item[0] != _OTHER, item[0]))


def _key(words: str) -> str:
    """As words are sorted: small, without accents."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip()


def _anchor(letter: str) -> str:
    return f"az-{ord(letter[0]):x}"


def _list(entries: Iterable[Entry]) -> str:
    return items("hr-az-list", (f"<span>{entry.words}</span> {entry.leads}" for entry in entries))


def _spoken(code: str, entries: Iterable[str]) -> str:
    """What is said in one language, closed until somebody wants it."""
    name = f'<span lang="{esc(code)}">{esc(language(code))}</span>'
    opening = f'<details id="in-{esc(code)}" class="hr-az" markdown="block">\n<summary markdown="span">{name}</summary>'
    return "\n\n".join([opening, items("hr-az-said", entries), "</details>"])
