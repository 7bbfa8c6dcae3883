"""sla-unbounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.budget import Endless, lateness, promise_of
from handrail.rules import Example, Rule
from handrail.rules._times import ring_names
from handrail.rules._walks import ring_words


@dataclass(frozen=True)
class SlaUnbounded(Rule):
    """A time is promised, and a ring of steps can make it take for ever.

    A promise with no bound under it is none: two teams can hand a case to each other until it is forgotten. Give a step
    of the ring `at-most`, and `then` with the step that follows when it was in vain. The ring can lie in a workflow
    that is run.
    """

    group: ClassVar[str] = "time"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  wait-for-van:
    wait: 1 day
    go: where-now
""",
            at="P3\n# Where",
            says="`lost-parcel` can take for ever, and P3 promises 7 days: where-now -> wait-for-van -> where-now",
            instead="""\
  wait-for-van:
    wait: 1 day
    at-most: 2 times # a ring needs an end:
    then: next # the time after that the case goes on here
    go: where-now
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example("    at-most: 2 times\n", instead="    at-most: 2 times # a ring needs an end:\n"),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for a promise above a program that goes round."""
        promise, late = promise_of(handbook, workflow), lateness(handbook, workflow)
        if promise and isinstance(late, Endless) and not _told_there(handbook, workflow, late):
            ring = ring_words(ring_names(late.ring, workflow.id))
            steps = {(edge.workflow, edge.step.id): edge.step.place.key() for edge in late.ring}
            whose = f"{promise.of} promises" if promise.of else "promises"
            yield self.finding(
                f"`{workflow.id}` can take for ever, and {whose} {promise.time.text}: {ring} has no bound.",
                promise.place,
                "Give a step of the ring `at-most` and `then`.",
                related=tuple(Related(place, "on the ring") for place in steps.values()),
            )


def _told_there(handbook: Handbook, workflow: Workflow, late: Endless) -> bool:
    """Whether the ring lies in a workflow that is run and that promises a time itself."""
    names = {edge.workflow for edge in late.ring}
    return workflow.id not in names and any(promise_of(handbook, handbook.workflows[name]) for name in names)
