"""Levels that stand inside each other, more than anybody can follow."""

from handrail.ground.finding import Finding
from handrail.reading.document.complaints.broken import Break

DEEPEST = 64
TOO_DEEP = f"More than {DEEPEST} levels stand inside each other here."


def too_deep(broken: Break) -> Finding | None:
    """The parser has its own bound, and gave up there."""
    if "nesting depth" not in broken.problem:
        return None
    return broken.complain(*broken.at, 1, TOO_DEEP, "Split it into smaller parts.")
