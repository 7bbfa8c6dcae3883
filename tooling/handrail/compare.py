"""The hall: two states of the handbook, read and compared."""

from collections.abc import Callable
from datetime import date

from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.formats._safe import one_line
from handrail.ground.finding import Place
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.report import Report
from handrail.reading.config import Config
from handrail.reading.revision import State, sources_at
from handrail.review.comparison import Comparison
from handrail.review.comparison import compare as compare_books


def compare(
    config: Config, base: str, head: str, *, as_of: date, memory: Memory = FORGETFUL, proving: bool = False
) -> tuple[Comparison, tuple[Report, Report]]:
    """What changed between two states of a handbook; an empty `head` is the files on disk.

    `A...B` as the base alone compares B with where it left A. Raises HandrailError for states that are not there.
    """
    if "..." in base and not head:
        head = base.partition("...")[2]
    states = [sources_at(config, name) for name in (base, head)]
    reports = [_read(config, state, as_of, memory) for state in states]
    unread = tuple(
        line for state, report in zip(states, reports, strict=True) for line in unread_in(report, state.name)
    )
    books = [report.handbook for report in reports]
    names = (states[0].name, states[1].name)
    return compare_books(books[0], books[1], names, unread, proving=proving), (reports[0], reports[1])


def _read(config: Config, state: State, as_of: date, memory: Memory) -> Report:
    rules = choose_rules(Selection(select=ALWAYS))
    return check_sources(
        state.sources,
        rules=rules,
        as_of=as_of,
        files=state.files,
        unread=state.unread,
        folder=config.folder,
        memory=memory,
    )


def unread_in(report: Report, state: str = "") -> tuple[str, ...]:
    """What could not be read, a line each; nothing else is looked at where states are compared or reviews are told."""
    where = f" ({state})" if state else ""
    return tuple(
        f"{one_line(report.line(finding.at))}{where}: {one_line(finding.message)}" for finding in report.findings
    )


def placed(reports: tuple[Report, Report]) -> Callable[[Place, bool], str]:
    """What tells where something stands: now, or (true) in the earlier state."""
    return lambda place, old: reports[0 if old else 1].line(place)
