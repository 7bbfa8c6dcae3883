"""What has to be known first? The facts that a workflow looks at before it has asked them, on some way as drawn."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from handrail.ground.model import Handbook, Names, Step, Table, Verb, Workflow
from handrail.reasoning.graph import Leads, On, ways_from
from handrail.reasoning.uses import about_mark


class Needs(NamedTuple):
    """The facts that must be known before, in the order in which they are used, and those known wherever it ends."""

    first: Names = ()
    settled: frozenset[str] = frozenset()
    at: tuple[tuple[str, str], ...] = ()
    """Those facts that the workflow itself looks at, each with the first step in the list that does.

    The others are needed only by workflows that the case may go on to.
    """


def needs(handbook: Handbook, workflow: Workflow) -> Needs:
    """What a workflow needs to know and what is known after it."""
    return _every(handbook).get(workflow.id) or _of(handbook, workflow, _every(handbook))


@lru_cache(maxsize=4)
def _every(handbook: Handbook) -> Mapping[str, Needs]:
    """The needs of each workflow, those that it runs or leads to before it; a ring of them is cut where it is met."""
    done: dict[str, Needs] = {}
    for start in handbook.workflows:
        waiting, begun = [start], set[str]()
        while waiting:
            name = waiting[-1]
            fresh = [other for other in _others(handbook, name) if other not in done and other not in begun]
            begun.add(name)
            if fresh and name not in done:
                waiting += fresh
                continue
            waiting.pop()
            if name not in done:
                done[name] = _of(handbook, handbook.workflows[name], done)
    return done


def _others(handbook: Handbook, name: str) -> list[str]:
    workflow = handbook.workflows[name]
    found = [step.target for step in workflow.every_step() if step.verb is Verb.RUN]
    found += [way.target for ways in ways_from(workflow).values() for way in ways if way.leads is Leads.ELSEWHERE]
    return [other for other in found if other in handbook.workflows]


def _of(handbook: Handbook, workflow: Workflow, done: Mapping[str, Needs]) -> Needs:
    known = _known(workflow, done)
    steps = {step.id: step for step in workflow.steps}
    wanted: dict[str, None] = {}
    at: dict[str, str] = {}
    for name, before in known.items():
        for fact in _reads(handbook, steps[name], done):
            if fact not in before and not (fact in handbook.facts and handbook.facts[fact].at_first):
                wanted[fact] = None
                at.setdefault(fact, name)
        for way in ways_from(workflow)[name]:
            if way.leads is Leads.ELSEWHERE and way.target in done:
                after = before | _settles(steps[name], done)
                wanted |= {fact: None for fact in done[way.target].first if fact not in after}
    ends = [
        known[name] | (frozenset() if way.on is On.PASSED_BY else _settles(steps[name], done))
        for name in known
        for way in ways_from(workflow)[name]
        if way.leads is Leads.OUTCOME
    ]
    return Needs(tuple(wanted), frozenset.intersection(*ends) if ends else frozenset(), tuple(at.items()))


def _known(workflow: Workflow, done: Mapping[str, Needs]) -> dict[str, frozenset[str]]:
    """The facts that are known at each step, whichever drawn way leads there."""
    if not workflow.steps:
        return {}
    steps = {step.id: step for step in workflow.steps}
    first = workflow.steps[0].id
    known = {first: frozenset(workflow.given)}
    waiting = [first]
    while waiting:
        name = waiting.pop()
        for way in ways_from(workflow)[name]:
            if way.leads is not Leads.STEP:
                continue
            after = known[name] | (frozenset() if way.on in (On.PASSED_BY, On.AGAIN) else _settles(steps[name], done))
            merged = known[way.target] & after if way.target in known else after
            if known.get(way.target) != merged:
                known[way.target] = merged
                waiting.append(way.target)
    order = {step.id: place for place, step in enumerate(workflow.steps)}
    return dict(sorted(known.items(), key=lambda pair: order[pair[0]]))


def _settles(step: Step, done: Mapping[str, Needs]) -> frozenset[str]:
    """What is known once a step is done. An item that is passed by settles nothing for sure."""
    found = set(step.records) | (set(step.targets) if step.verb is Verb.ASK else set())
    if step.verb is Verb.RUN:
        found |= set(step.settles) | (done[step.target].settled if step.target in done else frozenset())
    for item in step.items:
        if not (item.when or item.unless):
            found |= _settles(item, done)
    return frozenset(found)


def _reads(handbook: Handbook, step: Step, done: Mapping[str, Needs]) -> Iterator[str]:
    for table in (*step.when, *step.unless, *(table for branch in step.branches for table in branch.when)):
        yield from _facts(handbook, table)
    if step.verb is Verb.RUN and step.target in done:
        yield from (fact for fact in done[step.target].first if fact not in step.settles)
    for item in step.items:
        yield from _reads(handbook, item, done)


def _facts(handbook: Handbook, table: Table) -> Iterator[str]:
    return (name for name, accepted in table.items() if not about_mark(name, accepted, handbook))
