"""json: for programs, in the form of schemas/report.schema.json.

New keys may come; none goes without a new version.
"""

from typing import Any

from handrail import __version__
from handrail.formats import Look
from handrail.formats._safe import as_json
from handrail.ground.finding import Finding, Fix, Place, Severity
from handrail.ground.report import Report
from handrail.ground.source import START

VERSION = 1


def render(report: Report, look: Look) -> str:
    """One object: what was checked, every finding, and every one that does not count."""
    book = report.handbook
    return as_json(
        {
            "version": VERSION,
            "tool": {"name": "handrail", "version": __version__},
            "as-of": book.as_of.isoformat(),
            "checked": {"procedures": len(book.procedures), "workflows": len(book.workflows)},
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "since": report.since,
            "findings": [_finding(report, finding) for finding in report.findings],
            "excused": [
                {**_finding(report, one.finding), "reason": one.reason, "until": one.until.isoformat()}
                for one in report.excused
            ],
            "before": [_finding(report, finding) for finding in report.before],
            "listed": [{**_finding(report, one.finding), "reason": one.reason} for one in report.listed],
        }
    )


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "at": place_of(report, finding.at),
        "hint": finding.hint,
        "related": [{"at": place_of(report, one.place), "label": one.label} for one in finding.related],
        "witness": list(finding.witness),
        "walk": [
            {
                "at": place_of(report, stop.place),
                "label": stop.label,
                "minutes": stop.minutes,
                "elapsed": stop.elapsed,
            }
            for stop in finding.walk
        ],
        "fix": _fix(report, finding.fix),
    }


def place_of(report: Report, place: Place) -> dict[str, Any]:
    """A place that has its span."""
    span = place.span or START
    return {
        "path": report.shown(place.path),
        "line": span.line,
        "column": span.column,
        "end-line": span.end_line,
        "end-column": span.end_column,
        "keys": [str(key) for key in place.keys],
    }


def _fix(report: Report, fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{"at": place_of(report, edit.place), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
