"""When a procedure is to be looked at again, and whether those who approved it approved what stands there now.

Days are those of the calendar: a month is a month here.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handrail.ground.duration import Duration
from handrail.ground.model import Approval, Change, Handbook, Sop
from handrail.reasoning.graph import runs
from handrail.reasoning.meaning import comparable, fingerprint

# ---- days


def last_look(sop: Sop, as_of: date) -> date | None:
    """When somebody last looked at the SOP: at a change, or at a review that changed nothing."""
    looks = [sop.last_reviewed, *(change.starts for change in sop.changes)]
    return max((day for day in looks if day and day <= as_of), default=None)


def next_review(sop: Sop, as_of: date) -> date | None:
    """When it is to be looked at again; None while that follows from nothing."""
    last = last_look(sop, as_of)
    return after(last, sop.review_every) if last and sop.review_every else None


def after(day: date, time: Duration) -> date:
    """The day that lies a length of time after another (the last of the month where there is none).

    What lies beyond the calendar is its last year.
    """
    if time.unit not in ("month", "year"):
        return day + min(timedelta(minutes=time.minutes), date.max - day)
    months = day.month - 1 + time.amount * (12 if time.unit == "year" else 1)
    year, month = min(day.year + months // 12, date.max.year), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_use(sop: Sop, as_of: date) -> bool:
    """Whether people work by it: it is no draft and not retired."""
    return not sop.draft and not (sop.retired_on and sop.retired_on <= as_of)


# ---- approvals


class Standing(StrEnum):
    """What an approval is worth today."""

    HOLDS = "holds"
    """It is for what stands there now."""
    STALE = "stale"
    """It is for something else."""
    UNBOUND = "unbound"
    """Nobody knows what it is for: it has no fingerprint."""
    UNREADABLE = "unreadable"
    """Its fingerprint was made in another way, so nobody can compare it here."""


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval of the newest version, and what it is worth."""

    approval: Approval
    standing: Standing

    @property
    def ended(self) -> bool:
        """Whether it was bound, and does not hold."""
        return self.standing in (Standing.STALE, Standing.UNREADABLE)


def newest(sop: Sop) -> Change | None:
    """The newest change that means something: the version that the files hold now."""
    return next((change for change in sop.changes if change.material), None)


def approvals(handbook: Handbook, sop: Sop) -> tuple[Approved, ...]:
    """The approvals of the newest version."""
    version = newest(sop)
    now = fingerprint(handbook, sop) if version and any(each.content for each in version.approvals) else ""
    return tuple(Approved(each, _standing(each, now)) for each in version.approvals) if version else ()


def _standing(approval: Approval, now: str) -> Standing:
    if not approval.content:
        return Standing.UNBOUND
    if not comparable(approval.content):
        return Standing.UNREADABLE
    return Standing.HOLDS if approval.content == now else Standing.STALE


def unversioned(handbook: Handbook, sop: Sop) -> bool:
    """Whether people work by a version already, and nobody approved under its entry what stands there now."""
    version = newest(sop)
    begun = version is not None and (version.starts is None or version.starts <= handbook.as_of)
    found = approvals(handbook, sop)
    return begun and any(each.ended for each in found) and not any(each.standing is Standing.HOLDS for each in found)


# ---- what a procedure runs


def changed_below(handbook: Handbook, sop: Sop, since: date) -> Iterator[tuple[str, Change]]:
    """The workflows that an SOP's workflows run and that mean something else since a day, with the change."""
    own = {flow.id for flow in handbook.workflows.values() if flow.procedure == sop.id}
    called = {name for name, callers in runs(handbook).items() if own & {caller.id for caller, _ in callers}} - own
    for name in sorted(called & handbook.workflows.keys()):
        theirs = handbook.procedures.get(handbook.workflows[name].procedure)
        changes = (each for each in (theirs.changes if theirs and theirs.id != sop.id else ()) if each.material)
        found = next((each for each in changes if each.starts and since < each.starts <= handbook.as_of), None)
        if found:
            yield name, found
