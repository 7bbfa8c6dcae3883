"""orphan-page."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.model import Handbook
from handrail.rules import Example, Rule
from handrail.rules._links import links, moved
from handrail.rules._samples import PAGE, sop_file


class OrphanPage(Rule):
    """A page that nothing leads to.

    No workflow names it as its procedure, and no other page links to it, so people find it only if they know that it
    exists. Link to it from the page that one reads before it, or name it in its workflow.
    """

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(sop_file("## Purpose\n\nTo say when it comes.\n"), at="title", file=PAGE),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Purpose\n\nTo say when it comes.\n"),
            file=PAGE,
            also={"index.md": ("Begin with", "See [late parcels](procedures/example/late-parcel.md). Begin with")},
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for pages that nothing names."""
        led_to = {moved(handbook).get(link.path, link.path) for link in links(handbook) if link.path != link.source}
        named = {workflow.procedure for workflow in handbook.workflows.values()}
        named |= {sop.replaced_by for sop in handbook.procedures.values()}
        for sop in handbook.procedures.values():
            if sop.place.path not in led_to and sop.id not in named and not (sop.draft or sop.retired_on):
                yield self._alone(sop.place, sop.id)
        for path in handbook.pages:
            if path not in led_to:
                yield self._alone(Place(path), path)

    def _alone(self, place: Place, name: str) -> Finding:
        says = f"Nothing leads to `{name}`: no workflow names it and no other page links to it."
        return self.finding(says, place, "Link to it from the page that one reads before it.")
