"""The compact track: title, role, time, and the answers as pills. What a procedure shows of a workflow."""

from collections.abc import Iterator

from handrail.ground.model import Kind, Step, Verb, Workflow
from handrail.pages import Site
from handrail.pages import _words as words
from handrail.pages._escape import esc, link
from handrail.pages._track.full import open_end
from handrail.pages._track.gutter import FULL, gutter
from handrail.pages._track.icons import icon
from handrail.pages._track.step import QUIET_EXPOSURES, Sheet, exposure, way_classes
from handrail.pages._track.ways import Exit, exits, numbers, title
from handrail.reasoning.graph import Leads


def compact(site: Site, here: str, workflow: Workflow) -> str:
    """The steps of a workflow for the page at `here`, as Markdown with HTML around it."""
    sheet = Sheet(site, here, workflow)
    rows = "\n".join(_row(sheet, name) for name in sheet.track.plan.rows)
    more = link("Open the workflow", site.href(here, Kind.WORKFLOW, workflow.id))
    return (
        '<div class="hr-embed" markdown="block">\n'
        f'<ol class="hr-track hr-compact" markdown="block">\n{rows}\n</ol>\n'
        f'<p class="more" markdown="span">{more}</p>\n</div>'
    )


def who_and_how_long(sheet: Sheet, step: Step) -> str:
    """One quiet line: who, how long, and when the step is done at all. Plain text."""
    book = sheet.book
    named = step.by or (step.target if step.verb is Verb.ESCALATE else "")
    time = words.promise(book, sheet.workflow, step)
    called = "Workflow" if step.verb is Verb.RUN else ""
    parts = (called, words.who(book, named) if named else "", time.text if time else "", words.only_when(book, step))
    return " · ".join(part for part in parts if part)


def _row(sheet: Sheet, name: str) -> str:
    step = sheet.workflow.by_id.get(name)
    drawn = gutter(sheet.track, name, FULL, step)
    inside = " ".join(_step(sheet, step) if step else _end(sheet, name))
    return f'<li markdown="block">\n{drawn}\n<div class="hr-line" markdown="block">\n{inside}\n</div>\n</li>'


def _step(sheet: Sheet, step: Step) -> Iterator[str]:
    number = numbers(sheet.workflow)[step.id]
    said = f'<span class="no">{number}</span> {esc(words.heading(sheet.book, step))}'
    href = sheet.site.href(sheet.here, Kind.WORKFLOW, sheet.workflow.id, step.id)
    badge = exposure(step.exposure) if step.exposure not in ("", *QUIET_EXPOSURES) else ""
    quiet = esc(who_and_how_long(sheet, step))
    items = [f"{icon(item.verb)} {esc(words.heading(sheet.book, item))}" for item in step.items]
    below = "<br>".join(line for line in (quiet, *items) if line)
    small = f"<small>{below}</small>" if below else ""
    yield f'<p markdown="span">{link(said, href, "t")} {badge} {small}</p>'
    pills = " ".join(_pill(sheet, way) for way in exits(sheet.book, sheet.workflow, sheet.track, step))
    if pills:
        yield f'\n<p class="hr-pills" markdown="span">{pills}</p>'


def _end(sheet: Sheet, name: str) -> Iterator[str]:
    end = sheet.track.plan.ends[name]
    said = esc(title(sheet.book, sheet.workflow, end))
    if end.leads is Leads.ELSEWHERE:
        yield f'<p markdown="span"><b>{sheet.to(Kind.WORKFLOW, end.target, end.target)}</b></p>'
    else:
        yield f'<p markdown="span"><b class="t">{said}</b> <small>{open_end(sheet, end.target)}</small></p>'


def _pill(sheet: Sheet, way: Exit) -> str:
    label = esc(" · ".join(way.labels))
    if way.leads is Leads.STEP:
        to = f"<span>{way.number}</span>"
        href = sheet.site.href(sheet.here, Kind.WORKFLOW, sheet.workflow.id, way.target)
    elif way.leads is Leads.ELSEWHERE:
        to = f'<span>{icon("onward")} <i class="hr-sr">{esc(way.title)}</i></span>'
        href = sheet.site.href(sheet.here, Kind.WORKFLOW, way.target)
    else:
        to = f'<span class="f">{icon("flag")} <i class="hr-sr">{esc(way.title)}</i></span>'
        href = sheet.site.href(sheet.here, Kind.WORKFLOW, sheet.workflow.id, way.target)
    return link(f"{label} {to}", href, way_classes(way))
