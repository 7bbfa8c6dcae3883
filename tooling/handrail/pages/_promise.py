"""How long a workflow takes at most, against what is promised: a bar, a verdict, and the sum like an invoice."""

from handrail.ground.duration import spoken
from handrail.ground.model import Handbook, Workflow
from handrail.pages import _words as words
from handrail.pages._escape import anchor, esc
from handrail.pages._track.icons import icon
from handrail.pages._track.step import Sheet
from handrail.pages._track.ways import numbers
from handrail.reasoning.time import Leg, Worst

DARK = 4
"""How many of the longest steps stand out in the bar."""


def promised(book: Handbook, workflow: Workflow) -> int | None:
    """The minutes in which a workflow closes a case: its own promise, else its severity's."""
    if workflow.close_within:
        return workflow.close_within.minutes
    level = book.severities.get(workflow.severity)
    close = level.promises.get("close") if level else None
    return close.minutes if close else None


def promise(sheet: Sheet) -> str:
    """The card. The bound is of the ways as drawn, so it says `at most`."""
    worst, limit = sheet.worst, promised(sheet.book, sheet.workflow)
    if worst.minutes is None:
        known = f" of {spoken(limit)}" if limit else ""
        said = f"<b>No longest time</b>{known}: {esc(worst.why)}."
        return f'<div class="hr-promise"><p class="row"><span>{said}</span></p></div>'
    over = worst.minutes - limit if limit is not None else 0
    of = f" of {spoken(limit)}" if limit is not None else ""
    if limit is None:
        verdict = "No time is promised"
    elif over > 0:
        verdict = f"{icon('warning')} Up to {spoken(over)} over its promise"
    else:
        verdict = f"{icon('check')} Keeps its promise"
    kind = "bad" if over > 0 else "none" if limit is None else "ok"
    return (
        f'<div class="hr-promise {kind}"><p class="row"><span><b>At most {spoken(worst.minutes)}</b>{of}</span> '
        f'<span class="verdict">{verdict}</span></p>{_bar(worst, limit)}{_sum(sheet, worst)}</div>'
    )


def _bar(worst: Worst, limit: int | None) -> str:
    """One segment a step of the longest walk, on the scale of the promise, or of the walk where that is longer."""
    total = worst.minutes or 0
    scale = max(total, limit or 0)
    if not scale:
        return ""
    legs = [leg for leg in worst.legs if leg.minutes]
    dark = {leg.step for leg in sorted(legs, key=lambda leg: (-leg.minutes, leg.elapsed))[:DARK]}
    parts = "".join(_segment(leg, scale, dark=leg.step in dark) for leg in legs)
    over = limit is not None and total > limit
    mark = (
        f'<span class="mark" style="width:{_share(total - limit, scale)}%"></span>'
        if over and limit is not None
        else ""
    )
    return f'<div class="bar" aria-hidden="true">{parts}{mark}</div>'


def _segment(leg: Leg, scale: int, *, dark: bool) -> str:
    kind = ' class="big"' if dark else ""
    return f'<i{kind} style="width:{_share(leg.minutes, scale)}%"></i>'


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".")


def _sum(sheet: Sheet, worst: Worst) -> str:
    number = numbers(sheet.workflow)
    rows = "".join(
        f'<li><span><a href="#{anchor(leg.step)}">{number[leg.step]} '
        f"{esc(words.heading(sheet.book, sheet.workflow.by_id[leg.step]))}</a>{_times(leg)}</span> "
        f"<span>{spoken(leg.minutes)}</span></li>"
        for leg in worst.legs
        if leg.minutes
    )
    note = (
        "The longest way through the track, if everybody takes all the time that is allowed. It is counted on the ways "
        "as they are drawn; waiting for people outside is left out."
    )
    return f'<details><summary>Where the time goes</summary><p>{note}</p><ol class="hr-sum">{rows}</ol></details>'


def _times(leg: Leg) -> str:
    return f", {leg.rounds} times" if leg.rounds > 1 else ""
