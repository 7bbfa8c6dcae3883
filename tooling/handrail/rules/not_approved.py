"""not-approved."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Sop
from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file

_BODY = "## Purpose\n\nTo say when it comes.\n"


class NotApproved(Rule):
    """A change that nobody approved, or nobody but the page's own owner.

    A second pair of eyes is what makes a procedure the company's and not one team's. The newest change of an SOP names
    under `approved-by` the teams or roles that agreed, at least one of them other than the owner. Changes of
    `kind: editorial` need no approval, and a draft needs none yet.
    """

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_BODY, changes="\n  - from: 2026-11-02\n    what: Search twice."), at="from: 2026-11-02", file=PAGE
        ),
        Example(
            sop_file(_BODY, changes="\n  - from: 2026-11-02\n    what: Search twice.\n    approved-by: [team-lead]"),
            at="[team-lead]",
            file=PAGE,
            says="owner",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file(_BODY), file=PAGE),
        Example(
            sop_file(
                _BODY,
                changes="\n  - from: 2026-11-09\n    what: Shorter sentences.\n    kind: editorial\n"
                "  - from: 2026-11-02\n    what: Search twice.\n    approved-by: [duty-manager]",
            ),
            file=PAGE,
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Look at the newest change that means something."""
        newest = next((change for change in sop.changes if change.material), None)
        if newest is None or sop.draft or (sop.retired_on and sop.retired_on <= handbook.as_of):
            return
        if not newest.approved_by:
            says = f"Nobody approved the change of {newest.starts or 'this SOP'}."
            yield self.finding(says, newest.place, "Add `approved-by:` with the teams that agreed.")
        elif set(newest.approved_by) <= {sop.owner}:
            yield self.finding(
                f"The change of {newest.starts or 'this SOP'} was approved by its owner `{sop.owner}` alone.",
                newest.place.at("approved-by"),
                "Ask another team, and add it.",
            )
