"""Where can one walk? The ways on of every step, and what follows from them. networkx lives here and nowhere else.

A workflow is a directed graph: its top-level steps are nodes, and so is everything else that a way can lead to (its
outcomes, other workflows, names that nothing has). Rings and shortest witnesses are networkx's, which takes long to
load: it is asked only where there is something to show.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from handrail.ground.finding import KeyPath, Place
from handrail.ground.model import Handbook, Kind, Names, Step, Team, Verb, Workflow

if TYPE_CHECKING:
    import networkx as nx


class Leads(StrEnum):
    """What a way leads to."""

    STEP = "step"
    OUTCOME = "outcome"
    ELSEWHERE = "elsewhere"
    """Another workflow, or a name that nothing has: the rules on names tell which."""
    NOWHERE = "nowhere"
    """Below the last step."""


class On(StrEnum):
    """What has to happen for a way to be taken."""

    DONE = "done"
    """The step is done, the case accepted, the question answered (where no answers are listed)."""
    ANSWER = "answer"
    OUTCOME = "outcome"
    BRANCH = "branch"
    NO_ANSWER = "no answer"
    AGAIN = "again"
    """`then`: the case came round more often than `at-most` allows."""
    PASSED_BY = "passed by"
    """`when` or `unless` say that the step is not done now."""


class Way(NamedTuple):
    """A way on from a step. `label` is the answer, the outcome (empty: any) or the branch's number it is taken on."""

    source: str
    target: str
    leads: Leads
    on: On
    label: str
    written: str
    """The name as the author wrote it, `next` too; empty when the step just leads to the one below."""
    step: Place
    keys: KeyPath = ()

    @property
    def place(self) -> Place:
        """Where the way is written: at the step itself when it just leads to the one below."""
        return self.step.at(*self.keys) if self.keys else self.step.key()


@lru_cache(maxsize=16)
def ways_of(workflow: Workflow) -> tuple[Way, ...]:
    """Every way on of every top-level step, in the order in which they are written."""
    leads = dict.fromkeys(workflow.outcomes, Leads.OUTCOME) | {"": Leads.NOWHERE}
    leads |= dict.fromkeys((step.id for step in workflow.steps), Leads.STEP)
    found = []
    for step in workflow.steps:
        for on, written, label, keys in _written(step):
            target = workflow.resolve(step, written or "next")
            how = leads.get(target, Leads.ELSEWHERE)
            found.append(Way(step.id, target, how, on, label, written, step.place, keys))
    return tuple(found)


@lru_cache(maxsize=16)
def ways_from(workflow: Workflow) -> Mapping[str, tuple[Way, ...]]:
    """The ways on by the step that they leave."""
    found: dict[str, list[Way]] = {step.id: [] for step in workflow.steps}
    for way in ways_of(workflow):
        found[way.source].append(way)
    return {step: tuple(ways) for step, ways in found.items()}


def _written(step: Step) -> Iterator[tuple[On, str, str, KeyPath]]:
    """What a step says about where it leads: on what, the name, the label, and the keys."""
    for answer, name in step.answers.items():
        yield On.ANSWER, name, answer, ("answers", answer)
    for number, branch in enumerate(step.branches):
        yield On.BRANCH, branch.go, str(number), ("branches", number, "go" if branch.kind == "when" else branch.kind)
    for outcome, name in step.outcomes.items():
        yield On.OUTCOME, name, outcome, ("outcomes", outcome) if outcome else ("outcomes",)
    if not (step.answers or step.branches or step.outcomes):
        yield On.DONE, step.go, "", ("go",) if step.go else ()
    if step.if_no_answer:
        yield On.NO_ANSWER, step.if_no_answer, "", ("if-no-answer",)
    if step.then:
        yield On.AGAIN, step.then, "", ("then",)
    if step.when or step.unless:
        yield On.PASSED_BY, "", "", ("when" if step.when else "unless",)


class Ring(NamedTuple):
    """Steps that lead back to the first of them, which is the earliest in the file."""

    steps: Names


@lru_cache(maxsize=16)
def _drawn(workflow: Workflow) -> "nx.DiGraph[str]":
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(step.id for step in workflow.steps)
    graph.add_edges_from((way.source, way.target) for way in ways_of(workflow) if way.target)
    return graph


@lru_cache(maxsize=16)
def _leads(workflow: Workflow) -> Mapping[str, frozenset[str]]:
    """What every step leads to."""
    return {step: frozenset(way.target for way in ways if way.target) for step, ways in ways_from(workflow).items()}


def _walk(starts: Iterable[str], leads: Mapping[str, Collection[str]]) -> set[str]:
    """Everything that can be walked to, the starts included. So plain, and asked so often, that it needs no library."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        fresh = [name for name in leads.get(waiting.pop(), ()) if name not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _goes_round(leads: Mapping[str, Collection[str]]) -> bool:
    """Whether one can come back to where one was. Most often not, and then nobody has to look for rings."""
    try:
        TopologicalSorter(leads).prepare()
    except CycleError:
        return True
    return False


@lru_cache(maxsize=16)
def reachable(workflow: Workflow) -> frozenset[str]:
    """Everything that can be walked to from the first step: steps, outcomes, other workflows."""
    return frozenset(_walk((step.id for step in workflow.steps[:1]), _leads(workflow)))


@lru_cache(maxsize=4096)
def beyond(workflow: Workflow, start: str) -> frozenset[str]:
    """Everything that can be walked to from a name, itself included."""
    return frozenset(_walk([start], _leads(workflow)))


@lru_cache(maxsize=16)
def can_end(workflow: Workflow) -> frozenset[str]:
    """The steps from which an outcome or another workflow can be reached."""
    found = {way.target for way in ways_of(workflow) if way.leads in (Leads.OUTCOME, Leads.ELSEWHERE)}
    leads = _leads(workflow)
    rest = [step.id for step in reversed(workflow.steps)]
    before = len(rest) + 1
    while 0 < len(rest) < before:  # from the last step up, so that one round is mostly enough
        before = len(rest)
        for step in rest:
            if not found.isdisjoint(leads[step]):
                found.add(step)
        rest = [step for step in rest if step not in found]
    return frozenset([step.id for step in workflow.steps if step.id in found])


def path(workflow: Workflow, start: str, goal: str) -> Names:
    """A shortest walk from one name to another, both included; empty when there is none."""
    import networkx as nx

    graph = _drawn(workflow)
    if start not in graph or goal not in graph or not nx.has_path(graph, start, goal):
        return ()
    return tuple(nx.shortest_path(graph, start, goal))


def rings(workflow: Workflow, without: frozenset[str] = frozenset()) -> tuple[Ring, ...]:
    """One shortest ring for each knot of steps that lead back to each other, steps in `without` taken out."""
    order = {step.id: place for place, step in enumerate(workflow.steps) if step.id not in without}
    leads = {step: targets & order.keys() for step, targets in _leads(workflow).items() if step in order}
    down = all(order[step] < order[target] for step, targets in leads.items() for target in targets)
    if down or not _goes_round(leads):
        return ()
    import networkx as nx

    graph = _drawn(workflow).subgraph(order)
    found = []
    for knot in nx.strongly_connected_components(graph):
        first = min(knot, key=order.__getitem__)
        if len(knot) > 1:
            inner = graph.subgraph(knot)
            back = min((nx.shortest_path(inner, after, first) for after in sorted(inner.successors(first))), key=len)
            found.append(Ring((first, *back[:-1])))
        elif graph.has_edge(first, first):
            found.append(Ring((first,)))
    return tuple(sorted(found, key=lambda ring: order[ring.steps[0]]))


@lru_cache(maxsize=4)
def runs(handbook: Handbook) -> Mapping[str, tuple[tuple[Workflow, Step], ...]]:
    """Who runs each workflow: its name -> the calling workflows with the step that runs it."""
    found: dict[str, list[tuple[Workflow, Step]]] = {}
    for workflow in handbook.workflows.values():
        for step in workflow.every_step():
            if step.verb is Verb.RUN:
                found.setdefault(step.target, []).append((workflow, step))
    return {name: tuple(callers) for name, callers in found.items()}


@lru_cache(maxsize=4)
def handed_to(handbook: Handbook) -> Mapping[str, tuple[Way, ...]]:
    """Who leads a case to each workflow for good: its name -> the ways that do."""
    found: dict[str, list[Way]] = {}
    for workflow in handbook.workflows.values():
        for way in ways_of(workflow) if _leaves(workflow) else ():
            if way.leads is Leads.ELSEWHERE and handbook.knows(Kind.WORKFLOW, way.target):
                found.setdefault(way.target, []).append(way)
    return {name: tuple(ways) for name, ways in found.items()}


def _leaves(workflow: Workflow) -> bool:
    """Whether a way leads to a name that is none of the workflow's own. Most workflows only run others."""
    named = set[str]()
    for step in workflow.steps:
        named.update((step.go, step.then, step.if_no_answer), step.answers.values(), step.outcomes.values())
        named.update([branch.go for branch in step.branches])
    return not named <= {"", "next", *workflow.outcomes, *[step.id for step in workflow.steps]}


@lru_cache(maxsize=4)
def led_to(handbook: Handbook) -> Mapping[str, frozenset[str]]:
    """The workflows that each workflow runs or leads to."""
    found = {name: set(others) for name, others in goes_on_in(handbook).items()}
    for name, callers in runs(handbook).items():
        for caller, _ in callers if name in handbook.workflows else ():
            found.setdefault(caller.id, set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


@lru_cache(maxsize=4)
def goes_on_in(handbook: Handbook) -> Mapping[str, frozenset[str]]:
    """The workflows to which each workflow leads a case for good."""
    files = {workflow.place.path: name for name, workflow in handbook.workflows.items()}
    found: dict[str, set[str]] = {}
    for name, ways in handed_to(handbook).items():
        for way in ways if name in handbook.workflows else ():
            found.setdefault(files[way.step.path], set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


@lru_cache(maxsize=4)
def connected(handbook: Handbook) -> Mapping[str, frozenset[str]]:
    """Each workflow with all that hang together with it: that it leads to or comes from, and so on."""
    beside: dict[str, set[str]] = {name: set() for name in handbook.workflows}
    for name, others in led_to(handbook).items():
        beside[name] |= others
        for other in others:
            beside[other].add(name)
    found: dict[str, frozenset[str]] = {}
    for name in beside:
        if name not in found:
            # by hand: every check asks this, and networkx takes longer to load than all of it
            group, waiting = {name}, [name]
            while waiting:
                fresh = beside[waiting.pop()] - group
                group |= fresh
                waiting += fresh
            found |= dict.fromkeys(group, frozenset(group))
    return found


@lru_cache(maxsize=4)
def run_rings(handbook: Handbook) -> tuple[Names, ...]:
    """Rings of workflows that run each other, each beginning with the first name in order."""
    called = {name: {caller.id for caller, _ in callers} for name, callers in runs(handbook).items()}
    if not _goes_round(called):
        return ()
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph((caller, name) for name, callers in called.items() for caller in callers)
    found = []
    for knot in nx.strongly_connected_components(graph):
        first = min(knot)
        if len(knot) > 1:
            inner = graph.subgraph(knot)
            back = min((nx.shortest_path(inner, after, first) for after in sorted(inner.successors(first))), key=len)
            found.append((first, *back[:-1]))
        elif graph.has_edge(first, first):
            found.append((first,))
    return tuple(sorted(found))


@lru_cache(maxsize=4)
def rings_across(handbook: Handbook) -> tuple[tuple[Way, ...], ...]:
    """Rings through several workflows that hand a case on to each other, no `at-most` on them: their ways in turn."""
    files = {name: workflow.place.path for name, workflow in handbook.workflows.items()}
    if not _goes_round(
        {files[name]: {way.place.path for way in ways} for name, ways in handed_to(handbook).items() if name in files}
    ):
        return ()
    import networkx as nx

    graph: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    for workflow in handbook.workflows.values():
        counted = {step.id for step in workflow.steps if step.at_most}
        for way in ways_of(workflow):
            after = _entered(way, workflow, handbook)
            if after and way.source not in counted:
                graph.add_edge((workflow.id, way.source), after, way=way)
    found = []
    for knot in nx.strongly_connected_components(graph):
        inner = graph.subgraph(knot)
        doors = [(tail, head) for tail, head in inner.edges if tail[0] != head[0]]
        if doors:
            tail, head = min(doors)
            walk = [tail, *nx.shortest_path(inner, head, tail)]
            found.append(tuple(inner.edges[pair]["way"] for pair in pairwise(walk)))
    return tuple(sorted(found, key=lambda ways: (ways[0].place.path, ways[0].source)))


def _entered(way: Way, workflow: Workflow, handbook: Handbook) -> tuple[str, str] | None:
    if way.leads is Leads.STEP:
        return workflow.id, way.target
    other = handbook.workflows.get(way.target)
    return (other.id, other.steps[0].id) if way.leads is Leads.ELSEWHERE and other and other.steps else None


def ladder(handbook: Handbook, team: str) -> tuple[tuple[Team, ...], bool]:
    """The rungs above a team, itself first, and whether the ladder comes back to itself."""
    rungs: list[Team] = []
    while team in handbook.teams and all(rung.id != team for rung in rungs):
        rungs.append(handbook.teams[team])
        team = rungs[-1].if_no_answer
    return tuple(rungs), any(rung.id == team for rung in rungs)
