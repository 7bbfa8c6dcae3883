"""too-complex-to-prove."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.arrivals import why_not
from handrail.reasoning.doors import onward, seen_from_doors
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class TooComplexToProve(Rule):
    """A workflow that outgrew what can be proven: nothing is claimed about its facts, its time or its outcomes.

    The rules that look at every way stay silent about it, and silence must not look like a proof. It happens when many
    rings with high counts lie inside each other, because how often each of them was gone round is part of every
    situation, or when very many facts hang together. Lower `at-most`, give the inner part a workflow of its own that is
    run, or cut facts that decide nothing.
    """

    group: ClassVar[str] = "graph"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      delayed: wait-for-van
      lost: wait-for-train
      unknown: search
  read-proof:
    do: Read the proof of delivery and note who took the parcel
    by: helper # a role; left out, it is the team that has the case
    within: 15 minutes
    records:
      parcel-found: yes
    go: inform
  wait-for-train:
    wait: 1 day
    at-most: 900 times
    then: search
    go: where-now
  wait-for-van:
    wait: 1 day
    at-most: 900 times
""",
            at="title: Find a lost parcel",
            says="nothing is proven about `lost-parcel`",
            instead="""\
      delayed: wait-for-van
      lost: search
      unknown: search
  read-proof:
    do: Read the proof of delivery and note who took the parcel
    by: helper # a role; left out, it is the team that has the case
    within: 15 minutes
    records:
      parcel-found: yes
    go: inform
  wait-for-van:
    wait: 1 day
    at-most: 2 times # a ring needs an end:
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example("    at-most: 2 times\n", instead="    at-most: 2 times # a ring needs an end:\n"),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Ask whether the workflow by itself stayed inside the bounds."""
        why = why_not(handbook, workflow)
        if why:
            yield self._outgrown(workflow, why, "")

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Ask whether what each door leads to stayed inside them, where each workflow by itself did."""
        for seen in seen_from_doors(handbook):
            if seen.why and not any(why_not(handbook, each) for each in onward(handbook, seen.door)):
                yield self._outgrown(handbook.workflows[seen.door], seen.why, " from its door on")

    def _outgrown(self, workflow: Workflow, why: str, what: str) -> Finding:
        return self.finding(
            f"Too much can happen here, so nothing is proven about `{workflow.id}`{what}: {why}.",
            workflow.place.key("title"),
            "Lower `at-most`, or give a part of it a workflow of its own.",
        )
