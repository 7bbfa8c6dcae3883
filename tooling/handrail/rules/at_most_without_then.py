"""at-most-without-then."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class AtMostWithoutThen(Rule):
    """A step says how often it may come round and not where the case goes after that, or the other way round.

    `at-most` alone leaves the person on the case standing when the last round was in vain; `then` alone never happens.
    Write both: how often, and what follows, mostly somebody higher up.
    """

    group: ClassVar[str] = "graph"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    wait: 1 day
    at-most: 2 times
    go: where-now
""",
            at="2 times",
            says="`wait-for-van` may come round 2 times, and nothing says where the case goes after that",
            instead="""\
    wait: 1 day
    at-most: 2 times # a ring needs an end:
    then: next # the time after that the case goes on here
    go: where-now
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    wait: 1 day
    at-most: 2 times
    then: next
    go: where-now
""",
            instead="""\
    wait: 1 day
    at-most: 2 times # a ring needs an end:
    then: next # the time after that the case goes on here
    go: where-now
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for one of the two words without the other."""
        for step in workflow.every_step():
            if bool(step.at_most) == bool(step.then):
                continue
            if step.at_most:
                often = f"{step.at_most} {'time' if step.at_most == 1 else 'times'}"
                fact = f"`{step.id}` may come round {often}, and nothing says where the case goes after that."
                hint = "Add `then:` with the step or outcome that follows."
                yield self.finding(fact, step.place.at("at-most"), hint)
            else:
                fact = f"`{step.id}` has `then` without `at-most`, so `{step.then}` never follows."
                yield self.finding(fact, step.place.at("then"), "Add `at-most:`, such as 2 times.")
