"""What can happen in a workflow for some given answers: to each end the slowest way, exact, without walking all ways.

There are more ways than anybody could read (items side by side alone can finish in any order), so that a way is shown
for each end; whoever wants to know more gives more answers.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from handrail.ground.model import Handbook, Names, Workflow
from handrail.reasoning.alone import TOO_MANY
from handrail.reasoning.compile import compile_program
from handrail.reasoning.graph import handed_to, runs
from handrail.reasoning.longest import Drawn, Question, Seed, Towards, calendar, search, walk_of
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Program
from handrail.reasoning.regions import NEVER, Kind, Op, Region, TooComplexError, bounded
from handrail.reasoning.vocabulary import vocabulary
from handrail.reasoning.witness import Walk


class End(NamedTuple):
    """An end with the slowest way there: its time, the part of it that people outside take, and the walk."""

    outcome: str
    minutes: int
    outside: int
    walk: Walk


class Outlook(NamedTuple):
    """The ends that can be reached, the slowest first, and those that are drawn and cannot be reached."""

    program: Program
    ends: tuple[End, ...]
    never: Names


class _Given(Machine):
    """A machine in which some questions get only the given answers."""

    def __init__(self, handbook: Handbook, program: Program, given: Mapping[str, Names], *, free: bool) -> None:
        tables = [dict(given)] if given else []
        super().__init__(handbook, program, vocabulary(handbook, program, tables), free=free)
        self.given = {name: self.domains[name].taken(values) for name, values in given.items()}

    @cached_property
    def start(self) -> Region:
        """The cases that can arrive at the first step, of those that are as given."""
        region = super().start
        for name, answers in self.given.items():
            region = region & self.space.among(name, (NEVER, *sorted(answers)))
        return region

    def effects(self, number: int) -> tuple[Op, ...]:
        """What an edge does to a case: questions get the given answers."""
        return tuple(self._answered(op) for op in super().effects(number))

    def _answered(self, op: Op) -> Op:
        if op.kind not in (Kind.ASK, Kind.FORGET) or op.variable not in self.given:
            return op
        taken = tuple(value for value in op.values if value in self.given[op.variable])
        return Op(op.kind, op.variable, taken, op.region, op.variables)


def outlook(handbook: Handbook, workflow: Workflow, given: Mapping[str, Names]) -> Outlook:
    """What can happen in a workflow.

    Raises TooComplexError when a case can go round without end, or when the workflow is too large.
    """
    program = compile_program(handbook, workflow.id, follow=False)
    if not program.complete:
        raise TooComplexError(TOO_MANY)
    called = workflow.id in runs(handbook) or workflow.id in handed_to(handbook)
    with bounded():
        machine = _Given(handbook, program, given, free=called or not workflow.starts_when)
        found = {outcome: _slowest(machine, outcome, nodes) for outcome, nodes in _ends(program).items()}
    reached = sorted((end for end in found.values() if end), key=lambda end: -end.minutes)
    return Outlook(program, tuple(reached), tuple(outcome for outcome, end in found.items() if not end))


def _ends(program: Program) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in program.ends():
        found.setdefault(program.nodes[number].outcome, []).append(number)
    return found


def _slowest(machine: Machine, outcome: str, nodes: list[int]) -> End | None:
    """The slowest way to some nodes; None when no case comes there."""
    roads = Towards(Drawn(machine, calendar, lambda _: False), _leading_to(machine.program, nodes))
    state = search(roads, [Seed(0, machine.start)], Question()) if 0 in roads.useful else None
    if state is None:
        return None
    found = walk_of(machine, state)
    edges = [machine.program.edges[number] for number in found.walk.edges]
    return End(outcome, found.minutes, sum(edge.minutes for edge in edges if edge.outside), found.walk)


def _leading_to(program: Program, nodes: Iterable[int]) -> frozenset[int]:
    sources: dict[int, set[int]] = {}
    for edge in program.edges:
        sources.setdefault(edge.target, set()).add(edge.source)
    found = set(nodes)
    waiting = list(found)
    while waiting:
        fresh = sources.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)
