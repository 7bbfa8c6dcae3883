"""approval-stale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Change, Handbook, Sop
from handrail.ground.nearest import words
from handrail.reasoning.meaning import fingerprint
from handrail.reasoning.reviewing import Approved, Standing, approvals, in_use, newest
from handrail.rules import Example, Rule

_FILE = "procedures/example/write-back.md"
_NOW = "m1-277e8d507ccd"
_BEFORE = "m1-0b52f6c07a3e"
_PLAIN = "    approved-by: [duty-manager]\n"


@dataclass(frozen=True)
class ApprovalStale(Rule):
    """An approval of something else than what stands there now.

    Somebody read a procedure and agreed, and then it was changed. The page still bears their name, and whoever works
    by it believes that they agreed to it. So an approval carries a fingerprint of what was approved, and ends when
    that changes. `handrail review stamp` writes it.

    The fingerprint covers what a procedure and its workflows mean: who does what, within which time, what it is marked
    as, what is asked and where each answer leads; the owner of the page, its readers, its duties, and how often it is
    read again. Titles, details, other sections, translations, the order of answers and the places of files are no part
    of it, so mending the wording ends no approval.

    Where nothing but words says what is meant, every word counts: when to use the page, what never to do, and the
    English letters that are sent. A list of what never to do has no times or marks beside it that could be compared,
    and a "not" that gets lost there is found by nobody else. The words of a step are wording: `handrail diff` shows
    each that is different, and where people have to do something else, add an entry to `changes`.

    What a procedure only names is not covered. When a workflow that it runs, a duty or a team changes, the approval
    stands and the review becomes due (`handrail review due`).

    Ask those again who are named, and write down that they agree.
    """

    required: bool = False
    """Whether names in brackets, which carry no fingerprint, are wrong, too."""

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            f"    approved-by:\n      duty-manager: {_NOW} on 2026-11-05\n      support: {_BEFORE} on 2026-11-01\n",
            at="support: m1",
            file=_FILE,
            says="`support`",
            instead=_PLAIN,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(f"    approved-by:\n      duty-manager: {_NOW} on 2026-11-05\n", file=_FILE, instead=_PLAIN),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Compare the approvals of the newest version with what stands there now."""
        version = newest(sop)
        if version is None or not in_use(sop, handbook.as_of):
            return
        found = approvals(handbook, sop)
        stale = [each for each in found if each.standing is Standing.STALE]
        odd = [each for each in found if each.standing is Standing.UNREADABLE]
        if stale:
            yield self._stale(sop, version, stale, fingerprint(handbook, sop))
        if odd:
            says = f"The fingerprint of {_names(odd)} was made in another way, so nobody can compare it here."
            hint = "Use the version of handrail that wrote it, or let it be approved again."
            yield self.finding(says, version.place.key("approved-by", odd[0].approval.by), hint)
        loose = [each for each in found if each.standing is Standing.UNBOUND]
        if loose and self.required:
            says = f"{_names(loose)} approved the change of {version.starts}, and nobody can tell what it was then."
            hint = f"When they agree to what stands here: handrail review stamp {sop.id} --named"
            yield self.finding(says, version.place.at("approved-by"), hint)

    def _stale(self, sop: Sop, version: Change, stale: Sequence[Approved], now: str) -> Finding:
        by = " ".join(f"--by {each.approval.by}" for each in stale)
        return self.finding(
            f"What {_names(stale)} approved under the change of {version.starts} is not what stands here now ({now}).",
            version.place.key("approved-by", stale[0].approval.by),
            f"Look what changed since: handrail review due --changes. Ask {_names(stale)} again, then: "
            f"handrail review stamp {sop.id} {by}",
            witness=tuple(
                f"{each.approval.by} agreed to {each.approval.content} on {each.approval.on}" for each in stale
            ),
        )


def _names(found: Sequence[Approved]) -> str:
    return words(f"`{each.approval.by}`" for each in found)
