"""unversioned-change."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Sop
from handrail.reasoning.meaning import fingerprint
from handrail.reasoning.reviewing import in_use, newest, unversioned
from handrail.rules import Example, Rule

_FILE = "procedures/example/write-back.md"
_PLAIN = "    approved-by: [duty-manager]\n"
_BOUND = "    approved-by:\n      duty-manager: {} on 2026-11-01\n"
_FIRST = "  - from: 2026-11-02\n"


class UnversionedChange(Rule):
    """A procedure that means something else than its version, and `changes` does not say so.

    People learn from `changes` that they have to work differently. Auditors learn from it which rules held on the day
    of a decision. If a step, a time or a mark changes without an entry, the page still names the old version, and both
    are told something untrue. It is known by the fingerprints of the approvals: none of those that stand under the
    newest version is for what stands there now. With `handrail check --since BASE` it is known without any approval:
    what means something else than at BASE needs an entry that was not there.

    Add an entry at the top of `changes`. Wording ends no version, so it never needs one.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            _BOUND.format("m1-0b52f6c07a3e"),
            at="2026-11-02",
            file=_FILE,
            says="version of 2026-11-02",
            instead=_PLAIN,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "  - from: 2026-11-16\n    what: The sender hears on the same day.\n"
            + _BOUND.format("m1-277e8d507ccd").replace("2026-11-01", "2026-11-14")
            + _FIRST,
            file=_FILE,
            instead=_FIRST,
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Compare what stands there with what was approved under its newest version."""
        if in_use(sop, handbook.as_of) and unversioned(handbook, sop):
            yield self.told(sop, handbook, "and nobody approved it under that version")

    def told(self, sop: Sop, handbook: Handbook, why: str) -> Finding:
        """The finding about an SOP, with how it is known."""
        version = newest(sop)
        when = f"the version of {version.starts}" if version else "before"
        return self.finding(
            f"This means {fingerprint(handbook, sop)} now, something else than {when}, {why}.",
            version.place.at("from") if version else sop.place.at("changes"),
            "Add an entry at the top of `changes` that says what is different, and from which day. Then let it be "
            f"approved: handrail review stamp {sop.id} --by TEAM",
        )
