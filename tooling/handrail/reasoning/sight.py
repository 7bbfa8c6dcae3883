"""What there is to see on all ways from a door: what is looked at that nobody asked, what is run, and what comes back.

It is looked for by whoever walks all cases through a door's program. Mostly everything was asked; where something was
not, `doors` walks once more, to show the way.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from handrail.ground.finding import Place, Stop
from handrail.ground.model import Handbook, Step, Table, Verb
from handrail.reasoning.arrivals import due
from handrail.reasoning.flood import Flood, Here
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge, Program
from handrail.reasoning.regions import NEVER, Region
from handrail.reasoning.unasked import matters
from handrail.reasoning.vocabulary import mark_bit


class Wants(StrEnum):
    """What looks at a fact."""

    TABLE = "table"
    HAND_OVER = "hand-over"
    EXPECTS = "expects"
    MESSAGE = "message"


class Unasked(NamedTuple):
    """A step that looks at a fact which nobody asked on some way from a door.

    `entered` is the place at which the case was last led into the step's workflow, by `caller`; both are empty when it
    is the door's own. `walk` is a shortest such way.
    """

    door: str
    workflow: str
    step: Step
    fact: str
    wants: Wants
    place: Place
    walk: tuple[Stop, ...] = ()
    caller: str = ""
    entered: Place | None = None


class Seen(NamedTuple):
    """What one door leads to. `why` says which bound was outgrown; then nothing else is claimed.

    `runs` are the steps that run a workflow, and `returns` each of them with an outcome that it really comes back with.
    `severities` are the steps that hand a case over, each with a severity that it has there. `known` are workflows with
    the facts that some case knows where one of their steps looks at them.
    """

    door: str
    unasked: tuple[Unasked, ...] = ()
    runs: frozenset[tuple[str, str]] = frozenset()
    returns: frozenset[tuple[str, str, str]] = frozenset()
    severities: frozenset[tuple[str, str, str]] = frozenset()
    known: frozenset[tuple[str, str]] = frozenset()
    why: str = ""


def tells(edge: Edge) -> bool:
    """Whether it is to be known if an edge is ever taken."""
    return bool(edge.returns) or edge.step.verb in (Verb.RUN, Verb.ESCALATE)


def calls(program: Program, edge: Edge) -> bool:
    """Whether an edge leads into the workflow that its step runs."""
    return len(program.nodes[edge.target].frames) > len(program.nodes[edge.source].frames)


# ---- what a step looks at


def needs(handbook: Handbook, step: Step) -> Iterator[tuple[str, Wants, Place]]:
    """The facts that a step needs without a table, why, and where that stands."""
    for number, fact in enumerate(step.hand_over):
        yield fact, Wants.HAND_OVER, step.place.at("hand-over", number)
    team = handbook.teams.get(step.target) if step.verb is Verb.ESCALATE else None
    for fact in team.expects if team else ():
        if fact not in step.hand_over:
            yield fact, Wants.EXPECTS, step.place.at("escalate")
    message = handbook.messages.get(step.message)
    for name in dict.fromkeys((*message.placeholders, *message.choices)) if message else ():
        if name in handbook.facts:
            yield name, Wants.MESSAGE, step.place.at("message")


def missed(machine: Machine, step: Step) -> Iterator[tuple[str, Wants, Place, Region]]:
    """The facts that a step looks at, each with the cases in which nobody asked it and that matters."""
    done = due(machine, step)
    rows = [(table, step.place.at("when", number)) for number, table in enumerate(step.when)]
    rows += [(table, step.place.at("unless", number)) for number, table in enumerate(step.unless)]
    yield from _in_tables(machine, rows, (done, machine.space.all & ~done), machine.space.all)
    if step.branches:
        rows = [
            (table, branch.place.at("when", number))
            for branch in step.branches
            for number, table in enumerate(branch.when)
        ]
        yield from _in_tables(machine, rows, (*machine.decision(step), machine.undecided(step)), done)
    for fact, wants, place in needs(machine.handbook, step):
        if fact in machine.domains:
            yield fact, wants, place, done & machine.space.point(fact, NEVER)


def _in_tables(
    machine: Machine, rows: list[tuple[Table, Place]], classes: tuple[Region, ...], within: Region
) -> Iterator[tuple[str, Wants, Place, Region]]:
    facts = dict.fromkeys(name for table, _ in rows for name in table)
    for fact, region in matters(machine, classes, facts).items():
        place = next(place for table, place in rows if fact in table)
        yield fact, Wants.TABLE, place.key(fact), region & within


# ---- on the way


def read_besides(handbook: Handbook, program: Program) -> list[frozenset[str]]:
    """The facts that each edge looks at besides its tables."""
    needed: dict[tuple[str, str], frozenset[str]] = {}
    found = []
    for edge in program.edges:
        key = (edge.workflow, edge.step.id)
        if key not in needed:
            facts = (fact for fact, _, _ in needs(handbook, edge.step))
            needed[key] = frozenset(fact for fact in facts if fact in handbook.facts)
        found.append(needed[key] if edge.does else frozenset[str]())
    return found


class _Looked(NamedTuple):
    """A fact that a step looks at: the cases in which somebody asked it, and those in which nobody did and it matters.

    `names` are what the second region speaks of.
    """

    fact: str
    asked: Region
    missing: Region
    names: frozenset[str]


class Sight:
    """What can be seen on the way of a flood, node by node."""

    def __init__(self, machine: Machine) -> None:
        """Look at the ways of a machine."""
        self.machine, self.program = machine, machine.program
        self.known: set[tuple[str, str]] = set()
        self.misses = False
        self.steps: dict[tuple[str, str], list[_Looked]] = {}

    def at(self, flood: Flood, here: Here) -> None:
        """Look at a node: whether its steps look at what nobody asked, and what some case knows."""
        if self.misses or self.program.nodes[here.node].came_back:
            return
        steps = {}
        for number in self.program.out[here.node]:
            edge = self.program.edges[number]
            steps[edge.workflow, edge.step.id] = edge.step
        for key, step in steps.items():
            if key not in self.steps:
                self.steps[key] = list(self._looked(step))
            for each in self.steps[key]:
                self._look(flood, here, key[0], each)

    def _looked(self, step: Step) -> Iterator[_Looked]:
        space = self.machine.space
        tables = [*step.when, *step.unless, *(table for branch in step.branches for table in branch.when)]
        named = {name if name in self.machine.domains else mark_bit(name) for table in tables for name in table}
        for fact, _, _, region in missed(self.machine, step):
            yield _Looked(fact, space.all & ~space.point(fact, NEVER), region, frozenset({*named, fact}) & space.names)

    def _look(self, flood: Flood, here: Here, workflow: str, each: _Looked) -> None:
        known = (workflow, each.fact)
        if known not in self.known and flood.meets(here, each.asked, frozenset({each.fact})).satisfiable():
            self.known.add(known)
        if flood.meets(here, each.missing, each.names).satisfiable():
            self.misses = True

    def seen(self, flood: Flood) -> Seen | None:
        """What was seen on the way of a flood; None where something was looked at that nobody asked."""
        if self.misses:
            return None
        edges = [edge for number, edge in enumerate(self.program.edges) if number in flood.left and tells(edge)]
        return Seen(
            self.program.door,
            (),
            frozenset((edge.workflow, edge.step.id) for edge in edges if calls(self.program, edge)),
            frozenset(each for edge in edges for each in edge.returns),
            frozenset(
                (edge.workflow, edge.step.id, self.program.nodes[edge.source].severity)
                for edge in edges
                if edge.step.verb is Verb.ESCALATE and edge.does
            ),
            frozenset(self.known),
        )
