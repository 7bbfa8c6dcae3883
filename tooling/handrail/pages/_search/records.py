"""What can be found: pages, their steps and sections, and the words of the glossary that lead to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handrail.ground.model import Handbook, Kind, Names, Sop, Step, Verb, Workflow
from handrail.pages import Site
from handrail.pages import _about_sop as about
from handrail.pages import _words as say
from handrail.pages._escape import anchor, plain
from handrail.pages._languages import named
from handrail.pages._places import place
from handrail.pages._track.ways import numbers

WORKFLOWS, PROCEDURES, MESSAGES, REFERENCE = "Workflows", "Procedures", "Messages", "Reference"
KINDS = (WORKFLOWS, PROCEDURES, MESSAGES, REFERENCE)
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Place:
    """A step or a section: its anchor, heading, number and time, who does it, the words that name it, its text."""

    anchor: str
    title: str
    number: str = ""
    time: str = ""
    team: str = ""
    name: str = ""
    also: str = ""
    text: str = ""
    about: str = ""
    """What is said elsewhere about what is done here: answers, messages, controls with their duties."""
    lent: bool = False
    """Whether the heading is that of another workflow, which is the better answer to it."""
    asked: tuple[str, ...] = ()
    """What somebody types who needs it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page: where it lies, what it is, whose it is, whether it is in force, and what stands on it."""

    path: str
    title: str
    kind: str
    name: str
    topic: str = ""
    """The procedure that a workflow belongs to."""
    number: str = ""
    summary: str = ""
    severity: str = ""
    team: str = ""
    state: str = ""
    jurisdictions: Names = ()
    terms: Names = ()
    weight: float = 1.0
    places: tuple[Place, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    """What somebody types who needs it, each with its language."""


WEAKER = {MESSAGES: 0.6, REFERENCE: 0.4}
"""What a find weighs that explains the work, beside one that does it."""
DEMOTED = {"Retired": 0.35, "Draft": 0.85}


def work(site: Site) -> tuple[Found, ...]:
    """Workflows and procedures, in the order of their paths."""
    return _sorted((*_workflows(site), *_procedures(site)))


def beside(site: Site) -> tuple[Found, ...]:
    """What the work is explained and done with: messages, registers, controls, rules."""
    return _sorted((*_messages(site), *_reference(site)))


def _sorted(pages: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted((page for page in pages if page.path), key=lambda page: (page.path, page.name)))


def _workflows(site: Site) -> Iterator[Found]:
    book = site.handbook
    for workflow in book.workflows.values():
        sop = book.procedures.get(workflow.procedure)
        state = say.state(sop, book.as_of)[0] if sop else ""
        yield Found(
            site.path(Kind.WORKFLOW, workflow.id),
            workflow.title,
            WORKFLOWS,
            workflow.id,
            topic=workflow.procedure,
            number=workflow.number,
            summary=f"{workflow.summary} {workflow.starts_when} {_ends(workflow)}",
            severity=workflow.severity,
            team=workflow.team,
            state=state,
            jurisdictions=_jurisdictions(book, about.duties(book, sop) if sop else ()),
            terms=sop.terms if sop else (),
            weight=DEMOTED.get(state, 1.0),
            places=tuple(_steps(book, workflow)),
        )


def _ends(workflow: Workflow) -> str:
    return " ".join(outcome.label for outcome in workflow.outcomes.values())


def _steps(book: Handbook, workflow: Workflow) -> Iterator[Place]:
    number = numbers(workflow)
    for top in workflow.steps:
        for step in (top, *top.items):
            time = say.promise(book, workflow, step)
            yield Place(
                anchor(step.id),
                say.heading(book, step),
                number=str(number.get(top.id, "")),
                time=time.text if time else "",
                team=_does(step) or workflow.team,
                name=step.id,
                also=" ".join(_also(book, step)),
                text=_plain(" ".join([step.details, *(say.mark(book, name) for name in step.marks)])),
                about=" ".join(_about(book, step)),
                lent=step.verb is Verb.RUN and not step.words,
                asked=step.asked_as,
            )


def _does(step: Step) -> str:
    return step.target if step.verb is Verb.ESCALATE else step.by


def _also(book: Handbook, step: Step) -> Iterator[str]:
    """Further words for a step: its names, the message that it sends, the facts that it asks for, its marks."""
    yield from (step.id, *step.formerly, *step.marks)
    message = book.messages.get(step.message)
    if message:
        yield message.title
    if step.verb is Verb.ASK:
        yield from (say.question(book, fact) for fact in step.targets)


def _about(book: Handbook, step: Step) -> Iterator[str]:
    """What registers, messages and controls say about a step: who does it, its answers, which duty it serves."""
    yield from (say.who(book, each) for each in (step.by, step.and_by) if each)
    if step.verb is Verb.ASK:
        facts = [book.facts[name] for name in step.targets if name in book.facts]
        yield from (say.answer(book, fact.id, name) for fact in facts for name in fact.answers)
    message = book.messages.get(step.message)
    if message:
        yield say.who(book, message.to)
        yield next(iter(message.text.values()), "")
    if step.verb is Verb.RUN and step.target in book.workflows:
        yield book.workflows[step.target].title
        yield book.workflows[step.target].summary
    for control in book.controls.values():
        if any(mark in need.marks for need in control.require for mark in step.marks):
            yield control.title
            duties = [book.duties[name] for name in control.duties if name in book.duties]
            yield from (f"{duty.title} {duty.article}" for duty in duties)


def _procedures(site: Site) -> Iterator[Found]:
    book = site.handbook
    for sop in book.procedures.values():
        state = say.state(sop, book.as_of)[0]
        yield Found(
            sop.place.path,
            sop.title,
            PROCEDURES,
            sop.id,
            number=sop.number,
            summary=sop.summary,
            severity=about.severity(book, sop),
            team=sop.owner,
            state=state,
            jurisdictions=_jurisdictions(book, about.duties(book, sop)),
            terms=sop.terms,
            weight=DEMOTED.get(state, 1.0),
            places=tuple(_sections(sop)),
            asked=tuple((language, phrase) for language, said in sop.asked_as.items() for phrase in said),
        )


def _sections(sop: Sop) -> Iterator[Place]:
    """The sections of an SOP; the list of its changes is none that somebody looks for."""
    lines = sop.page.text.split("\n")
    heads = [head for head in sop.page.headings if head.place.span]
    starts = [head.place.span.line - sop.page.line for head in heads if head.place.span]
    for head, start, end in zip(heads, starts, [*starts[1:], len(lines)], strict=True):
        if head.text.casefold() != "changes":
            yield Place(head.anchor, plain(head.text), text=_plain("\n".join(lines[start + 1 : end])))


def _messages(site: Site) -> Iterator[Found]:
    book = site.handbook
    for message in book.messages.values():
        yield Found(
            site.path(Kind.MESSAGE, message.id),
            message.title,
            MESSAGES,
            message.id,
            summary=f"{say.who(book, message.to)} {named(tuple(message.text))}",
            team=message.owner,
            weight=WEAKER[MESSAGES],
        )


def _reference(site: Site) -> Iterator[Found]:
    """Registers, controls and rules: what explains the work."""
    book = site.handbook
    rows: list[tuple[Kind, str, str, str, str]] = [
        *((Kind.CONTROL, each.id, each.title, each.because, "Control") for each in book.controls.values()),
        *((Kind.TEAM, each.id, each.title, each.contact, "Team") for each in book.teams.values()),
        *((Kind.FACT, each.id, each.asks, "", "Fact") for each in book.facts.values()),
        *((Kind.MARK, each.id, each.says, "", "Mark") for each in book.marks.values()),
        *((Kind.DUTY, each.id, each.title, f"{each.article} {each.duty}", "Duty") for each in book.duties.values()),
        *((Kind.SEVERITY, each.id, f"{each.id} {each.title}", "", "Severity") for each in book.severities.values()),
        *((Kind.TERM, each.id, each.term, each.means, "Glossary") for each in book.terms.values()),
        *((Kind.METRIC, each.id, each.title, each.says, "Metric") for each in book.metrics.values()),
    ]
    for kind, name, title, summary, state in rows:
        duty = book.duties.get(name) if kind is Kind.DUTY else None
        yield Found(
            site.path(kind, name),
            title,
            REFERENCE,
            name,
            summary=summary,
            state=state,
            jurisdictions=_jurisdictions(book, [name]) if duty else (),
            terms=(name,) if kind is Kind.TERM else (),
            weight=WEAKER[REFERENCE],
        )
    for line in book.helplines.values():
        about_it = " ".join((line.number, *line.helps_with, place(book, line.country)))
        yield Found(
            "helplines.md", line.title, REFERENCE, line.id, summary=about_it, state="Helpline",
            weight=WEAKER[REFERENCE],
        )  # fmt: skip
    for rule in site.rules:
        yield Found(
            f"handbook/rules/{rule.id}.md", rule.summary, REFERENCE, rule.id, state="Rule",
            weight=WEAKER[REFERENCE] / 2,
        )  # fmt: skip


def _jurisdictions(book: Handbook, duties: Iterable[str]) -> Names:
    named_in = (book.duties[name].jurisdiction for name in duties if name in book.duties)
    return tuple(sorted({each for each in named_in if each != "company"}))


def _plain(text: str) -> str:
    """What stands in a Markdown text to be read: no fences, no targets of links."""
    return plain(_LINK.sub(r"\1", _FENCE.sub("", text)))
