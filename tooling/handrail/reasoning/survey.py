"""What the exact regions of one door tell: where each control binds, which ends leave a case open, what is overruled.

One pass over everything that can happen from a door, which keeps what the controls' tables look at to the very end. It
is kept as plain facts: no diagram outlives it. The proofs begin here, for where a control never binds there is nothing
to judge, and a clock need not be followed where it cannot run.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from handrail.ground.model import Control, Handbook, Names, Table
from handrail.reasoning.binding import Binding, binding, tables_of
from handrail.reasoning.compile import compile_program
from handrail.reasoning.flood import Flood, Here
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.machine import Machine
from handrail.reasoning.monitors import bits_of, marks_of, monitors_of
from handrail.reasoning.program import Does, Edge, Program
from handrail.reasoning.regions import UNKNOWN, Region, TooComplexError, bounded
from handrail.reasoning.sight import Sight, read_besides
from handrail.reasoning.vocabulary import mark_bit, vocabulary
from handrail.reasoning.wordless import of_controls

_MOST_KNOWN = 200
"""So many nodes' cases are remembered, so that few diagrams are held."""


class LeftOpen(NamedTuple):
    """An end at which a case stays open, and the team that has it then."""

    door: str
    workflow: str
    outcome: str
    team: str


class Overruled(NamedTuple):
    """An answer that a control names, and that a later step replaces by one that it does not name."""

    control: str
    fact: str
    before: str
    after: str
    workflow: str
    step: str
    by: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What the regions of one door tell. Where `complete` is false nothing else is claimed.

    `binds`: control -> the nodes at which it binds a case, for closing ends by what is known then. `running`: control
    and the number of a requirement -> the nodes at which both bind. `arises`: control -> the workflows of these nodes.
    `closes`: the controls that bind some case when it closes.
    """

    door: str
    binds: Mapping[str, frozenset[int]] = field(default_factory=dict)
    running: Mapping[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    arises: Mapping[str, frozenset[str]] = field(default_factory=dict)
    closes: frozenset[str] = frozenset()
    left_open: tuple[LeftOpen, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    complete: bool = True


@lru_cache(maxsize=4096)
def survey(handbook: Handbook, door: str) -> Survey:
    """Read all this off the regions of a door."""
    kept = recalled(handbook, *_about(handbook, door))
    if kept is not None:
        return _from_plain(door, kept)
    made = _surveyed(handbook, door)
    found = made.found if made else Survey(door, complete=False)
    keep(handbook, _plain(found), *_about(handbook, door))
    return found


def just_surveyed(handbook: Handbook, door: str) -> "Surveyor | None":
    """Who surveys a door, with all that was worked out; None where the survey was kept, or outgrew its bounds."""
    return _surveyed(handbook, door) if recalled(handbook, *_about(handbook, door)) is None else None


def _about(handbook: Handbook, door: str) -> Names:
    return door, "survey", of_controls(handbook)


def surveyed_last(handbook: Handbook, door: str) -> "Surveyor | None":
    """Who has surveyed a door, if nobody has surveyed another one since."""
    last = _last[-1] if _last else None
    return last if last and last.machine.handbook is handbook and last.machine.program.door == door else None


_last: "list[Surveyor]" = []
"""Who has surveyed a door last: what was worked out is used while the door is at hand."""


def _surveyed(handbook: Handbook, door: str) -> "Surveyor | None":
    last = surveyed_last(handbook, door)
    if last is not None:
        return last
    _last.clear()
    program = compile_program(handbook, door)
    if not program.complete:
        return None
    try:
        with bounded():
            _last.append(Surveyor(handbook, program))
    except TooComplexError:
        return None
    return _last[-1]


def _plain(found: Survey) -> dict[str, Any]:
    return {
        "binds": {name: sorted(where) for name, where in found.binds.items()},
        "running": [[*key, sorted(where)] for key, where in found.running.items()],
        "arises": {name: sorted(where) for name, where in found.arises.items()},
        "closes": sorted(found.closes),
        "left open": found.left_open,
        "overruled": found.overruled,
        "complete": found.complete,
    }


def _from_plain(door: str, kept: dict[str, Any]) -> Survey:
    return Survey(
        door,
        {name: frozenset(where) for name, where in kept["binds"].items()},
        {(name, number): frozenset(where) for name, number, where in kept["running"]},
        {name: frozenset(where) for name, where in kept["arises"].items()},
        frozenset(kept["closes"]),
        tuple(LeftOpen(*each) for each in kept["left open"]),
        tuple(Overruled(*each) for each in kept["overruled"]),
        kept["complete"],
    )


class Surveyor:
    """Looks at each node as its cases come by. `found` is what the regions tell.

    `seen` is what is to be seen on the way, where everything was asked and no case is lost or goes round.
    `arriving` is what arrives at each place, by what decides there how a case goes on; `machine` knows the words of all
    controls that can bind a case, so that these can be judged on it.
    """

    def __init__(self, handbook: Handbook, program: Program) -> None:
        """Walk all cases through a program."""
        controls = handbook.controls.values()
        known = _known(handbook, program)
        self.controls = tuple(control for control in controls if _can_bind(handbook, known, control))
        told = (control for control in controls if control in self.controls or not known.isdisjoint(_looked(control)))
        tables = [table for control in told for table in tables_of(control)]
        straight, read = program.order is not None, read_besides(handbook, program)
        also = [*tables, {fact: () for names in set(read) for fact in names}]
        self.machine = machine_for(handbook, program, self.controls, also, forgets=not straight)
        looked = frozenset(variable(self.machine, name) for table in tables for name in table)
        watched = straight and compile_program(handbook, program.door, lost=True) is program
        self.sight = Sight(self.machine) if watched else None
        self.flood = Flood(self.machine, forgets=straight, keeps=looked, reads=read if watched else ())
        self.ends = frozenset(closing(self.machine))
        self.questions: dict[Region, _Question] = {}
        self.bound = {control.id: self._asked(binding(self.machine, control), control) for control in self.controls}
        self.running = {key: asked for control in self.controls for key, asked in self._limits(control)}
        self.named = [(control, fact, taken) for control in controls for fact, taken in _named(control)]
        named = {fact for _, fact, _ in self.named} & self.machine.domains.keys()
        self.telling = [named & set(_settled(edge)) for edge in program.samples]
        self.arriving: dict[int, Here] = {}
        self.found = self._run()
        self.seen = self.sight.seen(self.flood) if self.sight else None

    def _run(self) -> Survey:
        overruled: set[Overruled] = set()
        open_: list[LeftOpen] = []
        answers = _Answers(self.flood, tuple(self.questions.values()))
        for here in self.flood.nodes():
            for question in answers.at(here):
                question.found.append(here.node)
            overruled |= set(self._overruled(here))
            open_ += self._left_open(here)
            self.flood.arrive(self.arriving, here)
            if self.sight:
                self.sight.at(self.flood, here)
        never = dict.fromkeys(self.machine.handbook.controls, frozenset[int]())
        binds = never | {
            name: (now.nodes - self.ends) | (close.nodes & self.ends) for name, (now, close) in self.bound.items()
        }
        return Survey(
            self.machine.program.door,
            binds,
            {key: asked.nodes for key, asked in self.running.items()},
            {name: frozenset(self.machine.program.nodes[n].workflow for n in where) for name, where in binds.items()},
            frozenset(name for name, where in binds.items() if where & self.ends),
            tuple(open_),
            tuple(sorted(overruled)),
        )

    def _asked(self, bound: Binding, control: Control) -> tuple["_Question", "_Question"]:
        names = frozenset(name for table in tables_of(control) for name in table)
        return self._question(bound.now, names), self._question(bound.close, names)

    def _limits(self, control: Control) -> Iterator[tuple[tuple[str, int], "_Question"]]:
        for number, requirement in enumerate(control.require):
            if requirement.within is not None:
                yield (control.id, number), self._asked(binding(self.machine, control, requirement), control)[0]

    def _question(self, region: Region, names: frozenset[str]) -> "_Question":
        variables = {variable(self.machine, name) for name in names}
        question = self.questions.setdefault(region, _Question(region, set()))
        question.names |= variables & self.machine.space.names
        return question

    def _left_open(self, here: Here) -> Iterator[LeftOpen]:
        program = self.machine.program
        node = program.nodes[here.node]
        if node.outcome and here.node not in self.ends:
            team = self.machine.handbook.workflows[node.workflow].left_open[node.outcome]
            yield LeftOpen(program.door, node.workflow, node.outcome, team)

    def _overruled(self, here: Here) -> Iterator[Overruled]:
        """Each edge that gives a fact another answer than the known one that a control names."""
        for number, _, deed in self.machine.program.ways[here.node]:
            told = self.telling[deed]
            for control, fact, taken in self.named if not told <= here.quiet else ():
                if fact in told and fact not in here.quiet:
                    yield from self._replaced(here, number, control, fact, taken)

    def _replaced(
        self, here: Here, number: int, control: Control, fact: str, written: frozenset[str]
    ) -> Iterator[Overruled]:
        edge = self.machine.program.edges[number]
        domain, space = self.machine.domains[fact], self.machine.space
        named = domain.taken(written)
        for before in sorted(named - {UNKNOWN}):
            held = here.region & space.point(fact, before)
            if not held.satisfiable():
                continue
            left = self.flood.step(here, number, held)
            for after in domain.answers:
                if after not in named and (left & space.point(fact, after)).satisfiable():
                    yield Overruled(control.id, fact, before, after, edge.workflow, edge.step.id, edge.performer)


@dataclass(slots=True)
class _Question:
    """At which nodes does some case lie in a region, which speaks of these variables?"""

    region: Region
    names: set[str]
    found: list[int] = field(default_factory=list)

    @property
    def nodes(self) -> frozenset[int]:
        """The nodes that were found."""
        return frozenset(self.found)


class _Answers:
    """Which questions have a case at a node. Many nodes are reached by the same cases, and most questions are idle."""

    def __init__(self, flood: Flood, questions: tuple[_Question, ...]) -> None:
        self.flood, self.questions = flood, questions
        self.possible: dict[frozenset[str], list[tuple[_Question, Region]]] = {}
        self.known: dict[tuple[Region, frozenset[str]], list[_Question]] = {}

    def at(self, here: Here) -> list[_Question]:
        """The questions that some case at a node is about."""
        key = (here.region, here.quiet)
        if key not in self.known:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            asked = self._possible(here.quiet)
            self.known[key] = [question for question, region in asked if (here.region & region).satisfiable()]
        return self.known[key]

    def _possible(self, quiet: frozenset[str]) -> list[tuple[_Question, Region]]:
        """The questions that can have a case while so much is quiet, each about what is not."""
        if quiet not in self.possible:
            still = [(question, quiet & question.names) for question in self.questions]
            asked = [(q, self.flood.space.drop(q.region & self.flood.first(names), names)) for q, names in still]
            self.possible[quiet] = [(question, region) for question, region in asked if region.satisfiable()]
        return self.possible[quiet]


def _settled(edge: Edge) -> Iterator[str]:
    """The facts to which an edge gives an answer, whatever was known."""
    yield from (name for act in edge.acts if act.does in (Does.AGAIN, Does.SET) for name in act.facts)


def _known(handbook: Handbook, program: Program) -> frozenset[str]:
    """The facts that anybody can know anything about in a program."""
    told = (name for each in program.samples for name in each.names)
    at_first = (fact.id for fact in handbook.facts.values() if fact.at_first)
    return frozenset((*told, *at_first, *handbook.workflows[program.door].given))


def _can_bind(handbook: Handbook, known: frozenset[str], control: Control) -> bool:
    """Whether a control can bind any case, by the facts that are known at all.

    Most controls of a large handbook are about other things; no region need be asked about them.
    """

    def may_hold(name: str, values: Names) -> bool:
        return name in known or name not in handbook.facts or UNKNOWN in values

    tables = control.when
    return not tables or any(all(may_hold(name, values) for name, values in table.items()) for table in tables)


def _looked(control: Control) -> frozenset[str]:
    """The facts and marks that decide when a control binds."""
    return frozenset(name for table in control.when for name in table)


def machine_for(
    handbook: Handbook, program: Program, controls: Iterable[Control], tables: Iterable[Table] = (), *, forgets: bool
) -> Machine:
    """The machine of a program with the words that it takes to judge some controls, and further tables."""
    controls = tuple(controls)
    monitors = [monitor for control in controls for monitor in monitors_of(control)]
    every = [*tables, *(table for control in controls for table in tables_of(control))]
    marks = {mark for monitor in monitors for mark in marks_of(monitor)}
    bits = tuple(dict.fromkeys(bit for monitor in monitors for bit in bits_of(monitor, handbook, program.edges)))
    return Machine(handbook, program, vocabulary(handbook, program, every, marks, bits), forgets=forgets)


def variable(machine: Machine, name: str) -> str:
    """The variable of a fact or a mark that a table names."""
    return name if name in machine.domains else mark_bit(name)


def closing(machine: Machine) -> Iterator[int]:
    """The ends at which a case closes: those of outcomes that leave nothing open."""
    for number in machine.program.ends():
        node = machine.program.nodes[number]
        if node.outcome not in machine.handbook.workflows[node.workflow].left_open:
            yield number


def _named(control: Control) -> Iterator[tuple[str, frozenset[str]]]:
    """The facts of a control's `when` with the answers that it names."""
    taken: dict[str, set[str]] = {}
    for table in control.when:
        for name, values in table.items():
            taken.setdefault(name, set()).update(values)
    yield from ((name, frozenset(values)) for name, values in taken.items())
