"""overlapping-values."""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Branch, Handbook, Names, Step, Workflow
from handrail.ground.ranges import taken_by_both
from handrail.reasoning.single import Decision, decided_on
from handrail.rules import Example, Rule


class OverlappingValues(Rule):
    """Two branches of a decision, or two answers to a question, take the same number or the same answer.

    Two people who follow the page to the letter then do two different things, and both are right. The order of branches
    does not count: each answer belongs to one of them. Take it out of the other.
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
          parcel-weight: 15 or over
        go: next
      - unknown: next
""",
            at="15 or over",
            says="Branches 1 and 2 of `who-decides` both take `parcel-weight` 15",
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
          parcel-weight: under 15
        go: pay
      - when:
          parcel-weight: 15 or over
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
        """Compare each two branches of a decision over one fact, answer by answer."""
        for step in workflow.every_step():
            yield from self._answers(step, handbook)
        for step in workflow.steps:
            decision = decided_on(step, handbook)
            for first, second in combinations(decision.branches, 2) if decision else ():
                both = [
                    (one, two, answer) for one in first[1] for two in second[1] if (answer := _both(decision, one, two))
                ]
                if decision and both and (first[0].when, first[0].go) != (second[0].when, second[0].go):
                    yield self._overlap(decision, first[0], second[0], both[0])

    def _answers(self, step: Step, handbook: Handbook) -> Iterator[Finding]:
        """Two answers to one question that take the same number and lead to two places."""
        fact = handbook.facts.get(step.target)  # only a question about one fact has answers
        for (one, here), (two, there) in combinations(step.answers.items(), 2) if fact else ():
            both = taken_by_both(fact, one, two) if fact and here != there else ""
            if both:
                yield self.finding(
                    f"The answers `{one}` and `{two}` of `{step.id}` both take {both}, and lead to two places.",
                    step.place.key("answers", two),
                    "Take it out of one of the two.",
                    related=(Related(step.place.key("answers", one), "this answer takes it, too"),),
                    witness=(f"{step.target} = {both}",),
                )

    def _overlap(self, decision: Decision, first: Branch, second: Branch, both: tuple[str, str, str]) -> Finding:
        step, fact = decision.step, decision.fact
        numbers = [step.branches.index(branch) + 1 for branch in (first, second)]
        same = " and lead to the same step" if first.go == second.go else ""
        return self.finding(
            f"Branches {numbers[0]} and {numbers[1]} of `{step.id}` both take `{fact.id}` {both[2]}{same}.",
            _row(second, decision, both[1]),
            "Take it out of one of the two.",
            related=(Related(_row(first, decision, both[0]), f"branch {numbers[0]} takes it, too"),),
            witness=(f"{fact.id} = {both[2]}",),
        )


def _both(decision: Decision | None, one: str, two: str) -> str:
    return taken_by_both(decision.fact, one, two) if decision else ""


def _row(branch: Branch, decision: Decision, answer: str) -> Place:
    if branch.kind == "unknown":
        return branch.place.key("unknown")
    number = next(place for place, table in enumerate(branch.when) if answer in table[decision.fact.id])
    values: Names = branch.when[number][decision.fact.id]
    return branch.place.at("when", number, decision.fact.id, values.index(answer))
