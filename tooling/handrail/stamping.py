"""The hall: approvals written into SOPs, each with the fingerprint of what is approved. Nothing else changes.

Only the value of `approved-by` is replaced, or lines are put below an entry that has none: comments, order and style
of everything else stay. What is written is read again before anybody may put it on the disk.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import unified_diff

from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.formats._safe import harmless, one_line
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Place
from handrail.ground.model import Approval, Change, Handbook, Sop
from handrail.ground.nearest import nearest, words
from handrail.ground.report import Report
from handrail.ground.source import Source, Span
from handrail.reasoning.meaning import fingerprint
from handrail.reasoning.reviewing import newest

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stamped:
    """What becomes of an SOP: its text before and after (None: nothing is written), and what is told about it."""

    sop: Sop
    says: str
    before: str = ""
    after: str | None = None
    data: bytes = b""
    """The bytes of the file with the new text: its line ends and its first mark are kept."""

    @property
    def refused(self) -> bool:
        """Whether it should have been stamped and was not."""
        return self.says.startswith("not stamped")


def stamp(
    sources: Sequence[Source],
    report: Report,
    sops: Collection[str],
    *,
    by: Sequence[str],
    on: date,
) -> tuple[Stamped, ...]:
    """Write approvals of what stands in some SOPs now. Pure: it gives back texts, and a door writes them.

    `by` are those who approve; nobody: those who are named there already, without a fingerprint. An approval that has
    one is only replaced for somebody who is named. Raises HandrailError when something of the handbook could not be
    read, for a name that is no team or role, and for a day that has not come.
    """
    book = report.handbook
    if report.findings or not book.whole:
        where = f"{report.line(report.findings[0].at)}: {report.findings[0].message}" if report.findings else ""
        message = f"Not everything could be read, so nobody knows what would be approved. {where}".strip()
        raise HandrailError(message, "Mend that first: handrail check")
    for name in by:
        if name not in book.teams and name not in book.roles:
            best = nearest(name, [*book.teams, *book.roles])
            hint = f"Nearest: {best}" if best else "They stand in register/organisation.yml."
            raise HandrailError(f"`{name}` is no team or role.", hint)
    if on > book.as_of:
        raise HandrailError(f"Nobody has approved anything on {on}, which has not come yet.", "Leave out --on.")
    by_path = {source.path: source for source in sources}
    pen = _Pen(report, by, on)
    found = tuple(pen.stamped(book.procedures[name], by_path) for name in sops)
    _read_again(sources, found, report)
    return found


class _Pen:
    """What is written, by whom, and on which day."""

    def __init__(self, report: Report, by: Sequence[str], on: date) -> None:
        self.report, self.by, self.on = report, tuple(dict.fromkeys(by)), on

    def stamped(self, sop: Sop, sources: Mapping[str, Source]) -> Stamped:
        """What becomes of one SOP."""
        book, version = self.report.handbook, newest(sop)
        if version is None:
            return Stamped(sop, "left alone: its `changes` hold nothing that has to be approved")
        if sop.retired_on and sop.retired_on <= book.as_of:
            return Stamped(sop, f"left alone: it was retired on {sop.retired_on}")
        now = fingerprint(book, sop)
        wanted = self.by or [each.by for each in version.approvals if not each.content]
        held = {each.by for each in version.approvals if each.content == now}
        new = [name for name in wanted if name not in held]
        if not new:
            return Stamped(sop, self._nothing(version, now))
        every = {each.by: each for each in version.approvals} | {name: Approval(name, self.on, now) for name in new}
        text, data = self.report.texts[sop.place.path], sources[sop.place.path].data
        written = _Entry(self.report, text, version).with_approvals(list(every.values()))
        why = _not_to_be_written(version, text, data)
        if why or written is None:
            return Stamped(sop, f"not stamped: {why or 'its entry is in braces, or a comment in it would be lost'}")
        return Stamped(sop, self._told(version, new, now), text, written, _as_it_was(data, written))

    def _told(self, version: Change, new: Sequence[str], now: str) -> str:
        says = f"{words(f'`{name}`' for name in new)} approved the change of {version.starts}: {now} on {self.on}"
        others = [each.by for each in version.approvals if each.by not in new and each.content not in ("", now)]
        if others:
            says += f"; {words(f'`{name}`' for name in others)} approved something else"
        return says

    def _nothing(self, version: Change, now: str) -> str:
        if not version.approvals:
            return f"not stamped: nobody is named under the change of {version.starts}; say who approved: --by TEAM"
        stale = [each.by for each in version.approvals if each.content not in ("", now)]
        if stale and not self.by:
            names = words(f"`{name}`" for name in stale)
            return f"not stamped: {names} approved something else; when they have agreed again: --by TEAM"
        return "as it was: it is stamped already"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of `changes` in its text."""

    report: Report
    text: str
    change: Change

    def with_approvals(self, approvals: Sequence[Approval]) -> str | None:
        """The text with these approvals in the entry; None where that cannot be written without losing something."""
        place = self.change.place
        lines = self.text.split("\n")
        whole = self._span(place)
        if lines[whole.line - 1][whole.column - 1 :].startswith("{"):
            return None
        if not self.change.approvals:
            last = whole.end_line - (whole.end_column == 1)  # a text behind `|` ends where the next line begins
            return "\n".join(
                [*lines[:last], *_block(approvals, self._span(place.key("from")).column - 1), *lines[last:]]
            )
        key, value = self._span(place.key("approved-by")), self._span(place.at("approved-by"))
        start, end = _offset(lines, key.end_line, key.end_column), _offset(lines, value.end_line, value.end_column)
        if "#" in self.text[start:end]:
            return None
        block = "\n".join(_block(approvals, key.column - 1)).lstrip().removeprefix("approved-by")
        return self.text[:start] + block + self.text[end:]

    def _span(self, place: Place) -> Span:
        span = self.report.locate(place).span
        if span is None:  # the entry was read from this text, so it is there
            raise HandrailError(f"`{place.path}` cannot be written: an entry is not where it was.", "Try again.")
        return span


def _not_to_be_written(version: Change, text: str, data: bytes) -> str:
    """Why an SOP cannot be written as it is; empty where it can."""
    if any(each.content and each.on is None for each in version.approvals):
        return "an approval in it is of a day that no calendar has; mend that first"
    if _as_it_was(data, text) != data:
        return "its lines end in different ways; save it with one kind of line end first"
    return ""


def _block(approvals: Sequence[Approval], indent: int) -> list[str]:
    """The approvals, a line each."""
    what = ((each.by, f"{each.content} on {each.on}" if each.content else UNKNOWN) for each in approvals)
    lines = [f"{name}: {agreed}" for name, agreed in what]
    return [" " * indent + "approved-by:", *(" " * (indent + 2) + line for line in lines)]


def _offset(lines: Sequence[str], line: int, column: int) -> int:
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def _as_it_was(data: bytes, text: str) -> bytes:
    """A text in the bytes of a file: with the mark at its beginning, its line ends, and its last line as it ended."""
    ending = b"\r\n" if b"\r\n" in data else b"\n"
    if not data.endswith((b"\n", b"\r")):
        text = text.removesuffix("\n")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode("utf-8").replace(b"\n", ending)


def _read_again(sources: Sequence[Source], found: Sequence[Stamped], report: Report) -> None:
    """Make sure that nothing but the approvals is different. Raises RuntimeError, which is our fault, when it is."""
    new = {each.sop.place.path: each.data for each in found if each.after is not None}
    if not new:
        return
    laid = [source._replace(data=new.get(source.path, source.data)) for source in sources]
    rules = choose_rules(Selection(select=ALWAYS))
    again = check_sources(laid, rules=rules, as_of=report.handbook.as_of, files=report.handbook.files)
    for each in found:
        now = again.handbook.procedures.get(each.sop.id)
        if again.findings or now is None or _other(report.handbook, each.sop, again.handbook, now):
            raise RuntimeError(f"stamping {each.sop.place.path} would change more than its approvals")


def _other(before: Handbook, was: Sop, after: Handbook, now: Sop) -> bool:
    bare = [[replace(change, approvals=(), what=change.what.strip()) for change in sop.changes] for sop in (was, now)]
    return fingerprint(before, was) != fingerprint(after, now) or bare[0] != bare[1] or was.page.text != now.page.text


def chosen(report: Report, names: Sequence[str], files: Collection[str]) -> tuple[str, ...]:
    """The SOPs that somebody names, and those in files that somebody names. Raises HandrailError for what is none."""
    book = report.handbook
    for name in names:
        if name not in book.procedures:
            best = nearest(name, book.procedures)
            hint = f"Nearest: {best}" if best else "Name an SOP, its file, or a folder of SOPs."
            raise HandrailError(f"There is no SOP `{name}`, and no file of that name.", hint)
    inside = [sop.id for sop in book.procedures.values() if sop.place.path in files]
    if files and not inside:
        raise HandrailError("What you name holds no SOP.", "Name an SOP, its file, or a folder of SOPs.")
    return tuple(dict.fromkeys((*names, *inside)))


def difference(found: Stamped, report: Report) -> str:
    """What would be written, as lines that go and come."""
    path = one_line(report.shown(found.sop.place.path))
    lines = unified_diff(found.before.splitlines(), (found.after or "").splitlines(), path, path, lineterm="", n=2)
    return "".join(f"{line}\n" for line in map(harmless, lines))
