"""callee-outcome-unhandled."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Related
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.ground.nearest import listing, nearest, words
from handrail.reasoning.doors import occurring
from handrail.reasoning.graph import path, reachable
from handrail.rules import Example, Rule
from handrail.rules._walks import numbered


class CalleeOutcomeUnhandled(Rule):
    """A workflow that is run can end in a way that the caller does not lead on, or the other way round.

    The case comes back and nobody knows what to do: often it is the bad end that was added later, such as evidence that
    could not be kept. Name every outcome that can occur here with the step that follows, or one way for all (`outcomes:
    next`). Names under `outcomes` are those of the workflow that is run.
    """

    group: ClassVar[str] = "calls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    across: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "workflows/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      told: next
      kept: waiting
  write-down:
""",
            at="outcomes:\n      told",
            says="`write-back` can end in `not-reached`, and `inform` does not say what follows",
            instead="""\
      told: next
      kept: waiting
      not-reached: next
  write-down:
""",
        ),
        Example(
            """\
      told: next
      kept: waiting
      not-reached: next
      unreached: next
""",
            at="unreached:",
            says="`write-back` has no outcome `unreached`: not-reached, kept, told",
            instead="""\
      told: next
      kept: waiting
      not-reached: next
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      told: next
      kept: waiting
      not-reached: closed
""",
            instead="""\
      told: next
      kept: waiting
      not-reached: next
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare the outcomes that each `run` names with those that the workflow can reach."""
        for step in workflow.every_step():
            callee = handbook.workflows.get(step.target) if step.verb is Verb.RUN else None
            if not callee:
                continue
            item = step not in workflow.steps
            if "" not in step.outcomes and (step.outcomes or not item):
                yield from self._unhandled(handbook, workflow, step, callee)
            for outcome in step.outcomes:
                if outcome and outcome not in callee.outcomes:
                    yield self._none(step, callee, outcome)
            for outcome, way in step.outcomes.items() if item else ():
                if way != "next":
                    yield self._leaves(step, outcome, way)

    def _unhandled(self, handbook: Handbook, workflow: Workflow, step: Step, callee: Workflow) -> Iterator[Finding]:
        slips = {nearest(name, callee.outcomes) for name in step.outcomes if name not in callee.outcomes}
        missing = [
            name for name in callee.outcomes if name in reachable(callee) and name not in {*step.outcomes, *slips}
        ]
        occurs = occurring(handbook, workflow, step) if missing else None
        missing = [name for name in missing if occurs is None or name in occurs]
        if missing:
            ends = words((f"`{name}`" for name in missing), "or")
            yield self.finding(
                f"`{callee.id}` can end in {ends}, and `{step.id}` does not say what follows.",
                step.place.key("outcomes") if step.outcomes else step.place.at("run"),
                f"Add {words(f'`{name}:`' for name in missing)} with the step that follows."
                if step.outcomes
                else "Add `outcomes: next`, or every outcome with the step that follows.",
                related=tuple(Related(callee.outcomes[name].place.key(), "an end of it") for name in missing),
                witness=numbered(callee, path(callee, callee.steps[0].id, missing[0])),
            )

    def _none(self, step: Step, callee: Workflow, outcome: str) -> Finding:
        near, place = nearest(outcome, callee.outcomes), step.place.key("outcomes", outcome)
        return self.finding(
            f"`{callee.id}` has no outcome `{outcome}`: {listing(callee.outcomes, near)}.",
            place,
            f"Write `{near}`." if near and near not in step.outcomes else "Delete it, or write one of these.",
            related=(Related(callee.place.key("outcomes"), f"the outcomes of `{callee.id}`"),),
            fix=Fix(f"Write `{near}`", (Edit(place, near),)) if near and near not in step.outcomes else None,
        )

    def _leaves(self, step: Step, outcome: str, way: str) -> Finding:
        fact = f"`{step.id}` leads to `{way}`, but what is done together leads on together."
        place = step.place.at("outcomes", *([outcome] if outcome else []))
        return self.finding(fact, place, "Write `outcomes: next`, or run it in a step of its own.")
