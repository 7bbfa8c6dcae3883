"""What stands beside a station: the heading of a step, who and how long, what to do, and the ways on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handrail.ground.duration import spoken
from handrail.ground.model import EXPOSURES, Handbook, Kind, Step, Verb, Workflow
from handrail.ground.nearest import words as listed
from handrail.pages import Site
from handrail.pages import _words as words
from handrail.pages._body import body
from handrail.pages._escape import anchor, esc, link
from handrail.pages._flaw import flaw
from handrail.pages._run.step import step_print
from handrail.pages._track.icons import icon
from handrail.pages._track.lanes import Track, track
from handrail.pages._track.plan import Style
from handrail.pages._track.ways import Exit, exits, numbers, unanswered
from handrail.reasoning.custody import SOMEBODY, holders
from handrail.reasoning.graph import Leads
from handrail.reasoning.time import Worst, step_minutes
from handrail.reasoning.worst_case import worst_case

_HEADINGS = re.compile(r"^( {0,3})(#|[=-](?=[=-]*[ \t]*$))", re.MULTILINE)
QUIET_EXPOSURES = EXPOSURES[:2]
"""Levels that nobody needs to be warned of."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every part of a workflow's page looks at: the site, the page's path, the workflow, what follows from it."""

    site: Site
    here: str
    workflow: Workflow

    @property
    def book(self) -> Handbook:
        """The handbook."""
        return self.site.handbook

    @property
    def track(self) -> Track:
        """The geometry."""
        return track(self.workflow)

    @property
    def worst(self) -> Worst:
        """The worst time."""
        return worst_case(self.book, self.workflow)

    def to(self, kind: Kind, name: str, label: str = "", classes: str = "") -> str:
        """A link to the page about a thing, with these words; just the words where it has no page."""
        return link(esc(label or words.who(self.book, name)), self.site.href(self.here, kind, name), classes)

    def person(self, name: str) -> str:
        """A team or role, linked to the page of its team."""
        kind = Kind.ROLE if name in self.book.roles else Kind.TEAM
        return self.to(kind, name)


def exposure(level: str) -> str:
    """The badge of an exposure level; nothing for E0."""
    if level in EXPOSURES[1:]:
        return f'<span class="hr-ex {level.lower()}">{icon("eye")} {level}</span>'
    return ""


def step_block(sheet: Sheet, step: Step) -> Iterator[str]:
    """The Markdown blocks of a step."""
    number = numbers(sheet.workflow)[step.id]
    badge = f" {exposure(step.exposure)}" if step.exposure else ""
    version = step_print(sheet.book, sheet.workflow, step)
    title = words.heading(sheet.book, step)
    yield "".join(_formerly(step, sheet.workflow))
    # a link to the step carries the print, and the script says when the text is another one by now
    named = f"{{: #{anchor(step.id)} data-hr-print={version} }}"
    yield f'### <span class="no">{number}</span> {esc(title)}{badge} {named}'
    yield meta(sheet, step)
    yield _when(sheet, step)
    yield details(sheet, step)
    yield questions(sheet, step)
    yield from (item_block(sheet, item) for item in step.items)
    yield chips("Hand over", _handed(sheet.book, step))
    yield chips("Record", words.settled(sheet.book, step.records))
    yield ways(sheet, step)
    yield _ladder(sheet, step)
    yield marks(sheet, step)
    problem = flaw(sheet.site, sheet.here, f"{sheet.workflow.title}: {title}", step.id, version)
    yield f'<p class="hr-flawed" markdown="span">{problem}</p>' if problem else ""


def details(sheet: Sheet, step: Step) -> str:
    """The Markdown below a step. The headings of a page are its steps, so a heading in there is just a line."""
    text = body(sheet.site, sheet.here, step.details) if step.details else ""
    return _HEADINGS.sub(lambda found: f"{found[1]}&#{ord(found[2])};", text)


def _formerly(step: Step, workflow: Workflow) -> Iterator[str]:
    """Anchors for the names that a step had, so that old links still arrive."""
    taken = workflow.by_id.keys() | workflow.outcomes.keys()
    for name in dict.fromkeys(step.formerly):
        if name not in taken:
            yield f'<div class="hr-was" id="{anchor(name)}"></div>'


def span(name: str, said: str) -> str:
    """An icon with the words that it stands for."""
    return f"<span>{icon(name)} {said}</span>" if said else ""


def meta(sheet: Sheet, step: Step) -> str:
    """Who, how long, how often; and by when it is done at the latest."""
    parts = [*_who(sheet, step), *_how_long(sheet, step), _from_afar(sheet, step)]
    late = sheet.worst.done_by.get(step.id)
    if late:
        parts.append(f'<span class="by">done by {spoken(late)}</span>')
    said = " ".join(part for part in parts if part)
    return f'<p class="hr-meta" markdown="span">{said}</p>' if said else ""


def _from_afar(sheet: Sheet, step: Step) -> str:
    """The steps that lead here although no line shows it."""
    number = numbers(sheet.workflow)
    sources = sorted({number[line.source] for line in sheet.track.hops if line.target == step.id})
    order = [other.id for other in sheet.workflow.steps]
    linked = listed(f'<a href="#{anchor(order[place - 1])}">{place}</a>' for place in sources)
    return span("onward", f"from {linked}") if linked else ""


def _who(sheet: Sheet, step: Step) -> Iterator[str]:
    book = sheet.book
    match step.verb:
        case Verb.ESCALATE:
            yield span("people", sheet.person(step.target))
        case Verb.RUN:
            yield span("run", f"Workflow {sheet.to(Kind.WORKFLOW, step.target, _called(book, step))}")
        case Verb.WAIT | Verb.TOGETHER:
            pass
        case _:
            yield span("person", _worker(sheet, step))
    if step.verb is Verb.TELL:
        text = f"Message to {esc(words.who(book, step.target))}"
        yield span("tell", link(text, sheet.site.href(sheet.here, Kind.MESSAGE, step.message)))
    if step.and_by:
        yield span("people", f"together with {sheet.person(step.and_by)}")
    if step.by_other_than in sheet.workflow.by_id:
        number = numbers(sheet.workflow).get(step.by_other_than)
        other = f"step {number}" if number else words.heading(book, sheet.workflow.by_id[step.by_other_than])
        yield span("people", f'another person than in <a href="#{anchor(step.by_other_than)}">{esc(other)}</a>')


def _called(book: Handbook, step: Step) -> str:
    """A workflow that is run: by its number where the heading is its title already."""
    found = book.workflows.get(step.target)
    if found is None:
        return words.spaced(book, step.target)
    return found.number if found.number and not step.words else found.title


def _worker(sheet: Sheet, step: Step) -> str:
    """Who does a step: who it names, or the team that has the case there."""
    if step.by:
        return esc(words.SYSTEM) if step.by == "system" else sheet.person(step.by)
    outer = next((other.id for other in sheet.workflow.steps if step in other.items), step.id)
    teams = sorted(holders(sheet.workflow).get(outer, frozenset()))
    if len(teams) == 1 and teams[0] != SOMEBODY:
        return sheet.person(teams[0])
    return "Whoever has the case" if teams else ""


def _how_long(sheet: Sheet, step: Step) -> Iterator[str]:
    time = words.promise(sheet.book, sheet.workflow, step)
    if step.verb is Verb.RUN and step.target in sheet.book.workflows:
        most = worst_case(sheet.book, sheet.book.workflows[step.target]).minutes
        yield span("clock", f"at most {spoken(most)}" if most else "")
    elif step.verb is Verb.TOGETHER:
        most = step_minutes(sheet.book, sheet.workflow, step)
        yield span("together", f"side by side, at most {spoken(most)}" if most else "side by side")
    elif time:
        before = {Verb.ESCALATE: "accepts in ", Verb.WAIT: "" if step.pause else "up to "}.get(step.verb, "")
        yield span("clock", f"{before}{esc(time.text)}")
    if step.at_most is not None:
        yield span("again", f"at most {words.rounds(step.at_most)}")
    if step.again:
        yield span("again", "asked anew")


def _when(sheet: Sheet, step: Step) -> str:
    said = words.only_when(sheet.book, step)
    return f'<p class="hr-only">{icon("fork")} {esc(said)}</p>' if said else ""


def questions(sheet: Sheet, step: Step) -> str:
    """The questions of a step that asks several, or whose heading is not the question."""
    if step.verb is not Verb.ASK or (len(step.targets) == 1 and not step.words):
        return ""
    asked = [sheet.to(Kind.FACT, fact, words.question(sheet.book, fact)) for fact in step.targets]
    return listing("hr-items", (f"{icon('ask')} <span>{each}</span>" for each in asked))


def listing(classes: str, items: Iterable[str]) -> str:
    """A list of lines, Markdown in each."""
    lines = "\n".join(f'<li markdown="span">{item}</li>' for item in items)
    return f'<ul class="{classes}" markdown="block">\n{lines}\n</ul>' if lines else ""


def item_block(sheet: Sheet, item: Step) -> str:
    """One of the things that happen side by side."""
    badge = f" {exposure(item.exposure)}" if item.exposure else ""
    said = esc(words.heading(sheet.book, item))
    blocks = [
        "".join(_formerly(item, sheet.workflow)),
        f"#### {icon(item.verb)} {said}{badge} {{#{anchor(item.id)}}}",
        meta(sheet, item),
        _when(sheet, item),
        details(sheet, item),
        chips("Record", words.settled(sheet.book, item.records)),
        marks(sheet, item),
    ]
    inside = "\n\n".join(block for block in blocks if block)
    return f'<div class="hr-item" markdown="block">\n\n{inside}\n\n</div>'


def _handed(book: Handbook, step: Step) -> tuple[str, ...]:
    """The facts that go with a hand-over: the step's, and those that the team always wants."""
    if step.verb is not Verb.ESCALATE:
        return ()
    wanted = book.teams[step.target].expects if step.target in book.teams else ()
    return tuple(words.spaced(book, fact) for fact in dict.fromkeys((*step.hand_over, *wanted)))


def chips(label: str, said: Iterable[str]) -> str:
    """A label with small chips behind it."""
    every = " ".join(f"<span>{esc(each)}</span>" for each in said)
    return f'<p class="hr-hand"><b>{label}</b> {every}</p>' if every else ""


def marks(sheet: Sheet, step: Step) -> str:
    """What a step counts as, each mark linked to its control, or to its own page where several want it."""
    own = dict.fromkeys((*step.marks, *(sheet.book.messages[step.message].marks if _sends(sheet, step) else ())))
    every = " ".join(_mark(sheet, name) for name in own)
    return f'<p class="hr-marks" markdown="span"><span class="hr-sr">Counts as:</span> {every}</p>' if every else ""


def _sends(sheet: Sheet, step: Step) -> bool:
    return step.verb is Verb.TELL and step.message in sheet.book.messages


@lru_cache(maxsize=4)
def _wanting(book: Handbook) -> Mapping[str, tuple[str, ...]]:
    """The controls that want each mark."""
    found: dict[str, dict[str, None]] = {}
    for control in book.controls.values():
        for each in control.require:
            for name in (*each.marks, *each.others):
                found.setdefault(name, {})[control.id] = None
    return {name: tuple(controls) for name, controls in found.items()}


def _mark(sheet: Sheet, name: str) -> str:
    wanting = _wanting(sheet.book).get(name, ())
    kind, target = (Kind.CONTROL, wanting[0]) if len(wanting) == 1 else (Kind.MARK, name)
    said = f"{icon('shield')} {esc(words.spaced(sheet.book, name))}"
    return f"<span>{link(said, sheet.site.href(sheet.here, kind, target))}</span>"


def ways(sheet: Sheet, step: Step) -> str:
    """The ways on, one full row each, in the colour of their line."""
    return listing("hr-ways", (_way(sheet, way) for way in exits(sheet.book, sheet.workflow, sheet.track, step)))


def way_classes(way: Exit) -> str:
    """The classes of a way on: its lane, and whether its line is dashed."""
    return f"{way.colour}{' none' if way.style is not Style.SOLID or way.back else ''}"


def _way(sheet: Sheet, way: Exit) -> str:
    said = ' <span class="hr-sr">or</span> '.join(f"<b>{esc(label)}</b>" for label in way.labels)
    back = f"{icon('again')} " if way.back else ""
    arrow = '<span class="arr" aria-hidden="true">&rarr;</span>'
    title = f"<span>{esc(way.title)}</span>"
    match way.leads:
        case Leads.STEP:
            hidden, to = (
                "go back to step" if way.back else "go to step",
                f'<span class="num">{way.number}</span> {title}',
            )
        case Leads.OUTCOME:
            hidden, to = "the case ends:", f"{icon('flag')} {title}"
        case Leads.ELSEWHERE:
            hidden, to = "the case goes on in:", f"{icon('onward')} {title}"
        case _:
            hidden, to = "", title
    kind = "to" if way.leads is Leads.STEP else f"to {way.leads.name.lower()}"
    answer = f'<span class="ans">{back}{said}</span> {arrow} <span class="hr-sr">{hidden}</span>'
    inside = f'{answer} <span class="{kind}">{to}</span>'
    if way.leads is Leads.ELSEWHERE:
        href = sheet.site.href(sheet.here, Kind.WORKFLOW, way.target)
        return link(inside, href, way_classes(way)) if href else f'<span class="hr-way {UNLINKED}">{inside}</span>'
    if way.leads is Leads.NOWHERE:
        return f'<span class="hr-way {UNLINKED}">{inside}</span>'
    return f'<a class="{way_classes(way)}" href="#{anchor(way.target)}">{inside}</a>'


UNLINKED = "lx"


def _ladder(sheet: Sheet, step: Step) -> str:
    said = unanswered(sheet.book, sheet.workflow, step)
    return f'<p class="hr-rungs">{icon("bell")} {esc(said)}</p>' if said else ""
