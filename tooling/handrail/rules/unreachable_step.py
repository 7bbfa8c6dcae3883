"""unreachable-step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Step, Workflow
from handrail.ground.nearest import nearest
from handrail.reasoning.graph import Leads, beyond, reachable, ways_from, ways_of
from handrail.rules import Example, Rule
from handrail.rules._walks import said


@dataclass(frozen=True)
class UnreachableStep(Rule):
    """A step that no way from the first step leads to.

    It looks as if it were done, and it never is: often the step that protects somebody was left behind when the step
    above it got a `go`. Steps that lead only to each other count as unreachable too. Let a way lead to the step, or
    delete it.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
        by: helper
        within: 2 hours
    go: inform
  was-it-found:
""",
            at="was-it-found:\n    ask",
            says="No way leads to `was-it-found`",
            instead="""\
        by: helper
        within: 2 hours
  was-it-found:
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
        by: helper
        within: 2 hours
    go: next
  was-it-found:
""",
            instead="""\
        by: helper
        within: 2 hours
  was-it-found:
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Walk from the first step; report what is left, and of steps that follow each other only the first."""
        found = set(reachable(workflow))
        left = [step for step in workflow.steps if step.id not in found]
        found |= _meant(workflow) if left else set()
        for step in left:
            if step.id in found:
                continue
            others = [way for way in ways_of(workflow) if way.target == step.id]
            found |= beyond(workflow, step.id)
            if others:
                names = " and ".join(f"`{name}`" for name in dict.fromkeys(way.source for way in others))
                fact = f"`{step.id}` cannot be reached: only {names} leads to it, and nothing leads there."
            else:
                fact = f"No way leads to `{step.id}`."
            yield self.finding(fact, step.place.key(), self._hint(workflow, step), related=self._above(workflow, step))

    def _hint(self, workflow: Workflow, step: Step) -> str:
        above = _above(workflow, step)
        return f"`{above.id}`, the step above it, always leads elsewhere. Let a way lead to `{step.id}`, or delete it."

    def _above(self, workflow: Workflow, step: Step) -> tuple[Related, ...]:
        above = _above(workflow, step)
        ways = ways_from(workflow)[above.id]
        return tuple(Related(way.place, f"{said(way)} leads to `{way.target}`") for way in ways)


def _above(workflow: Workflow, step: Step) -> Step:
    """The step above one that cannot be reached: it is never the first."""
    return workflow.steps[workflow.steps.index(step) - 1]


def _meant(workflow: Workflow) -> set[str]:
    """What can be reached by ways whose name is a slip of the pen: that is said there."""
    names = [step.id for step in workflow.steps]
    slips = {nearest(way.target, names) for way in ways_of(workflow) if way.leads is Leads.ELSEWHERE}
    return {name for slip in slips if slip for name in beyond(workflow, slip)}
