"""The gate: which findings count. Nothing is left unchecked; what was there before, or is listed, is set apart.

A finding that a change adds always counts: also when the same change puts it into the baseline.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from handrail.check import ALWAYS, Selection, check_sources, choose_rules, in_order, weighed
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding, Severity
from handrail.ground.likeness import Likeness, lasting, likeness, place_in, same_file
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.report import Listed, Report
from handrail.reading.baseline import Baseline, Entry
from handrail.reading.config import Config
from handrail.reading.excuse import NEVER_EXCUSED
from handrail.reading.revision import State, sources_at
from handrail.rules import all_rules
from handrail.versions import without_entry

NEVER_LISTED = frozenset(
    {*ALWAYS, *NEVER_EXCUSED, "stale-baseline", "control-broken", "control-not-proven", "too-complex-to-prove"}
)
"""What no baseline may hold. A file that is not read may hold anything, so nobody can know what they accept. And a
control is a promise to the law or to a person: who accepts that one is broken says so where it stands, with a last day
(`# handrail: ignore[...]`), where its owner and every auditor see it."""
VERSIONS = "unversioned-change"
_ABOUT_OTHERS = "hygiene"
"""The group of rules that judge what other rules found: they need all of them."""


def since(
    report: Report,
    config: Config,
    revision: str,
    *,
    selection: Selection,
    memory: Memory = FORGETFUL,
    hands: int = 1,
) -> Report:
    """The report with those findings set apart that were there at a revision: what is left, was added since.

    The state before is checked with the rules and settings of now, as of the same day. Only rules that found something
    now are asked again. What means something else than then, without an entry in `changes`, is added. Raises
    HandrailError when the revision, or the handbook there, cannot be read.
    """
    if not revision.strip() or revision.startswith("..."):  # a variable of CI that is not set would compare with itself
        raise HandrailError("`--since` names nothing to compare with.", "Such as: handrail check --since origin/main")
    state = sources_at(config, revision)
    versions = VERSIONS in report.ran
    earlier = _checked(report, state, selection, memory, hands) if report.findings or versions else None
    found, told = (earlier.findings, earlier.texts) if earlier else ((), {})
    before = _same(report, found, told)
    added = [each for number, each in enumerate(report.findings) if number not in before]
    kept = tuple(report.findings[number] for number in sorted(before))
    if earlier and versions:
        silent = {each.at.path for each in added if each.rule == VERSIONS}
        more = without_entry(report, earlier.handbook, state.name)
        added = sorted([*added, *(each for each in more if each.at.path not in silent)], key=in_order)
    return weighed(replace(report, findings=tuple(added), before=kept, since=state.name), selection.settings)


def against(report: Report, baseline: Baseline, selection: Selection) -> Report:
    """The report with those findings set apart that the baseline lists, and with its entries that mean nothing.

    Where a change is looked at (`since`), what it adds counts whether it is listed or not.
    """
    findings, before = report.findings, report.before
    left = list(baseline.entries)
    if report.since:
        before, listed = _listed(report.before, report, left)
        _listed(report.findings, report, left)
    else:
        findings, listed = _listed(report.findings, report, left)
    stale = tuple(_stale(entry, baseline, report) for entry in left if _is_judged(entry, report))
    shown = stale if "stale-baseline" in report.ran else ()
    return weighed(replace(report, findings=(*findings, *shown), before=before, listed=listed), selection.settings)


def shrunk(report: Report, baseline: Baseline) -> list[Entry]:
    """The entries that still mean a finding of a report, or that it cannot judge. Nothing may be set apart in it."""
    left = list(baseline.entries)
    _listed(report.findings, report, left)
    gone = Counter(entry for entry in left if _is_judged(entry, report))
    return list((Counter(baseline.entries) - gone).elements())


def entries_for(findings: Iterable[Finding], report: Report, reason: str, day: date) -> list[Entry]:
    """Entries for findings, with one reason. Those that may never be listed are left out."""
    told = report.texts
    return [
        Entry(
            each.rule,
            each.at.path,
            place_in(each, told.get(each.at.path, "")),
            lasting(each.message),
            reason,
            day.isoformat(),
        )
        for each in findings
        if each.rule not in NEVER_LISTED
    ]


# ---- what was there before


def _checked(report: Report, state: State, selection: Selection, memory: Memory, hands: int) -> Report:
    wanted = {finding.rule for finding in report.findings}
    rules = choose_rules(selection)
    if not any(all_rules()[name].group == _ABOUT_OTHERS for name in wanted):
        rules = tuple(rule for rule in rules if rule.id in wanted | ALWAYS)
    return check_sources(
        state.sources,
        rules=rules,
        as_of=report.handbook.as_of,
        files=state.files,
        unread=state.unread,
        folder=report.folder,
        memory=memory,
        hands=hands,
    )


def _same(report: Report, earlier: Sequence[Finding], told: Mapping[str, str]) -> frozenset[int]:
    """The numbers of the findings that were there earlier, each of those counted once.

    Of several that are alike, those whose line still has the same words are the older ones.
    """
    moved = _moved(told, report.texts)
    left: dict[Likeness, Counter[str]] = {}
    for each in earlier:
        like = likeness(each, told)
        if each.at.path in moved:
            like = like._replace(file=same_file(moved[each.at.path]))
        left.setdefault(like, Counter())[_words(each, told)] += 1
    now = [(likeness(each, report.texts), _words(each, report.texts)) for each in report.findings]
    found: set[int] = set()
    for number, (like, words) in enumerate(now):
        if left.get(like, Counter())[words] > 0:
            left[like][words] -= 1
            found.add(number)
    for number, (like, _) in enumerate(now):
        others = +left.get(like, Counter())
        if number not in found and others:
            left[like][next(iter(others))] -= 1
            found.add(number)
    return frozenset(number for number in found if report.findings[number].rule != "rule-crashed")


def _moved(told: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Where each file is now that is gone from its place, and whose text stands, unchanged, in one new file."""
    new: dict[str, list[str]] = {}
    for path, text in now.items():
        if path not in told:
            new.setdefault(text, []).append(path)
    gone = [path for path in told if path not in now]
    times = Counter(told[path] for path in gone)
    return {path: new[told[path]][0] for path in gone if len(new.get(told[path], ())) == 1 == times[told[path]]}


def _words(finding: Finding, texts: Mapping[str, str]) -> str:
    lines = texts.get(finding.at.path, "").split("\n")
    line = finding.at.span.line if finding.at.span else 1
    return " ".join(lines[line - 1].split()) if line <= len(lines) else ""


# ---- what is listed


def _listed(
    findings: Iterable[Finding], report: Report, left: list[Entry]
) -> tuple[tuple[Finding, ...], tuple[Listed, ...]]:
    """The findings that no entry means, and those that one does. What is used up, is taken out of `left`."""
    entries: dict[Likeness, list[Entry]] = {}
    for entry in left:
        if entry.rule not in NEVER_LISTED:
            entries.setdefault(entry.likeness, []).append(entry)
    kept, listed = [], []
    for finding in findings:
        meant = entries.get(likeness(finding, report.texts))
        if meant:
            entry = meant.pop(0)
            left.remove(entry)
            listed.append(Listed(finding, entry.reason))
        else:
            kept.append(finding)
    return tuple(kept), tuple(listed)


def _is_judged(entry: Entry, report: Report) -> bool:
    """Whether it is known that no finding is like an entry: everything was read, and its rule ran over all files."""
    if entry.rule in NEVER_LISTED or entry.rule not in all_rules():
        return True
    return report.handbook.whole and not report.asked and not report.crashed and entry.rule in report.ran


def _stale(entry: Entry, baseline: Baseline, report: Report) -> Finding:
    where = f"`{entry.rule}` in `{report.shown(entry.file)}`"
    if entry.rule in NEVER_LISTED:
        message = f"The baseline lists {where}, and `{entry.rule}` can never be listed: it always counts."
        hint = "Mend the finding, and take the entry away: handrail baseline"
    elif entry.rule not in all_rules():
        message, hint = f"The baseline lists {where}, and there is no such rule.", "Take it away: handrail baseline"
    else:
        message = f"The baseline lists {where}, and there is no such finding any more: {entry.says}"
        hint = "That is good. Let the list shrink, so that it can never come back unseen: handrail baseline"
    return Finding("stale-baseline", Severity.ERROR, message, baseline.place(entry), hint)
