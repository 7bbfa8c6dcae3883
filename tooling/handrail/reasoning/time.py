"""How long? The worst time of a workflow, as it is drawn.

The bound of `worst` is a longest walk through the drawn graph: steps take what they promise, rounds are counted up to
`at-most`, workflows that are run are included, and waiting for people outside is left out, as for `close-within`. It
does not ask for which facts a walk is possible: the true worst case is never longer, but it may be shorter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.custody import working_teams
from handrail.reasoning.graph import Leads, On, Way, ladder, ways_from
from handrail.reasoning.uses import OUTSIDE
from handrail.reasoning.working_days import at_most

MOST_STATES = 50_000
"""How many steps with counted rounds are looked at before giving up: rounds of rounds multiply."""

_State: TypeAlias = tuple[str, tuple[int, ...]]
"""A step, and how often each step with `at-most` was done that can come again from here."""


class Leg(NamedTuple):
    """One step of a worst walk: its minutes (all rounds together), how many rounds, and the time when it ends."""

    step: str
    minutes: int
    rounds: int
    elapsed: int


@dataclass(frozen=True, slots=True)
class Worst:
    """The longest that a workflow can take until the case ends here or goes on in another workflow.

    `minutes` is None where there is no bound, and `why` says what is missing. `done_by` is the latest time at which
    each step that can be walked to is done; it is empty without a bound.
    """

    minutes: int | None
    legs: tuple[Leg, ...] = ()
    done_by: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    exact: bool = False
    """Whether a case can really take that long, and not only as drawn: see `worst_case`."""


def worst(handbook: Handbook, workflow: Workflow) -> Worst:
    """The worst time of a workflow as it is drawn. Runs in time linear in steps and rounds; no path is enumerated."""
    return _every(handbook).get(workflow.id) or _walked(handbook, workflow, _every(handbook))


def step_minutes(handbook: Handbook, workflow: Workflow, step: Step) -> int | None:
    """How long one step takes at most, called workflows included; None when nothing says it."""
    return minutes_of(handbook, workflow, step, _every(handbook))


@lru_cache(maxsize=4)
def _every(handbook: Handbook) -> Mapping[str, Worst]:
    """The worst time of each workflow, called ones before those that call them."""
    done: dict[str, Worst] = {}
    for start in handbook.workflows:
        waiting = [start]
        open_: set[str] = set()
        while waiting:
            name = waiting[-1]
            missing = [called for called in _called(handbook, name) if called not in done and called not in open_]
            open_.add(name)
            if missing and name not in done:
                waiting += missing
                continue
            waiting.pop()
            if name not in done:
                # a workflow that is still open runs, by a detour, itself: `_walked` finds no time for it
                done[name] = _walked(handbook, handbook.workflows[name], done)
    return done


def _called(handbook: Handbook, name: str) -> list[str]:
    steps = handbook.workflows[name].every_step()
    return [step.target for step in steps if step.verb is Verb.RUN and step.target in handbook.workflows]


def minutes_of(handbook: Handbook, workflow: Workflow, step: Step, called: Mapping[str, Worst]) -> int | None:
    """How long a step takes at most, or None when nothing says it."""
    if step.verb is Verb.DECIDE or (step.by == "system" and not step.within):
        return 0
    if step.verb is Verb.WAIT and step.target in OUTSIDE:
        return 0
    if step.verb is Verb.TOGETHER:
        return _side_by_side(handbook, workflow, step, called)
    if step.verb is Verb.RUN:
        found = called.get(step.target)
        return found.minutes if found else None
    if step.verb is Verb.ESCALATE:
        return _hand_over(handbook, workflow, step)
    time = step.within or step.pause
    return at_most(handbook, time, working_teams(workflow, step, handbook)) if time else None


def _side_by_side(handbook: Handbook, workflow: Workflow, step: Step, called: Mapping[str, Worst]) -> int | None:
    """The slowest of the things that happen side by side."""
    own = at_most(handbook, step.within, working_teams(workflow, step, handbook)) if step.within else None
    times = [own or 0]
    for item in step.items:
        time = minutes_of(handbook, workflow, item, called)
        if time is None:
            return own
        times.append(time)
    return max(times)


def _hand_over(handbook: Handbook, workflow: Workflow, step: Step) -> int | None:
    """The promise of the team; where the ladder takes care of a missing answer, its rungs' up to the last resort."""
    rungs, _ = ladder(handbook, step.target)
    first = step.within or (rungs[0].accepts_within(workflow.severity) if rungs else None)
    if first is None:
        return None
    total = at_most(handbook, first, (step.target,))
    for before, rung in pairwise(rungs):
        if before.last_resort or step.if_no_answer:
            break
        total += at_most(handbook, rung.accepts_within(workflow.severity), (rung.id,))
    return total


class _Graph:
    """A workflow with the rounds counted: each state is a step and how often the bounded steps were done."""

    def __init__(self, workflow: Workflow, minutes: Mapping[str, int]) -> None:
        self.ways = ways_from(workflow)
        self.minutes = minutes
        self.most = {step.id: step.at_most for step in workflow.steps if step.at_most is not None}
        self.again = _can_come_again(workflow, tuple(self.most))

    def after(self, state: _State) -> Iterator[tuple[_State | None, Way, int]]:
        """Each way on from a state: the state it leads to (None: the case leaves the workflow), and its minutes."""
        step, counts = state
        tally = dict(zip(self.again[step], counts, strict=True))
        spent = step in self.most and tally.get(step, 0) >= self.most[step]
        for way in self.ways[step]:
            if (way.on is On.AGAIN) != spent and not (spent and way.on is On.PASSED_BY):
                continue
            idle = spent or way.on is On.PASSED_BY
            if way.leads is not Leads.STEP:
                yield None, way, 0 if idle else self.minutes[step]
                continue
            now = tally if idle or step not in tally else tally | {step: tally[step] + 1}
            target = (way.target, tuple(now.get(name, 0) for name in self.again[way.target]))
            yield target, way, 0 if idle else self.minutes[step]


def _can_come_again(workflow: Workflow, bounded: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each step, the bounded steps that can still be reached from it: only their rounds matter there."""
    before: dict[str, list[str]] = {step.id: [] for step in workflow.steps}
    for step, ways in ways_from(workflow).items():
        for way in ways:
            if way.leads is Leads.STEP:
                before[way.target].append(step)
    found: dict[str, list[str]] = {step.id: [] for step in workflow.steps}
    for name in bounded:
        seen, waiting = {name}, [name]
        while waiting:
            for source in before[waiting.pop()]:
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        for step in seen:
            found[step].append(name)
    return {step: tuple(names) for step, names in found.items()}


def _walked(handbook: Handbook, workflow: Workflow, called: Mapping[str, Worst]) -> Worst:
    if not workflow.steps:
        return Worst(None, why="it has no steps")
    minutes = {step.id: minutes_of(handbook, workflow, step, called) for step in workflow.steps}
    graph = _Graph(workflow, {step: time or 0 for step, time in minutes.items()})
    first = workflow.steps[0].id
    start: _State = (first, tuple(0 for _ in graph.again[first]))
    order, why = _in_order(graph, start)
    unknown = [name for name, _ in order if minutes[name] is None]
    if why or unknown:
        return Worst(None, why=why or f"nothing says how long `{unknown[0]}` takes")
    return _longest(graph, start, order)


def _in_order(graph: _Graph, start: _State) -> tuple[list[_State], str]:
    """The states from the start, each before all that follow it; or why there is no such order."""
    finished: list[_State] = []
    colour = {start: 1}
    stack = [(start, graph.after(start))]
    while stack:
        state, onward = stack[-1]
        for following, _, _ in onward:
            if following is None or colour.get(following) == 2:  # noqa: PLR2004 - 1 is open, 2 is finished
                continue
            if colour.get(following) == 1:
                return [], f"it can go round through `{following[0]}` without end"
            if len(colour) >= MOST_STATES:
                return [], "too many rounds can follow each other"
            colour[following] = 1
            stack.append((following, graph.after(following)))
            break
        else:
            colour[state] = 2
            finished.append(state)
            stack.pop()
    return finished[::-1], ""


def _longest(graph: _Graph, start: _State, order: list[_State]) -> Worst:
    begins = {start: 0}
    came: dict[_State, tuple[_State, int]] = {}
    done_by: dict[str, int] = {}
    last: tuple[int, _State, int] = (-1, start, 0)
    for state in order:
        for following, _, minutes in graph.after(state):
            time = begins[state] + minutes
            done_by[state[0]] = max(done_by.get(state[0], 0), time)
            if following is None:
                last = max(last, (time, state, minutes), key=lambda end: end[0])
            elif time > begins.get(following, -1):
                begins[following] = time
                came[following] = (state, minutes)
    if last[0] < 0:  # pragma: no cover - what has no end goes round, and was told before
        return Worst(None, why="no way leads out of it")
    return Worst(last[0], _legs(last, came), done_by)


def _legs(last: tuple[int, _State, int], came: Mapping[_State, tuple[_State, int]]) -> tuple[Leg, ...]:
    _, state, minutes = last
    walked = [(state[0], minutes)]
    while state in came:
        state, minutes = came[state]
        walked.append((state[0], minutes))
    times: dict[str, list[int]] = {}
    for step, spent in reversed(walked):
        times.setdefault(step, []).append(spent)
    legs, elapsed = [], 0
    for step, spent_ in times.items():
        elapsed += sum(spent_)
        legs.append(Leg(step, sum(spent_), len([time for time in spent_ if time]) or 1, elapsed))
    return tuple(legs)
