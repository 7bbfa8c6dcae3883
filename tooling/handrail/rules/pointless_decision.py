"""pointless-decision."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Verb, Workflow
from handrail.reasoning.graph import On, ways_from
from handrail.rules import Example, Rule


class PointlessDecision(Rule):
    """A decision that decides nothing: there is one way on, or all answers lead to the same step.

    Readers look for the difference and find none, and each decision costs them attention at 03:00. Where only the
    answer matters, leave `answers` out: the case then knows it and goes on below. Where something was forgotten, give
    the answer its own way.
    """

    group: ClassVar[str] = "graph"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when:
          parcel-weight: under 20
        go: next
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
""",
            at="who-decides:",
            says="Whatever `who-decides` decides, the case goes to `hand-to-lead`",
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
          parcel-weight: under 10
        go: pay
      - otherwise: next
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
        """Compare where the answers and branches of each step lead."""
        for step in workflow.steps:
            if not step.answers and not step.branches:
                continue
            ways = [way for way in ways_from(workflow)[step.id] if way.on in (On.ANSWER, On.BRANCH)]
            targets = {way.target for way in ways}
            if len(targets) != 1:
                continue
            where = f"`{ways[0].target}`" if ways[0].target else "no step"
            asked = step.verb is Verb.ASK
            what = "is answered" if asked else "decides"
            fact = f"Whatever {'' if asked else f'`{step.id}` '}{what}{f' at `{step.id}`' if asked else ''}"
            yield self.finding(
                f"{fact}, the case goes to {where}.",
                step.place.key(),
                "Leave `answers` out" + (f" and write `go: {ways[0].written}`." if ways[0].written != "next" else ".")
                if asked
                else "Delete the step, or give one of the branches another way.",
                related=tuple(Related(way.place, "leads there") for way in ways),
            )
