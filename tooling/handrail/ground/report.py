"""What a check found."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from posixpath import normpath

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.model import Handbook


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding that is excused, the reason, and the last day on which it is."""

    finding: Finding
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding that stands in the baseline, and the reason that was given for it."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The handbook, the text of each file, and every finding, located and in the order of their places.

    `folder` is the handbook's folder, to be put before paths when they are shown. `crashed` says that a rule failed us.
    `asked` is the number of files whose findings were asked for, 0 when it is all of them. `locate` finds the span of a
    place, for what is told beside findings. `ran` are the rules that ran.

    `findings` are those that count. Beside them stand the `excused` ones, those that were there `before` the state
    that is called `since` (empty: nothing was compared), and those that the baseline lists.
    """

    handbook: Handbook
    texts: Mapping[str, str]
    findings: tuple[Finding, ...]
    excused: tuple[Excused, ...] = ()
    folder: str = ""
    crashed: bool = False
    asked: int = 0
    locate: Callable[[Place], Place] = field(default=lambda place: place, compare=False, repr=False)
    ran: frozenset[str] = frozenset()
    since: str = ""
    before: tuple[Finding, ...] = ()
    listed: tuple[Listed, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings weigh that much."""
        return sum(finding.severity is severity for finding in self.findings)

    def only(self, paths: Collection[str]) -> "Report":
        """The same report with the findings in these files alone. No paths: all of them."""
        if not paths:
            return self
        excused = tuple(one for one in self.excused if one.finding.at.path in paths)
        findings = tuple(finding for finding in self.findings if finding.at.path in paths)
        return replace(self, findings=findings, excused=excused, asked=len(paths))

    def shown(self, path: str) -> str:
        """A path as people are told it. What begins with `../` lies beside the handbook's folder."""
        whole = f"{self.folder}/{path}" if self.folder else path
        return normpath(whole) if path.startswith("../") else whole

    def line(self, place: Place) -> str:
        """A file and the line in it, as people are told them."""
        span = self.locate(place).span
        return f"{self.shown(place.path)}:{span.line if span else 1}"
