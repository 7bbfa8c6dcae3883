"""Is there time enough? A workflow's exact worst case against its own promise, that of a severity, and a caller's time.

Waiting for people outside does not count: these are promises of ours. Only what takes longer than the promise is looked
for, so that a workflow which keeps it as drawn costs next to nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.arrivals import arrivals
from handrail.reasoning.compile import compile_program
from handrail.reasoning.cut import until
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.longer import longer
from handrail.reasoning.longest import Question, Seed, elapsed, longest
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge, Program
from handrail.reasoning.regions import TooComplexError, bounded
from handrail.reasoning.replay import replayed, turns
from handrail.reasoning.vocabulary import vocabulary
from handrail.reasoning.witness import Walk


class Promise(NamedTuple):
    """A length of time that somebody promised, and where."""

    time: Duration
    place: Place
    of: str = ""
    """The severity whose promise it is; empty for a workflow's own."""


class Overrun(NamedTuple):
    """A walk that takes longer than was promised. The clock starts after its first `started` edges."""

    minutes: int
    walk: Walk
    started: int
    program: Program


class Endless(NamedTuple):
    """A ring that nothing bounds: its edges in order."""

    ring: tuple[Edge, ...]


class GaveUp(NamedTuple):
    """Nobody can tell: which bound was outgrown."""

    why: str


Late: TypeAlias = Overrun | Endless | GaveUp | None
"""What becomes of a promise; None when it is kept."""


def promise_of(handbook: Handbook, workflow: Workflow) -> Promise | None:
    """What a workflow promises from its start until the case ends here or goes on elsewhere."""
    if workflow.close_within:
        return Promise(workflow.close_within, workflow.place.at("close-within"))
    level = handbook.severities.get(workflow.severity)
    close = level.promises.get("close") if level else None
    return Promise(close, workflow.place.at("severity"), workflow.severity) if close else None


@lru_cache(maxsize=64)
def lateness(handbook: Handbook, workflow: Workflow) -> Late:
    """Whether a workflow, whatever its callers know, keeps the time that it promises; if not, its exact worst case."""
    promise, seen = promise_of(handbook, workflow), arrivals(handbook, workflow)
    if promise is None or seen is None:
        return None
    ground = _Ground(handbook, seen.machine.program, seen.machine.order, seen.machine.free)
    return _late(ground, promise, elapsed, _ends(ground.program), exactly=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What a question about time is asked of: a program, its nodes in order (None: they go round), what is known."""

    handbook: Handbook
    program: Program
    order: tuple[int, ...] | None
    free: bool = False


def _ends(program: Program) -> Callable[[Edge], bool]:
    return lambda edge: bool(program.nodes[edge.target].outcome)


def _late(
    ground: _Ground,
    promise: Promise,
    minutes: Callable[[Edge], int],
    stops: Callable[[Edge], bool],
    *,
    exactly: bool = False,
) -> Late:
    """Whether the first stop can come later than was promised: looked for in the part of the program that takes long.

    With `exactly` the walk found is the longest of all; otherwise it is one that is too long.
    """
    if ground.order is None:
        return Endless(_ring(ground.program))
    limit = promise.time.minutes
    if minutes is elapsed and ground.program.longest <= limit:
        return None
    part = until(ground.program, ground.order, stops=stops, minutes=minutes, more_than=limit)
    if part is None:
        return None
    inner = Machine(ground.handbook, part, vocabulary(ground.handbook, part), free=ground.free)
    ends = _ends(part)
    try:
        with bounded():
            if exactly:
                found = longest(inner, [Seed(0, inner.start)], Question(more_than=limit), stops=ends, ends=False)
                return Overrun(found.minutes, found.walk, found.started, part) if found else None
            some = longer(inner, limit, minutes=elapsed, stops=ends)
            return Overrun(some[0], some[1], 0, part) if some else None
    except TooComplexError as error:
        return GaveUp(str(error))


def _ring(program: Program) -> tuple[Edge, ...]:
    """A ring of a program that goes round, found by walking on among the nodes that lie on one."""
    on: dict[int, tuple[int, ...]] = {}
    left = set(range(len(program.nodes)))
    while True:
        on = {node: tuple(n for n in program.out[node] if program.edges[n].target in left) for node in left}
        dead = {node for node, edges in on.items() if not edges}
        if not dead:
            break
        left -= dead
    node, walked, seen = min(left), list[Edge](), dict[int, int]()
    while node not in seen:
        seen[node] = len(walked)
        edge = program.edges[on[node][0]]
        walked.append(edge)
        node = edge.target
    return tuple(walked[seen[node] :])


# ---- severities


def late_minutes(handbook: Handbook, door: str) -> Mapping[str, int | None]:
    """The marks that can come later than a door's severity promises: a time that is too long, kept for the next check.

    None where nobody can tell, which is asked anew each time. The walk that shows it is worked out by who wants to tell
    of it (`late_mark`).
    """
    found: dict[str, int | None] | None = recalled(handbook, door, "late marks")
    if found is None:
        lates = late_marks(handbook, door)
        found = {mark: late.minutes if isinstance(late, Overrun) else None for mark, _, late in lates}
        if None not in found.values():
            keep(handbook, found, door, "late marks")
    return found


def late_mark(handbook: Handbook, door: str, mark: str) -> tuple[Promise, Overrun]:
    """What a door's severity promises for a mark that can come later, and a walk that shows it.

    The walk is kept, so that a fault that somebody excused does not take its time in each check.
    """
    kept = recalled(handbook, door, "late walk", mark)
    if kept:
        minutes, case, taken = kept
        way = Walk(tuple(range(len(taken))), case)
        return _promises(handbook, door)[mark], Overrun(minutes, way, 0, replayed(handbook, door, taken, elapsed))
    every = late_marks(handbook, door, mark)
    promise, late = next((by, late) for _, by, late in every if isinstance(late, Overrun))
    through = turns(handbook, late.program, late.walk)
    if through:
        keep(handbook, [late.minutes, late.walk.case, through], door, "late walk", mark)
    return promise, late


def _promises(handbook: Handbook, door: str) -> Mapping[str, Promise]:
    """What the severity of a door promises from the start, but for the time until the case is closed."""
    level = handbook.severities.get(handbook.workflows[door].severity)
    promises = level.promises.items() if level else ()
    return {
        mark: Promise(time, level.place.at("promises", mark), level.id)
        for mark, time in promises
        if level and mark != "close"
    }


@lru_cache(maxsize=64)
def late_marks(handbook: Handbook, door: str, only: str = "") -> tuple[tuple[str, Promise, Late], ...]:
    """The marks, or `only` one, that a door's severity promises in a time from the start and that can come later."""
    promises = _promises(handbook, door)
    if not promises:
        return ()
    program = compile_program(handbook, door)
    ground = _Ground(handbook, program, program.order if program.complete else None)
    if ground.order is None:
        return ()  # other rules say so
    found = []
    for mark, promise in promises.items():
        late = _late(ground, promise, elapsed, _passes(mark)) if only in ("", mark) else None
        if late:
            found.append((mark, promise, late))
    return tuple(found)


def _passes(mark: str) -> Callable[[Edge], bool]:
    return lambda edge: mark in edge.passes


# ---- callers


class LateCall(NamedTuple):
    """A step that runs a workflow which can take too long.

    Longer than the step says in `within` (`own` is false), or longer than what is left of the caller's promise when the
    workflow takes all the time that it promises itself (`own` is true).
    """

    step: Step
    callee: Workflow
    promise: Promise
    late: Late
    own: bool


@lru_cache(maxsize=64)
def late_calls(handbook: Handbook, workflow: Workflow) -> tuple[LateCall, ...]:
    """The calls of a workflow that can take too long."""
    seen = arrivals(handbook, workflow)
    return tuple(_late_calls(handbook, workflow, seen.machine)) if seen else ()


def _late_calls(handbook: Handbook, workflow: Workflow, machine: Machine) -> Iterator[LateCall]:
    promise = promise_of(handbook, workflow)
    kept = promise is not None and lateness(handbook, workflow) is None
    for step in workflow.every_step():
        callee = handbook.workflows.get(step.target) if step.verb is Verb.RUN else None
        if callee is None:
            continue
        if step.within:
            limit = Promise(step.within, step.place.at("within"))
            late = _inside(machine, workflow, step, limit)
            if late:
                yield LateCall(step, callee, limit, late, own=False)
        if kept and promise and callee.close_within and machine.order is not None:
            late = _with_promise(machine, workflow, step, callee.close_within, promise)
            if late:
                yield LateCall(step, callee, promise, late, own=True)


def _inside(machine: Machine, workflow: Workflow, step: Step, limit: Promise) -> Late:
    """How long it takes from where a step begins to run a workflow until that comes back."""
    program = machine.program
    if machine.order is None:
        return Endless(_ring(program))

    def stops(edge: Edge) -> bool:
        return any(caller == workflow.id and name == step.id for caller, name, _ in edge.returns)

    try:
        with bounded():
            seeds = [
                Seed(edge.target, machine.step(number, machine.reach[edge.source]))
                for number, edge in enumerate(program.edges)
                if _begins(program, workflow, step, edge)
            ]
            question = Question(more_than=limit.time.minutes)
            found = longest(machine, seeds, question, stops=stops, ends=False)
    except TooComplexError as error:
        return GaveUp(str(error))
    return Overrun(found.minutes, found.walk, found.started, program) if found else None


def _begins(program: Program, workflow: Workflow, step: Step, edge: Edge) -> bool:
    """Whether a step of the workflow itself begins at an edge to run another one."""
    deeper = len(program.nodes[edge.target].frames) > len(program.nodes[edge.source].frames)
    return edge.workflow == workflow.id and edge.step.id == step.id and deeper


def _with_promise(machine: Machine, workflow: Workflow, step: Step, takes: Duration, promise: Promise) -> Late:
    """Whether the caller takes too long if the workflow that a step runs takes all the time that it promises."""
    program = machine.program

    def minutes(edge: Edge) -> int:
        frames = program.nodes[edge.source].frames
        if frames and (frames[0].workflow, frames[0].step) == (workflow.id, step.id):
            return 0
        return takes.minutes if _begins(program, workflow, step, edge) else elapsed(edge)

    ground = _Ground(machine.handbook, program, machine.order, machine.free)
    return _late(ground, promise, minutes, _ends(program), exactly=True)
