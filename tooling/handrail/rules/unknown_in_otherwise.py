"""unknown-in-otherwise."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Step, Workflow
from handrail.reasoning.graph import ways_from
from handrail.reasoning.single import Decision, decided_on
from handrail.rules import Example, Rule


class UnknownInOtherwise(Rule):
    """A decision has `otherwise` and no branch for unknown, as if not knowing were an answer.

    `otherwise` never takes unknown: an unknown age is not an adult's, and an unknown country is not one without duties.
    Say where unknown goes in a branch of its own, mostly where the person is safest, or name `unknown` among the
    answers of another branch.
    """

    group: ClassVar[str] = "decisions"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
        go: pay
      - otherwise: next
  hand-to-lead:
""",
            at="otherwise: next\n  hand-to-lead",
            says="When `parcel-weight` is unknown no branch of `who-decides` takes the case",
            instead="""\
        go: pay
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
  hand-to-lead:
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
        go: pay
      - otherwise: next
      - unknown: next
  hand-to-lead:
""",
            instead="""\
        go: pay
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
  hand-to-lead:
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for decisions over one fact that can be unknown and are silent about it."""
        for step in workflow.steps:
            decision = decided_on(step, handbook)
            if not decision or not decision.otherwise or decision.fact.always_known or "unknown" in decision.taken:
                continue
            yield self._silent(workflow, step, decision)

    def _silent(self, workflow: Workflow, step: Step, decision: Decision) -> Finding:
        fact, branch = decision.fact, decision.otherwise or step.branches[-1]
        first = ways_from(workflow)[step.id][0].written
        return self.finding(
            f"When `{fact.id}` is unknown no branch of `{step.id}` takes the case: `otherwise` never takes unknown.",
            branch.place.key("otherwise"),
            f"Add a line that says where unknown goes, here perhaps: - unknown: {first}",
            related=(Related(fact.place.key(), f"`{fact.id}` is declared here"),),
        )
