"""unknown-outcome."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Place, Related
from handrail.ground.model import Handbook, Workflow
from handrail.ground.nearest import listing, nearest
from handrail.reasoning.graph import goes_on_in
from handrail.rules import Example, Rule


class UnknownOutcome(Rule):
    """`left-open` or a scenario names an outcome that the workflow does not have.

    A case that ends open and that nobody has is lost; a scenario that expects an end which does not exist proves
    nothing. Write one of the names under `outcomes`, or declare it there.
    """

    group: ClassVar[str] = "calls"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
left-open:
  waits: support
""",
            at="waits:",
            says="`lost-parcel` has no outcome `waits`: waiting, closed",
            instead="""\
left-open:
  waiting: support
""",
        ),
        Example(
            """\
    expect:
      ends: wating
""",
            at="wating",
            file="scenarios/lost-parcel.yml",
            says="`lost-parcel` has no outcome `wating`",
            instead="""\
    expect:
      ends: waiting
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    expect:
      ends: waiting
""",
            file="scenarios/lost-parcel.yml",
            instead="""\
    expect:
      ends: waiting
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look at the names under `left-open`."""
        for outcome in workflow.left_open:
            if outcome not in workflow.outcomes:
                yield self._none(workflow, outcome, workflow.place.key("left-open", outcome))

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at the ends that scenarios expect; a case may go on in other workflows and end there."""
        for scenario in handbook.scenarios.values():
            workflow = handbook.workflows.get(scenario.id)
            for case in scenario.cases if workflow and handbook.asks_about(scenario.place.path) else ():
                if not workflow or not case.ends or case.ends in workflow.outcomes:
                    continue
                if case.ends not in ends_of(handbook, workflow):
                    yield self._none(workflow, case.ends, case.place.at("expect", "ends"))

    def _none(self, workflow: Workflow, outcome: str, place: Place) -> Finding:
        near = nearest(outcome, workflow.outcomes)
        return self.finding(
            f"`{workflow.id}` has no outcome `{outcome}`: {listing(workflow.outcomes, near)}.",
            place,
            f"Write `{near}`." if near else "Write one of them, or declare it under `outcomes`.",
            related=(Related(workflow.place.key("outcomes"), f"the outcomes of `{workflow.id}`"),),
            fix=Fix(f"Write `{near}`", (Edit(place, near),)) if near else None,
        )


def ends_of(handbook: Handbook, workflow: Workflow) -> frozenset[str]:
    """The outcomes of a workflow and of every workflow that a case can go on to from there."""
    found, waiting = {workflow.id}, [workflow.id]
    while waiting:
        fresh = goes_on_in(handbook).get(waiting.pop(), frozenset()) - found
        found |= fresh
        waiting += fresh
    return frozenset(outcome for name in found for outcome in handbook.workflows[name].outcomes)
