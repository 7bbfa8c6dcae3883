"""Excused findings: set apart, never forgotten.

`# handrail: ignore[rule-name] the reason, until 2027-01-31` on the line of a finding or on the line above it; in
Markdown the same in an HTML comment. Without a reason, an end, a known rule or anything to excuse it is a finding.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.nearest import nearest
from handrail.ground.report import Excused
from handrail.ground.source import Span
from handrail.reading.build.values import day
from handrail.reading.document import Document

_EXCUSE = re.compile(r"(?:#|<!--)\s*handrail:\s*ignore\b(?:\[([^\]]*)\])?\s*(.*?)\s*(?:-->)?\s*$")
_UNTIL = re.compile(r",?\s*until\s+(\S+)$")
NEVER_EXCUSED = frozenset(
    {"invalid-yaml", "schema-violation", "unreadable-file", "rule-crashed", "bad-suppression", "unused-suppression"}
)


@dataclass(frozen=True, slots=True)
class Excuse:
    """One excuse: the rules it names, the line that it covers, its reason and its end."""

    path: str
    span: Span
    covers: int
    rules: tuple[str, ...]
    reason: str
    until: date | None


def excuse(
    findings: Iterable[Finding],
    documents: Iterable[Document],
    *,
    known: Collection[str],
    ran: Collection[str],
    as_of: date,
) -> tuple[list[Finding], list[Excused]]:
    """The findings that remain, with those about the excuses themselves, and the excused ones.

    Findings must be located. `known` are the names of all rules, `ran` of those that ran this time.
    """
    # looked for in the bytes, for it is in next to no file: to make texts of all takes longer than the rest
    able = (document for document in documents if b"handrail:" in document.source.data)
    excuses = [found for document in able for found in excuses_in(document)]
    names = frozenset(known)
    wrong = [(found, _wrong(found, names, as_of)) for found in excuses]
    sound = [found for found, problems in wrong if not problems]
    covering: dict[tuple[str, int], list[Excuse]] = {}
    for found in sound:
        covering.setdefault((found.path, found.covers), []).append(found)
    kept: list[Finding] = [finding for _, problems in wrong for finding in problems]
    excused: list[Excused] = []
    used: set[tuple[Excuse, str]] = set()
    for finding in findings:
        line = (finding.at.path, finding.at.span.line if finding.at.span else 0)
        by = next((found for found in covering.get(line, ()) if _covers(found, finding)), None)
        if by is None or by.until is None:
            kept.append(finding)
            continue
        used.add((by, finding.rule))
        excused.append(Excused(finding, by.reason, by.until))
    kept += [
        _unused(found, rule) for found in sound for rule in found.rules if rule in ran and (found, rule) not in used
    ]
    return kept, excused


def excuses_in(document: Document) -> Iterator[Excuse]:
    """The excuses in a document, in order."""
    lines = document.text.split("\n")
    covered = 0
    for number, line in enumerate(lines, start=1):
        found = _EXCUSE.search(line) if "handrail:" in line else None
        if not found:
            continue
        alone = not line[: found.start()].strip()
        if alone and covered <= number:
            below = (later for later in range(number + 1, len(lines) + 1) if _says_something(lines[later - 1]))
            covered = next(below, len(lines) + 1)
        until = _UNTIL.search(found[2])
        yield Excuse(
            path=document.path,
            span=Span.on_line(number, found.start() + 1, len(found[0].rstrip())),
            covers=covered if alone else number,
            rules=tuple(name.strip() for name in (found[1] or "").split(",") if name.strip()),
            reason=found[2][: until.start()].strip() if until else found[2],
            until=day(until[1]) if until else None,
        )


def _says_something(line: str) -> bool:
    words = line.strip()
    return bool(words) and not words.startswith(("#", "<!--"))


def _covers(found: Excuse, finding: Finding) -> bool:
    """Whether an excuse on the line of a finding names its rule."""
    return finding.rule in found.rules and finding.rule not in NEVER_EXCUSED


def _wrong(found: Excuse, known: frozenset[str], as_of: date) -> list[Finding]:
    form = "handrail: ignore[rule-name] the reason, until 2027-01-31"
    problem = ("This excuse names no rule.", form) if not found.rules else _wrong_rule(found.rules, known)
    if problem:
        return [_bad(found, *problem)]
    if not found.reason:
        return [_bad(found, "This excuse gives no reason.", form)]
    if found.until is None:
        return [_bad(found, "This excuse has no end.", f"Say until when: {form}")]
    if found.until < as_of:
        hint = "Mend the finding, or decide anew and set a later date."
        return [_bad(found, f"This excuse ended on {found.until}.", hint)]
    return []


@lru_cache(maxsize=1024)
def _wrong_rule(rules: tuple[str, ...], known: frozenset[str]) -> tuple[str, str] | None:
    unknown = next((rule for rule in rules if rule not in known), "")
    if unknown:
        best = nearest(unknown, known)
        return f"There is no rule `{unknown}`.", f"Nearest: {best}" if best else "List them: handrail rules"
    forbidden = next((rule for rule in rules if rule in NEVER_EXCUSED), "")
    if forbidden:
        return f"`{forbidden}` cannot be excused: what cannot be read cannot be trusted.", "Mend it."
    return None


def _bad(found: Excuse, message: str, hint: str) -> Finding:
    return Finding("bad-suppression", Severity.ERROR, message, Place(found.path, span=found.span), hint)


def _unused(found: Excuse, rule: str) -> Finding:
    place = Place(found.path, span=found.span)
    message = f"This excuse covers nothing: line {found.covers} has no finding of `{rule}`."
    return Finding("unused-suppression", Severity.WARNING, message, place, "Delete it.")
