"""plain: for people, and what you get if you name none.

The place, the rule, the fact, the line with a caret, the remedy.
"""

from collections.abc import Iterator

from handrail.formats import Look
from handrail.formats._excerpt import excerpt
from handrail.formats._safe import harmless, no_command, one_line
from handrail.formats._told import counted, set_apart, walked
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.report import Report
from handrail.ground.source import START

_BOLD, _RED, _YELLOW, _BLUE, _PLAIN = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[0m"


def render(report: Report, look: Look) -> str:
    """Every finding with its source line, then one line that sums up."""
    parts = [_finding(report, finding, look) for finding in report.findings]
    return "\n".join([*parts, summary(report, look)]) + "\n"


def summary(report: Report, look: Look) -> str:
    """The last line: what was found, and in how much."""
    book = report.handbook
    excused = f", {len(report.excused)} excused" if report.excused else ""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    found = (
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        if report.findings
        else "No new findings"
        if report.since
        else "No findings"
    )
    asked = f" in {counted(report.asked, 'file')}" if report.asked else ""
    read = f"{counted(len(book.procedures), 'procedure')} and {counted(len(book.workflows), 'workflow')}"
    rest = "" if book.whole else " Not everything could be read, so there may be more."
    apart = "".join(f" {line}" for line in set_apart(report))
    line = f"{found}{excused}{asked}.{apart} {read} {'read' if asked else 'checked'} as of {book.as_of}.{rest}"
    return _paint(line, _BOLD, look)


def _finding(report: Report, finding: Finding, look: Look) -> str:
    return "\n".join([*_lines(report, finding, look), ""])


def _lines(report: Report, finding: Finding, look: Look) -> Iterator[str]:
    colour = _RED if finding.severity is Severity.ERROR else _YELLOW
    kind = _paint(f"{finding.severity}[{finding.rule}]", colour, look)
    yield f"{_paint(_where(report, finding.at), _BOLD, look)}: {kind}: {one_line(finding.message)}"
    margin = _margin(finding)
    yield from _snippet(report, finding.at, margin, look)
    for related in finding.related:
        told = f"{_where(report, related.place)}: {one_line(related.label)}"
        yield f"{' ' * margin} {_paint('related', _BLUE, look)} {told}"
        yield from _snippet(report, related.place, margin, look)
    for number, line in enumerate(finding.witness):
        yield f"{' ' * margin} {_paint('=', _BLUE, look)} {'case: ' if not number else '      '}{one_line(line)}"
    yield from (f"{' ' * margin} {_paint('=', _BLUE, look)} {line}" for line in walked(report, finding.walk))
    if finding.hint:
        first, *rest = harmless(finding.hint).split("\n")
        yield f"{' ' * margin} {_paint('=', _BLUE, look)} help: {first}"
        yield from (f"{' ' * margin}         {no_command(line)}" for line in rest)


def _where(report: Report, place: Place) -> str:
    span = place.span or START
    return f"{one_line(report.shown(place.path))}:{span.line}:{span.column}"


def _margin(finding: Finding) -> int:
    places = (finding.at, *(related.place for related in finding.related))
    return max(len(str((place.span or START).line)) for place in places)


def _snippet(report: Report, place: Place, margin: int, look: Look) -> Iterator[str]:
    span = place.span
    lines = report.texts.get(place.path, "").split("\n")
    if span is None or span.line > len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    part = excerpt(line, span.column - 1, end, look.width - margin - 3)
    bar = _paint("|", _BLUE, look)
    yield f"{' ' * margin} {bar}"
    yield f"{_paint(f'{span.line:>{margin}}', _BLUE, look)} {bar} {part.text}"
    yield f"{' ' * margin} {bar} {' ' * part.before}{_paint('^' * part.marked, _RED, look)}"


def _paint(text: str, colour: str, look: Look) -> str:
    return f"{colour}{text}{_PLAIN}" if look.colour else text
