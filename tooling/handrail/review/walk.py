"""One case, walked: every step of a workflow for given answers, as a specialist on a ticket would go.

The walk follows the same program as the proofs, but with one case in hand instead of regions: a question takes the
case's answer (several, in the order of the questions), and the first thing that the case does not say stops the walk.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from handrail.ground.model import Case, Handbook, Names, Scenario, Step, Table, Verb
from handrail.ground.ranges import range_of
from handrail.reasoning.compile import Growing
from handrail.reasoning.graph import On
from handrail.reasoning.needs import needs
from handrail.reasoning.program import Act, Does, Edge

NEVER, UNKNOWN = "", "unknown"
MOST_STRIDES = 2_000
"""A walk that is longer goes round without end: no case of a real workflow has so many steps."""


@dataclass(frozen=True, slots=True)
class Stride:
    """One edge of a walk: the minutes when it was done at most, the answers given, and the one it was taken on."""

    edge: Edge
    elapsed: int
    said: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk: its strides, the outcome in which it ended (empty: it stopped), and why it stopped."""

    strides: tuple[Stride, ...]
    ends: str = ""
    stopped: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def passes(self) -> frozenset[str]:
        """The marks that were left on the way."""
        return frozenset(mark for stride in self.strides for mark in stride.edge.passes)

    @property
    def minutes(self) -> int:
        """How long it took at most."""
        return self.strides[-1].elapsed if self.strides else 0


def walk(handbook: Handbook, scenario: Scenario, case: Case) -> Walked:
    """Walk a case of a scenario from the first step of its workflow to an end, or to where it stops."""
    return _Walker(handbook, scenario, case).run()


@lru_cache(maxsize=64)
def _program(handbook: Handbook, workflow: str) -> Growing:
    return Growing(handbook, workflow)


class _MissingError(Exception):
    """The case does not say what is asked."""


class _Walker:
    def __init__(self, handbook: Handbook, scenario: Scenario, case: Case) -> None:
        self.handbook = handbook
        self.program = _program(handbook, scenario.id)
        self.workflow = handbook.workflows[scenario.id]
        self.answers = {name: list(said) for name, said in {**scenario.usual, **case.facts}.items()}
        self.own = frozenset(case.facts)
        self.asked: dict[str, int] = {}
        self.no_answer = case.no_answer
        self.facts = {fact.id: fact.at_first for fact in handbook.facts.values() if fact.at_first}
        self.marks: set[str] = set()
        for name in self._known_before():
            if name in self.answers:
                self.facts[name] = self.answers[name][0]

    def _known_before(self) -> Names:
        """The facts that are known when the walk begins: at a door what it is given, elsewhere what callers know."""
        if self.workflow.starts_when:
            return self.workflow.given
        return (*needs(self.handbook, self.workflow).first, *self.facts)

    def run(self) -> Walked:
        strides: list[Stride] = []
        node = elapsed = 0
        while not self.program.nodes[node].outcome:
            if len(strides) >= MOST_STRIDES:
                last = strides[-1].edge
                stopped = f"after {MOST_STRIDES} steps the case still goes round, at `{last.workflow}#{last.step.id}`"
                return Walked(tuple(strides), stopped=stopped, facts=dict(self.facts))
            try:
                number, said = self._next(node)
            except _MissingError as missing:
                return Walked(tuple(strides), stopped=str(missing), facts=dict(self.facts))
            edge = self.program.edges[number]
            elapsed += edge.minutes
            answer = self.facts.get(edge.step.target, NEVER) if edge.on is On.ANSWER else ""
            strides.append(Stride(edge, elapsed, said, answer))
            node = edge.target
        end = self.program.nodes[node]
        return Walked(tuple(strides), ends=end.outcome, facts=dict(self.facts))

    def _next(self, node: int) -> tuple[int, dict[str, str]]:
        """The edge that this case takes, and what it says there. Facts and marks become as they are after it."""
        where = self.program.nodes[node]
        for number in self.program.out(node):
            edge = self.program.edges[number]
            if self._unanswered(edge) != (edge.on is On.NO_ANSWER):
                continue
            tried = self._try(edge)
            if tried is not None:
                facts, said = tried
                self.facts = facts
                self.marks |= set(edge.passes)
                for name in said:
                    self.asked[name] = self.asked.get(name, 0) + 1
                return number, said
        raise _MissingError(f"no way leads on from `{where.workflow}#{where.step}` for what is known there")

    def _unanswered(self, edge: Edge) -> bool:
        """Whether nobody answers here and the step says where that leads."""
        waits = edge.step.verb in (Verb.ESCALATE, Verb.WAIT) and bool(edge.step.if_no_answer)
        return waits and edge.step.id in self.no_answer and edge.on in (On.DONE, On.NO_ANSWER)

    def _try(self, edge: Edge) -> tuple[dict[str, str], dict[str, str]] | None:
        facts = dict(self.facts)
        said: dict[str, str] = {}
        for act in edge.acts:
            if not self._do(act, facts, said, edge):
                return None
        return facts, said

    def _do(self, act: Act, facts: dict[str, str], said: dict[str, str], edge: Edge) -> bool:
        """Carry out an act on the facts; whether the case can go on by it."""
        match act.does:
            case Does.MATCH:
                return any(self._holds(table, facts) for table in act.tables) == act.truth
            case Does.DECIDE:
                return act.step is not None and self._branch(act.step, facts) == int(act.values[0])
            case Does.KNOWN:
                return all(facts.get(name) for name in act.facts) == act.truth
            case Does.SET:
                facts[act.facts[0]] = act.values[0]
            case Does.IS:
                return self._takes(act.facts[0], act.values, facts.get(act.facts[0], NEVER))
            case _:
                for name in act.facts:
                    if act.does is Does.AGAIN or not facts.get(name):
                        facts[name] = said[name] = self._answer(name, edge)
        return True

    def _answer(self, name: str, edge: Edge) -> str:
        told = self.answers.get(name, [])
        turn = self.asked.get(name, 0)
        where = f"`{edge.workflow}#{edge.step.id}`"
        if not told:
            raise _MissingError(f"{where} asks for `{name}`, and the case does not say it")
        if turn >= len(told) and name in self.own:
            given = f"{len(told)} answer{'s' if len(told) > 1 else ''}"
            raise _MissingError(f"{where} asks for `{name}` once more, and the case gives {given}")
        return told[min(turn, len(told) - 1)]

    # ---- what tables mean, for one case

    def _holds(self, table: Table, facts: Mapping[str, str]) -> bool:
        return all(self._row(name, values, facts) for name, values in table.items())

    def _row(self, name: str, values: Names, facts: Mapping[str, str]) -> bool:
        if name not in self.handbook.facts:
            return ("done" if name in self.marks else "not-done") in values
        return self._takes(name, values, facts.get(name, NEVER) or UNKNOWN)

    def _takes(self, name: str, values: Names, value: str) -> bool:
        fact = self.handbook.facts.get(name)
        if fact is None:
            return value in values
        here = range_of(value, fact) if value != UNKNOWN else None
        spans = [span for text in values if (span := range_of(text, fact))]
        inside = here is not None and any(s.least <= here.least and here.most <= s.most for s in spans)
        return value in values or inside

    def _branch(self, step: Step, facts: Mapping[str, str]) -> int:
        """The number of the branch that a decision chooses, or -1."""
        for number, branch in enumerate(step.branches):
            if branch.kind == "when" and any(self._holds(table, facts) for table in branch.when):
                return number
        wanted = "unknown" if self._doubtful(step, facts) else "otherwise"
        return next((number for number, branch in enumerate(step.branches) if branch.kind == wanted), -1)

    def _doubtful(self, step: Step, facts: Mapping[str, str]) -> bool:
        """Whether an answer to something that is not known could make one of the tables hold."""
        tables = [table for branch in step.branches for table in branch.when]
        names = {name for table in tables for name in table if name in self.handbook.facts}
        open_ = sorted(name for name in names if facts.get(name, NEVER) in (NEVER, UNKNOWN))
        choices = [tuple(self._texts(name, tables)) for name in open_]
        return any(
            any(self._holds(table, {**facts, **dict(zip(open_, chosen, strict=True))}) for table in tables)
            for chosen in product(*choices)
        )

    def _texts(self, name: str, tables: list[Table]) -> Iterator[str]:
        """The answers of a fact that could matter to some tables, and the fact left as it is."""
        yield UNKNOWN
        yield from sorted({text for table in tables for text in table.get(name, ()) if text != UNKNOWN})


def replayed(walked: Walked, most: int = 60) -> list[str]:
    """A walk as numbered lines, for whoever has to see where it went."""
    lines = []
    for number, stride in enumerate(walked.strides[:most], start=1):
        said = "".join(f"  {name}: {value}" for name, value in stride.said.items())
        late = {On.NO_ANSWER: "  nobody answers", On.PASSED_BY: "  passed by", On.AGAIN: "  once too often"}
        lines.append(f"{number}. {stride.edge.workflow}#{stride.edge.step.id}{said}{late.get(stride.edge.on, '')}")
    if len(walked.strides) > most:
        lines.append(f"... and {len(walked.strides) - most} more")
    return lines


__all__ = ["Stride", "Walked", "replayed", "walk"]
