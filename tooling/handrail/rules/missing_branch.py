"""missing-branch."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Answers, Handbook, Workflow
from handrail.ground.nearest import words
from handrail.ground.ranges import left_over
from handrail.reasoning.single import Decision, decided_on
from handrail.rules import Example, Rule


class MissingBranch(Rule):
    """A decision has no branch for some answers of the fact that it looks at.

    The person with such a case finds no way on and makes one up. Name every answer in one of the branches, or say
    `otherwise`; numbers must leave no hole between two ranges (`under 13`, `13 to 17`, `18 or over`).
    """

    group: ClassVar[str] = "decisions"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when:
          parcel-weight: under 20
        go: pay
      - when:
          parcel-weight: 25 or over
        go: next
      - unknown: next
""",
            at="branches:\n      - when:\n          parcel-weight",
            says="`who-decides` has no branch for `parcel-weight` 20 to 24",
            instead="""\
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when:
          parcel-weight: under 20
        go: pay
      - when:
          parcel-weight: 20 or over
        go: next
      - unknown: next
""",
            instead="""\
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Take what the branches name from the answers of the fact; `otherwise` takes the rest but unknown."""
        for step in workflow.steps:
            decision = decided_on(step, handbook)
            missing = left_over(decision.fact, decision.taken) if decision and not decision.otherwise else ()
            if decision and missing:
                yield self._hole(decision, missing)

    def _hole(self, decision: Decision, missing: tuple[str, ...]) -> Finding:
        fact, step = decision.fact, decision.step
        number = fact.kind is Answers.NUMBER and missing[0] != "unknown"
        witness = (f"{fact.id} = {missing[0].partition(' ')[0]}",) if number else ()
        return self.finding(
            f"`{step.id}` has no branch for `{fact.id}` {words(missing)}.",
            step.place.key("branches"),
            _hint(missing),
            related=(Related(fact.place.key("answers"), f"the answers of `{fact.id}`"),),
            witness=witness,
        )


def _hint(missing: tuple[str, ...]) -> str:
    unknown = "a line that says where unknown goes: - unknown: and the step."
    if missing == ("unknown",):
        return f"Add {unknown}"
    branch = f"Add a branch for {'it' if len(missing) == 1 else 'them'}, or `otherwise`"
    return f"{branch}, and {unknown}" if "unknown" in missing else f"{branch}."
