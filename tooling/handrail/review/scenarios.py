"""Do the scenarios hold, and which ways do they cover? Every case walked and compared with what it expects."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from handrail.ground.duration import spoken
from handrail.ground.finding import Place
from handrail.ground.model import Case, Handbook, Scenario, Workflow
from handrail.reasoning.alone import alone
from handrail.reasoning.graph import On, Way, ways_of
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.regions import TooComplexError, bounded
from handrail.review.walk import Stride, Walked, walk


class Tried(NamedTuple):
    """A case with its walk and everything in which it differs from what was expected."""

    scenario: str
    case: Case
    walked: Walked
    faults: tuple[tuple[str, Place], ...]


class Untested(NamedTuple):
    """A way on that no case takes: the workflow, the step, and what has to happen for it to be taken."""

    workflow: str
    step: str
    on: On
    label: str
    place: Place


@lru_cache(maxsize=4)
def tried(handbook: Handbook) -> tuple[Tried, ...]:
    """Every case of every scenario, walked."""
    return tuple(one for scenario in _walkable(handbook) for one in _tried(handbook, scenario.id))


def failing(handbook: Handbook) -> Iterator[Tried]:
    """The cases in which something differs.

    Those of a scenario that held are not walked again while nothing that decides a walk has changed: what the scenario
    says, and of workflows and registers all but words.
    """
    for scenario in _walkable(handbook):
        written = handbook.prints.get(scenario.place.path, "")
        if recalled(handbook, scenario.id, "cases hold", written):
            continue
        differ = [one for one in _tried(handbook, scenario.id) if one.faults]
        yield from differ
        if not differ:
            keep(handbook, "yes", scenario.id, "cases hold", written)


def _walkable(handbook: Handbook) -> Iterator[Scenario]:
    return (scenario for scenario in handbook.scenarios.values() if scenario.id in handbook.workflows)


@lru_cache(maxsize=1024)
def _tried(handbook: Handbook, scenario: str) -> tuple[Tried, ...]:
    of = handbook.scenarios[scenario]
    return tuple(_try(handbook, of, case) for case in of.cases)


def _try(handbook: Handbook, scenario: Scenario, case: Case) -> Tried:
    walked = walk(handbook, scenario, case)
    return Tried(scenario.id, case, walked, tuple(_faults(case, walked)))


def _faults(case: Case, walked: Walked) -> Iterator[tuple[str, Place]]:
    expect = case.place.at("expect")
    if walked.stopped:
        yield f"The walk stops: {walked.stopped}.", case.place.key()
        return
    if case.ends and walked.ends != case.ends:
        yield f"The case ends in `{walked.ends}`, not in `{case.ends}`.", expect.at("ends")
    for number, mark in enumerate(case.passes):
        if mark not in walked.passes:
            yield f"The case does not pass `{mark}`.", expect.at("passes", number)
    for number, mark in enumerate(case.never):
        if mark in walked.passes:
            yield f"The case passes `{mark}`, which it never should.", expect.at("never", number)
    if case.within and walked.minutes > case.within.minutes:
        yield f"The case takes {spoken(walked.minutes)}, not {case.within.text}.", expect.at("within")


class Coverage(NamedTuple):
    """How many ways on of a workflow the cases take, and those that none takes.

    A way that no case can ever take, because of what is known by then, is not counted.
    """

    workflow: str
    ways: int
    untested: tuple[Untested, ...]

    @property
    def taken(self) -> int:
        """How many are taken."""
        return self.ways - len(self.untested)


@lru_cache(maxsize=4)
def coverage(handbook: Handbook) -> Mapping[str, Coverage]:
    """The coverage of each workflow by all cases, those of its callers too."""
    taken = {key for one in tried(handbook) for stride in one.walked.strides for key in _taken(stride)}
    return {workflow.id: _covered(handbook, workflow, taken) for workflow in handbook.workflows.values()}


_Key: TypeAlias = tuple[str, str, On, str]


def _taken(stride: Stride) -> Iterator[_Key]:
    edge = stride.edge
    label = stride.answer if edge.on is On.ANSWER else edge.label if edge.on in (On.BRANCH, On.OUTCOME) else ""
    yield edge.workflow, edge.step.id, edge.on, label
    for workflow, step, outcome in edge.returns:
        yield workflow, step, On.OUTCOME, outcome


def _covered(handbook: Handbook, workflow: Workflow, taken: set[_Key]) -> Coverage:
    ways = ways_of(workflow)
    open_ = [way for way in ways if not _is_taken(workflow, way, taken)]
    can_be = _possible(handbook, workflow) if open_ else None
    missed = [way for way in open_ if can_be is None or _is_taken(workflow, way, can_be)]
    untested = tuple(Untested(workflow.id, way.source, way.on, way.label, way.place) for way in missed)
    return Coverage(workflow.id, len(ways) - len(open_) + len(missed), untested)


def _possible(handbook: Handbook, workflow: Workflow) -> set[_Key] | None:
    """The ways that some case can take, whatever the callers know; None where that is too much to tell."""
    found: set[_Key] = set()
    try:
        with bounded():
            machine = alone(handbook, workflow)
            for number, edge in enumerate(machine.program.edges):
                if machine.step(number, machine.reach[edge.source]).satisfiable():
                    labels = edge.label.split(", ") if edge.on is On.ANSWER else [edge.label]
                    found |= {(edge.workflow, edge.step.id, edge.on, label) for label in labels}
                    found |= {(name, step, On.OUTCOME, outcome) for name, step, outcome in edge.returns}
    except TooComplexError:
        return None
    return found | {(name, step, on, "") for name, step, on, _ in found if on not in (On.ANSWER, On.BRANCH, On.OUTCOME)}


def _is_taken(workflow: Workflow, way: Way, taken: set[_Key]) -> bool:
    """Whether a case took a way. `otherwise` and an outcome without name stand for all not named beside them."""
    labels = {label for name, step, on, label in taken if (name, step, on) == (workflow.id, way.source, way.on)}
    if way.on is On.ANSWER and way.label == "otherwise":
        named = {other.label for other in ways_of(workflow) if other.source == way.source}
        return bool(labels - named - {"unknown"})
    return bool(labels) if way.on is On.OUTCOME and not way.label else way.label in labels
