"""gitlab: for GitLab, which shows each finding in the merge request (Code Quality).

A list of findings. A fingerprint stays the same while lines move, so GitLab knows what a merge request adds.
"""

from collections import Counter
from hashlib import sha256
from typing import Any

from handrail.formats import Look
from handrail.formats._safe import as_json, one_line
from handrail.ground.finding import Finding, Severity
from handrail.ground.likeness import Likeness, likeness
from handrail.ground.report import Report
from handrail.ground.source import START

_WEIGHT = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report, look: Look) -> str:
    """A list with an entry a finding. Several that are alike get fingerprints of their own: GitLab drops doubles."""
    times: Counter[Likeness] = Counter()
    told = []
    for finding in report.findings:
        like = likeness(finding, report.texts)
        times[like] += 1
        told.append(_entry(report, finding, _fingerprint(like, times[like])))
    return as_json(told)


def _fingerprint(like: Likeness, time: int) -> str:
    return sha256("\0".join([*like, str(time)]).encode("utf-8", "surrogatepass")).hexdigest()


def _entry(report: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    span = finding.at.span or START
    remedy = finding.hint.partition("\n")[0]
    return {
        "description": one_line(f"{finding.message} {remedy}".strip()),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _WEIGHT[finding.severity],
        "location": {"path": report.shown(finding.at.path), "lines": {"begin": span.line, "end": span.end_line}},
    }
