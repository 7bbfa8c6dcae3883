"""What is drawn of a workflow: its rows, the lines between them, and which of them is the main line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handrail.ground.model import Names, Workflow
from handrail.reasoning.graph import Leads, On, Way, ways_from

END = "/end"
"""What the name of a terminus has behind the name of the step that runs into it. No step's name has a slash."""
NORMAL = frozenset((On.DONE, On.ANSWER, On.OUTCOME, On.BRANCH))
"""What the normal course is made of; the rest happens when nobody answers, for the last time, or not at all."""
_ENDS = (Leads.OUTCOME, Leads.ELSEWHERE)


class Style(StrEnum):
    """How a line is drawn."""

    SOLID = ""
    DASHED = "dash"
    """Nobody answered, or it was the last repetition."""
    QUIET = "quiet"
    """The step was passed by."""


@dataclass(frozen=True, slots=True)
class Line:
    """All parallel ways from one row to another: they are one line, and one entry among the ways on."""

    source: str
    target: str
    style: Style
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The rows from top to bottom (steps, and the termini that steps run into), the lines, and the main line."""

    rows: Names
    lines: tuple[Line, ...]
    main: Names
    ends: Mapping[str, Way]
    """Each terminus with the way that leads into it."""


@lru_cache(maxsize=16)
def plan(workflow: Workflow) -> Plan:
    """What is drawn of a workflow."""
    main, last = _main(workflow)
    ends = _termini(workflow, last)
    rows = [name for step in workflow.steps for name in (step.id, step.id + END) if name == step.id or name in ends]
    if last:
        main = (*main, last.source + END)
    return Plan(tuple(rows), tuple(_lines(workflow, ends)), main, ends)


def grouped(ways: Iterable[Way]) -> tuple[tuple[Way, ...], ...]:
    """The ways on from one step, those to the same place together, in the order of their first."""
    found: dict[tuple[Leads, str], list[Way]] = {}
    for way in ways:
        found.setdefault((way.leads, way.target), []).append(way)
    return tuple(tuple(group) for group in found.values())


def style(ways: Iterable[Way]) -> Style:
    """How the one line for parallel ways is drawn."""
    kinds = {way.on for way in ways}
    return Style.SOLID if kinds & NORMAL else Style.QUIET if kinds == {On.PASSED_BY} else Style.DASHED


def _rank(way: Way) -> int:
    return 0 if way.on in NORMAL else 1 if way.on is On.PASSED_BY else 2


def _main(workflow: Workflow) -> tuple[Names, Way | None]:
    """The main line's steps and the way that ends it.

    From the first step, at each the first listed way that can still reach the first outcome; where that outcome cannot
    be reached going down, the next one; at last any end.
    """
    if not workflow.steps:
        return (), None
    first = workflow.steps[0].id
    anything = frozenset(way.target for ways in ways_from(workflow).values() for way in ways if way.leads in _ENDS)
    for goal in (*(frozenset((name,)) for name in workflow.outcomes), anything):
        good = _reaching(workflow, goal)
        if first in good:
            return _follow(workflow, goal, good)
    return (first,), None


def _reaching(workflow: Workflow, goal: frozenset[str]) -> frozenset[str]:
    """The steps that can get to the goal going down."""
    good: set[str] = set()
    for step in reversed(workflow.steps):
        ways = ways_from(workflow)[step.id]
        # only steps further down are in `good` yet, so a way back never counts
        if any(way.target in (good if way.leads is Leads.STEP else goal) for way in ways):
            good.add(step.id)
    return frozenset(good)


def _follow(workflow: Workflow, goal: frozenset[str], good: frozenset[str]) -> tuple[Names, Way]:
    place = {step.id: number for number, step in enumerate(workflow.steps)}
    at, walked = workflow.steps[0].id, []
    while True:
        walked.append(at)
        onward = [
            way
            for way in sorted(ways_from(workflow)[at], key=_rank)
            if (way.target in good and place[way.target] > place[at] if way.leads is Leads.STEP else way.target in goal)
        ]
        if onward[0].leads is not Leads.STEP:
            return tuple(walked), onward[0]
        at = onward[0].target


def _termini(workflow: Workflow, last: Way | None) -> dict[str, Way]:
    """The end of the main line, and each end that a step simply runs into; others are badges on their answers."""
    found = {}
    for step in workflow.steps:
        normal = grouped(way for way in ways_from(workflow)[step.id] if way.on in NORMAL)
        if last and last.source == step.id:
            found[step.id + END] = last
        elif len(normal) == 1 and normal[0][0].leads in _ENDS:
            found[step.id + END] = normal[0][0]
    return found


def _lines(workflow: Workflow, ends: Mapping[str, Way]) -> Iterator[Line]:
    for step in workflow.steps:
        for group in grouped(ways_from(workflow)[step.id]):
            way = group[0]
            own = ends.get(step.id + END)
            if way.leads is Leads.STEP:
                yield Line(step.id, way.target, style(group), group)
            elif own and (own.leads, own.target) == (way.leads, way.target):
                yield Line(step.id, step.id + END, style(group), group)
