"""The lists of SOPs and of workflows: by area in full, then by owner, severity and duty. And the list of the rest."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from handrail.ground.model import Kind, Sop, Workflow
from handrail.pages import Site, SitePage
from handrail.pages import _about_sop as about
from handrail.pages._escape import esc, link
from handrail.pages._parts import (
    area_title,
    count,
    items,
    line,
    page,
    section,
    severity_badge,
    span,
    table,
    title_of,
    to,
    worker,
)
from handrail.pages._words import day, state

T = TypeVar("T")
_HEADS = {Kind.TEAM: "Team", Kind.SEVERITY: "Severity", Kind.DUTY: "Duty"}
MOST = 5
"""So many links stand below each other in a cell."""
PROCEDURES, WORKFLOWS, REFERENCE = "procedures/index.md", "workflows/index.md", "handbook/index.md"


def pages(site: Site) -> Iterator[SitePage]:
    """The three lists."""
    if site.handbook.procedures and PROCEDURES not in site.handbook.pages:
        yield _procedures(site)
    if site.handbook.workflows:
        yield _workflows(site)
    yield _reference(site)


def _grouped(things: Iterable[T], key: Callable[[T], Iterable[str]]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for thing in things:
        for name in key(thing):
            found.setdefault(name, []).append(thing)
    return found


def _procedures(site: Site) -> SitePage:
    book = site.handbook
    sops = [sop for sop in book.procedures.values() if not (sop.retired_on and sop.retired_on <= book.as_of)]
    retired = [sop for sop in book.procedures.values() if sop not in sops]

    def links(found: Iterable[Sop]) -> Iterator[str]:
        return (to(site, PROCEDURES, Kind.PROCEDURE, sop.id) for sop in found)

    areas = (
        section(esc(area_title(area)), items("hr-index", (_sop(site, sop) for sop in found)))
        for area, found in _grouped(sops, lambda sop: [sop.area]).items()
    )
    lead = "Why, how to judge, and what never to do. Read one in a quiet hour, before the hard case comes."
    return page(
        PROCEDURES,
        "Procedures",
        *areas,
        section("By owner", _by(site, PROCEDURES, Kind.TEAM, _grouped(sops, lambda sop: [sop.owner]), links)),
        section(
            "By severity",
            _by(site, PROCEDURES, Kind.SEVERITY, _grouped(sops, lambda sop: _severities(site, sop)), links),
        ),
        section(
            "By duty", _by(site, PROCEDURES, Kind.DUTY, _grouped(sops, lambda sop: about.duties(book, sop)), links)
        ),
        section("Retired", items("hr-list", links(retired))),
        lead=lead,
        classes="hr-lists",
    )


def _severities(site: Site, sop: Sop) -> list[str]:
    return list(dict.fromkeys(workflow.severity for workflow in about.workflows(site.handbook, sop)))


def _sop(site: Site, sop: Sop) -> str:
    said, look = state(sop, site.handbook.as_of)
    chip = "" if look == "ok" else span(esc(said), f"hr-chip {look}")
    number = span(esc(sop.number), "hr-id")
    badge = severity_badge(about.severity(site.handbook, sop))
    owner = span(worker(site, PROCEDURES, sop.owner), "owner")
    name = f"<b>{to(site, PROCEDURES, Kind.PROCEDURE, sop.id)}</b>"
    return f"{span(f'{number} {name} {chip} {badge}', 'top')} {owner} <small>{esc(sop.summary)}</small>"


def _workflows(site: Site) -> SitePage:
    book = site.handbook
    found = list(book.workflows.values())

    def links(some: Iterable[Workflow]) -> Iterator[str]:
        return (to(site, WORKFLOWS, Kind.WORKFLOW, workflow.id) for workflow in some)

    areas = (
        section(esc(area_title(area)), items("hr-index", (_workflow(site, workflow) for workflow in some)))
        for area, some in _grouped(found, lambda workflow: [workflow.area]).items()
    )
    lead = "What comes next: who does it, by when, and which text to send. Start at the first step."
    return page(
        WORKFLOWS,
        "Workflows",
        *areas,
        section(
            "By team at the start", _by(site, WORKFLOWS, Kind.TEAM, _grouped(found, lambda flow: [flow.team]), links)
        ),
        section(
            "By severity", _by(site, WORKFLOWS, Kind.SEVERITY, _grouped(found, lambda flow: [flow.severity]), links)
        ),
        section("By duty", _by(site, WORKFLOWS, Kind.DUTY, _grouped(found, lambda flow: _duties(site, flow)), links)),
        lead=lead,
        classes="hr-lists",
    )


def _duties(site: Site, workflow: Workflow) -> list[str]:
    carried = about.marks(site.handbook, workflow)
    controls = (
        control
        for control in site.handbook.controls.values()
        if any(carried.intersection(need.marks) for need in control.require)
    )
    return list(dict.fromkeys(duty for control in controls for duty in control.duties if duty in site.handbook.duties))


def _workflow(site: Site, workflow: Workflow) -> str:
    number = span(esc(workflow.number), "hr-id")
    badge = severity_badge(workflow.severity)
    owner = span(worker(site, WORKFLOWS, workflow.team) if workflow.team else "whoever has the case", "owner")
    name = f"<b>{to(site, WORKFLOWS, Kind.WORKFLOW, workflow.id)}</b>"
    return f"{span(f'{number} {name} {badge}', 'top')} {owner} <small>{esc(workflow.summary)}</small>"


def _by(
    site: Site, here: str, kind: Kind, groups: Mapping[str, list[T]], links: Callable[[Iterable[T]], Iterator[str]]
) -> str:
    """A table: each group with its things. Those without a group come last."""
    order = sorted(
        groups, key=lambda name: (not name, name if kind is Kind.SEVERITY else title_of(site.handbook, kind, name))
    )
    rows = ((_name(site, here, kind, name), _folded(here, list(links(groups[name])))) for name in order)
    return table((_HEADS.get(kind, "Group"), "In it"), rows, "hr-table hr-by")


def _folded(here: str, links: list[str]) -> str:
    """Links one below the other; very many of them open from their number."""
    shown = "<br>".join(links)
    if len(links) <= MOST:
        return shown
    what = "workflow" if here == WORKFLOWS else "procedure"
    return f'<details class="hr-fold"><summary>{count(len(links), what)}</summary> {shown}</details>'


def _name(site: Site, here: str, kind: Kind, name: str) -> str:
    if not name:
        return "Keeps what the case has" if kind is Kind.SEVERITY else "Whoever has the case"
    badge = f"{severity_badge(name)} " if kind is Kind.SEVERITY else ""
    return to(site, here, kind, name, badge + esc(title_of(site.handbook, kind, name)))


def _reference(site: Site) -> SitePage:
    book = site.handbook
    places = {duty.jurisdiction for duty in book.duties.values()}
    shelves = (
        ("Facts", "../facts/index.md", book.facts, "what is found out about a case"),
        ("Marks", "../marks/index.md", book.marks, "what a step can have done"),
        ("Duties", "../duties/index.md", book.duties, "what laws, codes and our policies ask for"),
        ("Jurisdictions", "../jurisdictions/index.md", places, "the same, place by place"),
        ("Severities", "../severities/index.md", book.severities, "how bad a case is, and what is promised for it"),
        ("Glossary", "../glossary.md", book.terms, "the words of this work"),
        ("Metrics", "../metrics.md", book.metrics, "what is measured"),
        ("Helplines", "../helplines.md", book.helplines, "who can help a person, by country"),
    )
    faults = site.endurance.faults if site.endurance else ()
    tool = (
        ("Rules", "rules/index.md", site.rules, "what the check looks for, each with an example"),
        ("The language", "language/index.md", site.schemas, "every kind of file, field by field"),
        ("Commands", "commands.md", site.commands, "what can be typed"),
        ("What it withstands", "withstands.md", faults[:1], "limits, promises, faults, and what was measured"),
        (
            "Publishing",
            "publishing.md",
            ("site",),
            "how this site is built and served, and what programs can read of it",
        ),
    )
    return page(
        REFERENCE,
        "Reference",
        section("The words that everything is made of", items("hr-index", map(_shelf, shelves))),
        section("How the handbook is made", items("hr-index", map(_shelf, tool))),
        section("Further pages", items("hr-list", _further(site))),
        line(f"Checked as of {day(book.as_of)}.", "hr-source"),
        lead="What the procedures and workflows are made of, and how they are written and checked.",
        classes="hr-lists",
    )


def _shelf(entry: tuple[str, str, Collection[object], str]) -> str:
    title, href, things, what = entry
    number = span(str(len(things)), "owner") if len(things) > 1 else ""
    return f"<b>{link(title, href)}</b> <small>{what}</small> {number}" if things else ""


def _further(site: Site) -> Iterator[str]:
    for path, text in site.handbook.pages.items():
        words = next((heading.text for heading in text.headings), path)
        yield link(esc(words), f"../{path}")
