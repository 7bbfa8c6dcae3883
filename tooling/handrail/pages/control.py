"""A page for each control: when it binds, what it asks for, why, and which steps carry it. And the list of all."""

from collections.abc import Iterator

from handrail.ground.model import Control, Exemption, Kind
from handrail.pages import Site, SitePage, later
from handrail.pages._conditions import clauses, either, marks, requirement
from handrail.pages._escape import esc
from handrail.pages._evidence import evidence
from handrail.pages._parts import area_title, block, facts, items, line, page, section, span, table, to, up
from handrail.pages._proof import proof, verdict_chip
from handrail.pages._used import workflows_of
from handrail.reasoning.index import users
from handrail.reasoning.uses import How


def pages(site: Site) -> Iterator[SitePage]:
    """The list of controls by area, and one page for each."""
    controls = site.handbook.controls
    if not controls:
        return
    here = "controls/index.md"
    parts = []
    for area in dict.fromkeys(control.area for control in controls.values()):
        rows = [
            (to(site, here, Kind.CONTROL, control.id), _serves(site, here, control), *_verdict(site, control))
            for control in controls.values()
            if control.area == area
        ]
        heads = ("What must hold", "Because of", *(("Is it kept?",) if site.proven else ()))
        parts.append(section(esc(area_title(area)), table(heads, rows)))
    lead = "What must hold on every way through every workflow, whoever is on shift, and the duty behind it."
    report = line("What is proven, duty by duty: [Assurance](../handbook/assurance.md)") if site.proven else ""
    yield page(here, "Controls", report, *parts, lead=lead)
    for control in controls.values():
        yield later(site.path(Kind.CONTROL, control.id), control.place.path, _page, site, control)


def _verdict(site: Site, control: Control) -> tuple[str, ...]:
    return (verdict_chip(site.proven.verdict(control.id)),) if site.proven else ()


def _serves(site: Site, here: str, control: Control) -> str:
    duties = "<br>".join(to(site, here, Kind.DUTY, duty) for duty in control.duties)
    return duties or "Our own policy"


def _page(site: Site, control: Control) -> SitePage:
    here = site.path(Kind.CONTROL, control.id)
    when = clauses(site, here, control.when)
    binds = line("Always.") if not when else line(f"When {when[0]}.") if len(when) == 1 else _any(when)
    never = items("hr-never", (marks(site, here, (name,)) for name in control.never))
    return page(
        here,
        control.title,
        line(" ".join(_chips(site, here, control)), "hr-chips"),
        line(esc(control.because)),
        section("Is it kept?", proof(site, here, control)),
        section("When it binds", binds),
        section("What must happen", _requirements(site, here, control)),
        section("What must never happen", block("hr-never-box", never)),
        section("Exceptions", items("hr-list", (_exemption(site, here, one) for one in control.exemptions))),
        section("Duties", items("hr-list", _duties(site, here, control))),
        section("Workflows that carry it", items("hr-list", _workflows(site, here, control))),
        facts((("Name", f"<code>{esc(control.id)}</code>"),)),
        eyebrow=f"{up(here, 'controls', 'Controls')} / {esc(area_title(control.area))}",
        classes="hr-entry",
        edit=control.place.path,
    )


def _any(when: tuple[str, ...]) -> str:
    return line("When one of these holds:") + "\n\n" + items("hr-list", when)


def _chips(site: Site, here: str, control: Control) -> Iterator[str]:
    for duty in control.duties:
        found = site.handbook.duties.get(duty)
        yield span(to(site, here, Kind.DUTY, duty, esc(found.article) if found and found.article else ""), "hr-chip")
    if not control.duties:
        yield span("Our own policy", "hr-chip")
    if site.proven is not None:
        yield verdict_chip(site.proven.verdict(control.id))


def _requirements(site: Site, here: str, control: Control) -> str:
    entries = []
    for wanted in control.require:
        extra = f" <small>Only when {either(site, here, wanted.when)}.</small>" if wanted.when else ""
        what, how = marks(site, here, wanted.marks), requirement(site, here, wanted)
        entries.append(f"<b>{what}</b> <span>{how}</span>{extra}")
    return items("hr-proofs", entries)


def _exemption(site: Site, here: str, one: Exemption) -> str:
    door = f"when the case came in by {to(site, here, Kind.WORKFLOW, one.door)}" if one.door else ""
    return f"Not {door or 'when ' + either(site, here, one.when)}. <small>{esc(one.because)}</small>"


def _duties(site: Site, here: str, control: Control) -> Iterator[str]:
    for name in control.duties:
        duty = site.handbook.duties.get(name)
        more = f" {evidence(duty)} <small>{esc(duty.duty)}</small>" if duty else ""
        yield f"{to(site, here, Kind.DUTY, name)}{more}"


def _workflows(site: Site, here: str, control: Control) -> Iterator[str]:
    book = site.handbook
    wanted = {name for need in control.require for name in need.marks}
    carrying = [use for name in wanted for use in users(book, Kind.MARK, name) if use.how is How.CARRIES]
    for workflow in workflows_of(carrying, book):
        yield to(site, here, Kind.WORKFLOW, workflow.id)
