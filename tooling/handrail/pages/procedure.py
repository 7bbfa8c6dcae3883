"""The page of an SOP: what it is and whether it holds, then its text with the parts of its workflows in place."""

from collections.abc import Iterator

from handrail.ground.duration import spoken
from handrail.ground.model import Control, Kind, Sop
from handrail.pages import Site, SitePage, later
from handrail.pages import _about_sop as about
from handrail.pages import _review as review
from handrail.pages._changes import stamp
from handrail.pages._escape import esc, link
from handrail.pages._flaw import flaw
from handrail.pages._hours import badge
from handrail.pages._languages import named
from handrail.pages._parts import (
    WORK,
    area_title,
    block,
    count,
    facts,
    items,
    line,
    page,
    section,
    sentence,
    severity_chip,
    span,
    to,
    up,
    worker,
)
from handrail.pages._proof import counted, verdict_chip
from handrail.pages._sop_sections import sop_sections
from handrail.pages._track.icons import icon
from handrail.pages._words import day, state, titles
from handrail.reasoning.reviewing import approvals, newest
from handrail.reasoning.worst_case import worst_case

MOST_DUTIES = 4
_STATE_ICONS = {"ok": "check", "warn": "warning", "quiet": "clock"}


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each SOP."""
    for sop in site.handbook.procedures.values():
        yield later(sop.place.path, sop.place.path, _page, site, sop)


def _page(site: Site, sop: Sop) -> SitePage:
    here = sop.place.path
    number = f' <span class="hr-id">{esc(sop.number)}</span>' if sop.number else ""
    return page(
        here,
        sop.title,
        line(" ".join(_chips(site, here, sop)), "hr-chips"),
        _retired(site, here, sop),
        _news(site, sop),
        *_run(site, here, sop),
        facts(_six(site, here, sop)),
        *sop_sections(site, here, sop),
        section("Controls and duties", _controls(site, here, sop), anchor="_controls"),
        line(flaw(site, here, sop.title, version=site.handbook.prints.get(here, "")[:12]), "hr-flawed"),
        _other_words(site, sop),
        eyebrow=f"{up(here, 'procedures', 'Procedures')} / {esc(area_title(sop.area))}{number}",
        boost=WORK,
        lead=sop.summary,
        classes="hr-sop",
        edit=here,
    )


def _chips(site: Site, here: str, sop: Sop) -> Iterator[str]:
    book = site.handbook
    said, look = state(sop, book.as_of)
    yield span(f"{icon(_STATE_ICONS[look])} {esc(said)}", f"hr-chip {look}")
    yield severity_chip(site, here, about.severity(book, sop))
    level = about.exposure(book, sop)
    if level > "E1":
        yield span(f"{icon('eye')} {level} exposure", "hr-chip warn")
    if sop.owner:
        yield span(f"{icon('people')} {worker(site, here, sop.owner)} {badge(book, sop.owner)}", "hr-chip")


def _retired(site: Site, here: str, sop: Sop) -> str:
    if not sop.retired_on:
        return ""
    after = f" Use {to(site, here, Kind.PROCEDURE, sop.replaced_by)}." if sop.replaced_by else ""
    verb = "was" if sop.retired_on <= site.handbook.as_of else "will be"
    return block("hr-note warn", line(f"<b>This procedure {verb} retired on {day(sop.retired_on)}.</b>{after}"))


def _news(site: Site, sop: Sop) -> str:
    change = review.news(sop, site.handbook.as_of)
    if not change:
        return ""
    more = '<a href="#changes">What changed</a>' if any(h.anchor == "changes" for h in sop.page.headings) else ""
    return line(f"<b>Changed {stamp(change.starts)}</b> {esc(change.what)} {more}", "hr-news")


def _run(site: Site, here: str, sop: Sop) -> Iterator[str]:
    """A card for each workflow: run it."""
    book = site.handbook
    found = about.workflows(book, sop)
    for workflow in found:
        longest = worst_case(book, workflow).minutes
        said = (
            count(len(workflow.steps), "step"),
            f"at most {spoken(longest)}" if longest is not None else "",
            counted(site, workflow.id, about.controls(book, sop.id)),
        )
        title = "Run the workflow" if len(found) == 1 else esc(workflow.title)
        inside = (
            f'<span class="ico">{icon("play")}</span> '
            f"<span><b>{title}</b> <small>{' · '.join(filter(None, said))}</small></span> "
            f'<span class="go">{icon("onward")}</span>'
        )
        yield line(link(inside, site.href(here, Kind.WORKFLOW, workflow.id), "hr-card"), "hr-run")


def _six(site: Site, here: str, sop: Sop) -> Iterator[tuple[str, str]]:
    book = site.handbook
    material = review.material(sop, book.as_of)
    yield "For", sentence(worker(site, here, name) for name in sop.audience)
    yield "Approved by", _approved(site, sop) or "Nobody yet"
    since = f"{stamp(material[0].starts)} · version {len(material)}" if material else ""
    yield "In force since", since
    yield "Next review", _next(site, here, sop)
    yield "Duties", _duties(site, here, sop)
    yield "Messages in", esc(named(about.languages(book, sop)))


def _next(site: Site, here: str, sop: Sop) -> str:
    """When it is read again; where that is now, why."""
    found, as_of = review.every(site.handbook).get(sop.id), site.handbook.as_of
    if not found:
        return ""
    if not found.due(as_of):
        return f'{stamp(found.day)} <span class="hr-ago">{review.until(found.day, as_of)}</span>'
    more = up(here, "reviews", "Why")
    return f"{span('Due now:', 'hr-ago over')} {review.why(found, as_of)}. {more}"


def _approved(site: Site, sop: Sop) -> str:
    """Who approved the version in force, and apart from them those who approved something else than stands here."""
    book = site.handbook
    version = next(iter(review.material(sop, book.as_of)), None)
    ended = {each.approval.by for each in approvals(book, sop) if each.ended} if version is newest(sop) else set[str]()
    names = version.approved_by if version else ()
    held = esc(titles(book, tuple(name for name in names if name not in ended)))
    if not ended:
        return held
    others = esc(titles(book, tuple(name for name in names if name in ended)))
    return f'{held} <span class="hr-ago over">Stale: {others} approved something else</span>'.strip()


def _duties(site: Site, here: str, sop: Sop) -> str:
    """The first duties, and a link to the others below."""
    every = about.duties(site.handbook, sop)
    shown = every if len(every) <= MOST_DUTIES + 1 else every[:MOST_DUTIES]
    links = [to(site, here, Kind.DUTY, name, esc(_article(site, name))) for name in shown]
    if len(every) > len(shown):
        links.append(f'<a href="#_controls">{len(every) - len(shown)} more</a>')
    return "; ".join(links) or "None of its own"


def _article(site: Site, name: str) -> str:
    duty = site.handbook.duties[name]
    return duty.article or duty.title


def _controls(site: Site, here: str, sop: Sop) -> str:
    """What must hold in its workflows, with the duties behind it."""
    return items("hr-list", (_control(site, here, each) for each in about.controls(site.handbook, sop.id)))


def _control(site: Site, here: str, control: Control) -> str:
    duties = "; ".join(
        to(site, here, Kind.DUTY, name, esc(_article(site, name)))
        for name in control.duties
        if name in site.handbook.duties
    )
    chip = f" {verdict_chip(site.proven.verdict(control.id))}" if site.proven else ""
    return f"{to(site, here, Kind.CONTROL, control.id)}{chip} <small>{duties or esc(control.because)}</small>"


def _other_words(site: Site, sop: Sop) -> str:
    """The words that people use for it, for the search of other builders of sites: nobody reads them on the page.

    They are no headings, which would stand in the table of contents.
    """
    terms = [site.handbook.terms[name] for name in sop.terms if name in site.handbook.terms]
    said: list[str] = []
    for term in terms:
        said += [term.term, *term.also, *term.names.values()]
        said += [phrase for phrases in term.reporters_say.values() for phrase in phrases]
    return f'<p class="hr-words" hidden="hidden">{" · ".join(map(esc, dict.fromkeys(said)))}</p>' if said else ""
