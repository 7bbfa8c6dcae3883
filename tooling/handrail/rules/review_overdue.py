"""review-overdue."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from handrail.ground.duration import Duration
from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Sop
from handrail.reasoning.reviewing import after, in_use, last_look
from handrail.rules import Example, Rule
from handrail.rules._resting import duties_by_sop
from handrail.rules._samples import PAGE, sop_file


@dataclass(frozen=True)
class ReviewOverdue(Rule):
    """An SOP that nobody has looked at for longer than it says itself, or since the law behind it changed.

    Readers cannot tell whether an old page still holds, so they stop trusting all of them. The review is due
    `review-every` after the page was last changed or looked at. It is due at once when a duty that the page rests on
    was updated. Read the page against what has changed; then add an entry to `changes`, or set `last-reviewed` when
    nothing had to change.
    """

    grace_days: int = 30
    """Days after the due date before the warning becomes an error."""

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                "## Purpose\n\nTo say when it comes.\n",
                review_every="6 months",
                changes="\n  - from: 2026-03-02\n    what: The first version.\n    approved-by: [duty-manager]",
            ),
            at="6 months",
            file=PAGE,
            says="2026-09-02",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                "## Purpose\n\nTo say when it comes.\n",
                review_every="6 months",
                last_reviewed="2026-09-01",
                changes="\n  - from: 2026-03-02\n    what: The first version.\n    approved-by: [duty-manager]",
            ),
            file=PAGE,
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Compare the last look at the page with today, and with the duties behind it."""
        last = last_look(sop, handbook.as_of)
        if last is None or not in_use(sop, handbook.as_of):
            return
        if sop.review_every:  # pragma: no branch - every SOP says so, or it is not read
            yield from self._too_long(sop, last, sop.review_every, handbook.as_of)
        for name in duties_by_sop(handbook)[sop.id]:
            duty = handbook.duties.get(name)
            if duty is None or duty.updated_on is None or not last < duty.updated_on <= handbook.as_of:
                continue
            yield self.finding(
                f"The duty `{name}` was updated on {duty.updated_on}; this page was last looked at on {last}.",
                sop.place.at("last-reviewed" if sop.last_reviewed == last else "changes"),
                "Read the page against the new text; then add an entry to `changes`, or set `last-reviewed`.",
                related=(Related(duty.place.at("updated-on"), "updated here"),),
            )

    def _too_long(self, sop: Sop, last: date, every: Duration, today: date) -> Iterator[Finding]:
        due = after(last, every)
        if due >= today:
            return
        late = (today - due).days
        found = self.finding(
            f"The review was due on {due}, {late} day{'s' * (late > 1)} ago: {every.text} after {last}.",
            sop.place.at("review-every"),
            "Read the page; then add an entry to `changes`, or set `last-reviewed` when nothing had to change.",
        )
        yield replace(found, severity=Severity.ERROR) if late > self.grace_days else found
