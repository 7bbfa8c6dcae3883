"""shadowed-branch."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.arrivals import Arrivals, Choice, arrivals, choices
from handrail.reasoning.single import decided_on
from handrail.reasoning.unasked import least_case
from handrail.rules import Example, Rule
from handrail.rules._cases import case_line


class ShadowedBranch(Rule):
    """Everything that a branch takes is taken by the branches above it already.

    Its author believes that these cases go there, and they go elsewhere. Mostly one above is too wide: narrow it, or
    delete the one below.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when: {parcel-weight: under 20}
        go: pay
      - when: {parcel-weight: under 5, jurisdiction: UK}
        go: inform
      - otherwise: next
      - unknown: next
""",
            at="when: {parcel-weight: under 5",
            says="Branch 2 of `who-decides` decides nothing: branch 1 takes all of its cases",
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
          - {parcel-weight: 5 to 19}
          - {parcel-weight: under 5, jurisdiction: [EU, elsewhere, unknown]}
        go: pay
      - when: {parcel-weight: under 5, jurisdiction: UK}
        go: inform
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
        """Take from what each branch takes what those above it take."""
        seen = arrivals(handbook, workflow)
        for choice in choices(handbook, workflow) if seen else ():
            if seen and not decided_on(choice.step, handbook):
                yield from self._shadowed(seen, choice)

    def _shadowed(self, seen: Arrivals, choice: Choice) -> Iterator[Finding]:
        for number, matched in enumerate(choice.matched):
            own = choice.arriving & matched
            above = [n for n in range(number) if (own & choice.matched[n]).satisfiable()]
            left = own & ~seen.machine.space.union(choice.matched[n] for n in above)
            if not own.satisfiable() or left.satisfiable():
                continue
            case = least_case(seen.machine, own, choice.arriving, choice.facts)
            numbers = words(str(n + 1) for n in above)
            takes = f"branch {numbers} takes" if len(above) == 1 else f"branches {numbers} take"
            yield self.finding(
                f"Branch {number + 1} of `{choice.step.id}` decides nothing: {takes} all of its cases.",
                choice.step.branches[number].place,
                "Narrow the branch above, or delete this one.",
                related=tuple(Related(choice.step.branches[n].place, "takes its cases") for n in above),
                witness=(case_line(case),),
            )
