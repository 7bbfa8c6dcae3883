"""overlapping-branches."""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.arrivals import Arrivals, Choice, arrivals, choices
from handrail.reasoning.single import decided_on
from handrail.reasoning.unasked import least_case
from handrail.rules import Example, Rule
from handrail.rules._cases import case_line, case_words, shown


class OverlappingBranches(Rule):
    """Two branches of a decision over several facts take the same case and lead elsewhere.

    Two people who follow the page to the letter then do two different things, and both are right. The order of branches
    does not count. Narrow one of the two, so that each case belongs to one branch; only cases that can really arrive
    are told.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when: {parcel-weight: under 20}
        go: pay
      - when: {jurisdiction: elsewhere}
        go: next
      - otherwise: next
      - unknown: next
""",
            at="when: {jurisdiction: elsewhere}",
            says="Branches 1 and 2 of `who-decides` both take `parcel-weight` 0 to 19 and `jurisdiction` elsewhere",
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
      - when: {parcel-weight: under 20, jurisdiction: [EU, UK]}
        go: pay
      - when: {jurisdiction: elsewhere}
        go: next
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
        """Intersect what each two branches take of what arrives."""
        seen = arrivals(handbook, workflow)
        for choice in choices(handbook, workflow) if seen else ():
            if seen and not decided_on(choice.step, handbook):
                yield from self._pairs(handbook, seen, choice)

    def _pairs(self, handbook: Handbook, seen: Arrivals, choice: Choice) -> Iterator[Finding]:
        branches = choice.step.branches
        for first, second in combinations(range(len(branches)), 2):
            both = choice.arriving & choice.matched[first] & choice.matched[second]
            if branches[first].go == branches[second].go or not both.satisfiable():
                continue
            if not (choice.arriving & choice.matched[second] & ~choice.matched[first]).satisfiable():
                continue  # nothing of it is left: shadowed-branch says so
            case = least_case(seen.machine, both, choice.arriving, choice.facts)
            way = seen.way_to(choice.step, both & seen.machine.space.exactly(case))
            yield self.finding(
                f"Branches {first + 1} and {second + 1} of `{choice.step.id}` both take {case_words(case)}.",
                branches[second].place,
                "Narrow one of the two.",
                related=(Related(branches[first].place, f"branch {first + 1} takes it, too"),),
                witness=(case_line(case),),
                walk=shown(handbook, seen.machine, way),
            )
