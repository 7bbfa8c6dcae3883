"""draft-target."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Kind, Sop
from handrail.reasoning.uses import How, Use, uses
from handrail.rules import Example, Rule

_SOP = "procedures/example/write-back.md"
_EVERY = "review-every: 12 months\n"
_DRAFT = f"{_EVERY}draft: yes\n"


class DraftTarget(Rule):
    """A case is led to a workflow by which nobody works yet: its procedure is a draft.

    The proofs go through it all the same, so they hold for work that nobody has agreed to. Have the procedure approved
    and take `draft: yes` out, or lead the case elsewhere until then. Drafts may lead to drafts.
    """

    group: ClassVar[str] = "calls"
    severity: ClassVar[Severity] = Severity.WARNING
    speaks_in: ClassVar[str] = "workflows/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    run: write-back\n",
            at="write-back",
            says="its procedure `SOP-002` is a draft",
            also={_SOP: (_EVERY, _DRAFT)},
            instead="    run: write-back\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            _DRAFT,
            file=_SOP,
            instead=_EVERY,
            also={"procedures/example/lost-parcel.md": (_EVERY, _DRAFT)},
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every way from a workflow that is in use to another."""
        drafts = {
            flow.id: sop
            for flow in handbook.workflows.values()
            if (sop := handbook.procedures.get(flow.procedure)) and sop.draft
        }
        sources = {flow.place.path for flow in handbook.workflows.values() if flow.id not in drafts}
        for use in uses(handbook) if drafts else ():
            leads = Kind.WORKFLOW in use.kinds and use.how is How.REACHES
            if leads and use.name in drafts and use.near.path in sources:
                yield self._draft(use, drafts[use.name])

    def _draft(self, use: Use, sop: Sop) -> Finding:
        return self.finding(
            f"Nobody works by `{use.name}` yet: its procedure `{sop.number or sop.id}` is a draft.",
            use.place,
            "Let the procedure be approved, or lead the case elsewhere until then.",
            related=(Related(sop.place.at("draft"), "said here"),),
        )
