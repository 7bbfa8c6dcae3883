"""A workflow by itself: every state that it can be in, whatever its callers know."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from handrail.ground.model import Handbook, Step, Table, Verb, Workflow
from oracle.walks import NEVER, Facts, Marks, Spot, TooManyError, World, answers_of, begin, moves

Key = tuple[tuple[str, ...], str, str, int]


@dataclass
class Lone:
    """What can arrive at each step, and how the workflow can end."""

    world: World
    arrivals: dict[Key, set[tuple[Facts, Marks]]] = field(default_factory=lambda: defaultdict(set))
    outcomes: set[str] = field(default_factory=set)


def lone(handbook: Handbook, workflow: Workflow, most: int) -> Lone:
    """Walk through every state of a workflow and of those that it runs; another workflow is an end."""
    steps = [step for flow in _run_by(handbook, workflow) for step in flow.every_step()]
    told = {name for step in steps for name in _facts(handbook, step)}
    looked = sorted({name for step in steps for table in tables_of(step) for name in table} - set(handbook.facts))
    world = World(handbook, tuple(name for name in handbook.facts if name in told), follow=False)
    found = Lone(world)
    first = begin(world, workflow.id)
    seen: set[tuple[Spot, Facts, Marks]] = set()
    waiting = [(first, facts, marks) for facts, marks in _openings(world, workflow, looked)]
    while waiting:
        state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        if len(seen) > most:
            raise TooManyError
        spot, facts, marks = state
        if spot.outcome:
            found.outcomes.add(spot.outcome)
        elif spot.side is None and not spot.came_back:
            found.arrivals[spot.key].add((facts, marks))
        following = moves(world, spot, facts, marks)
        waiting += [(event.to, event.facts, marks | (event.passes & frozenset(looked))) for event in following]
    return found


def led_to(handbook: Handbook, workflow: Workflow) -> bool:
    """Whether another workflow runs this one or leads cases to it."""
    for other in handbook.workflows.values():
        for step in other.every_step():
            ways = [step.go, step.if_no_answer, step.then, *step.answers.values(), *step.outcomes.values()]
            ways += [branch.go for branch in step.branches]
            if workflow.id in ways or (step.verb is Verb.RUN and step.target == workflow.id):
                return True
    return False


def tables_of(step: Step) -> Iterator[Table]:
    """Every table that a step looks at."""
    yield from step.when
    yield from step.unless
    for branch in step.branches:
        yield from branch.when


def _run_by(handbook: Handbook, workflow: Workflow) -> list[Workflow]:
    found = [workflow]
    for flow in found:
        called = (handbook.workflows[step.target] for step in flow.every_step() if step.verb is Verb.RUN)
        found += [other for other in dict.fromkeys(called) if other not in found]
    return found


def _facts(handbook: Handbook, step: Step) -> Iterator[str]:
    if step.verb is Verb.ASK:
        yield from step.targets
    yield from step.records
    yield from step.settles
    for table in tables_of(step):
        yield from (name for name in table if name in handbook.facts)


def _openings(world: World, workflow: Workflow, looked: list[str]) -> Iterator[tuple[Facts, Marks]]:
    """At a door that nobody leads to, what a door knows; anywhere else, anything may be known and done."""
    free = led_to(world.handbook, workflow) or not workflow.starts_when
    known = []
    for name in world.names:
        fact = world.handbook.facts[name]
        never = () if fact.at_first else (NEVER,)
        if free:
            known.append((*never, *answers_of(fact)))
        else:
            known.append(answers_of(fact) if name in workflow.given else (fact.at_first or NEVER,))
    done = [frozenset(some) for size in range(len(looked) + 1) for some in combinations(looked, size)]
    yield from product(product(*known), done if free else done[:1])
