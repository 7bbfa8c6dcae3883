"""dead-end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import Leads, On, path, ways_of
from handrail.rules import Example, Rule
from handrail.rules._walks import numbered, said


@dataclass(frozen=True)
class DeadEnd(Rule):
    """A step after which nothing follows, although the workflow has not ended.

    The person on the case is left standing: the last step of a workflow does not lead on by itself. Every way through a
    workflow must lead to one of its outcomes, or on to another workflow. Say where the step leads with `go`.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  write-down:
    do: Write down what happened and close the case
    within: 15 minutes
    marks: [close]
""",
            at="write-down:\n    do",
            says="Nothing follows `write-down`",
            instead="""\
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
  write-down:
    do: Write down what happened and close the case
    within: 15 minutes
    marks: [close]
    go: closed
""",
            instead="""\
  write-down:
    do: Write down what happened and close the case
    within: 15 minutes
    marks: [close]
    go: closed
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for ways that lead below the last step."""
        lost = [way for way in ways_of(workflow) if way.leads is Leads.NOWHERE]
        if not lost:
            return
        step = workflow.by_id[lost[0].source]
        simply = any(way.on is On.DONE for way in lost)
        when = "" if simply else f" on {' or '.join(said(way) for way in lost)}"
        ends = ", ".join(workflow.outcomes)
        yield self.finding(
            f"Nothing follows `{step.id}`{when}: it is the last step and leads to no outcome.",
            step.place.key() if simply else lost[0].place,
            f"Add `go:` with an outcome of this workflow: {ends}." if simply else f"Lead to an outcome: {ends}.",
            related=tuple(Related(way.place, "so does this way") for way in lost[1:]),
            witness=numbered(workflow, path(workflow, workflow.steps[0].id, step.id)),
        )
