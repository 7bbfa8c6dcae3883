"""callee-overrun."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.duration import spoken
from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.budget import LateCall, Overrun, late_calls
from handrail.rules import Example, Rule
from handrail.rules._times import case_of


class CalleeOverrun(Rule):
    """A workflow that is run can take longer than its caller leaves it.

    Either the step says `within` and the workflow can take longer than that; or the workflow keeps its own promise to
    the last minute, and the caller then breaks its own. Teams plan by these promises, so they have to fit into each
    other. Shorten the one that is run, or give the caller more time.
    """

    group: ClassVar[str] = "time"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "workflows/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    run: write-back\n    within: 30 minutes\n",
            at="30 minutes\n    outcomes",
            says="`write-back` can take 1 h 5 min, and `inform` leaves it 30 minutes",
            instead="    run: write-back\n",
        ),
        Example(
            "    outcomes: # as it ended\n      told: next\n",
            at="write-back\n    outcomes",
            also={
                "workflows/example/write-back.yml": (
                    "procedure: write-back\n",
                    "procedure: write-back\nclose-within: 6 days\n",
                )
            },
            says="`write-back` promises 6 days",
            instead="    outcomes:\n      told: next\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example("    run: write-back\n    within: 2 hours\n", instead="    run: write-back\n"),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare what a call can take, and what it may take by its own promise, with what the caller leaves."""
        for call in late_calls(handbook, workflow):
            if isinstance(call.late, Overrun):
                yield self._promised(workflow, call, call.late) if call.own else self._slow(handbook, call, call.late)

    def _slow(self, handbook: Handbook, call: LateCall, late: Overrun) -> Finding:
        program = late.program
        inside = [
            edge
            for n in late.walk.edges[late.started :]
            for edge in (program.edges[n],)
            if edge.minutes and not edge.outside
        ]
        return self.finding(
            f"`{call.callee.id}` can take {spoken(late.minutes)}, and `{call.step.id}` leaves it"
            f" {call.promise.time.text}.",
            call.promise.place,
            f"Shorten `{call.callee.id}`, or give it more time.",
            related=tuple(Related(edge.step.place.key(), f"takes {spoken(edge.minutes)}") for edge in inside[:5]),
            witness=(
                case_of(late.walk),
                *(f"{edge.workflow}#{edge.step.id}  {spoken(edge.minutes)}" for edge in inside),
            ),
        )

    def _promised(self, workflow: Workflow, call: LateCall, late: Overrun) -> Finding:
        time = call.callee.close_within.text if call.callee.close_within else ""
        return self.finding(
            f"`{call.callee.id}` promises {time}. If it takes all of that, `{workflow.id}` can take"
            f" {spoken(late.minutes)}, and promises {call.promise.time.text}.",
            call.step.place.at("run"),
            f"Let `{call.callee.id}` promise less, or give `{workflow.id}` more time.",
            related=(
                Related(call.callee.place.at("close-within"), "what it promises"),
                Related(call.promise.place, "what the caller promises"),
            ),
            witness=(case_of(late.walk),),
        )
