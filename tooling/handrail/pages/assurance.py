"""The assurance report: each duty with its controls and what is proven about them in each workflow."""

import csv
from collections.abc import Iterator
from functools import partial
from io import StringIO

from handrail.ground.model import Control, Handbook, Kind
from handrail.pages import Site, SitePage, later
from handrail.pages._escape import anchor, esc, link
from handrail.pages._parts import count, heading, items, line, page, section, sentence, to, worker
from handrail.pages._proof import verdict_chip, verdict_words
from handrail.pages._words import day, spaced, value
from handrail.reasoning.assurance import doors_of
from handrail.reasoning.dossier import Dossier
from handrail.reasoning.proof import Verdict
from handrail.reasoning.survey import Overruled

PAGE, DATA, SHEET = "handbook/assurance.md", "handbook/assurance.json", "handbook/assurance.csv"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take the text of a cell for a formula."""


def pages(site: Site) -> Iterator[SitePage]:
    """The report as a page, for programs, and as a sheet. Without proofs there is none."""
    if site.proven is None or not site.handbook.controls:
        return
    yield later(PAGE, "", _page, site, site.proven)
    yield SitePage(DATA, site.proven_data)
    yield SitePage(SHEET, partial(sheet, site.handbook, site.proven))


def _page(site: Site, found: Dossier) -> SitePage:
    book = site.handbook
    lead = "Each duty with the controls that serve it, and what is proven about them on every way."
    counts = [(found.count(verdict), verdict) for verdict in (Verdict.PROVEN, Verdict.BROKEN, Verdict.NOT_PROVEN)]
    nowhere = found.count(Verdict.DOES_NOT_ARISE)
    said = [f"{verdict_chip(verdict)} <b>{number}</b>" for number, verdict in counts if number]
    said += [f"{verdict_chip(Verdict.DOES_NOT_ARISE)} <b>{nowhere}</b> anywhere"] if nowhere else []
    doors = count(len(doors_of(book)), "workflow")
    about = (
        f"{count(len(found.controls), 'control')}, proven for all answers and all ways from the {doors} in which cases "
        f"begin, as of {day(book.as_of)}. The same [for programs](assurance.json) and [as a sheet](assurance.csv)."
    )
    return page(
        PAGE,
        "Assurance",
        line(" ".join(said), "hr-chips"),
        line(about),
        section("Duties and controls", *_duties(site, found)),
        section("Duties without a control", items("hr-list", _uncontrolled(site))),
        section("Ways that leave a case open", _left_open(site, found)),
        section("Answers that are overruled", _overruled(site, found)),
        lead=lead,
        classes="hr-lists",
    )


def _duties(site: Site, found: Dossier) -> Iterator[str]:
    """A list for each duty: its controls with their verdict, and below each the workflows in which it binds.

    As a table with a column for each workflow this is too wide to be read; the sheet is for that.
    """
    book = site.handbook
    rows: dict[str, list[str]] = {}
    for duty, control in served(book):
        rows.setdefault(duty, []).append(_control(site, found, control))
    for duty, controls in rows.items():
        known = book.duties.get(duty)
        title = to(site, PAGE, Kind.DUTY, duty) if known else "Our own policy"
        yield heading(title, 3, f"duty-{anchor(duty)}" if duty else "own-policy")
        yield line(esc(known.article), "hr-quiet") if known else ""
        yield items("hr-assured", controls)


def _control(site: Site, found: Dossier, control: Control) -> str:
    """A control with its verdict, and where it binds: counted, and named behind that, the odd ones at once."""
    assurance = found.assurance
    inside = {name: assurance.inside(control.id, name) for name in site.handbook.workflows}
    binds = {name: verdict for name, verdict in inside.items() if verdict is not Verdict.DOES_NOT_ARISE}
    name = f"{verdict_chip(found.verdict(control.id))} <span><b>{to(site, PAGE, Kind.CONTROL, control.id)}</b>"
    odd = [(flow, verdict) for flow, verdict in binds.items() if verdict is not Verdict.PROVEN]
    told = "".join(f"<br>{verdict_chip(verdict)} {to(site, PAGE, Kind.WORKFLOW, flow)}" for flow, verdict in odd)
    if not binds:
        return f"{name} <small>It arises in no workflow.</small></span>"
    flows = sentence(to(site, PAGE, Kind.WORKFLOW, flow) for flow in binds)
    return f"{name}{told} {_folded('Binds in', len(binds), 'workflow', flows)}</span>"


def served(book: Handbook) -> Iterator[tuple[str, Control]]:
    """Each duty with each control that serves it, in the order of the register; those of our own policy last."""
    for duty in book.duties:
        yield from ((duty, control) for control in book.controls.values() if duty in control.duties)
    yield from (("", control) for control in book.controls.values() if not control.duties)


def _uncontrolled(site: Site) -> Iterator[str]:
    book = site.handbook
    named = {duty for control in book.controls.values() for duty in control.duties}
    for duty in book.duties.values():
        if duty.id not in named and not (duty.ended_on and duty.ended_on <= book.as_of):
            sops = [to(site, PAGE, Kind.PROCEDURE, sop.id) for sop in book.procedures.values() if duty.id in sop.duties]
            by = f"Met by {sentence(sops)}." if sops else "Nothing shows yet that it is met."
            yield f"{to(site, PAGE, Kind.DUTY, duty.id)} <small>{by}</small>"


def _left_open(site: Site, found: Dossier) -> str:
    """Each such way with who has the case then, and the workflows with which it can have begun."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for survey in found.assurance.surveys.values():
        for each in survey.left_open:
            rows.setdefault((each.workflow, each.outcome, each.team), []).append(each.door)
    entries = []
    for (workflow, outcome, team), doors in rows.items():
        label = site.handbook.workflows[workflow].outcomes[outcome].label
        begun = sentence((to(site, PAGE, Kind.WORKFLOW, door) for door in doors), "or")
        fold = _folded("It can have begun with", len(doors), "workflow", begun)
        name = f"<b>{to(site, PAGE, Kind.WORKFLOW, workflow)}</b>"
        entries.append(f"{name} ends as <b>{esc(label)}</b>: {worker(site, PAGE, team)} has the case then. {fold}")
    lead = "No control is judged there: the case goes on with the team that has it."
    return f"{line(lead)}\n\n{items('hr-list', entries)}" if entries else ""


def _folded(lead: str, number: int, noun: str, inside: str) -> str:
    return f'<details class="hr-fold"><summary>{lead} {count(number, noun)}</summary> <small>{inside}</small></details>'


def _overruled(site: Site, found: Dossier) -> str:
    """Each control with the steps that take it back: they open from their number, for there are many."""
    lead = "A control looks at the first answer, a later step gives another one, and the control binds no more."
    rows: dict[str, dict[tuple[str, str, str, str], list[Overruled]]] = {}
    for each in dict.fromkeys(each for survey in found.assurance.surveys.values() for each in survey.overruled):
        place = (each.workflow, each.step, each.fact, each.by)
        rows.setdefault(each.control, {}).setdefault(place, []).append(each)
    entries = []
    for control, places in rows.items():
        told = "<br>".join(_overruling(site, every) for every in places.values())
        steps = len({place[:2] for place in places})
        entries.append(f"<b>{to(site, PAGE, Kind.CONTROL, control)}</b> {_folded('Overruled at', steps, 'step', told)}")
    return f"{line(lead)}\n\n{items('hr-list', entries)}" if entries else ""


def _overruling(site: Site, every: list[Overruled]) -> str:
    """What one step makes of the answers to one question."""
    book, each = site.handbook, every[0]
    fact = link(esc(spaced(book, each.fact)), site.href(PAGE, Kind.FACT, each.fact))
    step = link(f"<code>{esc(each.step)}</code>", site.href(PAGE, Kind.WORKFLOW, each.workflow, _top(book, each)))
    before = sentence(dict.fromkeys(esc(value(book, one.fact, one.before)) for one in every), "or")
    after = sentence(dict.fromkeys(esc(value(book, one.fact, one.after)) for one in every), "or")
    by = f", by {worker(site, PAGE, each.by)}" if each.by else ""
    return f"{fact}: {before} becomes {after}, at {step} of {to(site, PAGE, Kind.WORKFLOW, each.workflow)}{by}"


def _top(book: Handbook, each: Overruled) -> str:
    steps = book.workflows[each.workflow].steps
    own = (step.id for step in steps if each.step in (step.id, *(item.id for item in step.items)))
    return anchor(next(own, each.step))


def sheet(book: Handbook, found: Dossier) -> str:
    """The report for a spreadsheet: a line for each duty, control and workflow. No cell can act as a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("duty", "article", "control", "title", "workflow", "verdict", "begins-with", "as-of"))
    for duty, control in served(book):
        article = book.duties[duty].article if duty else "our own policy"
        for workflow in book.workflows:
            verdict = found.assurance.inside(control.id, workflow)
            begun = [judged.door for judged in found.of(control.id) if workflow in judged.binds_in]
            row = (duty, article, control.id, control.title, workflow, verdict_words(verdict), " ".join(begun))
            writer.writerow([_inert(cell) for cell in (*row, book.as_of.isoformat())])
    named = {duty for control in book.controls.values() for duty in control.duties}
    for each in book.duties.values():
        if each.id not in named:
            row = (each.id, each.article, "", "", "", "No control", "")
            writer.writerow([_inert(cell) for cell in (*row, book.as_of.isoformat())])
    return out.getvalue()


def _inert(cell: str) -> str:
    """The text of a cell; where a spreadsheet would take it for a formula, with an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_ACTIVE) else cell
