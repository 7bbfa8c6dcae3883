"""Proven by form: can two programs do the same at each place?

Two places are alike when whatever can be done at the one can be done at the other, and leads to places that are alike
(bisimulation, Park 1981). Names of steps, their order in the file and their words are no part of it; what is asked,
what must hold, what is done, by whom and how long it takes are. Each class of places has a number that both share.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from handrail.ground.model import Fact, Handbook, Kind, Names, Step, Table
from handrail.reasoning.program import Act, Does, Edge, Node, Program
from handrail.review.behaviour.renames import SAME, Renames

Label: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Side:
    """A program with its handbook, and what its names are called today."""

    handbook: Handbook
    program: Program
    renames: Renames = SAME


def alike(before: Side, after: Side, *, close: bool) -> bool:
    """Whether two programs do the same.

    `close` also looks at who does a step, whom it tells, with which message and who has the case; otherwise only at
    what is asked, what must hold, the time, the marks and the ends.
    """
    if not (before.program.complete and after.program.complete):
        return False
    if not (before.program.nodes and after.program.nodes):
        return not (before.program.nodes or after.program.nodes)
    labels = [_Labels(side, close=close) for side in (before, after)]
    if labels[0].start() != labels[1].start():
        return False
    classes = _classes(labels)
    return classes[0][0] == classes[1][0]


def _classes(labels: "list[_Labels]") -> list[list[int]]:
    """For each program the class of each node."""
    orders = [_backwards(each.side.program) for each in labels]
    if all(order is not None for order in orders):
        known: dict[Label, int] = {}
        found = []
        for each, order in zip(labels, orders, strict=True):
            own = [0] * len(each.side.program.nodes)
            for node in order or ():
                own[node] = each.number(known, node, own, skips=True)
            found.append(own)
        return found
    found = [[0] * len(each.side.program.nodes) for each in labels]
    count = 1
    while True:
        known = {}
        found = [
            [each.number(known, node, own) for node in range(len(own))] for each, own in zip(labels, found, strict=True)
        ]
        if len(known) == count:
            return found
        count = len(known)


def _backwards(program: Program) -> list[int] | None:
    """The nodes, those that are led to before those that lead there; None where they go round."""
    left = [len({program.edges[number].target for number in out}) for out in program.out]
    sources: list[set[int]] = [set() for _ in program.nodes]
    for edge in program.edges:
        sources[edge.target].add(edge.source)
    waiting = [node for node, count in enumerate(left) if not count]
    found: list[int] = []
    while waiting:
        node = waiting.pop()
        found.append(node)
        for source in sources[node]:
            left[source] -= 1
            if not left[source]:
                waiting.append(source)
    return found if len(found) == len(program.nodes) else None


class _Labels:
    """What a program's nodes and edges say, in the names of today."""

    def __init__(self, side: Side, *, close: bool) -> None:
        self.side, self.close = side, close
        self._kept: dict[int, Label] = {}
        self._acts: dict[Label, Label] = {}

    def number(self, known: dict[Label, int], node: int, classes: list[int], *, skips: bool = False) -> int:
        """The class of a node, given those that it leads to. `skips`: a place where nothing is done is none."""
        program = self.side.program
        ways = frozenset((self.edge(number), classes[program.edges[number].target]) for number in program.out[node])
        if skips and not self.close and len(ways) == 1 and next(iter(ways))[0] == _NOTHING:
            return next(iter(ways))[1]  # nothing is done here: the place is what it leads to
        signature = (self.node(program.nodes[node]), ways)
        return known.setdefault(signature, len(known) + 1)

    def name(self, kind: Kind, name: str) -> str:
        """What something is called today."""
        return self.side.renames.now(kind, name)

    def names(self, kind: Kind, names: Iterable[str]) -> frozenset[str]:
        """What some things are called today."""
        return frozenset(self.name(kind, name) for name in names)

    def start(self) -> Label:
        """What is known when a case begins."""
        program = self.side.program
        workflow = self.side.handbook.workflows[program.door]
        told = {name for edge in program.edges for act in edge.acts for name in _facts_of(act, self.side.handbook)}
        facts = {name: self.side.handbook.facts[name] for name in told if name in self.side.handbook.facts}
        can_be = frozenset(
            (self.name(Kind.FACT, name), _answers_of(fact), fact.at_first) for name, fact in facts.items()
        )
        return can_be, self.names(Kind.FACT, set(workflow.given) & told), bool(workflow.starts_when)

    def node(self, node: Node) -> Label:
        """What a node says of itself."""
        if node.outcome:
            return self.name(Kind.WORKFLOW, node.workflow), self.side.renames.outcome(node.workflow, node.outcome)
        return (self.name(Kind.TEAM, node.holder), self.name(Kind.SEVERITY, node.severity)) if self.close else ""

    def edge(self, number: int) -> Label:
        """What an edge does."""
        if number not in self._kept:
            edge = self.side.program.edges[number]
            acts = tuple(filter(None, map(self._act, edge.acts)))
            plain = (acts, edge.minutes, self.names(Kind.MARK, edge.passes))
            self._kept[number] = (*plain, edge.outside, *self._closely(edge)) if self.close else plain
        return self._kept[number]

    def _closely(self, edge: Edge) -> tuple[Label, ...]:
        step, name = edge.step, self.name
        people = [name(Kind.TEAM, each) for each in (edge.performer, step.by, step.and_by)] if edge.does else []
        says = (
            step.verb,
            edge.on,
            edge.clock,
            name(Kind.MESSAGE, step.message),
            bool(step.by_other_than),
            step.exposure,
        )
        hand_over = self.names(Kind.FACT, step.hand_over)
        return (*people, *says, hand_over, self._target(step), edge.does, self._others(edge))

    def _others(self, edge: Edge) -> Label:
        """The steps that somebody else must have done: by what they do, for their names are no part of it."""
        workflow = self.side.handbook.workflows[edge.workflow]
        other = workflow.by_id.get(edge.step.by_other_than)
        return (other.verb, self.names(Kind.MARK, other.own_marks), other.within, other.by) if other else ""

    def _target(self, step: Step) -> Label:
        kind = {"escalate": Kind.TEAM, "tell": Kind.TEAM, "wait": Kind.TEAM, "run": Kind.WORKFLOW}.get(step.verb.value)
        return self.name(kind, step.target) if kind else ""

    # ---- acts

    def _act(self, act: Act) -> Label:
        """What an act says. The same acts come again and again, so they are kept."""
        key = (act.does, act.facts, act.values, act.truth, id(act.tables), id(act.step))
        if key not in self._acts:
            self._acts[key] = self._act_label(act)
        return self._acts[key]

    def _act_label(self, act: Act) -> Label:
        match act.does:
            case Does.MATCH:
                return (act.does, self._tables(act.tables), act.truth) if act.tables else None
            case Does.DECIDE if act.step:
                own = act.step.branches[int(act.values[0])]
                every = frozenset(self._tables(branch.when) for branch in act.step.branches if branch.kind == "when")
                kinds = frozenset(branch.kind for branch in act.step.branches)
                return (act.does, own.kind, self._tables(own.when), every, kinds)
            case Does.IS | Does.SET:
                return (act.does, self.names(Kind.FACT, act.facts), frozenset(act.values))
            case _:
                facts = frozenset((self.name(Kind.FACT, name), self._answers(name)) for name in act.facts)
                return (act.does, facts, act.truth)

    def _answers(self, name: str) -> Label:
        fact = self.side.handbook.facts.get(name)
        return _answers_of(fact) if fact else ""

    def _tables(self, tables: tuple[Table, ...]) -> Label:
        return frozenset(
            frozenset((self._row(name), frozenset(values)) for name, values in table.items()) for table in tables
        )

    def _row(self, name: str) -> str:
        return self.name(Kind.FACT if name in self.side.handbook.facts else Kind.MARK, name)


_NOTHING: Label = ((), 0, frozenset())


def _answers_of(fact: Fact) -> Label:
    return (fact.kind, frozenset(fact.answers), fact.least, fact.most, fact.always_known)


def _facts_of(act: Act, handbook: Handbook) -> Names:
    tables = (*act.tables, *(table for branch in (act.step.branches if act.step else ()) for table in branch.when))
    return (*act.facts, *(name for table in tables for name in table if name in handbook.facts))
