"""too-complex-to-prove."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.arrivals import why_not
from handrail.reasoning.budget import GaveUp, late_calls, late_marks, late_minutes, lateness
from handrail.reasoning.doors import is_door, onward, seen_from, seen_from_doors
from handrail.rules import Example, Part, Rule


@dataclass(frozen=True)
class TooComplexToProve(Rule):
    """A workflow that outgrew what can be proven: nothing is claimed about its facts, its time or its outcomes.

    The rules that look at every way stay silent about it, and silence must not look like a proof. It happens when many
    rings with high counts lie inside each other, because how often each of them was gone round is part of every
    situation, or when very many facts hang together. Lower `at-most`, give the inner part a workflow of its own that is
    run, or cut facts that decide nothing.
    """

    group: ClassVar[str] = "graph"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
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
        """Ask whether the workflow by itself stayed inside the bounds, and the questions about its time."""
        why = why_not(handbook, workflow)
        if why:
            yield self._outgrown(workflow, why, f"`{workflow.id}`")
            return
        times = (lateness(handbook, workflow), *(call.late for call in late_calls(handbook, workflow)))
        for late in times:
            if isinstance(late, GaveUp):
                yield self._outgrown(workflow, late.why, f"the time of `{workflow.id}`")
                return

    def work_ahead(self, handbook: Handbook, workflow: Workflow, _part: Part) -> None:
        """Walk all cases through the workflow by itself, and from its door."""
        why_not(handbook, workflow)
        if is_door(handbook, workflow.id):
            seen_from(handbook, workflow.id)
            late_minutes(handbook, workflow.id)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Ask the same of what each door leads to, where each workflow by itself stayed inside them."""
        for seen in seen_from_doors(handbook):
            door = handbook.workflows[seen.door]
            if any(why_not(handbook, each) for each in onward(handbook, seen.door)):
                continue
            open_ = None in late_minutes(handbook, seen.door).values()
            lates = late_marks(handbook, seen.door) if open_ else ()
            late = next((late for _, _, late in lates if isinstance(late, GaveUp)), None)
            if seen.why:
                yield self._outgrown(door, seen.why, f"all that can follow from the door of `{door.id}`")
            elif late:
                yield self._outgrown(door, late.why, f"what {door.severity} promises from the door of `{door.id}`")

    def _outgrown(self, workflow: Workflow, why: str, what: str) -> Finding:
        return self.finding(
            f"Too much can happen here, so nothing is proven about {what}: {why}.",
            workflow.place.key("title"),
            "Lower `at-most`, or give a part of it a workflow of its own.",
        )
