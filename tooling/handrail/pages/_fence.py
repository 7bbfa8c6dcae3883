"""What an SOP shows of a workflow: its questions, steps, messages, escalations or records."""

from collections.abc import Iterator

from handrail.ground.duration import spoken
from handrail.ground.model import Answers, Kind, Step, Verb, Workflow
from handrail.pages import Site
from handrail.pages._about_sop import messages as sent_by
from handrail.pages._escape import anchor, esc, link
from handrail.pages._hours import badge
from handrail.pages._letter import letter
from handrail.pages._parts import block, items, line, to, worker
from handrail.pages._track.compact import compact
from handrail.pages._track.ways import numbers
from handrail.pages._words import answer, heading, mark, promise, question, settled, team_of
from handrail.reasoning.graph import ladder

PARTS = ("questions", "steps", "messages", "escalations", "records")


def part(site: Site, here: str, workflow: Workflow, name: str) -> str:
    """One part of a workflow, for the page at `here`."""
    match name:
        case "questions":
            return items("hr-questions", _questions(site, here, workflow)) or _none("It asks no question.")
        case "steps":
            return compact(site, here, workflow)
        case "messages":
            cards = [
                letter(site.handbook, each, to(site, here, Kind.MESSAGE, each.id))
                for each in sent_by(site.handbook, (workflow,))
            ]
            return "\n\n".join(cards) or _none("It sends no message.")
        case "escalations":
            return "\n\n".join(_escalations(site, here, workflow)) or _none("It hands the case to nobody.")
        case "records":
            return items("hr-rows", _records(site, here, workflow)) or _none("It leaves no record.")
        case _:
            return ""


def _none(words: str) -> str:
    return line(words, "hr-none")


def _number(site: Site, here: str, workflow: Workflow, step: Step) -> str:
    """The step's number as a link; a step inside another has that one's."""
    known = numbers(workflow)
    outer = next((each for each in workflow.steps if step.id == each.id or step in each.items), step)
    words = f'<span class="hr-sr">Step </span>{known.get(outer.id, "")}'
    return link(words, site.href(here, Kind.WORKFLOW, workflow.id, anchor(step.id)), "hr-no")


def _questions(site: Site, here: str, workflow: Workflow) -> Iterator[str]:
    book = site.handbook
    asked: dict[str, list[Step]] = {}
    for step in workflow.every_step():
        for fact in step.targets if step.verb is Verb.ASK else ():
            asked.setdefault(fact, []).append(step)
    for name, steps in asked.items():
        known = book.facts.get(name)
        said = [answer(book, name, each) for each in known.every_answer] if known else []
        if known and known.kind is Answers.NUMBER:
            said.insert(0, f"{known.least} to {known.most} {known.unit}".strip())
        whose = " ".join(_number(site, here, workflow, step) for step in steps)
        asks = to(site, here, Kind.FACT, name, esc(question(book, name)))
        chips = " ".join(f'<span class="hr-answer">{esc(each)}</span>' for each in said)
        yield f'<span class="q">{asks} {whose}</span> <span class="a">{chips}</span>'


def _escalations(site: Site, here: str, workflow: Workflow) -> Iterator[str]:
    for step in workflow.every_step():
        if step.verb is not Verb.ESCALATE:
            continue
        time = promise(site.handbook, workflow, step)
        when = f"accepts within <b>{esc(time.text)}</b>" if time else ""
        title = (
            f"{_number(site, here, workflow, step)} <b>{esc(heading(site.handbook, step))}</b> <small>{when}</small>"
        )
        yield block(
            "hr-escalation",
            line(title, "hr-escalation-head"),
            items("hr-ladder", _rungs(site, here, workflow, step), "ol"),
        )


def _rungs(site: Site, here: str, workflow: Workflow, step: Step) -> Iterator[str]:
    """The team, and who comes after it when nobody answers: the step's own way first, then the ladder."""
    book = site.handbook
    other = workflow.by_id.get(workflow.resolve(step, step.if_no_answer)) if step.if_no_answer else None
    own = step.within.minutes if step.within else None
    waited = 0
    rungs, _ = ladder(book, team_of(book, step.target))
    if other and other.verb is Verb.ESCALATE:
        rungs = (*rungs[:1], *ladder(book, team_of(book, other.target))[0])
    for place, rung in enumerate({rung.id: rung for rung in rungs}.values()):
        when = f"after {spoken(waited)}" if place else "first"
        there = badge(book, rung.id)
        contact = f"<span>{esc(rung.contact)}</span>" if rung.contact else ""
        yield f"<small>{when}</small> <b>{worker(site, here, rung.id)}</b> {there} {contact}"
        accepts = rung.accepts_within(workflow.severity)
        waited += own if own is not None and not place else accepts.minutes if accepts else 0


def _records(site: Site, here: str, workflow: Workflow) -> Iterator[str]:
    book = site.handbook
    for step in workflow.every_step():
        said = [to(site, here, Kind.MARK, name, esc(mark(book, name))) for name in step.marks if name in book.marks]
        said += [esc(each) for each in settled(book, step.records)]
        if said:
            yield f'<span class="v">{_number(site, here, workflow, step)}</span> <span>{" · ".join(said)}</span>'
