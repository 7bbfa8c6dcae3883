"""Where the engine and the oracle do not agree, in words. Everything that the engine claims is asked here."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product

from handrail.ground.model import Control, Handbook, Step, Verb
from handrail.reasoning.alone import alone, from_door
from handrail.reasoning.longest import Question, Seed, longest, worst
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge, Node, Program
from handrail.reasoning.proof import Counterexample, prove
from handrail.reasoning.proof import Verdict as Claim
from handrail.reasoning.regions import NEVER as NEVER_ASKED
from handrail.reasoning.regions import OFF, ON, Region
from handrail.reasoning.survey import survey
from handrail.reasoning.vocabulary import mark_bit, vocabulary
from handrail.reasoning.witness import Walk, shortest
from oracle.judge import Judge, Verdict, verdicts
from oracle.lone import Key, Lone, lone, tables_of
from oracle.walks import NEVER, EndlessError, Event, Facts, History, Marks, World, answers_of, chosen, histories, takes

MOST = 4000
"""How many events of a door, and states of a workflow, a test has time for."""


def disagreements(handbook: Handbook) -> Iterator[str]:
    """Everything about which the two do not agree. Where a case can go round for ever, only regions are compared."""
    for workflow in handbook.workflows.values():
        if workflow.starts_when:
            with suppress(EndlessError):
                yield from _door(handbook, workflow.id)
        found = lone(handbook, workflow, 5 * MOST)
        yield from _by_itself(handbook, found, alone(handbook, workflow), f"{workflow.id} by itself")


# ---- regions


def _by_itself(handbook: Handbook, found: Lone, machine: Machine, where: str) -> Iterator[str]:
    ends = {machine.program.nodes[end].outcome for end in machine.program.ends() if machine.reach[end].satisfiable()}
    if ends != found.outcomes:
        yield f"{where}: ends {sorted(ends)}, oracle {sorted(found.outcomes)}"
    yield from _regions(handbook, found, machine, where)


def _regions(handbook: Handbook, found: Lone, machine: Machine, where: str) -> Iterator[str]:
    reached: dict[Key, Region] = {}
    for node, region in zip(machine.program.nodes, machine.reach, strict=True):
        if node.step and not node.item and not node.came_back and region.satisfiable():
            key = _key(node)
            reached[key] = reached.get(key, machine.space.none) | region
    if reached.keys() != found.arrivals.keys():
        yield f"{where}: reaches {sorted(reached)}, oracle {sorted(found.arrivals)}"
    for key in reached.keys() & found.arrivals.keys():
        step = found.world.steps[key[1], key[2]]
        read = sorted(
            {name for name in _read(step, key[3]) if name in machine.domains or mark_bit(name) in machine.space.values}
        )
        arriving = {_seen(found.world, facts, marks, read) for facts, marks in found.arrivals[key]}
        for case in product(*(_values(handbook, name) for name in read)):
            exactly = _exactly(machine, read, case) & reached[key]
            told = f"{where}: {'.'.join(key[0])} {key[1]}#{key[2]} with {dict(zip(read, case, strict=True))}"
            if exactly.satisfiable() != (case in arriving):
                yield f"{told}: {'reached' if exactly.satisfiable() else 'not reached'} by the engine only"
            elif exactly.satisfiable() and step.verb is Verb.DECIDE and len(read) >= len(_read(step, 0)):
                yield from _decision(found, machine, step, dict(zip(read, case, strict=True)), told)


def _decision(found: Lone, machine: Machine, step: Step, case: dict[str, str], told: str) -> Iterator[str]:
    facts = tuple(case.get(name, NEVER) for name in found.world.names)
    marks = frozenset(name for name, value in case.items() if value == "done")
    region = _exactly(machine, list(case), tuple(case.values()))
    takes_ = [n for n, branch in enumerate(machine.decision(step)) if (branch & region).satisfiable()]
    if takes_ != chosen(found.world, step, facts, marks):
        yield f"{told}: the engine takes branches {takes_}, oracle {chosen(found.world, step, facts, marks)}"
    if (machine.undecided(step) & region).satisfiable() != (not takes_):
        yield f"{told}: undecided and branches {takes_}"


def _key(node: Node) -> Key:
    calls = tuple(f"{frame.workflow}#{frame.step}" for frame in node.frames)
    return calls, node.workflow, node.step, dict(node.counts).get(node.step, 0)


def _read(step: Step, rounds: int) -> set[str]:
    """What a step looks at itself; once its rounds are over, only whether it is done."""
    if step.at_most is not None and rounds >= step.at_most:
        return {name for table in (*step.when, *step.unless) for name in table}
    found = {name for table in tables_of(step) for name in table}
    return found | (set(step.targets) if step.verb is Verb.ASK and not step.again else set())


def _seen(world: World, facts: Facts, marks: Marks, read: list[str]) -> tuple[str, ...]:
    return tuple(
        world.value(facts, name) if name in world.spots else "done" if name in marks else "not-done" for name in read
    )


def _values(handbook: Handbook, name: str) -> tuple[str, ...]:
    fact = handbook.facts.get(name)
    return (NEVER, *answers_of(fact)) if fact else ("done", "not-done")


def _exactly(machine: Machine, read: list[str], case: tuple[str, ...]) -> Region:
    region = machine.space.all
    for name, value in zip(read, case, strict=True):
        if name not in machine.domains:
            region = region & machine.space.point(mark_bit(name), ON if value == "done" else OFF)
        else:
            region = region & machine.space.point(name, _cell(machine, name, value))
    return region


def _cell(machine: Machine, name: str, value: str) -> str:
    """The engine's answer for one of the oracle's, which counts numbers one by one."""
    if value == NEVER:
        return NEVER_ASKED
    fact = machine.handbook.facts[name]
    return next(answer for answer in machine.domains[name].answers if takes(fact, answer, value))


# ---- from a door


def _door(handbook: Handbook, door: str) -> Iterator[str]:
    world = World(handbook, tuple(handbook.facts))
    cases = list(histories(world, door, MOST))
    machine = from_door(handbook, door)
    found = Lone(world)
    ends: dict[tuple[str, str], int] = {}
    for history in cases:
        spots = [event.to for event in history.events]
        first = (history.facts[0], history.marks[0])
        found.arrivals[(), door, handbook.workflows[door].steps[0].id, 0].add(first)
        for number, spot in enumerate(spots, 1):
            if spot.outcome:
                found.outcomes.add(spot.outcome)
                end = spot.workflow, spot.outcome
                ends[end] = min(number, ends.get(end, number))
            elif spot.side is None and not spot.came_back:
                found.arrivals[spot.key].add((history.facts[number], history.marks[number]))
    yield from _by_itself(handbook, found, machine, f"door {door}")
    yield from _walks_to(machine, Judge(world, door), cases, ends)
    if machine.order is not None:  # where it is drawn as if it could go round for ever, the engine claims no time
        yield from _times(handbook, door, machine, cases)
    yield from _controls(handbook, door, Judge(world, door), cases)


def _walks_to(machine: Machine, judge: Judge, cases: list[History], ends: dict[tuple[str, str], int]) -> Iterator[str]:
    for (workflow, outcome), fewest in ends.items():
        goals = {
            number: machine.reach[number]
            for number, node in enumerate(machine.program.nodes)
            if (node.workflow, node.outcome) == (workflow, outcome)
        }
        walk = shortest(machine, goals)
        if walk is None or len(walk.edges) != fewest:
            yield f"door {judge.door}: {outcome} after {walk and len(walk.edges)} events, oracle {fewest}"
        elif not list(replayed(judge.world, machine.program, machine, walk, cases)):
            yield f"door {judge.door}: the walk to {outcome} cannot happen"


# ---- times


def _times(handbook: Handbook, door: str, machine: Machine, cases: list[History]) -> Iterator[str]:
    ended = [history for history in cases if not history.stuck]
    slowest = max((_ours(history.events) for history in ended), default=None)
    found = worst(machine)
    if (found and found.minutes) != slowest:
        yield f"door {door}: takes {found and found.minutes} minutes, oracle {slowest}"
    if found and not any(
        _ours(history.events) == found.minutes
        for history in replayed(judge_world(handbook), machine.program, machine, found.walk, ended)
    ):
        yield f"door {door}: the slowest walk cannot happen"
    for mark in sorted({mark for history in cases for mark in history.marks[-1]}):
        slowest = max(_ours(_until(mark, history)) for history in cases)
        words = vocabulary(handbook, machine.program, marks=(mark,))
        seen = Machine(handbook, machine.program, words)
        stay = seen.space.point(mark_bit(mark), OFF)
        late = longest(seen, [Seed(0, seen.start)], Question(stay=stay))
        if (late and late.minutes) != slowest:
            yield f"door {door}: {mark} after {late and late.minutes} minutes, oracle {slowest}"


def judge_world(handbook: Handbook) -> World:
    """A world of all facts."""
    return World(handbook, tuple(handbook.facts))


def _ours(events: Iterable[Event]) -> int:
    return sum(event.minutes for event in events if not event.outside)


def _until(mark: str, history: History) -> Iterator[Event]:
    for event in history.events:
        yield event
        if mark in event.passes:
            return


# ---- controls


def _controls(handbook: Handbook, door: str, judge: Judge, cases: list[History]) -> Iterator[str]:
    proof = prove(handbook, door)
    found = verdicts(judge, cases, handbook.controls)
    for result in proof.results:
        verdict = found[result.control]
        told = f"door {door}: {result.control}"
        arises = survey(handbook, door).arises[result.control]
        if arises != verdict.workflows:
            yield f"{told} arises in {sorted(arises)}, oracle {sorted(verdict.workflows)}"
        if result.verdict is Claim.NOT_PROVEN and from_door(handbook, door).order is None:
            continue
        if result.verdict.value != verdict.words:
            yield f"{told} is {result.verdict.value}, oracle {verdict.words} ({verdict.shortest}, {verdict.late})"
        elif result.counterexample:
            yield from _counterexample(
                judge, proof.program, handbook.controls[result.control], result.counterexample, verdict, cases
            )


def _counterexample(
    judge: Judge,
    program: Program,
    control: Control,
    shown: Counterexample,
    verdict: Verdict,
    cases: list[History],
) -> Iterator[str]:
    told = f"door {judge.door}: {control.id}"
    late = bool(shown.minutes)
    entry = next((n for n, asked in enumerate(control.require) if asked.place == shown.place), len(control.require))
    if late and verdict.shortest is not None:
        yield f"{told} is late, oracle wrong after {verdict.shortest} events"
    elif not late and len(shown.walk.edges) != verdict.shortest:
        yield f"{told} is wrong after {len(shown.walk.edges)} events, oracle {verdict.shortest}"
    elif late and shown.minutes != verdict.late.get(entry):
        yield f"{told} is late after {shown.minutes} minutes, oracle {verdict.late.get(entry)}"
    replays = list(replayed(judge.world, program, None, shown.walk, cases))
    if not replays:
        yield f"{told}: the walk cannot happen: {_walk_words(program, shown.walk)} {dict(shown.walk.case)}"
    elif not any(
        (fault.entry, fault.events, fault.late, fault.minutes) == (entry, len(history.events), late, shown.minutes)
        for history in replays
        for fault in judge.faults(control, history)
    ):
        yield f"{told}: the walk does not show what is wrong with entry {entry} ({shown.minutes}): {_walk_words(program, shown.walk)} {dict(shown.walk.case)}"


def _walk_words(program: Program, walk: Walk) -> list[str]:
    edges = (program.edges[number] for number in walk.edges)
    return [f"{edge.workflow}#{edge.step.id} {edge.on.value} {edge.label}" for edge in edges]


def replayed(
    world: World, program: Program, machine: Machine | None, walk: Walk, cases: list[History]
) -> Iterator[History]:
    """The beginnings of histories that a walk tells, with the facts that it names.

    Items of a `together` that are passed by come at no time of their own: they are left out of the comparison.
    """
    edges = [program.edges[number] for number in walk.edges]
    items = {
        (flow.id, item.id) for flow in world.handbook.workflows.values() for step in flow.steps for item in step.items
    }
    told = [_of_edge(program, edge) for edge in edges]
    spoken = [each for each in told if each.done or (each.workflow, each.step) not in items]
    for history in cases:
        happened = [_of_event(event) for event in history.events]
        kept = [n for n, each in enumerate(happened) if each.done or (each.workflow, each.step) not in items]
        kept = kept[: len(spoken)]
        if [happened[number] for number in kept] != spoken:
            continue
        length = kept[-1] + 1 if kept else 0
        known = history.facts[: length + 1]
        if all(_was(world, name, value, known) for name, value in walk.case.items()):
            yield History(history.events[:length], known, history.marks[: length + 1], history.stuck)


@dataclass(frozen=True, slots=True)
class _Happened:
    """What an edge and an event have in common: the step, whether it was done, its time, and where it led."""

    workflow: str
    step: str
    done: bool
    minutes: int
    outside: bool
    target: tuple[str, str, str, int]


def _of_edge(program: Program, edge: Edge) -> _Happened:
    node = program.nodes[edge.target]
    target = (node.workflow, node.step, node.outcome, len(node.frames))
    return _Happened(edge.workflow, edge.step.id, edge.does, edge.minutes, edge.outside, target)


def _of_event(event: Event) -> _Happened:
    target = (event.to.workflow, event.to.step, event.to.outcome, len(event.to.calls))
    return _Happened(event.workflow, event.step.id, event.did, event.minutes, event.outside, target)


def _was(world: World, name: str, told: str, known: tuple[Facts, ...]) -> bool:
    fact = world.handbook.facts[name]
    return any(value != NEVER and takes(fact, told, value) for value in (world.value(facts, name) for facts in known))
