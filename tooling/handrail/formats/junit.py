"""junit: for Jenkins, GitLab and others that show test results, as JUnit XML.

Each finding is a test case, and so is each file in which nothing is wrong.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from handrail.formats import Look
from handrail.formats._safe import harmless, no_command, one_line
from handrail.formats._told import set_apart, walked
from handrail.ground.finding import Finding, Severity
from handrail.ground.likeness import place_in
from handrail.ground.report import Report
from handrail.ground.source import START

_NO_SIGNS = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}
"""What XML does not take although it is no control character."""


class _Case(NamedTuple):
    path: str
    name: str
    line: int = 1
    outcome: str = ""
    """`failure`, `error`, `skipped`, `system-out` for what is told and fails nothing; empty: nothing is wrong."""
    message: str = ""
    kind: str = ""
    text: str = ""


def render(report: Report, look: Look) -> str:
    """One suite. Errors fail; warnings pass and are told; what is excused, listed or older is skipped with its reason.

    The name of a case stays the same while lines move, and no two are the same: GitLab drops doubles.
    """
    cases = [*_unique(_cases(report))]
    counts = Counter(case.outcome for case in cases)
    numbers = {
        "tests": str(len(cases)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
    }
    root = ET.Element("testsuites", {"name": "handrail", **numbers})
    suite = ET.SubElement(root, "testsuite", {"name": "handrail", **numbers})
    for case in cases:
        _write(suite, case)
    apart = " ".join(set_apart(report))
    if apart:
        ET.SubElement(suite, "system-out").text = _sound(apart)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(report: Report) -> Iterator[_Case]:
    for finding in report.findings:
        yield _case(report, finding, _outcome(finding), finding.message)
    for finding in report.before:
        yield _case(report, finding, "skipped", f"It was there before, at {report.since}: {finding.message}")
    for listed in report.listed:
        yield _case(report, listed.finding, "skipped", f"In the baseline: {listed.reason}")
    for excused in report.excused:
        yield _case(report, excused.finding, "skipped", f"Excused until {excused.until}: {excused.reason}")
    told = {finding.at.path for finding in report.findings}
    if not report.asked:
        yield from (_Case(report.shown(path), "nothing is wrong") for path in report.texts if path not in told)


def _outcome(finding: Finding) -> str:
    if finding.rule == "rule-crashed":
        return "error"
    return "failure" if finding.severity is Severity.ERROR else "system-out"


def _case(report: Report, finding: Finding, outcome: str, message: str) -> _Case:
    where = place_in(finding, report.texts.get(finding.at.path, ""))
    name = f"{finding.rule} at {where}" if where else finding.rule
    line = (finding.at.span or START).line
    return _Case(
        report.shown(finding.at.path), name, line, outcome, message, finding.rule, "\n".join(_words(report, finding))
    )


def _words(report: Report, finding: Finding) -> Iterator[str]:
    yield f"{report.line(finding.at)}: {finding.severity}[{finding.rule}]: {finding.message}"
    yield from (f"related {report.line(each.place)}: {each.label}" for each in finding.related)
    yield from finding.witness
    yield from walked(report, finding.walk)
    if finding.hint:
        yield f"help: {finding.hint}"


def _unique(cases: Iterator[_Case]) -> Iterator[_Case]:
    times: Counter[tuple[str, str]] = Counter()
    for case in cases:
        key = case.path, case.name
        times[key] += 1
        yield case._replace(name=f"{case.name} ({times[key]})") if times[key] > 1 else case


def _write(suite: ET.Element, case: _Case) -> None:
    told = {"classname": case.path, "name": case.name, "file": case.path, "line": str(case.line)}
    element = ET.SubElement(suite, "testcase", {name: _sound(one_line(value)) for name, value in told.items()})
    if case.outcome == "system-out":
        ET.SubElement(element, "system-out").text = _sound(case.text)
    elif case.outcome == "skipped":
        ET.SubElement(element, "skipped", {"message": _sound(one_line(case.message))})
    elif case.outcome:
        inner = ET.SubElement(
            element, case.outcome, {"message": _sound(one_line(case.message)), "type": _sound(case.kind)}
        )
        inner.text = _sound(case.text)


def _sound(text: str) -> str:
    return "\n".join(map(no_command, harmless(text).translate(_NO_SIGNS).split("\n")))
