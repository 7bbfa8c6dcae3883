"""What happens from each door? What is looked at although nobody asked, and the outcomes that workflows come back with.

One pass over the exact regions of each door's program, kept as plain facts: no diagram outlives it. Reads that the
program does not know of (what is handed over, what a team expects, what a message prints) are put on its edges, so that
nothing that they look at is forgotten on the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.reasoning.alone import TOO_MANY
from handrail.reasoning.compile import compile_program
from handrail.reasoning.graph import On, led_to
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Act, Does, Edge, Node, Program
from handrail.reasoning.regions import NEVER, TooComplexError, bounded
from handrail.reasoning.sight import Seen, Unasked, calls, missed, needs, tells
from handrail.reasoning.survey import surveyed_last
from handrail.reasoning.telling import stops
from handrail.reasoning.vocabulary import vocabulary
from handrail.reasoning.witness import Walk, shortest


@lru_cache(maxsize=4)
def seen_from_doors(handbook: Handbook) -> tuple[Seen, ...]:
    """What each door of a handbook leads to."""
    return tuple(seen_from(handbook, name) for name in handbook.workflows if is_door(handbook, name))


def is_door(handbook: Handbook, name: str) -> bool:
    """Whether cases begin at a workflow, and there is something to do for them."""
    return handbook.door(name) and bool(handbook.workflows[name].steps)


@lru_cache(maxsize=64)
def seen_from(handbook: Handbook, door: str) -> Seen:
    """What one door leads to. It is kept where everything was asked; else it is worked out anew, with the walks."""
    kept = recalled(handbook, door, "seen")
    if kept is not None:
        runs, returns, severities, known = (frozenset(map(tuple, each)) for each in kept)
        return Seen(door, (), runs, returns, severities, known)
    made = surveyed_last(handbook, door)
    found = (made.seen if made else None) or _seen(handbook, door)
    if not found.unasked and not found.why:
        told = [sorted(each) for each in (found.runs, found.returns, found.severities, found.known)]
        keep(handbook, told, door, "seen")
    return found


def _seen(handbook: Handbook, door: str) -> Seen:
    program = compile_program(handbook, door, lost=True)
    if not program.complete:
        return Seen(door, why=TOO_MANY)
    program = _with_reads(handbook, program)
    try:
        with bounded():
            machine = Machine(handbook, program, vocabulary(handbook, program))
            told = ((number, edge) for number, edge in enumerate(program.edges) if tells(edge))
            edges = [edge for number, edge in told if _taken(machine, number, edge)]
            runs = {(edge.workflow, edge.step.id) for edge in edges if calls(program, edge)}
            returns = {each for edge in edges for each in edge.returns}
            levels = {
                (edge.workflow, edge.step.id, program.nodes[edge.source].severity)
                for edge in edges
                if edge.step.verb is Verb.ESCALATE and edge.does
            }
            known: set[tuple[str, str]] = set()
            unasked = tuple(_unasked(machine, known))
            return Seen(door, unasked, frozenset(runs), frozenset(returns), frozenset(levels), frozenset(known))
    except TooComplexError as error:
        return Seen(door, why=str(error))


def _taken(machine: Machine, number: int, edge: Edge) -> bool:
    return machine.step(number, machine.reach[edge.source]).satisfiable()


# ---- what a step looks at


def _with_reads(handbook: Handbook, program: Program) -> Program:
    """The program in which edges also look at what a hand-over or a message needs."""
    needed: dict[tuple[str, str], Names] = {}
    known: dict[tuple[int, Names], tuple[Act, ...]] = {}

    def reading(edge: Edge) -> Edge:
        key = (edge.workflow, edge.step.id)
        if key not in needed:
            needed[key] = tuple(dict.fromkeys(fact for fact, _, _ in needs(handbook, edge.step)))
        facts = needed[key]
        if not (facts and edge.does):
            return edge
        if (id(edge.acts), facts) not in known:  # no table: it holds always, and its facts count as looked at
            known[id(edge.acts), facts] = (Act(Does.MATCH, facts), *edge.acts)
        return edge._replace(acts=known[id(edge.acts), facts])

    return replace(program, edges=tuple(reading(edge) for edge in program.edges))


# ---- what nobody asked


def _unasked(machine: Machine, known: set[tuple[str, str]]) -> Iterator[Unasked]:
    """What nobody asked; what some case knows is noted in `known`."""
    for (workflow, _), (step, nodes) in _by_step(machine.program).items():
        arriving = {node: machine.reach[node] for node in nodes if machine.reach[node].satisfiable()}
        for fact, wants, place, region in missed(machine, step) if arriving else ():
            asked = machine.space.all & ~machine.space.point(fact, NEVER)
            if (workflow, fact) not in known and any((here & asked).satisfiable() for here in arriving.values()):
                known.add((workflow, fact))
            goals = {node: met for node, here in arriving.items() if (met := here & region).satisfiable()}
            walk = shortest(machine, goals) if goals else None
            if walk is not None:
                yield _told(machine, Unasked(machine.program.door, workflow, step, fact, wants, place), walk)


def _by_step(program: Program) -> Mapping[tuple[str, str], tuple[Step, tuple[int, ...]]]:
    """Each step with the nodes at which it begins."""
    found: dict[tuple[str, str], tuple[Step, dict[int, None]]] = {}
    for edge in program.edges:
        if not program.nodes[edge.source].came_back:
            found.setdefault((edge.workflow, edge.step.id), (edge.step, {}))[1][edge.source] = None
    return {key: (step, tuple(nodes)) for key, (step, nodes) in found.items()}


def _told(machine: Machine, unasked: Unasked, walk: Walk) -> Unasked:
    """The same with its walk, and with the place at which the case was last led into the step's workflow."""
    program = machine.program
    edges = [program.edges[number] for number in walk.edges]
    way = stops(machine.handbook, program, walk) if edges else ()
    here = program.nodes[edges[-1].target] if edges else program.nodes[0]
    for edge in reversed(edges):
        if not _inside(program.nodes[edge.source], here):
            verb = edge.step.verb.value
            place = edge.place.at(verb) if edge.step.verb is Verb.RUN else _way_on(edge, here.workflow)
            return unasked._replace(walk=way, caller=edge.workflow, entered=place)
    return unasked._replace(walk=way)


def _inside(node: Node, here: Node) -> bool:
    """Whether a node lies in the same run of a workflow as another one, or in what that runs."""
    return node.frames[: len(here.frames)] == here.frames and (
        len(node.frames) > len(here.frames) or node.workflow == here.workflow
    )


def _way_on(edge: Edge, workflow: str) -> Place:
    """Where a step says that the case goes on in another workflow."""
    step = edge.step
    if edge.on is On.ANSWER:
        first = edge.label.partition(", ")[0]
        return step.place.at("answers", first if first in step.answers else "otherwise")
    if edge.on is On.BRANCH:
        branch = step.branches[int(edge.label)]
        return branch.place.at("go" if branch.kind == "when" else branch.kind)
    if edge.on is On.NO_ANSWER:
        return step.place.at("if-no-answer")
    if edge.on is On.AGAIN:
        return step.place.at("then")
    return step.place.at("go") if step.go == workflow else step.place.key()


def occurring(handbook: Handbook, workflow: Workflow, step: Step) -> frozenset[str] | None:
    """The outcomes with which a step's `run` really comes back, from any door; None where nobody can tell."""
    returned = _returned(handbook)
    return None if returned is None else returned.get((workflow.id, step.id))


@lru_cache(maxsize=4)
def _returned(handbook: Handbook) -> Mapping[tuple[str, str], frozenset[str]] | None:
    """The steps that some case runs a workflow at, each with the outcomes it really comes back with."""
    every = seen_from_doors(handbook)
    if any(seen.why for seen in every):
        return None
    found: dict[tuple[str, str], set[str]] = {run: set() for seen in every for run in seen.runs}
    for workflow, step, outcome in (each for seen in every for each in seen.returns):
        found.get((workflow, step), set()).add(outcome)
    return {run: frozenset(outcomes) for run, outcomes in found.items()}


def onward(handbook: Handbook, name: str) -> Iterator[Workflow]:
    """A workflow with all that it runs or leads to, and so on."""
    seen, waiting = {name}, [name]
    while waiting:
        workflow = handbook.workflows.get(waiting.pop())
        if workflow is not None:
            yield workflow
            fresh = led_to(handbook).get(workflow.id, frozenset()) - seen
            waiting += sorted(fresh)
            seen |= fresh
