"""How long a workflow takes at most, against what is promised: a bar, a verdict, and the sum like an invoice."""

from handrail.ground.duration import Duration, spoken
from handrail.ground.model import Handbook, Workflow
from handrail.pages import _words as words
from handrail.pages._escape import anchor, esc
from handrail.pages._track.icons import icon
from handrail.pages._track.step import Sheet
from handrail.pages._track.ways import numbers
from handrail.reasoning.time import Leg, Worst

DARK = 4
"""How many of the longest steps stand out in the bar."""


def promised(book: Handbook, workflow: Workflow) -> Duration | None:
    """The time in which a workflow closes a case: its own promise, else its severity's."""
    level = book.severities.get(workflow.severity)
    return workflow.close_within or (level.promises.get("close") if level else None)


def promise(sheet: Sheet) -> str:
    """The card: the exact worst case, or where that is not known the longest way as drawn, which says `at most`."""
    worst, limit = sheet.worst, promised(sheet.book, sheet.workflow)
    of = f" of {esc(limit.text)}" if limit else ""
    if worst.minutes is None:
        said = f"<b>No longest time</b>{of}: {esc(worst.why)}."
        return f'<div class="hr-promise"><p class="row"><span>{said}</span></p></div>'
    over = worst.minutes - limit.minutes if limit else 0
    if limit is None:
        kind, verdict = "none", "No time is promised"
    elif over > 0:
        kind, verdict = "bad", f"{icon('warning')} Up to {spoken(over)} over its promise"
    else:
        kind, verdict = "ok", f"{icon('check')} Keeps its promise"
    drawn = _bar(worst, limit.minutes if limit else 0)
    said = f"{'Worst case' if worst.exact else 'At most'} {spoken(worst.minutes)}"
    return (
        f'<div class="hr-promise {kind}"><p class="row"><span><b>{said}</b>{of}</span> '
        f'<span class="verdict">{verdict}</span></p>{drawn}{_sum(sheet, worst)}</div>'
    )


def _bar(worst: Worst, limit: int) -> str:
    """One segment a step of the longest walk, on the scale of the promise, or of the walk where that is longer."""
    total = worst.minutes or 0
    scale = max(total, limit)
    if not scale:
        return ""
    legs = [leg for leg in worst.legs if leg.minutes]
    dark = {leg.step for leg in sorted(legs, key=lambda leg: (-leg.minutes, leg.elapsed))[:DARK]}
    parts = "".join(_segment(leg, scale, dark=leg.step in dark) for leg in legs)
    over = total - limit if limit else 0
    mark = f'<span class="mark" style="width:{_share(over, scale)}%"></span>' if over > 0 else ""
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
        "The slowest way that a case can really go, if everybody takes all the time that is allowed. Waiting for "
        "people outside is left out."
        if worst.exact
        else "The longest way as drawn, if everybody takes all the time that is allowed. Waiting for people outside is "
        "left out."
    )
    return f'<details><summary>Where the time goes</summary><p>{note}</p><ol class="hr-sum">{rows}</ol></details>'


def _times(leg: Leg) -> str:
    return f", {leg.rounds} times" if leg.rounds > 1 else ""
