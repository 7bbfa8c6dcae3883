"""sarif: for code-scanning services and editors, as SARIF 2.1.0."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from handrail import __version__
from handrail.formats import Look
from handrail.formats._safe import as_json
from handrail.ground.duration import spoken
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.report import Report
from handrail.ground.source import START, Span
from handrail.rules import Rule, all_rules


def render(report: Report, look: Look) -> str:
    """One run with every rule that has something to say, every finding, those that do not count as suppressed."""
    excused = {one.finding: ("inSource", one.reason) for one in report.excused}
    excused |= {one.finding: ("external", one.reason) for one in report.listed}
    states = dict.fromkeys(report.findings, "new") | dict.fromkeys(report.before, "unchanged")
    findings = [*report.findings, *report.before, *excused]
    rules = sorted({finding.rule for finding in findings})
    index = {rule: number for number, rule in enumerate(rules)}
    shelf = all_rules()
    run = {
        "tool": {
            "driver": {
                "name": "handrail",
                "semanticVersion": __version__,
                "rules": [_rule(name, shelf[name]()) for name in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(report, finding, index[finding.rule], excused.get(finding))
            | ({"baselineState": states.get(finding, "unchanged")} if report.since else {})
            for finding in findings
        ],
        "invocations": [{"executionSuccessful": not report.crashed}],
    }
    return as_json({"version": "2.1.0", "runs": [run]})


def _rule(name: str, rule: Rule) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.reason or rule.summary},
        "help": {"text": f"handrail explain {name}"},
        "defaultConfiguration": {"level": _level(rule.severity)},
    }


def _level(severity: Severity) -> str:
    return "error" if severity is Severity.ERROR else "warning"


def _result(report: Report, finding: Finding, index: int, excused: tuple[str, str] | None) -> dict[str, Any]:
    words = [finding.message, finding.hint, *finding.witness]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(finding.severity),
        "message": {"text": "\n".join(word for word in words if word)},
        "locations": [_location(report, finding.at)],
    }
    if finding.related:
        result["relatedLocations"] = [
            {**_location(report, one.place), "id": number, "message": {"text": one.label}}
            for number, one in enumerate(finding.related, start=1)
        ]
    if finding.walk:
        result["codeFlows"] = [{"threadFlows": [_flow(report, finding)]}]
    if finding.fix:
        result["fixes"] = [_fix(report, finding)]
    if excused is not None:
        result["suppressions"] = [{"kind": excused[0], "justification": excused[1]}]
    return result


def _flow(report: Report, finding: Finding) -> dict[str, Any]:
    """The walk that shows a finding, step by step, so that an editor can go along with it."""
    stops = [
        {
            "location": {
                **_location(report, stop.place),
                "message": {"text": f"{stop.label} (done by {spoken(stop.elapsed)})"},
            },
            "executionOrder": number,
        }
        for number, stop in enumerate(finding.walk, start=1)
    ]
    return {"message": {"text": finding.message}, "locations": stops}


def _location(report: Report, place: Place) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(report, place), "region": _region(place.span or START)}}


def _artifact(report: Report, place: Place) -> dict[str, str]:
    return {"uri": quote(PurePosixPath(report.shown(place.path)).as_posix(), errors="surrogateescape")}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": max(span.end_column, span.column if span.end_line == span.line else 1),
    }


def _fix(report: Report, finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    edits = fix.edits if fix else ()
    changes = [
        {
            "artifactLocation": _artifact(report, edit.place),
            "replacements": [
                {"deletedRegion": _region(edit.place.span or START), "insertedContent": {"text": edit.text}}
            ],
        }
        for edit in edits
    ]
    return {"description": {"text": fix.title if fix else ""}, "artifactChanges": changes}
