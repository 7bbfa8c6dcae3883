"""Two states of a handbook, compared: what changed, what is proven about it, which cases and controls it concerns."""

from dataclasses import dataclass
from enum import StrEnum

from handrail.ground.model import Handbook, Kind
from handrail.reasoning.assurance import doors_of, worst_of
from handrail.reasoning.proof import Verdict, prove, remembered
from handrail.review.behaviour.verdict import Going, Known, goings
from handrail.review.changes import Change, all_changes
from handrail.review.matching import content, renames
from handrail.review.pair import Pair
from handrail.review.trials import Trial, trials


class Finding(StrEnum):
    """What a comparison comes to."""

    NOTHING = "nothing"
    FORM_ONLY = "form only"
    """Only words, names and places are different, and it is proven that whatever happens is as before."""
    CASES_SAME = "cases same"
    """Something is different, but it is proven that every case ends as before, with the same marks and times."""
    CHANGED = "changed"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Judged:
    """A control's verdict before and now; None where nobody has looked yet."""

    control: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is told about two states. `unread`: what could not be read, so that nothing is proven."""

    names: tuple[str, str]
    pair: Pair
    changes: tuple[Change, ...]
    goings: tuple[Going, ...]
    trials: tuple[Trial, ...]
    judged: tuple[Judged, ...]
    unread: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """What it comes to."""
        if self.unread:
            return Finding.NOT_PROVEN
        every = {going.known for going in self.goings}
        whole = not any(change.kind is Kind.WORKFLOW and _comes_or_goes(change) for change in self.changes)
        if not self.changes and every <= {Known.ALIKE}:
            return Finding.NOTHING
        if every <= {Known.ALIKE} and all(change.sort.only_form for change in self.changes):
            return Finding.FORM_ONLY
        if Known.CHANGED in every or self.trials or not whole:
            return Finding.CHANGED
        return Finding.NOT_PROVEN if Known.NOT_PROVEN in every else Finding.CASES_SAME

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes that something else relied on."""
        return tuple(change for change in self.changes if change.breaking)


def _comes_or_goes(change: Change) -> bool:
    return not change.step and change.sort.value in ("added", "removed") and change.place.keys == ("title",)


def compare(
    before: Handbook, after: Handbook, names: tuple[str, str], unread: tuple[str, ...], *, proving: bool
) -> Comparison:
    """Compare two states. With `proving` each door and each control that may be concerned is proven: it takes time."""
    pair = Pair(before, after, renames(before, after))
    found = goings(pair, whole=proving)
    judged = () if unread else tuple(_judged(pair, found, proving=proving))
    return Comparison(names, pair, all_changes(pair), found, trials(pair, found), judged, unread)


def _judged(pair: Pair, found: tuple[Going, ...], *, proving: bool) -> list[Judged]:
    """The controls that may be concerned: those that are different, and all where a door is not alike."""
    alike = all(going.known is Known.ALIKE for going in found)
    told = []
    for name in dict.fromkeys((*pair.before.controls, *pair.after.controls)):
        was, now = pair.before.controls.get(name), pair.after.controls.get(name)
        if alike and was and now and content(was) == content(now):
            continue
        before, after = (_verdict(book, name, proving=proving) for book in (pair.before, pair.after))
        told.append(Judged(name, before, after))
    return told


def _verdict(book: Handbook, name: str, *, proving: bool) -> Verdict | None:
    if name not in book.controls:
        return None
    if proving:
        results = (result for door in doors_of(book) for result in prove(book, door, frozenset({name})).results)
        return worst_of(result.verdict for result in results)
    known = [remembered(book, door, book.controls[name]) for door in doors_of(book)]
    return worst_of(each for each in known if each) if all(known) else None
