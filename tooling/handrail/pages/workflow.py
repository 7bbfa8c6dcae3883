"""The page of a workflow: what it is for, how long it takes, every step beside the track, and what it touches."""

from collections.abc import Iterable, Iterator
from functools import partial

from handrail.ground.model import Kind
from handrail.ground.nearest import words as listed
from handrail.pages import Site, SitePage
from handrail.pages import _words as words
from handrail.pages._escape import anchor, esc, front_matter, link, plain
from handrail.pages._hours import badge
from handrail.pages._parts import severity_chip
from handrail.pages._promise import promise
from handrail.pages._run.data import print_of
from handrail.pages._run.workflow import content
from handrail.pages._track.full import full
from handrail.pages._track.glance import glance
from handrail.pages._track.icons import icon
from handrail.pages._track.step import Sheet, exposure
from handrail.pages._track.ways import numbers
from handrail.pages._workflow import rest
from handrail.reasoning.needs import needs

ICONS = {"ok": "check", "warn": "warning", "quiet": "clock"}
WARNED = ("E3", "E4")


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each workflow."""
    for workflow in site.handbook.workflows.values():
        here = site.path(Kind.WORKFLOW, workflow.id)
        yield SitePage(here, partial(workflow_page, Sheet(site, here, workflow)), workflow.place.path)


def workflow_page(sheet: Sheet) -> str:
    """The Markdown of the page."""
    workflow = sheet.workflow
    # on a phone `about` comes below the steps, which are what a person opens the page for
    parts = [
        front_matter(workflow.title, {"description": plain(workflow.summary), "hide": ["toc"]}),
        '<div class="hr-page hr-workflow" markdown="block">',
        _block("hr-head", [*_head(sheet), _banner(sheet)]),
        _block("hr-about", [promise(sheet), _about(sheet)]),
        glance(sheet),
        _block("hr-steps", ["## Steps {#_steps}", full(sheet), _picture(sheet)]),
        _block("hr-rest", rest(sheet)),
        "</div>\n",
    ]
    return "\n\n".join(parts)


def _picture(sheet: Sheet) -> str:
    """A link to the same track as a file of its own."""
    name = sheet.here.rpartition("/")[2].removesuffix(".md") + ".svg"
    shown = link("These steps as a picture (SVG)", name) if sheet.workflow.steps else ""
    return f'<p class="hr-flawed" markdown="span">{shown}</p>' if shown else ""


def _block(classes: str, blocks: Iterator[str] | list[str]) -> str:
    inside = "\n\n".join(block for block in blocks if block)
    return f'<div class="{classes}" markdown="block">\n\n{inside}\n\n</div>'


def _head(sheet: Sheet) -> Iterator[str]:
    workflow = sheet.workflow
    area = " / ".join(words.upper(words.spaced(sheet.book, part)) for part in workflow.area.split("/") if part)
    number = f' <span class="hr-id">{esc(workflow.number)}</span>' if workflow.number else ""
    yield f'<p class="hr-eyebrow">Workflows{f" / {esc(area)}" if area else ""}{number}</p>'
    was = [name for name in workflow.formerly if name not in workflow.by_id]
    yield "".join(f'<div class="hr-was" id="{anchor(name)}"></div>' for name in was)
    yield f"# {esc(workflow.title)} {{#_title}}"
    yield f'<p class="hr-lead">{esc(workflow.summary)}</p>' if workflow.summary else ""
    yield f'<p class="hr-chips" markdown="span">{" ".join(chip for chip in _chips(sheet) if chip)}</p>'
    yield _actions(sheet)


def _chips(sheet: Sheet) -> Iterator[str]:
    workflow, book = sheet.workflow, sheet.book
    sop = book.procedures.get(workflow.procedure)
    if sop:
        said, how = words.state(sop, book.as_of)
        yield f'<span class="hr-chip {how}">{icon(ICONS[how])} {esc(said)}</span>'
    yield severity_chip(sheet.site, sheet.here, workflow.severity)
    if workflow.team in book.teams:
        owner = sheet.person(workflow.team)
        yield f'<span class="hr-chip">{icon("people")} <span>{owner}</span> {badge(book, workflow.team)}</span>'
    dates = [change.starts for change in sop.changes if change.starts and change.starts <= book.as_of] if sop else []
    if sop and (sop.last_reviewed or dates):
        reviewed = max([*dates, *([sop.last_reviewed] if sop.last_reviewed else [])])
        yield f'<span class="hr-chip quiet">Reviewed {words.day(reviewed)}</span>'


def _actions(sheet: Sheet) -> str:
    workflow = sheet.workflow
    first = anchor(workflow.steps[0].id) if workflow.steps else "_steps"
    # the script opens the run of this very version; without it the button leads to the first step
    version = f'data-hr-run="{esc(workflow.id)}" data-hr-print="{print_of(content(sheet.site, workflow))}"'
    opens = version if workflow.steps else ""
    run = f'<a class="hr-btn primary" href="#{first}" {opens}>{icon("play")} Run this workflow</a>'
    procedure = sheet.site.href(sheet.here, Kind.PROCEDURE, workflow.procedure)
    read = link(f"{icon('book')} Read the procedure", procedure, "hr-btn") if procedure else ""
    stuck = f'<a class="hr-btn ghost" href="#_stuck">{icon("bell")} Stuck?</a>'
    return f'<p class="hr-actions" markdown="span">{run} {read} {stuck}</p>'


def _about(sheet: Sheet) -> str:
    workflow = sheet.workflow
    first, later = _known_by(sheet)
    ends = " ".join(
        f'<a class="hr-end" href="#{anchor(name)}">{icon("flag")} {esc(outcome.label)}</a>'
        for name, outcome in workflow.outcomes.items()
    )
    rows = [
        ("Starts when", esc(workflow.starts_when) or "Another workflow leads here."),
        ("Know first", _facts(sheet, first)),
        ("Know later", " ".join(later)),
        ("Can end as", ends),
    ]
    said = "\n".join(
        f'<div markdown="block">\n<dt>{term}</dt>\n<dd markdown="span">{what}</dd>\n</div>'
        for term, what in rows
        if what
    )
    return f'<dl class="hr-when" markdown="block">\n{said}\n</dl>'


def _facts(sheet: Sheet, names: Iterable[str]) -> str:
    return " ".join(sheet.to(Kind.FACT, name, words.spaced(sheet.book, name), "hr-fact") for name in names)


def _known_by(sheet: Sheet) -> tuple[tuple[str, ...], list[str]]:
    """The facts that must be known before the first step, and those that a later step looks at and no step asks."""
    workflow, number = sheet.workflow, numbers(sheet.workflow)
    steps = [step.id for step in workflow.steps]
    asked: dict[str, list[str]] = {}
    for fact, step in needs(sheet.book, workflow).at:
        asked.setdefault(step, []).append(fact)
    first = tuple(dict.fromkeys((*workflow.given, *asked.pop(steps[0], ()))) if steps else workflow.given)
    later = [
        f'<span class="hr-by">by step <a href="#{anchor(step)}">{number[step]}</a> {_facts(sheet, asked[step])}</span>'
        for step in sorted(asked, key=steps.index)
    ]
    return first, later


def _banner(sheet: Sheet) -> str:
    """What a person must know before the first step, where some step shows the material."""
    workflow = sheet.workflow
    shown = [(step, item) for step in workflow.steps for item in (step, *step.items) if item.exposure in WARNED]
    if not shown:
        return ""
    number = numbers(workflow)
    level = max(item.exposure for _, item in shown)
    places = {number[step.id]: item.id for step, item in shown}
    linked = listed([f'<a href="#{anchor(step)}">{place}</a>' for place, step in places.items()])
    people = dict.fromkeys(item.by for _, item in shown if item.by in sheet.book.roles)
    may = f"Only these may open it: {esc(words.titles(sheet.book, people))}."
    who = may if people else "Only certified reviewers open it."
    verb = "Step" if len(places) == 1 else "Steps"
    said = f"{verb} {linked} show{'s' if len(places) == 1 else ''} the material."
    return (
        f'<div class="hr-exposure" markdown="block">\n{exposure(level)}\n<p markdown="span"><b>{said}</b> {who} '
        "Everybody else works from the label and the words of the report. Read the label first, stop as soon as you "
        "know, and take the break afterwards.</p>\n</div>"
    )
