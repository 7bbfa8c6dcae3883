"""A page for each jurisdiction: its duties with their clocks, where they bind, and who can help a person there."""

from collections.abc import Iterator

from handrail.ground.model import Control, Duty, Handbook, Helpline, Kind
from handrail.pages import Site, SitePage, later
from handrail.pages import _about_sop as about
from handrail.pages._conditions import either, marks, requirement
from handrail.pages._escape import esc, link
from handrail.pages._evidence import evidence
from handrail.pages._parts import count, items, page, section, table, to
from handrail.pages._places import place
from handrail.pages._proof import arising, verdict_chip
from handrail.pages._words import answer
from handrail.reasoning.proof import Verdict

INDEX, SOURCE = "jurisdictions/index.md", "register/duties.yml"


def pages(site: Site) -> Iterator[SitePage]:
    """The list, and one page for each jurisdiction that a duty names."""
    book = site.handbook
    codes = dict.fromkeys(duty.jurisdiction for duty in book.duties.values())
    if not codes:
        return
    ordered = sorted(codes, key=lambda code: place(book, code))
    rows = (
        f"<b>{link(esc(place(book, code)), file(code).rpartition('/')[2])}</b> "
        f"<small>{count(len(_duties(book, code)), 'duty').replace('dutys', 'duties')} · "
        f"{count(len(_controls(book, code)), 'control')}</small>"
        for code in ordered
    )
    lead = "What is asked of us in each place, by when, and where we do it."
    yield page(INDEX, "Jurisdictions", items("hr-index", rows), lead=lead, classes="hr-lists")
    for code in codes:
        yield later(file(code), SOURCE, _page, site, code)


def file(code: str) -> str:
    """The path of a jurisdiction's page."""
    return f"jurisdictions/{code.lower()}{'-' * (code.lower() == 'index')}.md"


def _duties(book: Handbook, code: str) -> list[Duty]:
    return [duty for duty in book.duties.values() if duty.jurisdiction == code]


def _controls(book: Handbook, code: str) -> list[Control]:
    names = {duty.id for duty in _duties(book, code)}
    return [control for control in book.controls.values() if names.intersection(control.duties)]


def _page(site: Site, code: str) -> SitePage:
    book, here = site.handbook, file(code)
    duties, controls = _duties(book, code), _controls(book, code)
    names = {duty.id for duty in duties}
    sops = [sop for sop in book.procedures.values() if names.intersection(about.duties(book, sop))]
    return page(
        here,
        place(book, code),
        section("Duties", items("hr-list", (_duty(site, here, duty) for duty in duties))),
        section("By when", items("hr-rows", _clocks(site, here, controls))),
        section("Workflows in which they bind", items("hr-list", _workflows(site, here, controls))),
        section("Procedures", items("hr-list", (to(site, here, Kind.PROCEDURE, sop.id) for sop in sops))),
        section("Helplines", _helplines(book, code)),
        eyebrow="[Jurisdictions](index.md)",
        lead="What is asked of us here, by when, and where we do it.",
        classes="hr-entry",
        edit=SOURCE,
    )


def _duty(site: Site, here: str, duty: Duty) -> str:
    """A duty with its article, how well it is known, and the controls that serve it."""
    serving = [control for control in site.handbook.controls.values() if duty.id in control.duties]
    ended = " (ended)" if duty.ended_on and duty.ended_on <= site.handbook.as_of else ""
    named = "".join(f"<small>{to(site, here, Kind.CONTROL, control.id)}</small> " for control in serving)
    served = f"<small>Served by</small> {named}" if named else "<small>No control serves it yet.</small>"
    article = f"<small>{esc(duty.article)}</small> " if duty.article else ""
    return f"<b>{to(site, here, Kind.DUTY, duty.id)}</b>{ended} {evidence(duty)} {article}{served}"


def _clocks(site: Site, here: str, controls: list[Control]) -> Iterator[str]:
    """Every limit in time, the shortest first."""
    limits = [(each.within.minutes, each, control) for control in controls for each in control.require if each.within]
    for _, each, control in sorted(limits, key=lambda limit: (limit[0], limit[2].id)):
        said, how = marks(site, here, each.marks), requirement(site, here, each)
        only = f", only when {either(site, here, each.when)}" if each.when else ""
        time = each.within.text if each.within else ""
        yield (
            f'<span class="v">{esc(time)}</span> <span>{to(site, here, Kind.CONTROL, control.id)} '
            f"<small>{said} {how}{only}</small></span>"
        )


def _workflows(site: Site, here: str, controls: list[Control]) -> Iterator[str]:
    """The workflows in which one of the controls binds, with the worst verdict."""
    names = {control.id for control in controls}
    order = (Verdict.BROKEN, Verdict.NOT_PROVEN, Verdict.PROVEN)
    for workflow in site.handbook.workflows.values():
        found = [verdict for control, verdict in arising(site, workflow.id) if control.id in names]
        if found:
            worst = next((each for each in order if each in found), found[0])
            number = count(len(found), "control")
            yield f"{to(site, here, Kind.WORKFLOW, workflow.id)} {verdict_chip(worst)} <small>{number}</small>"


def _helplines(book: Handbook, code: str) -> str:
    lines = [line for line in book.helplines.values() if line.country.casefold() == code.casefold()]
    rows = [(esc(line.title), esc(line.number), esc(_helps(book, line))) for line in lines]
    return table(("Helpline", "Number", "Helps with"), rows)


def _helps(book: Handbook, line: Helpline) -> str:
    return ", ".join(answer(book, "harm-type", harm) for harm in line.helps_with)
