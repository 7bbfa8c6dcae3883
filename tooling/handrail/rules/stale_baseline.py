"""stale-baseline."""

from typing import ClassVar

from handrail.rules import Example, Rule


class StaleBaseline(Rule):
    """An entry of the baseline that no finding matches any more.

    The baseline lists findings that are known and do not fail the check. What was mended leaves the list, or the same
    fault could come back unseen: the list may only shrink. `handrail baseline` takes away what is mended. It adds
    nothing by itself: only `handrail baseline --reason "why they may stay"` does, and what a change adds fails
    `handrail check --since` even when it is listed. Never listed are files that cannot be read, crashes, and controls
    that are broken or not proven: these always count.
    """

    group: ClassVar[str] = "hygiene"
    bad: ClassVar[tuple[Example, ...]] = ()
    good: ClassVar[tuple[Example, ...]] = ()
