"""value-gap."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.arrivals import Arrivals, Choice, arrivals, choices
from handrail.reasoning.single import decided_on
from handrail.reasoning.unasked import least_case
from handrail.rules import Example, Rule
from handrail.rules._cases import case_line, case_words, shown


class ValueGap(Rule):
    """A case can arrive at a decision over several facts, and no branch takes it.

    The person who has it finds no way on and makes one up. The finding names such a case in as few facts as say it: all
    others like it are missing, too. Only cases that can really arrive count, so nothing has to be covered that an
    earlier answer rules out. Add the case to a branch, or add `otherwise` and `unknown`.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when: {parcel-weight: under 20, jurisdiction: EU}
        go: pay
      - when: {parcel-weight: [20 or over, unknown]}
        go: next
""",
            at="branches:\n      - when: {parcel-weight: under 20",
            says="`who-decides` has no branch for `parcel-weight` 0 to 19 and `jurisdiction` UK",
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
      - when: {parcel-weight: under 20, jurisdiction: EU}
        go: pay
      - when:
          - {parcel-weight: [20 or over, unknown]}
          - {jurisdiction: [UK, elsewhere, unknown]}
        go: next
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
        """Take from what arrives at each decision what its branches take."""
        seen = arrivals(handbook, workflow)
        for choice in choices(handbook, workflow) if seen else ():
            gap = choice.arriving & choice.left
            if seen and not decided_on(choice.step, handbook) and gap.satisfiable():
                yield self._gap(handbook, seen, choice)

    def _gap(self, handbook: Handbook, seen: Arrivals, choice: Choice) -> Finding:
        gap = choice.arriving & choice.left
        case = least_case(seen.machine, gap, choice.arriving, choice.facts)
        way = seen.way_to(choice.step, gap & seen.machine.space.exactly(case))
        unknown = "unknown" in case.values()
        return self.finding(
            f"`{choice.step.id}` has no branch for {case_words(case)}.",
            choice.step.place.key("branches"),
            "Say where unknown goes: in a branch, or by `- unknown:` and the step."
            if unknown
            else "Add the case to a branch, or add `otherwise`.",
            witness=(case_line(case),),
            walk=shown(handbook, seen.machine, way),
        )
