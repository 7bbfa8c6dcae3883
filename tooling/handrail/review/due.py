"""Which procedures have to be read again, by when, and why: the date has come, or something changed meanwhile."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handrail.ground.model import Handbook, Kind, Sop
from handrail.ground.nearest import words
from handrail.reasoning.reviewing import (
    Approved,
    Standing,
    approvals,
    changed_below,
    in_use,
    last_look,
    newest,
    next_review,
)
from handrail.review.changes._words import code
from handrail.review.impact import rests_on

MANY = 10
"""So many approvals of one team on one day make one ask whether each page was read."""


class Why(StrEnum):
    """Why a review is due."""

    DATE = "date"
    APPROVAL = "approval"
    DUTY = "duty"
    TEAM = "team"
    WORKFLOW = "workflow"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: since (or until) which day, what is told, and the thing of the handbook that it is about, if any."""

    why: Why
    day: date
    says: str
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """An SOP that has to be read again. `day` is that of the first reason; what lies in the past is overdue."""

    sop: Sop
    day: date
    reasons: tuple[Reason, ...]
    since: tuple[str, ...] = ()
    """What is different since it was approved, where somebody looked for that."""

    def due(self, as_of: date) -> bool:
        """Whether its day has come."""
        return self.day <= as_of

    def told(self, as_of: date) -> tuple[Reason, ...]:
        """The reasons that have come; where none has, those of its day."""
        return tuple(reason for reason in self.reasons if reason.day <= max(self.day, as_of))


def reviews(book: Handbook, *, within: int | None, owner: str = "") -> tuple[Review, ...]:
    """The reviews that are due or will be within so many days (None: however far ahead), the longest overdue first.

    All of it stands in the handbook: nothing is asked of git, so the answer is the same where there is none.
    """
    found = []
    for sop in book.procedures.values():
        if in_use(sop, book.as_of) and owner in ("", sop.owner):
            reasons = tuple(sorted(_reasons(book, sop, within), key=lambda reason: reason.day))
            if reasons:
                found.append(Review(sop, reasons[0].day, reasons))
    return tuple(sorted(found, key=lambda review: (review.day, review.sop.place.path)))


def _reasons(book: Handbook, sop: Sop, within: int | None) -> Iterator[Reason]:
    due, seen = next_review(sop, book.as_of), last_look(sop, book.as_of)
    if due and sop.review_every and (within is None or (due - book.as_of).days <= within):
        yield Reason(Why.DATE, due, f"It is read every {sop.review_every.text}, and was last read on {seen}.")
    yield from _approval(book, sop)
    if seen is None:
        return
    for kind, name in rests_on(book, sop):
        if kind is Kind.DUTY and (updated := book.duties[name].updated_on) and seen < updated <= book.as_of:
            yield Reason(Why.DUTY, updated, f"The duty {code(name)} was updated on {updated}.", f"duty:{name}")
        if kind is Kind.TEAM and (retired := book.teams[name].retired_on) and seen < retired <= book.as_of:
            yield Reason(Why.TEAM, retired, f"The team {code(name)} was retired on {retired}.", f"team:{name}")
    for name, change in changed_below(book, sop, seen):
        if change.starts:
            says = f"It runs {code(name)}, which changed on {change.starts}: {change.what}"
            yield Reason(Why.WORKFLOW, change.starts, says, f"workflow:{name}")


def _approval(book: Handbook, sop: Sop) -> Iterator[Reason]:
    version = newest(sop)
    if version is None:
        return
    ended = [each for each in approvals(book, sop) if each.ended]
    if not version.approvals:
        yield Reason(Why.APPROVAL, book.as_of, f"Nobody approved the change of {version.starts}.")
    if ended:
        who = words(_who(each) for each in ended)
        says = f"What {who} approved under the change of {version.starts} is not what stands here now."
        yield Reason(Why.APPROVAL, book.as_of, says)


def _who(each: Approved) -> str:
    return f"{code(each.approval.by)} (on {each.approval.on})" if each.approval.on else code(each.approval.by)


def hasty(book: Handbook) -> tuple[str, ...]:
    """Who approved very many pages on one day, in words."""
    given = Counter(
        (each.approval.by, each.approval.on)
        for sop in book.procedures.values()
        for each in approvals(book, sop)
        if each.standing is not Standing.UNBOUND
    )
    return tuple(
        f"{code(name)} approved {number} procedures on {day}. Was each of them read?"
        for (name, day), number in sorted(given.items(), key=str)
        if number >= MANY
    )
