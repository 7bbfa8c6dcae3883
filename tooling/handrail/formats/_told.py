"""What several formats tell in the same words: a walk, and what was set apart."""

from collections.abc import Iterator, Sequence

from handrail.formats._safe import columns, one_line
from handrail.ground.duration import spoken
from handrail.ground.finding import Place, Stop
from handrail.ground.report import Report
from handrail.ground.source import START


def counted(number: int, noun: str) -> str:
    """A number and what is counted."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def set_apart(report: Report) -> Iterator[str]:
    """What does not count although it is wrong, as sentences; nothing where nothing was set apart."""
    if report.since:
        number, state = len(report.before), one_line(report.since)
        were = f"{counted(number, 'finding')} {'was' if number == 1 else 'were'}" if number else "None was"
        yield f"{were} there before, at {state}."
    if report.listed:
        number = len(report.listed)
        yield f"{counted(number, 'finding')} {'stands' if number == 1 else 'stand'} in the baseline."


def walked(report: Report, walk: Sequence[Stop]) -> Iterator[str]:
    """A walk as numbered lines: when each step is done at most, where it stands, and what happens."""
    if not walk:
        return
    told = [(spoken(stop.elapsed), _line(report, stop.place), one_line(stop.label)) for stop in walk]
    number = len(str(len(told)))
    time, place = (max(columns(each[part]) for each in told) for part in (0, 1))
    yield "way: each step, the latest time at which it is done, and where it stands"
    for count, (when, where, what) in enumerate(told, start=1):
        gap = " " * (place - columns(where))
        yield f"     {count:>{number}}. {when:>{time}}  {where}{gap}  {what}"


def _line(report: Report, place: Place) -> str:
    return f"{one_line(report.shown(place.path))}:{(place.span or START).line}"
