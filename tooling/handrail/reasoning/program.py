"""Everything that can happen from one door, as a graph: called workflows inlined, other workflows followed.

A node is a step together with what is counted rather than reasoned about: who called, who has the case, its severity,
and how often each step with `at-most` was done that can come again. Facts and marks are not in the node; the acts on an
edge say what they must be and what becomes of them, and `regions` follows them exactly. Nothing here enumerates paths.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from handrail.ground.finding import Place
from handrail.ground.model import Names, Step, Table
from handrail.reasoning.graph import On

MOST_NODES = 20_000
"""How many nodes one door may lead to before nothing is proven about it, and the user is told."""
LOST = "lost"
"""The outcome of a node at which a case has no way on, where such nodes are asked for."""


class Does(StrEnum):
    """What an act does to the facts."""

    MATCH = "match"
    """Go on only if one of the tables holds (or, with `truth` false, none)."""
    DECIDE = "decide"
    """Go on only if this is the branch (its number) that the tables of a decision choose."""
    KNOWN = "known"
    """Go on only if all the facts were asked before (or, with `truth` false, not all)."""
    ASK = "ask"
    """Facts that nobody asked get any answer."""
    AGAIN = "again"
    """Facts get any answer, whatever was known."""
    IS = "is"
    """Go on only if the fact has one of these answers."""
    SET = "set"
    """The fact has this answer from now on."""


class Act(NamedTuple):
    """One thing that happens to the facts on an edge."""

    does: Does
    facts: Names = ()
    values: Names = ()
    tables: tuple[Table, ...] = ()
    truth: bool = True
    step: Step | None = None


class Frame(NamedTuple):
    """A call: the workflow and step that called, and what is as before when the called one comes back."""

    workflow: str
    step: str
    holder: str
    severity: str
    counts: tuple[tuple[str, int], ...]
    item: int = 0
    spent: int = 0


class Node(NamedTuple):
    """Where a case can be. An end has no step but an outcome.

    Inside a `together` `item` says which items have finished (see `together.finished`), `spent` when the last one did.
    """

    workflow: str
    step: str
    holder: str = ""
    severity: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    frames: tuple[Frame, ...] = ()
    outcome: str = ""
    item: int = 0
    spent: int = 0
    came_back: str = ""
    """At a `run` that leaves marks: the outcome with which the workflow came back, so that only these are to do."""


class Edge(NamedTuple):
    """One thing that can happen at a node. `passes` are the marks that it leaves, by whom; `minutes` at most."""

    source: int
    target: int
    on: On
    workflow: str
    step: Step
    acts: tuple[Act, ...] = ()
    minutes: int = 0
    outside: bool = False
    """Waits for people outside: counts for controls, not for `close-within`."""
    label: str = ""
    passes: Names = ()
    performer: str = ""
    clock: str = ""
    does: bool = True
    """False where the step is passed by, decided over, or had its rounds: nothing is done there."""
    returns: tuple[tuple[str, str, str], ...] = ()
    """Where it ends workflows that were run: each caller, its step and the outcome, the innermost first."""

    @property
    def place(self) -> Place:
        """Where the step stands."""
        return self.step.place

    @property
    def names(self) -> frozenset[str]:
        """The facts that it tells something about, and the marks that it leaves."""
        told = (act.facts for act in self.acts if act.does is not Does.KNOWN)
        return frozenset(self.passes).union(*told)


@dataclass(frozen=True, eq=False)
class Program:
    """The graph of a door. Node 0 is the first step of the workflow named `door`."""

    door: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    out: tuple[tuple[int, ...], ...]
    """Node -> the numbers of its edges."""
    complete: bool = True
    """False when there were more nodes than can be looked at."""

    @cached_property
    def deeds(self) -> list[int]:
        """For each edge the number of what it does: its acts and marks, of which edges share most."""
        known: dict[object, int] = {}
        return [known.setdefault((id(edge.acts), edge.passes), len(known)) for edge in self.edges]

    @cached_property
    def ways(self) -> list[list[tuple[int, int, int]]]:
        """For each node its edges: their numbers, their targets, and the numbers of what they do."""
        deeds = self.deeds
        return [[(number, self.edges[number].target, deeds[number]) for number in out] for out in self.out]

    @cached_property
    def samples(self) -> list[Edge]:
        """For each number of a deed the first edge that does it."""
        found: list[Edge] = []
        for edge, deed in zip(self.edges, self.deeds, strict=True):
            if deed == len(found):
                found.append(edge)
        return found

    @cached_property
    def kinds(self) -> list[list[int]]:
        """The edges that do the same and restart the same clock: what one of them does for a control, all do."""
        found: dict[object, list[int]] = {}
        for number, (edge, deed) in enumerate(zip(self.edges, self.deeds, strict=True)):
            found.setdefault((deed, edge.does, edge.clock), []).append(number)
        return list(found.values())

    @cached_property
    def longest(self) -> int:
        """The longest time that a case can take as drawn, without waiting for people outside; 0 where it goes round."""
        times = [0] * len(self.nodes)
        for node in reversed(self.order or ()):
            for edge in (self.edges[number] for number in self.out[node]):
                times[node] = max(times[node], (0 if edge.outside else edge.minutes) + times[edge.target])
        return max(times, default=0)

    @cached_property
    def order(self) -> tuple[int, ...] | None:
        """The nodes in topological order, or None when they go round somewhere."""
        incoming = [0] * len(self.nodes)
        for edge in self.edges:
            incoming[edge.target] += 1
        waiting = deque(number for number, count in enumerate(incoming) if not count)
        found: list[int] = []
        while waiting:
            number = waiting.popleft()
            found.append(number)
            for out in self.out[number]:
                target = self.edges[out].target
                incoming[target] -= 1
                if not incoming[target]:
                    waiting.append(target)
        return tuple(found) if len(found) == len(incoming) else None

    def ends(self) -> Iterator[int]:
        """The nodes at which a case ends."""
        return (number for number, node in enumerate(self.nodes) if node.outcome)
