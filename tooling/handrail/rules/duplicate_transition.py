"""duplicate-transition."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Step, Table, Workflow
from handrail.rules import Example, Rule


class DuplicateTransition(Rule):
    """The same condition with the same way on stands twice in one step.

    The second one does nothing. Mostly it was copied to be changed, and the change was forgotten: a case that somebody
    thought of has no way of its own. Change the second one, or delete it.
    """

    group: ClassVar[str] = "graph"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when:
          parcel-weight: under 20
        go: pay
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
""",
            at="when:\n          parcel-weight: under 20\n        go: pay\n      - otherwise",
            says="Branch 2 of `who-decides` says the same as branch 1",
            instead="""\
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when:
          parcel-weight: under 5
        go: pay
      - when:
          parcel-weight: 5 to 20
        go: pay
      - otherwise: next
""",
            instead="""\
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look at branches, and at lists of tables."""
        for step in workflow.every_step():
            if step.branches:
                yield from self._branches(step)
            if len(step.when) > 1:
                yield from self._tables(step.when, step.place.at("when"), f"In `when` of `{step.id}`")
            if len(step.unless) > 1:
                yield from self._tables(step.unless, step.place.at("unless"), f"In `unless` of `{step.id}`")
            for number, branch in enumerate(step.branches, 1):
                yield from self._tables(branch.when, branch.place.at("when"), f"In branch {number} of `{step.id}`")

    def _branches(self, step: Step) -> Iterator[Finding]:
        for number, branch in enumerate(step.branches):
            for other in step.branches[:number]:
                same = (branch.kind, branch.when) == (other.kind, other.when)
                if same and branch.go == other.go:
                    first = step.branches.index(other) + 1
                    fact = f"Branch {number + 1} of `{step.id}` says the same as branch {first}."
                    yield self._twice(fact, branch.place, other.place)

    def _tables(self, tables: tuple[Table, ...], place: Place, where: str) -> Iterator[Finding]:
        for number, table in enumerate(tables):
            first = tables.index(table)
            if first < number:
                fact = f"{where} table {number + 1} says the same as table {first + 1}."
                yield self._twice(fact, place.at(number), place.at(first))

    def _twice(self, fact: str, place: Place, first: Place) -> Finding:
        hint = "Change it into what was meant, or delete it."
        return self.finding(fact, place, hint, related=(Related(first, "the first one"),))
