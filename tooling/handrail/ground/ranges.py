"""Answers of number facts, as authors write them: `15`, `under 13`, `13 to 17`, `18 or over`."""

import re
from dataclasses import dataclass

from handrail.ground.model import Answers, Fact
from handrail.ground.nearest import listing

MOST = 12
"""So many answers are named in their order; of more, only as many."""
_RANGE = re.compile(r"under (\d{1,9})|(\d{1,9}) to (\d{1,9})|(\d{1,9}) or over|(\d{1,9})")


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Whole numbers from `least` to `most`, both included."""

    least: int
    most: int

    @property
    def text(self) -> str:
        """The range as an author would write it."""
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


def range_of(text: str, fact: Fact) -> Range | None:
    """The numbers that a written answer takes, or None when it takes none of the fact's."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    under, low, high, over, one = (int(part) if part else None for part in found.groups())
    if under is not None:
        taken = Range(fact.least, under - 1)
    elif low is not None and high is not None:
        taken = Range(low, high)
    elif over is not None:
        taken = Range(over, fact.most)
    else:
        taken = Range(one or 0, one or 0)
    return taken if fact.least <= taken.least <= taken.most <= fact.most else None


def takes(fact: Fact, text: str) -> bool:
    """Whether the written answer is one of the fact's; `unknown` is, unless it is always known."""
    if text == "unknown":
        return not fact.always_known
    return range_of(text, fact) is not None if fact.kind is Answers.NUMBER else text in fact.answers


def left_over(fact: Fact, taken: tuple[str, ...]) -> tuple[str, ...]:
    """The answers of a fact that none of the written ones takes, `unknown` last."""
    unknown = () if fact.always_known or "unknown" in taken else ("unknown",)
    if fact.kind is not Answers.NUMBER:
        return (*(answer for answer in fact.answers if answer not in taken), *unknown)
    holes, free = [], fact.least
    for span in sorted(span for text in taken if (span := range_of(text, fact))):
        if span.least > free:
            holes.append(Range(free, span.least - 1).text)
        free = max(free, span.most + 1)
    if free <= fact.most:
        holes.append(Range(free, fact.most).text)
    return (*holes, *unknown)


def taken_by_both(fact: Fact, first: str, second: str) -> str:
    """An answer that two written ones take, or an empty text."""
    if fact.kind is not Answers.NUMBER or "unknown" in (first, second):
        return first if first == second else ""
    here, there = range_of(first, fact), range_of(second, fact)
    if not here or not there:
        return ""
    least = max(here.least, there.least)
    return str(least) if least <= min(here.most, there.most) else ""


def accepted(fact: Fact, near: str = "") -> str:
    """What a fact's answers are, in words: their names (of many, `near` first), or how its numbers are written."""
    if fact.kind is Answers.NUMBER:
        return f"a number from {fact.least} to {fact.most}, `under 5`, `5 to 9`, `10 or over`"
    return ", ".join(fact.every_answer) if len(fact.every_answer) <= MOST else listing(fact.every_answer, near, MOST)
