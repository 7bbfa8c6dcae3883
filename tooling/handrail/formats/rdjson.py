"""rdjson: for reviewdog, which comments on the changed lines of any code host.

One result with a diagnostic a finding, and a suggestion where one edit removes it.
"""

from collections.abc import Iterator
from typing import Any

from handrail.formats import Look
from handrail.formats._markdown import inline, remedy
from handrail.formats._safe import as_json
from handrail.formats._told import walked
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.report import Report
from handrail.ground.source import START

_WEIGHT = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING"}


def render(report: Report, look: Look) -> str:
    """Every finding, in Reviewdog Diagnostic Format: columns count bytes, and messages become Markdown comments."""
    worst = max((finding.severity is Severity.ERROR for finding in report.findings), default=False)
    return as_json(
        {
            "source": {"name": "handrail"},
            "severity": _WEIGHT[Severity.ERROR if worst else Severity.WARNING],
            "diagnostics": [_diagnostic(report, finding) for finding in report.findings],
        }
    )


def _diagnostic(report: Report, finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {
        "message": "\n\n".join(_words(report, finding)),
        "location": {"path": report.shown(finding.at.path), "range": _range(report, finding.at)},
        "severity": _WEIGHT[finding.severity],
        "code": {"value": finding.rule},
    }
    fix = finding.fix
    if fix and len(fix.edits) == 1 and fix.edits[0].place.path == finding.at.path:
        (edit,) = fix.edits
        told["suggestions"] = [{"range": _range(report, edit.place), "text": edit.text}]
    return told


def _words(report: Report, finding: Finding) -> Iterator[str]:
    yield inline(finding.message)
    yield from (f"{inline(report.line(each.place))}: {inline(each.label)}" for each in finding.related)
    lines = [*finding.witness, *walked(report, finding.walk)]
    if lines:
        yield "  \n".join(map(inline, lines))
    if finding.hint:
        yield remedy(finding.hint)


def _range(report: Report, place: Place) -> dict[str, Any]:
    span = place.span or START
    lines = report.texts.get(place.path, "").split("\n")
    return {
        "start": {"line": span.line, "column": _bytes(lines, span.line, span.column)},
        "end": {"line": span.end_line, "column": _bytes(lines, span.end_line, span.end_column)},
    }


def _bytes(lines: list[str], line: int, column: int) -> int:
    """The column in bytes of a column in characters."""
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return len(before.encode("utf-8", "replace")) + 1
