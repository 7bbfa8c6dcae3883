"""not-yet-in-force."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Sop
from handrail.ground.nearest import words
from handrail.rules import Example, Rule
from handrail.rules._sections import in_force

A_DAY = timedelta(days=1)
"""East of here it is tomorrow already."""
_SOP = "procedures/example/write-back.md"
_FIRST = "  - from: 2026-11-02\n"


class NotYetInForce(Rule):
    """An SOP whose only version begins in the future, while cases are worked by it today.

    Its workflow can be entered now, and everybody who follows it is sent to a page that says it holds from another day.
    Before that day nothing holds for them. Correct the date; or write `draft: yes` and let the workflow wait as well;
    or keep the version that holds until then as an older entry of `changes`.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "  - from: 2027-01-01\n",
            at="2027-01-01",
            file=_SOP,
            says="begins on 2027-01-01, and `write-back` leads people to it today",
            instead=_FIRST,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "  - from: 2027-01-01\n    what: The answer leaves on the same day.\n    approved-by: [duty-manager]\n"
            f"{_FIRST}",
            file=_SOP,
            instead=_FIRST,
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Look for a version that has begun."""
        dated = [change for change in sop.changes if change.starts]
        first = min((change.starts for change in dated if change.starts), default=None)
        if first is None or first <= handbook.as_of + A_DAY or not in_force(sop, handbook):
            return
        using = [workflow for workflow in handbook.workflows.values() if workflow.procedure == sop.id]
        if using:
            place = next(change.place for change in dated if change.starts == first)
            yield self.finding(
                f"The only version of `{sop.id}` begins on {first}, and "
                f"{words(f'`{workflow.id}`' for workflow in using)} leads people to it today.",
                place.at("from"),
                "Correct the date, or write `draft: yes` until that day.",
                related=tuple(Related(workflow.place.at("procedure"), "leads here") for workflow in using),
            )
