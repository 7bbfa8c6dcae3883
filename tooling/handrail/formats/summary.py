"""summary: for the page of a CI job, as Markdown.

The counts, the worst first with folded details, what was proven, and what is not shown.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from handrail.formats import Look
from handrail.formats._markdown import as_html, block, code, inline, remedy
from handrail.formats._told import counted, set_apart, walked
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.report import Report
from handrail.ground.source import START
from handrail.rules import all_rules
from handrail.rules._proofs import sound

MOST_SHOWN = 50
"""So many findings are told with details; the others are counted, by rule."""
MOST_SIGNS = 400_000
"""Fewer than a code host takes (GitHub: a mebibyte for each step), whatever the findings say."""
_PROOFS = frozenset({"control-broken", "control-not-proven", "control-never-arises"})
_WORST_GROUPS = ("files", "controls")
"""What makes everything else uncertain, then what the law or a person relies on."""


def render(report: Report, look: Look) -> str:
    """The page. Texts of the handbook form no link, picture, mention or tag in it."""
    parts = [f"## Handbook: {_verdict(report)}", " ".join(_state(report))]
    if report.findings:
        parts += [_table(report), *_shown(report, look)]
    return "\n\n".join(parts) + "\n"


def _verdict(report: Report) -> str:
    if report.crashed:
        return "handrail broke down, so nothing is decided"
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    new = "new " if report.since else ""
    if not report.findings:
        return f"no {new}findings"
    counts = [counted(errors, f"{new}error")] * bool(errors) + [counted(warnings, f"{new}warning")] * bool(warnings)
    return " and ".join(counts)


def _state(report: Report) -> Iterator[str]:
    book = report.handbook
    read = f"{counted(len(book.procedures), 'procedure')} and {counted(len(book.workflows), 'workflow')}"
    yield f"{read} {'read' if report.asked else 'checked'} as of {book.as_of}."
    if report.asked:
        yield f"Only what is wrong in {counted(report.asked, 'file')} is shown."
    if not book.whole:
        yield "**Not everything could be read, so there may be more.**"
    yield from map(inline, set_apart(report))
    if report.excused:
        yield f"{counted(len(report.excused), 'finding')} {'is' if len(report.excused) == 1 else 'are'} excused."
    yield from _proven(report)


def _proven(report: Report) -> Iterator[str]:
    """How many controls hold, as far as the rules that prove them looked at the whole handbook."""
    book = report.handbook
    if not (book.controls and book.whole and report.ran >= _PROOFS) or report.asked:
        return
    apart = [*(each.finding for each in report.excused), *(each.finding for each in report.listed)]
    told = {each.at.path for each in (*report.findings, *report.before, *apart) if each.rule in _PROOFS}
    held = [each for each in book.controls.values() if each.place.path not in told and sound(book, each)]
    number = counted(len(book.controls), "control")
    if len(held) == len(book.controls):
        yield f"Proven on every way, for all answers: {number}."
    else:
        yield f"Proven on every way, for all answers: {len(held)} of {number}."


def _weight(finding: Finding) -> tuple[bool, int]:
    group = all_rules()[finding.rule].group if finding.rule in all_rules() else ""
    return finding.severity is not Severity.ERROR, (
        _WORST_GROUPS.index(group) if group in _WORST_GROUPS else len(_WORST_GROUPS)
    )


def _table(report: Report) -> str:
    errors = Counter(finding.rule for finding in report.findings if finding.severity is Severity.ERROR)
    warnings = Counter(finding.rule for finding in report.findings if finding.severity is Severity.WARNING)
    rules = dict.fromkeys(finding.rule for finding in sorted(report.findings, key=_weight))
    rows = [f"| {code(rule)} | {errors[rule] or ''} | {warnings[rule] or ''} |" for rule in rules]
    return "\n".join(["| Rule | Errors | Warnings |", "|---|--:|--:|", *rows])


def _shown(report: Report, look: Look) -> Iterator[str]:
    number = signs = 0
    for finding in sorted(report.findings, key=_weight)[:MOST_SHOWN]:
        told = _told(report, finding, look)
        signs += len(told.encode("utf-8", "replace"))
        if signs > MOST_SIGNS:
            break
        number += 1
        yield told
    more = len(report.findings) - number
    if more:
        are = "is" if more == 1 else "are"
        yield f"**{counted(more, 'more finding')} {are} counted above and not shown here.** The log has all of them."


def _told(report: Report, finding: Finding, look: Look) -> str:
    head = as_html(f"{finding.severity} `{finding.rule}` {finding.message}")
    lines = [*finding.witness, *walked(report, finding.walk)]
    body = [
        f"In {_link(report, finding.at, look)}",
        *(f"{_link(report, each.place, look)}: {inline(each.label)}" for each in finding.related),
        *([block("\n".join(lines))] if lines else []),
        *([remedy(finding.hint)] if finding.hint else []),
        f"Why: {code(f'handrail explain {finding.rule}')}",
    ]
    return "\n\n".join([f"<details><summary>{head}</summary>", *body, "</details>"])


def _link(report: Report, place: Place, look: Look) -> str:
    path, line = report.shown(place.path), (place.span or START).line
    return f"[{code(f'{path}:{line}')}]({look.links}{quote(path, errors='surrogateescape')}#L{line})"
