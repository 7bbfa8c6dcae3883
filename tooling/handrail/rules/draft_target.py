"""draft-target."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Kind, Sop
from handrail.reasoning.reviewing import in_use
from handrail.reasoning.uses import How, Use, uses
from handrail.rules import Example, Rule

_SOP = "procedures/example/write-back.md"
_EVERY = "review-every: 12 months\n"
_DRAFT = f"{_EVERY}draft: yes\n"


class DraftTarget(Rule):
    """A case is led to a workflow by which nobody works: its procedure is a draft, or was retired.

    The proofs go through it all the same, so they hold for work that nobody has agreed to, or that nobody does any
    more. Have the procedure approved and take `draft: yes` out, or lead the case elsewhere until then. Drafts may lead
    to drafts.
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
        Example(
            "    run: write-back\n",
            at="write-back",
            says="its procedure `SOP-002` was retired on 2026-11-03",
            also={_SOP: (_EVERY, f"{_EVERY}retired-on: 2026-11-03\n")},
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
        resting = {
            flow.id: sop
            for flow in handbook.workflows.values()
            if (sop := handbook.procedures.get(flow.procedure)) and not in_use(sop, handbook.as_of)
        }
        sources = {flow.place.path: flow.id for flow in handbook.workflows.values() if flow.id not in resting}
        for use in uses(handbook) if resting else ():
            leads = Kind.WORKFLOW in use.kinds and use.how is How.REACHES
            if leads and use.name in resting and use.near.path in sources:
                yield self._resting(use, resting[use.name])

    def _resting(self, use: Use, sop: Sop) -> Finding:
        is_what = "is a draft" if sop.draft else f"was retired on {sop.retired_on}"
        where: Place = sop.place.at("draft" if sop.draft else "retired-on")
        return self.finding(
            f"Nobody works by `{use.name}`: its procedure `{sop.number or sop.id}` {is_what}.",
            use.place,
            "Let the procedure be approved, or lead the case elsewhere until then.",
            related=(Related(where, "said here"),),
        )
