"""silent-pass-by."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Step, Workflow
from handrail.reasoning.arrivals import Arrivals, arrivals, sound
from handrail.reasoning.regions import UNKNOWN, Region
from handrail.reasoning.unasked import least_case
from handrail.rules import Example, Rule
from handrail.rules._cases import case_line, shown


class SilentPassBy(Rule):
    """A step is passed by in a case in which something is unknown, and nobody has said that this is right.

    Unknown is where the worst cases hide: nobody can tell the age, so the step for children is left out. Say it on one
    side or the other: `when: {age: [child, unknown]}` does the step, `unless: {age: [adult, unknown]}` passes it by. A
    neighbour that takes unknown is enough: another step of the same `together`, or the one above or below.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "      jurisdiction: elsewhere\n",
            at="when:\n      jurisdiction: elsewhere",
            says="`ask-customs` is passed by when `jurisdiction` is unknown",
            instead="      jurisdiction: [elsewhere, unknown]\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "    unless:\n      jurisdiction: [EU, UK, unknown]\n",
            instead="    when:\n      jurisdiction: [elsewhere, unknown]\n",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for cases that a condition turns away although an answer to what is unknown could let them through."""
        seen = arrivals(handbook, workflow)
        if seen is None:
            return
        groups = [workflow.steps, *(step.items for step in workflow.steps)]
        for steps in groups:
            for number, step in enumerate(steps):
                if step.when and sound(handbook, (*step.when, *step.unless)):
                    near = steps if step not in workflow.steps else steps[max(number - 1, 0) : number + 2]
                    yield from self._silent(handbook, seen, step, tuple(other for other in near if other is not step))

    def _silent(self, handbook: Handbook, seen: Arrivals, step: Step, near: tuple[Step, ...]) -> Iterator[Finding]:
        machine, arriving, due = seen.machine, seen.at(step), seen.due(step)
        if not (arriving & due).satisfiable():
            return  # never done at all: constant-condition says so
        taken = machine.space.union((due, *(seen.due(other) for other in near if _says(other))))
        for fact in dict.fromkeys(name for table in step.when for name in table if name in machine.domains):
            silent = arriving & _could_be_due(seen, due, fact) & ~taken
            if not silent.satisfiable():
                continue
            facts = tuple(dict.fromkeys(name for table in (*step.when, *step.unless) for name in table))
            case = {fact: UNKNOWN, **least_case(machine, silent & machine.space.point(fact, UNKNOWN), arriving, facts)}
            yield self.finding(
                f"`{step.id}` is passed by when `{fact}` is unknown, and nothing says that this is right.",
                step.place.key("when"),
                f"Add `unknown` to `{fact}` so that the step is done; to pass it by, say so under `unless`.",
                witness=(case_line(case),),
                walk=shown(handbook, machine, seen.way_to(step, silent)),
            )


def _could_be_due(seen: Arrivals, due: Region, fact: str) -> Region:
    """The cases in which a fact is unknown and some answer to it would let them through."""
    space = seen.machine.space
    answered = due & ~space.point(fact, UNKNOWN)
    return space.drop(answered, frozenset({fact})) & space.point(fact, UNKNOWN)


def _says(step: Step) -> bool:
    """Whether a step says what it does with something unknown."""
    return any(UNKNOWN in values for table in step.when for values in table.values())
