"""The hall: procedures that mean something else than at an earlier state, while `changes` has no new entry."""

from collections.abc import Iterator

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Sop
from handrail.ground.report import Report
from handrail.reasoning.meaning import fingerprint
from handrail.reasoning.reviewing import in_use, newest
from handrail.rules.unversioned_change import UnversionedChange


def without_entry(report: Report, earlier: Handbook, name: str) -> Iterator[Finding]:
    """A located finding for each such procedure. `name` is what the earlier state is called.

    Of what the earlier state did not have, or had as a draft, nothing is asked, nor of a version that had not begun.
    An entry that was only rewritten is no new one: there have to be more of them.
    """
    rule, book = UnversionedChange(), report.handbook
    why = f"and `changes` has no entry that was not there at {name}"
    if not earlier.whole:
        why += ", where not everything could be read"
    for sop in book.procedures.values():
        was = _then(earlier, sop)
        if was is None or was.draft or not (in_use(sop, book.as_of) and book.asks_about(sop.place.path)):
            continue
        version = newest(was)
        begun = version is None or version.starts is None or version.starts <= book.as_of
        if begun and _versions(sop) <= _versions(was) and fingerprint(book, sop) != fingerprint(earlier, was):
            yield rule.told(sop, book, why).located(report.locate)


def _versions(sop: Sop) -> int:
    return sum(change.material for change in sop.changes)


def _then(earlier: Handbook, sop: Sop) -> Sop | None:
    """The same procedure at the earlier state: by its name, or by its number, which never changes."""
    same = (each for each in earlier.procedures.values() if sop.number and each.number == sop.number)
    return earlier.procedures.get(sop.id) or next(same, None)
