"""Everything that a finding tells, as text: its words, its remedy, what is shown beside it, its fix, the case, the walk."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from handrail.ground.finding import Finding, Place

SNAPSHOTS = Path(__file__).parent / "snapshots" / "wording"


def _at(place: Place) -> str:
    span = place.span
    return f"{place.path}:{span.line}:{span.column}-{span.end_line}:{span.end_column}" if span else place.path


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{_at(finding.at)} {finding.severity}[{finding.rule}]"
    yield f"  {finding.message}"
    yield f"  > {finding.hint}"
    yield from (f"  see {_at(each.place)} {each.label}" for each in finding.related)
    yield from (f"  case {line}" for line in finding.witness)
    yield from (f"  walk {_at(each.place)} {each.label} ({each.minutes}, {each.elapsed})" for each in finding.walk)
    if finding.fix:
        yield f"  {'safe ' if finding.fix.safe else ''}fix {finding.fix.title}"
        yield from (f"    {_at(edit.place)} {edit.text!r}" for edit in finding.fix.edits)


def wording(findings: Iterable[Finding]) -> str:
    """What these findings tell."""
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding))


def agreed(file: str, name: str, text: str) -> str:
    """What was agreed on under a name; `text` itself is agreed on now when the environment says so."""
    path = SNAPSHOTS / f"{file}.txt"
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    parts = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", before, re.MULTILINE))
    if os.environ.get("HANDRAIL_SNAPSHOTS") == "accept":
        parts[name] = text
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"## {key}\n{parts[key]}" for key in sorted(parts)), encoding="utf-8")
    return str(parts.get(name, ""))
