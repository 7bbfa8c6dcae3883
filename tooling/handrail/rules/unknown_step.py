"""unknown-step."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Kind, Workflow
from handrail.ground.nearest import nearest
from handrail.reasoning.graph import Leads, ways_of
from handrail.rules import Example, Rule
from handrail.rules._names import of_workflow, rename, what_it_is
from handrail.rules._walks import said


class UnknownStep(Rule):
    """A way leads to a name that no step, no outcome and no workflow has.

    Whoever has the case is sent nowhere, mostly because of a slip of the pen or because a step got a new name. A way
    leads to a step of the same workflow, to `next`, to one of the outcomes, or to another workflow, always by its name
    and never by its heading. When a step gets a new name, give it `formerly: [old-name]`, so that old links still work.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      yes: infrom
      no: next
""",
            at="infrom",
            says="`infrom`, which is no step, no outcome and no workflow; the nearest is `inform`",
            instead="""\
      yes: inform
      no: next
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      yes: inform
      no: next
""",
            instead="""\
      yes: inform
      no: next
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for ways on, and words about other steps, whose name nothing has."""
        for way in ways_of(workflow):
            if way.leads is Leads.ELSEWHERE and not handbook.knows(Kind.WORKFLOW, way.target):
                names = [*(step.id for step in workflow.steps), *workflow.outcomes]
                lead = f"In `{way.source}` {said(way)} leads to"
                yield self._unknown(workflow, handbook, (lead, way.target, way.place), names)
        for step in workflow.every_step():
            other = step.by_other_than
            if other and other not in workflow.by_id:
                offender = (f"`{step.id}` wants another person than at", other, step.place.at("by-other-than"))
                yield self._unknown(workflow, handbook, offender, list(workflow.by_id))

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at the steps that scenarios and metrics name."""
        everywhere = {step for workflow in handbook.workflows.values() for step in workflow.by_id}
        for scenario in handbook.scenarios.values():
            for case in scenario.cases:
                for number, name in enumerate(case.no_answer):
                    offender = (f"In the case `{case.id}` nobody answers at", name, case.place.at("no-answer", number))
                    if name not in everywhere and not handbook.lost(
                        Kind.WORKFLOW
                    ):  # the case may pass through other workflows
                        yield from self._elsewhere(scenario.id, handbook, offender)
        for metric in handbook.metrics.values():
            for written, key in ((metric.starts, "from"), (metric.ends, "to")):
                workflow, _, step = written.partition("#")
                yield from self._elsewhere(workflow, handbook, (f"`{metric.id}` counts", step, metric.place.at(key)))

    def _elsewhere(self, name: str, handbook: Handbook, offender: tuple[str, str, Place]) -> Iterator[Finding]:
        workflow = handbook.workflows.get(name)
        if workflow and offender[1] and offender[1] not in workflow.by_id:
            yield self._unknown(workflow, handbook, offender, list(workflow.by_id))

    def _unknown(
        self, workflow: Workflow, handbook: Handbook, offender: tuple[str, str, Place], names: list[str]
    ) -> Finding:
        lead, name, place = offender
        renamed = next((step.id for step in workflow.every_step() if name in step.formerly), "")
        anywhere = any(outcome in names for outcome in workflow.outcomes)
        near = renamed or nearest(name, [*names, *(handbook.workflows if anywhere else ())])
        other = what_it_is(handbook, name)
        fact = (
            f"is called `{renamed}` now"
            if renamed
            else f"is {other}, and no step of `{workflow.id}`"
            if other
            else ("is no step, no outcome and no workflow" if anywhere else f"is no step of `{workflow.id}`")
            + (f"; the nearest is `{near}`" if near else "")
        )
        related = (Related(of_workflow(workflow, near), f"`{near}` stands here"),) if near in names else ()
        places = "a step, an outcome or a workflow" if anywhere else f"a step of `{workflow.id}`"
        hint = f"Write `{near}`." if near else f"Name {places}, or write the step."
        return self.finding(
            f"{lead} `{name}`, which {fact}.", place, hint, related=related, fix=rename(place, near, safe=bool(renamed))
        )
