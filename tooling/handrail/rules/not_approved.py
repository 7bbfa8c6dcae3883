"""not-approved."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Sop
from handrail.reasoning.reviewing import in_use, newest
from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file

_BODY = "## Purpose\n\nTo say when it comes.\n"


class NotApproved(Rule):
    """A change that nobody approved.

    A second pair of eyes is what makes a procedure the company's and not one team's. The newest change of an SOP names
    under `approved-by` the teams or roles that agreed; `handrail review stamp` writes them, each with the fingerprint
    of what it agreed to. Changes of `kind: editorial` need no approval, and a draft needs none yet.
    """

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_BODY, changes="\n  - from: 2026-11-02\n    what: Search twice."), at="from: 2026-11-02", file=PAGE
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
        version = newest(sop)
        if version and not version.approvals and in_use(sop, handbook.as_of):
            says = f"Nobody approved the change of {version.starts or 'this SOP'}."
            yield self.finding(says, version.place, "Let it be approved, then: handrail review stamp --by TEAM")
