"""The ways on from a step, in words: what has to happen, and where the case goes then."""

from collections.abc import Iterator
from dataclasses import dataclass

from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.pages import _words as words
from handrail.pages._track.gutter import BACK, lane_class
from handrail.pages._track.lanes import Track
from handrail.pages._track.plan import END, NORMAL, Style, grouped, style
from handrail.reasoning.graph import Leads, On, Way, ladder, ways_from

UNDRAWN = "lx"
"""The class of a way on that no line shows: a hop, or a badge."""


@dataclass(frozen=True, slots=True)
class Exit:
    """One way on, or several that lead to the same place."""

    labels: tuple[str, ...]
    leads: Leads
    target: str
    title: str
    number: int
    """The number of the step that it leads to; 0 for ends."""
    style: Style
    back: bool
    colour: str


def numbers(workflow: Workflow) -> dict[str, int]:
    """The number of each step, by its name."""
    return {step.id: number for number, step in enumerate(workflow.steps, 1)}


def exits(book: Handbook, workflow: Workflow, track: Track, step: Step) -> tuple[Exit, ...]:
    """Every way on of a step. A step that just leads to what stands below it has none."""
    groups = grouped(ways_from(workflow)[step.id])
    if len(groups) == 1 and _just_below(workflow, track, step, groups[0]):
        return ()
    return tuple(_exit(book, workflow, track, step, group) for group in groups)


def _just_below(workflow: Workflow, track: Track, step: Step, group: tuple[Way, ...]) -> bool:
    """Whether nothing is worth saying: one thing happens, and then comes the row below."""
    told = {(way.on, way.label) for way in group} - {(On.PASSED_BY, "")}
    answered = step.verb is Verb.ESCALATE or (step.verb is Verb.WAIT and not step.pause)
    if len(told) > 1 or (answered and step.id + END not in track.row):
        return False
    way = group[0]
    below = track.row.get(step.id + END) is not None if way.leads is not Leads.STEP else False
    return below or (way.leads is Leads.STEP and way.target == workflow.below(step))


def _exit(book: Handbook, workflow: Workflow, track: Track, step: Step, group: tuple[Way, ...]) -> Exit:
    way = group[0]
    number = numbers(workflow).get(way.target, 0) if way.leads is Leads.STEP else 0
    back = bool(number) and number <= numbers(workflow)[step.id]
    return Exit(
        labels=tuple(dict.fromkeys(_labels(book, workflow, step, group))),
        leads=way.leads,
        target=way.target,
        title=title(book, workflow, way),
        number=number,
        style=style(group),
        back=back,
        colour=_colour(track, step, way),
    )


def _colour(track: Track, step: Step, way: Way) -> str:
    target = way.target if way.leads is Leads.STEP else step.id + END
    if way.leads is not Leads.STEP and track.plan.ends.get(target, way).target != way.target:
        return UNDRAWN
    for line, lane in track.runs:
        if (line.source, line.target) == (step.id, target):
            return lane_class(lane)
    drawn_back = any((line.source, line.target) == (step.id, target) for line, _ in track.loops)
    return BACK if drawn_back else UNDRAWN


def title(book: Handbook, workflow: Workflow, way: Way) -> str:
    """What stands at the other end of a way."""
    match way.leads:
        case Leads.STEP:
            return words.heading(book, workflow.by_id[way.target])
        case Leads.OUTCOME:
            return workflow.outcomes[way.target].label
        case Leads.ELSEWHERE:
            found = book.workflows.get(way.target)
            return found.title if found else words.upper(words.spaced(book, way.target))
        case _:
            return "Nothing follows"


def _labels(book: Handbook, workflow: Workflow, step: Step, group: tuple[Way, ...]) -> Iterator[str]:
    # what happens normally first, then what is late or left out
    for way in sorted(group, key=lambda way: way.on not in NORMAL):
        yield from _label(book, workflow, step, way)


def _label(book: Handbook, workflow: Workflow, step: Step, way: Way) -> tuple[str, ...]:
    if way.on is On.BRANCH:
        return words.branches(book, step)[int(way.label)]
    match way.on:
        case On.ANSWER:
            said = words.answer(book, step.target, way.label)
        case On.OUTCOME if way.label:
            said = _outcome(book, step.target, way.label)
        case On.NO_ANSWER:
            said = words.no_answer(words.promise(book, workflow, step))
        case On.AGAIN:
            said = f"After {step.at_most or 1} {'time' if step.at_most == 1 else 'times'}"
        case On.PASSED_BY:
            said = "In every other case"
        case _:
            said = _done(workflow, step)
    return (said,)


def _done(workflow: Workflow, step: Step) -> str:
    """What the normal way on is called."""
    if len(ways_from(workflow)[step.id]) == 1 and step.verb is not Verb.ESCALATE:
        return "Then"
    answered = {Verb.ESCALATE: "Accepted", Verb.WAIT: "Then" if step.pause else "Answered", Verb.ASK: "Answered"}
    return answered.get(step.verb, "Done")


def _outcome(book: Handbook, called: str, name: str) -> str:
    found = book.workflows.get(called)
    outcome = found.outcomes.get(name) if found else None
    return outcome.label if outcome else words.upper(words.spaced(book, name))


def unanswered(book: Handbook, workflow: Workflow, step: Step) -> str:
    """What happens when nobody takes a hand-over and the step leaves that to the ladder; empty where it says it."""
    if step.verb is not Verb.ESCALATE or step.if_no_answer:
        return ""
    rungs, _ = ladder(book, step.target)
    if len(rungs) < 2:  # noqa: PLR2004 - one rung is no ladder
        return ""
    parts = []
    for rung in rungs[1:]:
        time = rung.accepts_within(workflow.severity)
        parts.append(rung.title + (f" (within {time.text})" if time else ""))
        if rung.last_resort:
            break
    return f"{words.no_answer(words.promise(book, workflow, step))}: call {', then '.join(parts)}."
