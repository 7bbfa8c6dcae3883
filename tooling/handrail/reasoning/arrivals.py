"""What arrives? The cases in which each step of a workflow begins, whatever callers know; or why nobody can tell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handrail.ground.model import Handbook, Kind, Names, Step, Table, Verb, Workflow
from handrail.ground.ranges import takes
from handrail.reasoning.alone import alone
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import Region, TooComplexError, bounded
from handrail.reasoning.unasked import matters
from handrail.reasoning.witness import Walk, shortest


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """A workflow by itself, and the nodes of its machine at which each of its own steps begins."""

    machine: Machine
    nodes: Mapping[str, tuple[int, ...]]

    def at(self, step: Step) -> Region:
        """The cases in which a step begins, before its `when` and `unless`."""
        space = self.machine.space
        return space.union(self.machine.reach[node] for node in self.nodes.get(step.id, ()))

    def due(self, step: Step) -> Region:
        """The cases that `when` and `unless` let through, whether or not they can arrive."""
        return due(self.machine, step)

    def way_to(self, step: Step, region: Region) -> Walk | None:
        """A shortest way on which a step begins in a case of a region."""
        goals = {node: self.machine.reach[node] & region for node in self.nodes.get(step.id, ())}
        return shortest(self.machine, {node: met for node, met in goals.items() if met.satisfiable()})


def due(machine: Machine, step: Step) -> Region:
    """The cases in which `when` and `unless` let a step be done."""
    space = machine.space
    done = machine.tables(step.when, unasked=True) if step.when else space.all
    return done & ~machine.tables(step.unless, unasked=True) if step.unless else done


def sound(handbook: Handbook, tables: Iterable[Table]) -> bool:
    """Whether tables look at facts and marks that exist, and at answers that these have. Other rules tell the rest."""
    for name, values in (row for table in tables for row in table.items()):
        fact = handbook.facts.get(name)
        if not (all(takes(fact, value) for value in values) if fact else handbook.knows(Kind.MARK, name)):
            return False
    return True


def arrivals(handbook: Handbook, workflow: Workflow) -> Arrivals | None:
    """What arrives at the steps of a workflow; None when that outgrew its bounds (`why_not` says which)."""
    return _looked(handbook, workflow)[0]


def why_not(handbook: Handbook, workflow: Workflow) -> str:
    """Which bound a workflow outgrew, or nothing when it did not."""
    return sketched(handbook, workflow)[0]


def ended(handbook: Handbook, workflow: Workflow) -> frozenset[str] | None:
    """The outcomes in which some case ends, whatever callers know; None when that outgrew its bounds."""
    why, outcomes = sketched(handbook, workflow)
    return None if why or not workflow.steps else frozenset(outcomes)


@lru_cache(maxsize=64)
def sketched(handbook: Handbook, workflow: Workflow) -> tuple[str, Names]:
    """The bound that a workflow outgrew, if any, and the outcomes in which some case ends: kept for the next time."""
    kept = recalled(handbook, workflow.id, "ends")
    if kept is None:
        seen, why = _looked(handbook, workflow)
        kept = why, sorted(_ended(seen)) if seen else []
        keep(handbook, kept, workflow.id, "ends")
    return kept[0], tuple(kept[1])


def _ended(seen: Arrivals) -> set[str]:
    program, reach = seen.machine.program, seen.machine.reach
    return {program.nodes[end].outcome for end in program.ends() if reach[end].satisfiable()}


@lru_cache(maxsize=16)
def _looked(handbook: Handbook, workflow: Workflow) -> tuple[Arrivals | None, str]:
    if not workflow.steps:
        return None, ""
    try:
        with bounded():
            machine = alone(handbook, workflow)
            return Arrivals(machine, _nodes(machine, workflow, machine.reach)), ""
    except TooComplexError as error:
        return None, str(error)


def _nodes(machine: Machine, workflow: Workflow, reach: tuple[Region, ...]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for edge in machine.program.edges:
        node = machine.program.nodes[edge.source]
        own = node.workflow == workflow.id and not node.frames and not node.came_back
        if own and reach[edge.source].satisfiable():
            found.setdefault(edge.step.id, {})[edge.source] = None
    return {step: tuple(nodes) for step, nodes in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A decision: the cases that arrive at it with everything known that matters, and what becomes of them."""

    step: Step
    arriving: Region
    matched: tuple[Region, ...]
    """What the tables of each branch take, the other branches left aside; nothing for `otherwise` and `unknown`."""
    taken: tuple[Region, ...]
    left: Region
    """What no branch takes."""
    facts: Names
    """The facts that its tables look at."""


@lru_cache(maxsize=16)
def choices(handbook: Handbook, workflow: Workflow) -> tuple[Choice, ...]:
    """The decisions of a workflow at which anything can arrive."""
    seen = arrivals(handbook, workflow)
    return tuple(_choices(seen, workflow)) if seen else ()


def _choices(seen: Arrivals, workflow: Workflow) -> Iterator[Choice]:
    machine = seen.machine
    for step in workflow.steps:
        arriving = seen.at(step) & seen.due(step)
        tables = [table for branch in step.branches for table in branch.when]
        if step.verb is not Verb.DECIDE or not sound(machine.handbook, tables) or not arriving.satisfiable():
            continue
        taken, left = machine.decision(step), machine.undecided(step)
        matched = tuple(
            machine.tables(branch.when, unasked=True) if branch.kind == "when" else machine.space.none
            for branch in step.branches
        )
        facts = looked_at(machine, step)
        open_ = machine.space.union(matters(machine, (*taken, left), facts).values())
        yield Choice(step, arriving & ~open_, matched, taken, left, facts)


def looked_at(machine: Machine, step: Step) -> Names:
    """The facts that the branches of a decision look at, in the order in which they stand there."""
    names = (name for branch in step.branches for table in branch.when for name in table)
    return tuple(dict.fromkeys(name for name in names if name in machine.domains))
