"""github: for GitHub, which shows each finding beside the changed lines.

Workflow commands, one a finding; then the sum.
"""

from collections.abc import Iterator

from handrail.formats import Look
from handrail.formats._safe import harmless
from handrail.formats._told import walked
from handrail.formats.plain import summary
from handrail.ground.finding import Finding, Severity
from handrail.ground.report import Report
from handrail.ground.source import START

MOST_SHOWN = 10
"""So many errors, and so many warnings, of one step does GitHub show beside the lines."""


def render(report: Report, look: Look) -> str:
    """A command a finding. Nothing in the handbook's own texts can start a command of its own."""
    commands = (_command(report, finding) for finding in report.findings)
    return "\n".join([*commands, *_hidden(report), summary(report, Look())]) + "\n"


def _hidden(report: Report) -> Iterator[str]:
    """How many findings GitHub does not show beside the lines, where there are more than it does."""
    more = {kind: max(report.count(kind) - MOST_SHOWN, 0) for kind in Severity}
    if any(more.values()):
        told = " and ".join(f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in more.items() if number)
        yield (
            f"::notice title=handrail::GitHub shows {MOST_SHOWN} errors and {MOST_SHOWN} warnings of a step beside the "
            f"lines. {told} more: all of them stand in the log of this step."
        )


def _command(report: Report, finding: Finding) -> str:
    kind = "error" if finding.severity is Severity.ERROR else "warning"
    span = finding.at.span or START
    properties = {
        "file": report.shown(finding.at.path),
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
        "title": finding.rule,
    }
    if span.end_line == span.line:
        properties["endColumn"] = str(span.end_column)
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    words = [finding.message, *(f"{report.shown(r.place.path)}: {r.label}" for r in finding.related), *finding.witness]
    words += walked(report, finding.walk)
    return f"::{kind} {told}::{_data(chr(10).join([*words, *([finding.hint] if finding.hint else [])]))}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
