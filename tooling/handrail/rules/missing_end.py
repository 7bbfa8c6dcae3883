"""missing-end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import Leads, ways_of
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class MissingEnd(Rule):
    """A workflow in which no way leads to an outcome or to another workflow.

    Nobody who follows it ever comes to an end, so no case is ever closed and no person hears how it ended. Let at least
    one way lead to one of the names under `outcomes`, mostly the last step with `go`.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      kept: next
      not-reached: next
  write-down:
    do: Write down what happened and close the case
    within: 15 minutes
    marks: [close]
    go: look-up-parcel
""",
            at="Find a lost parcel\nsummary",
            says="no way leads to an end",
            instead="""\
      kept: waiting
      not-reached: next
  write-down:
    do: Write down what happened and close the case
    within: 15 minutes
    marks: [close]
    go: closed
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    marks: [close]
    go: closed
""",
            instead="""\
    marks: [close]
    go: closed
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for one way out; a way that leads nowhere is the fault of that step alone."""
        if not workflow.steps or any(way.leads is not Leads.STEP for way in ways_of(workflow)):
            return
        ends = ", ".join(workflow.outcomes)
        yield self.finding(
            f"In `{workflow.id}` no way leads to an end: every step leads to another step.",
            workflow.place.at("title"),
            f"Let the last step lead to an outcome: `go:` with one of {ends}." if ends else "Declare `outcomes`.",
        )
