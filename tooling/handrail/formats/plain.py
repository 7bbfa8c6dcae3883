"""plain: for people at a terminal. The place, the rule, the fact, the line with a caret, the remedy."""

from collections.abc import Iterator

from handrail.formats import Look
from handrail.formats._safe import columns, harmless, one_line
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.report import Report
from handrail.ground.source import START

_BOLD, _RED, _YELLOW, _BLUE, _DIM, _PLAIN = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[2m", "\x1b[0m"


def render(report: Report, look: Look) -> str:
    """Every finding with its source line, then one line that sums up."""
    parts = [_finding(report, finding, look) for finding in report.findings]
    return "\n".join([*parts, summary(report, look)]) + "\n"


def summary(report: Report, look: Look) -> str:
    """The last line: how much was checked and what was found."""
    book = report.handbook
    read = f"{_count(len(book.procedures), 'procedure')} and {_count(len(book.workflows), 'workflow')}"
    checked = f"{read} checked as of {book.as_of}"
    excused = f", {len(report.excused)} excused" if report.excused else ""
    if not report.findings:
        return _paint(f"No findings{excused}. {checked}.", _BOLD, look)
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    return _paint(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}{excused}. {checked}.", _BOLD, look)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _finding(report: Report, finding: Finding, look: Look) -> str:
    return "\n".join([*_lines(report, finding, look), ""])


def _lines(report: Report, finding: Finding, look: Look) -> Iterator[str]:
    colour = _RED if finding.severity is Severity.ERROR else _YELLOW
    kind = _paint(f"{finding.severity}[{finding.rule}]", colour, look)
    yield f"{_paint(_where(report, finding.at), _BOLD, look)}: {kind}: {one_line(finding.message)}"
    margin = _margin(finding)
    yield from _snippet(report, finding.at, "", margin, look)
    for related in finding.related:
        told = f"{_where(report, related.place)}: {one_line(related.label)}"
        yield f"{' ' * margin} {_paint('related', _BLUE, look)} {told}"
        yield from _snippet(report, related.place, "", margin, look)
    for number, line in enumerate(finding.witness):
        yield f"{' ' * margin} {_paint('=', _BLUE, look)} {'case: ' if not number else '      '}{one_line(line)}"
    if finding.hint:
        first, *rest = harmless(finding.hint).split("\n")
        yield f"{' ' * margin} {_paint('=', _BLUE, look)} help: {first}"
        yield from (f"{' ' * margin}         {line}" for line in rest)


def _where(report: Report, place: Place) -> str:
    span = place.span or START
    return f"{one_line(report.shown(place.path))}:{span.line}:{span.column}"


def _margin(finding: Finding) -> int:
    places = (finding.at, *(related.place for related in finding.related))
    return max(len(str((place.span or START).line)) for place in places)


def _snippet(report: Report, place: Place, label: str, margin: int, look: Look) -> Iterator[str]:
    span = place.span
    lines = report.texts.get(place.path, "").split("\n")
    if span is None or span.line > len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    marked = line[span.column - 1 : max(end - 1, span.column)]
    shown, cut = _window(line, span.column - 1, look.width - margin - 4)
    before = columns(harmless(shown[: span.column - 1 - cut]))
    carets = "^" * max(min(columns(harmless(marked)), look.width - margin - 4 - before), 1)
    bar = _paint("|", _BLUE, look)
    yield f"{' ' * margin} {bar}"
    yield f"{_paint(f'{span.line:>{margin}}', _BLUE, look)} {bar} {harmless(shown)}"
    yield f"{' ' * margin} {bar} {' ' * before}{_paint(carets, _RED, look)}{' ' + label if label else ''}"


def _window(line: str, column: int, width: int) -> tuple[str, int]:
    """A stretch of a long line around a column, and how much was cut off at its left."""
    if len(line) <= width:
        return line, 0
    start = max(0, min(column - width // 3, len(line) - width))
    return line[start : start + width], start


def _paint(text: str, colour: str, look: Look) -> str:
    return f"{colour}{text}{_PLAIN}" if look.colour else text
