"""self-approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Sop
from handrail.reasoning.reviewing import in_use, newest
from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file

_BODY = "## Purpose\n\nTo say when it comes.\n"


@dataclass(frozen=True)
class SelfApproved(Rule):
    """A change that nobody approved but those who wrote it.

    Whoever wrote a page reads what they meant, not what stands there. The newest change of an SOP is written by the
    team or role that it names under `by`, and where it names none, by the owner of the page. Others have to approve
    it; a role whose people all belong to the team that wrote it is no other. For the gravest cases you can ask for
    more of them.
    """

    others: int = 1
    """How many other teams or roles have to approve."""
    severities: str = ""
    """Severities, such as `P0 P1`, for whose workflows more of them have to."""
    others_then: int = 2
    """How many have to approve what such a workflow belongs to."""

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_BODY, changes="\n  - from: 2026-11-02\n    what: Search twice.\n    approved-by: [team-lead]"),
            at="[team-lead]",
            file=PAGE,
            says="owner `team-lead` alone",
        ),
        Example(
            sop_file(
                _BODY,
                changes="\n  - from: 2026-11-02\n    what: Search twice.\n    by: support\n"
                "    approved-by: [support, helper]",
            ),
            at="[support, helper]",
            file=PAGE,
            says="`support`, who wrote it, and nobody else",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                _BODY,
                changes="\n  - from: 2026-11-02\n    what: Search twice.\n    by: support\n"
                "    approved-by: [team-lead]",
            ),
            file=PAGE,
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Count those who approved the newest version and did not write it."""
        version = newest(sop)
        if version is None or not version.approvals or not in_use(sop, handbook.as_of):
            return
        author = version.by or sop.owner
        others = [name for name in version.approved_by if not _same(handbook, name, author)]
        wanted = self._wanted(sop, handbook)
        if len(others) >= wanted:
            return
        when, place = version.starts or "this SOP", version.place.at("approved-by")
        if others:
            says = f"The change of {when} was approved by {len(others)} other than `{author}`; {wanted} have to."
        elif version.by:
            says = f"The change of {when} was approved by `{author}`, who wrote it, and nobody else."
        else:
            says = f"The change of {when} was approved by its owner `{author}` alone."
        yield self.finding(says, place, f"Ask another team, then: handrail review stamp {sop.id} --by TEAM")

    def _wanted(self, sop: Sop, handbook: Handbook) -> int:
        grave = self.severities.split()
        own = (flow for flow in handbook.workflows.values() if flow.procedure == sop.id)
        return self.others_then if any(flow.severity in grave for flow in own) else self.others


def _same(handbook: Handbook, name: str, author: str) -> bool:
    """Whether somebody who approved is of those who wrote it."""
    role = handbook.roles.get(name)
    return name == author or (role is not None and role.teams == (author,))
