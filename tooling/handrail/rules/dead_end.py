"""dead-end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import Leads, ways_of
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class DeadEnd(Rule):
    """A step after which nothing follows, although the workflow has not ended.

    The person on the case is left standing: the last step of a workflow does not lead on by itself. Every way through a
    workflow must lead to one of its outcomes, or on to another workflow. Say where the step leads with `go`.
    """

    group: ClassVar[str] = "graph"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
title: Find a lost parcel
summary: From the first question to an answer.
procedure: lost-parcel
starts-when: Somebody misses a parcel.
team: support
severity: P2
outcomes:
  answered: The person has an answer
steps:
  look:
    do: Look the parcel up
    within: 10 minutes
  answer:
    do: Tell the person where the parcel is
    within: 1 hour
""",
            at="answer:\n    do: Tell",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
title: Find a lost parcel
summary: From the first question to an answer.
procedure: lost-parcel
starts-when: Somebody misses a parcel.
team: support
severity: P2
outcomes:
  answered: The person has an answer
steps:
  look:
    do: Look the parcel up
    within: 10 minutes
  answer:
    do: Tell the person where the parcel is
    within: 1 hour
    go: answered
"""
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for ways that lead below the last step."""
        for way in ways_of(workflow):
            if way.leads is not Leads.NOWHERE:
                continue
            step = workflow.by_id[way.source]
            yield self.finding(
                f"Nothing follows `{step.id}`: it is the last step and leads to no outcome.",
                step.place.key(),
                f"Add `go:` with an outcome of this workflow: {', '.join(workflow.outcomes)}.",
            )
            return
