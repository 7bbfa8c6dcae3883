"""What can happen at a step, whoever comes there: its ways on, each with what is done on it.

It is worked out once for a step and those who have the case, and shared by every place of every program at which the
step stands. Edges that share a deed also share its acts, so whoever looks at a program need not look at each edge.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.reasoning.doing import (
    answered_in,
    due_of,
    marks_of,
    minutes_of,
    passed_by,
    records_of,
    ways_of_answers,
)
from handrail.reasoning.graph import On
from handrail.reasoning.program import Act, Does
from handrail.reasoning.uses import OUTSIDE


class Deed(NamedTuple):
    """One thing that can happen at a step: where it leads (a name of its workflow), and the parts of its edge.

    `holder` is who has the case afterwards. `counted` is false where the step is passed by or had its rounds.
    """

    way: str
    on: On
    acts: tuple[Act, ...] = ()
    minutes: int = 0
    outside: bool = False
    label: str = ""
    passes: Names = ()
    performer: str = ""
    clock: str = ""
    does: bool = True
    holder: str = ""
    counted: bool = True


@lru_cache(maxsize=256)
def top_level(workflow: Workflow) -> Mapping[str, Step]:
    """The top-level steps of a workflow by name."""
    return {step.id: step for step in workflow.steps}


@lru_cache(maxsize=4096)
def deeds_of(
    handbook: Handbook, workflow: Workflow, name: str, holder: str, severity: str, *, often: bool
) -> tuple[Deed, ...]:
    """What can happen at a top-level step while somebody has the case, which has a severity.

    `often`: the step had all the rounds that `at-most` allows. What `run` and `together` begin is not here.
    """
    step = top_level(workflow)[name]
    do = _Doing(handbook, step, holder, severity)
    deeds = [*do.passed_by(), *([do.again()] if often else do.done())]
    return tuple(
        deed._replace(way=workflow.resolve(step, deed.way), performer=step.by or deed.holder) for deed in deeds
    )


class _Doing(NamedTuple):
    handbook: Handbook
    step: Step
    holder: str
    severity: str

    def passed_by(self) -> Iterator[Deed]:
        for acts in passed_by(self.step):
            yield Deed("next", On.PASSED_BY, acts, does=False, holder=self.holder, counted=False)

    def again(self) -> Deed:
        way = self.step.then or "next"
        return Deed(way, On.AGAIN, due_of(self.step), does=False, holder=self.holder, counted=False)

    def done(self) -> Iterator[Deed]:
        step = self.step
        match step.verb:
            case Verb.DO | Verb.TELL:
                yield self._deed(step.go or "next", On.DONE, records_of(step), self._minutes())
            case Verb.ASK:
                yield from self._asked()
            case Verb.DECIDE:
                for index, branch in enumerate(step.branches):
                    acts = (*due_of(step), Act(Does.DECIDE, values=(str(index),), step=step))
                    yield Deed(branch.go, On.BRANCH, acts, label=str(index), does=False, holder=self.holder)
            case Verb.ESCALATE:
                yield from self._escalated()
            case Verb.WAIT:
                yield from self._waited()

    def _deed(self, way: str, on: On, acts: tuple[Act, ...], minutes: int) -> Deed:
        marks = marks_of(self.handbook, self.step)
        return Deed(way, on, (*due_of(self.step), *acts), minutes, passes=marks, holder=self.holder)

    def _minutes(self) -> int:
        return minutes_of(self.handbook, self.step, self.holder)

    def _asked(self) -> Iterator[Deed]:
        step, facts = self.step, self.step.targets
        fresh = Act(Does.AGAIN if step.again else Does.ASK, facts)
        known: list[tuple[tuple[Act, ...], int]] = [((), self._minutes())]
        if not step.again:
            known = [
                ((Act(Does.KNOWN, facts),), 0),
                ((Act(Does.KNOWN, facts, truth=False),), self._minutes()),
            ]
        for before, minutes in known:
            if not step.answers:
                yield self._deed(step.go or "next", On.DONE, (*before, fresh, *records_of(step)), minutes)
            for way, answers in ways_of_answers(self.handbook, step).items():
                acts = (*before, fresh, Act(Does.IS, facts[:1], answers), *records_of(step))
                yield self._deed(way, On.ANSWER, acts, minutes)._replace(label=", ".join(answers))

    def _escalated(self) -> Iterator[Deed]:
        step = self.step
        promise, late = answered_in(self.handbook, step, self.severity)
        accepted = self._deed(step.go or "next", On.DONE, records_of(step), promise if step.if_no_answer else late)
        yield accepted._replace(holder=step.target)
        if step.if_no_answer:
            yield Deed(step.if_no_answer, On.NO_ANSWER, due_of(step), promise, holder=step.target)

    def _waited(self) -> Iterator[Deed]:
        step, minutes, outside = self.step, self._minutes(), self.step.target in OUTSIDE
        answered = self._deed(step.go or "next", On.DONE, records_of(step), minutes)
        yield answered._replace(outside=outside, clock=step.restarts)
        if step.if_no_answer:
            yield Deed(step.if_no_answer, On.NO_ANSWER, due_of(step), minutes, outside, holder=self.holder)


class Item(NamedTuple):
    """What a step does among others: the acts that let a case through to it, that pass it by, and that do it."""

    due: tuple[Act, ...]
    passed_by: tuple[tuple[Act, ...], ...]
    records: tuple[Act, ...]
    done: tuple[Act, ...]


@lru_cache(maxsize=4096)
def of_item(workflow: Workflow, name: str) -> Item:
    """The acts of a `together`, or of one of its items."""
    step = workflow.by_id[name]
    due, records = due_of(step), records_of(step)
    return Item(due, tuple(passed_by(step)), records, (*due, *records))


@lru_cache(maxsize=4096)
def calling(workflow: Workflow, name: str) -> tuple[Act, ...]:
    """What happens where a step begins to run another workflow."""
    step = workflow.by_id[name]
    return (*due_of(step), *(Act(Does.SET, (fact,), (value,)) for fact, value in step.settles.items()))
