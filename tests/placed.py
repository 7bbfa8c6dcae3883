"""Whether a finding knows its place, as an editor would show it: for tests that read anything at all."""

from collections.abc import Iterator

from handrail.ground.finding import Finding, Place
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.reading.document.reader import read


def places(finding: Finding) -> Iterator[Place]:
    """Every place that a finding names."""
    yield finding.at
    yield from (related.place for related in finding.related)
    yield from (edit.place for edit in finding.fix.edits) if finding.fix else ()


def inside(place: Place, lines: list[str]) -> bool:
    """Whether a place lies in the text that has these lines."""
    span = place.span
    if span is None:
        return False
    first = 1 <= span.line <= max(len(lines), 1) and 1 <= span.column <= len(lines[span.line - 1]) + 1
    last = span.end_line <= len(lines) and span.end_column <= len(lines[span.end_line - 1]) + 2
    return first and last and (span.line, span.column) <= (span.end_line, span.end_column)


def check_reading(path: str, data: bytes) -> None:
    """Read a file; whatever is in it, there is data or a finding, and each finding lies in the file."""
    document = read(Source(path, data))

    assert document is not None
    assert document.data is not None or document.findings
    lines = document.text.split("\n")
    for finding in document.findings:
        assert finding.message
        assert finding.hint
        assert "\n" not in finding.message
        assert "cannot be read:" not in finding.message or len(finding.message) < 200
        assert all(inside(document.locate(place), lines) for place in places(finding)), finding


def check_report(report: Report) -> None:
    """No rule stumbled, and each finding lies in a file of the handbook."""
    assert not report.crashed, [f.message for f in report.findings if f.rule == "rule-crashed"]
    for finding in report.findings:
        assert finding.message
        assert finding.hint
        assert "\n" not in finding.message, finding
        for place in places(finding):
            assert inside(place, report.texts.get(place.path, "").split("\n")), finding
