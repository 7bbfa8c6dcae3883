"""A walk in words that a team lead can read aloud: its stops, the case that it happens to, and a clock's sum."""

from collections.abc import Iterator, Mapping, Sequence

from handrail.ground.duration import spoken
from handrail.ground.finding import Stop
from handrail.ground.model import Handbook, Step, Verb
from handrail.ground.nearest import words
from handrail.reasoning.graph import On
from handrail.reasoning.program import Does, Edge, Program
from handrail.reasoning.witness import Walk

MOST_FACTS = 3
"""How many facts the heading of a question names before it counts the rest."""
_OUTSIDERS = {"reporter": "the reporter", "uploader": "the uploader", "authority": "the authority"}


def stops(handbook: Handbook, program: Program, walk: Walk) -> tuple[Stop, ...]:
    """The steps of a walk in order, and the end that it comes to. What was passed by is left out."""
    found, elapsed = [], 0
    last_told = _last_told(program, walk)
    for number, edge in enumerate(program.edges[each] for each in walk.edges):
        elapsed += edge.minutes
        if tells(edge):
            known = walk.case.get(edge.step.target, "") if last_told.get(edge.step.target) == number else ""
            said = f"{edge.step.id}: {happens(handbook, edge, known)}"
            found.append(Stop(edge.place.key(), said, edge.minutes, elapsed))
    last = program.nodes[program.edges[walk.edges[-1]].target] if walk.edges else program.nodes[0]
    if last.outcome:
        workflow = handbook.workflows[last.workflow]
        outcome = workflow.outcomes.get(last.outcome)
        closes = last.outcome not in workflow.left_open
        if outcome:
            said = f"{'the case closes' if closes else 'this ends, and the case stays open'}: {outcome.label}"
            found.append(Stop(outcome.place.key(), f"{last.outcome}: {said}", 0, elapsed))
        elif last.outcome in handbook.workflows:
            other = handbook.workflows[last.outcome]
            found.append(
                Stop(other.place.key("title"), f"{other.id}: the case goes on there: {other.title}", 0, elapsed)
            )
    return tuple(found)


def _last_told(program: Program, walk: Walk) -> Mapping[str, int]:
    """Where on a walk each fact is told for the last time: only there the case at the end says which answer it was."""
    found = {}
    for number, edge in enumerate(program.edges[each] for each in walk.edges):
        for act in edge.acts:
            if act.does in (Does.ASK, Does.AGAIN, Does.SET):
                found.update(dict.fromkeys(act.facts, number))
    return found


def tells(edge: Edge) -> bool:
    """Whether an edge is worth a line of its own: not where a step is passed by or only leads on."""
    return edge.does or edge.on is On.AGAIN or edge.step.verb is Verb.RUN


def happens(handbook: Handbook, edge: Edge, known: str = "") -> str:
    """What is done at an edge, and with which result; `known` is the answer where it is known which of several."""
    said = heading(handbook, edge.step)
    match edge.on:
        case On.ANSWER:
            answers = edge.label.split(", ")
            return f"{said} {known if known in answers else words(answers, 'or')}"
        case On.NO_ANSWER:
            return f"{said}: nobody answers in time"
        case On.AGAIN:
            return f"{said}: that was tried often enough"
    return said if edge.does or edge.step.verb is not Verb.RUN else f"begin this: {said}"


def heading(handbook: Handbook, step: Step) -> str:
    """The heading of a step: its own words, or the sentence that its register or file has for it."""
    return step.words or _named(handbook, step) or f"{step.verb.value} {', '.join(step.targets)}"


def _named(handbook: Handbook, step: Step) -> str:
    match step.verb:
        case Verb.ASK:
            fact = handbook.facts.get(step.target)
            return fact.asks if fact and len(step.targets) == 1 else f"Find out {_some(step.targets)}"
        case Verb.ESCALATE:
            team = handbook.teams.get(step.target)
            return f"Hand over to {team.title}" if team else ""
        case Verb.TELL:
            message = handbook.messages.get(step.message)
            return message.title if message else f"Tell {_OUTSIDERS.get(step.target, step.target)}"
        case Verb.WAIT:
            return f"Wait {step.target}" if step.pause else f"Wait for {_OUTSIDERS.get(step.target, step.target)}"
        case Verb.RUN:
            workflow = handbook.workflows.get(step.target)
            return workflow.title if workflow else ""
        case _:  # pragma: no cover - there is no other verb
            return ""


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_FACTS
    return words([*names[:MOST_FACTS], f"{more} more"]) if more > 1 else words(names)


def clock_starts(after: int) -> str:
    """When a clock starts, as a sentence: with the case, or after so many steps of a walk."""
    return f"The clock starts after step {after} of the way." if after else "The clock starts when the case comes in."


def invoice(handbook: Handbook, program: Program, walk: Walk, started: int) -> tuple[tuple[str, int], ...]:
    """The time since a clock started: each step that takes time, with its minutes. Side by side counts the slowest."""
    found: list[tuple[str, str, int]] = []
    for edge in (program.edges[number] for number in walk.edges[started:]):
        if not edge.minutes:
            continue
        above = _above(handbook, edge)
        if above and found and found[-1][:2] == (edge.workflow, above):
            found[-1] = (edge.workflow, above, found[-1][2] + edge.minutes)
        else:
            found.append((edge.workflow, above or edge.step.id, edge.minutes))
    return tuple((step, minutes) for _, step, minutes in found)


def _above(handbook: Handbook, edge: Edge) -> str:
    """The step that does this one side by side with others; empty for a step of its own."""
    steps = handbook.workflows[edge.workflow].steps
    return next((step.id for step in steps if any(item.id == edge.step.id for item in step.items)), "")


def added_up(lines: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Times as a sum to be read: a line each, and the total."""
    total = ("together", sum(minutes for _, minutes in lines))
    told = [(name, spoken(minutes)) for name, minutes in (*lines, total)]
    width, column = (max(len(each[part]) for each in told) for part in (0, 1))
    yield from (f"{name:<{width}}  {time:>{column}}" for name, time in told)
