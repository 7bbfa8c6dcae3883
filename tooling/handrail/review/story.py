"""A comparison as people read it: what it comes to, what others rely on, where cases go, every change by its thing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handrail.ground.duration import spoken
from handrail.ground.finding import Place
from handrail.ground.model import Kind
from handrail.ground.nearest import words
from handrail.reasoning.proof import Verdict
from handrail.review.behaviour.shifts import Cube, Done, Longer, Shift, Shifts
from handrail.review.behaviour.timed import STUCK, End
from handrail.review.behaviour.verdict import Going, Known
from handrail.review.changes import Change, Sort
from handrail.review.changes._words import code, codes, plain, quote
from handrail.review.comparison import Comparison, Finding
from handrail.review.picture import Drawing, drawings
from handrail.review.trials import Trial

MOST_PLACES = 5
"""So many places of users are named; of more, the rest is counted."""
Where = Callable[[Place, bool], str]
"""A place as people are told it: file and line; true for one of the earlier state."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a sign for what happened, the sentence, where it stands, and lines below it."""

    sort: str
    says: str
    where: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some lines under a title. `first` chapters are what everybody has to see; the others can be folded."""

    title: str
    entries: tuple[Entry, ...]
    first: bool = False
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The whole of it."""

    headline: str
    lead: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    calm: bool
    """Whether nobody has to look twice: it is proven that nothing goes differently."""


def story(comparison: Comparison, where: Where) -> Story:
    """A comparison in words."""
    teller = _Teller(comparison, where)
    found = comparison.finding
    calm = found in (Finding.NOTHING, Finding.FORM_ONLY, Finding.CASES_SAME) and not comparison.breaking
    return Story(_headline(comparison), tuple(teller.lead()), tuple(teller.chapters()), calm)


def _headline(comparison: Comparison) -> str:
    match comparison.finding:
        case Finding.NOTHING:
            return "Nothing is different."
        case Finding.FORM_ONLY:
            what = {change.sort for change in comparison.changes}
            form = "Wording only" if what == {Sort.REWORDED} else "Only words, names or places are different"
            return f"{form}: the behaviour is proven unchanged."
        case Finding.CASES_SAME:
            tail = " But others rely on what changed." if comparison.breaking else ""
            return f"Every case goes as before: the same ends, in the same longest times. This is proven.{tail}"
        case Finding.CHANGED:
            return "Cases go differently now."
        case _:
            return "Whether every case goes as before is not proven."


class _Teller:
    def __init__(self, comparison: Comparison, where: Where) -> None:
        self.all, self.where = comparison, where
        self.books = (comparison.pair.before, comparison.pair.after)

    def lead(self) -> Iterator[str]:
        """What has to be known before anything else, in a few sentences."""
        yield f"From {code(self.all.names[0])} to {code(self.all.names[1])}."
        if self.all.unread:
            yield "Not everything could be read, so nothing is claimed about what could not."
        number = len(self.all.breaking)
        if number:
            yield f"{_count(number, 'change')} of what others rely on."
        meaning = sum(not change.sort.only_form for change in self.all.changes)
        form = len(self.all.changes) - meaning
        if self.all.changes:
            both = [_count(meaning, "change") + " of meaning"] * bool(meaning) + [
                _count(form, "change") + " of words, names or places"
            ] * bool(form)
            yield f"{words(both)}."
        yield from self._worse()

    def _worse(self) -> Iterator[str]:
        for judged in self.all.judged:
            if judged.after is Verdict.BROKEN and judged.before is not Verdict.BROKEN:
                yield f"The control {code(judged.control)} is broken now."
        for going in self.all.goings:
            worst = going.shifts.worst if going.shifts and going.own else (None, None)
            if worst[0] is not None and worst[1] is not None and worst[0] != worst[1]:
                times = f"{spoken(worst[1])} now, before: {spoken(worst[0])}"
                yield f"In {code(going.workflow)} the slowest case takes {times}."

    def chapters(self) -> Iterator[Chapter]:
        """The chapters that have something to say."""
        every = [
            Chapter("Could not be read", tuple(Entry("broken", plain(line)) for line in self.all.unread), first=True),
            Chapter("What others rely on", tuple(map(self._breaking, self.all.breaking)), first=True),
            Chapter("Where cases end, and how long they take", tuple(self._goings()), first=True),
            Chapter("Controls", tuple(self._judged()), first=True),
            Chapter("Scenarios that go another way", tuple(map(self._trial, self.all.trials))),
            *self._things(),
        ]
        return iter([chapter for chapter in every if chapter.entries])

    # ---- changes

    def _breaking(self, change: Change) -> Entry:
        places = [self.where(place, False) for place in change.breaks[:MOST_PLACES]]  # noqa: FBT003 - of the later state
        more = len(change.breaks) - len(places)
        below = [f"still relied on at {code(place)}" for place in places] + [
            f"and at {_count(more, 'other place')}"
        ] * (more > 0)
        if not below:
            below = ["everything that relied on it was changed, too"]
        says = change.says if code(change.name) in change.says else f"{code(change.name)}: {change.says}"
        return Entry(change.sort.value, says, self._at(change), tuple(below))

    def _at(self, change: Change) -> str:
        return self.where(change.place, change.old)

    def _things(self) -> Iterator[Chapter]:
        drawn = drawings(self.all)
        groups: dict[tuple[Kind, str], list[Change]] = {}
        for change in self.all.changes:
            groups.setdefault((change.kind, change.name), []).append(change)
        for (kind, name), changes in groups.items():
            entries = tuple(Entry(change.sort.value, change.says, self._at(change)) for change in changes)
            drawing = drawn.get(name) if kind is Kind.WORKFLOW else None
            yield Chapter(
                f"{_KINDS.get(kind, kind.value.capitalize())} {code(name)}{self._title(kind, name)}",
                entries,
                drawing=drawing,
            )

    def _title(self, kind: Kind, name: str) -> str:
        thing = next((found for book in reversed(self.books) if (found := book.named(kind).get(name))), None)
        title = getattr(thing, "title", "") or getattr(thing, "asks", "")
        return f": {quote(title)}" if title else ""

    # ---- behaviour

    def _goings(self) -> Iterator[Entry]:
        for going in self.all.goings:
            told = tuple(self._shifts(going.shifts)) if going.shifts else ()
            if going.known is Known.CHANGED and told:
                yield Entry("changed", f"{code(going.workflow)}{'' if going.own else ', by what it runs'}:", below=told)
            elif going.known is Known.NOT_PROVEN:
                yield self._not_proven(going)
        yield from self._doors()

    def _not_proven(self, going: Going) -> Entry:
        which = (
            f"all cases that begin in {code(going.workflow)}" if going.door else f"the cases in {code(going.workflow)}"
        )
        return Entry("not-proven", f"That {which} go as before is not proven: {going.why}.")

    def _doors(self) -> Iterator[Entry]:
        doors = [going for going in self.all.goings if going.door]
        for known, says in _OF_DOORS.items():
            names = [going.workflow for going in doors if going.known is known]
            if names and (known is Known.REACHES or len({going.known for going in doors}) > 1):
                sort = "changed" if known is Known.REACHES else known.value.replace(" ", "-")
                yield Entry(sort, f"Cases that begin in {codes(names)} {says}.")

    def _shifts(self, found: Shifts) -> Iterator[str]:
        for shift in found.shifts:
            yield f"{_when(shift.when)} {_moved(shift)}."
        if found.more:
            yield "There are more conditions like these."
        yield from map(_done, found.done)
        for longer in found.longer:
            yield f"{_when(longer.when)} a case that ends as before {_takes(longer)}."
        for end, before, after in found.times:
            if before != after:
                yield _time(end, before, after)
        if found.longest and found.longest[0] != found.longest[1]:
            yield f"The slowest case takes {spoken(found.longest[1])} now, before: {spoken(found.longest[0])}."

    def _trial(self, trial: Trial) -> Entry:
        before, after = trial.before, trial.after
        if after.stopped:
            says = f"it no longer comes to an end: {_unquoted(after.stopped)}"
        elif trial.elsewhere:
            says = f"it ends in {code(after.ends)} now, before: in {code(before.ends) if before.ends else 'no end'}"
        else:
            came, went = sorted(after.passes - before.passes), sorted(before.passes - after.passes)
            told = [f"with {codes(came)}"] * bool(came) + [f"without {codes(went)}"] * bool(went)
            if before.minutes != after.minutes:
                told.append(f"after at most {spoken(after.minutes)} instead of {spoken(before.minutes)}")
            says = f"it ends as before, {words(told) or 'by other steps'}"
        place = (
            f" The ways part after {code(trial.parts_at)}."
            if trial.parts_at and not trial.parts_at.startswith("end ")
            else ""
        )
        return Entry("changed", f"{code(trial.scenario)} / {code(trial.case)}, {quote(trial.says)}: {says}.{place}")

    def _judged(self) -> Iterator[Entry]:
        open_ = unseen = 0
        for judged in self.all.judged:
            if judged.after is None and judged.control not in self.books[1].controls:
                continue
            open_ += judged.after is None
            not_seen = judged.before is None and judged.control in self.books[0].controls
            if judged.after is Verdict.PROVEN and not_seen:
                unseen += 1
            elif judged.after and judged.before != judged.after:
                was = f", before: {judged.before.value}" if judged.before else ""
                sort = "broken" if judged.after is Verdict.BROKEN else "changed"
                yield Entry(sort, f"{code(judged.control)} is {judged.after.value} now{was}.")
        if unseen:
            what = "1 control is" if unseen == 1 else f"{unseen} controls are"
            yield Entry("same", f"{what} proven now; what held before was not looked at.")
        if open_:
            what = "1 control still holds" if open_ == 1 else f"{open_} controls still hold"
            yield Entry(
                "not-proven",
                f"Whether {what} was not looked at here: {code('handrail check')} proves it, or {code('--prove')}.",
            )


_KINDS = {Kind.PROCEDURE: "Procedure", Kind.FACT: "Question", Kind.TERM: "Word", Kind.SCENARIO: "Scenarios of"}
_OF_DOORS = {
    Known.ALIKE: "go exactly as before: proven",
    Known.SAME: "end as before, in the same longest times: proven",
    Known.CHANGED: "go differently",
    Known.REACHES: "can come to what is different",
}


def _unquoted(text: str) -> str:
    return plain(text.replace("`", ""))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _when(cube: Cube) -> str:
    told = [f"{code(name)} is {codes(answers, 'or')}" for name, answers in cube.items()]
    return f"When {' and '.join(told)}:" if told else "Always:"


def _moved(shift: Shift) -> str:
    came = [end for end in shift.after if end not in shift.before]
    went = [end for end in shift.before if end not in shift.after]
    if not shift.before:
        return f"there was no such case before; it ends in {_ends(shift.after)}"
    if not shift.after:
        return f"there is no such case any more; it ended in {_ends(shift.before)}"
    if len(shift.before) == 1 and len(shift.after) == 1:
        return f"a case ends in {_ends(shift.after)} now, before: in {_ends(shift.before)}"
    stuck = ["can now be stuck"] * (STUCK in came)
    came = [end for end in came if end != STUCK]
    told = stuck + [f"can now end in {_ends(came)}"] * bool(came)
    told += [f"can no longer end in {_ends(went)}"] * bool(went)
    return f"a case {words(told)}"


def _ends(ends: Iterable[End]) -> str:
    return words((_end(end) for end in ends), "or")


def _end(end: End) -> str:
    return "nothing, for it is stuck" if end == STUCK else code(end[1])


def _done(done: Done) -> str:
    """What became of a mark at an end."""
    end, mark = _end(done.end), code(done.mark)
    if done.after == (False, True):
        return f"No case that ends in {end} has done {mark} any more; before, some or all had."
    if done.after == (True, False):
        return f"Every case that ends in {end} has done {mark} now; before, some had not."
    if done.after[1] and not done.before[1]:
        return f"A case can now end in {end} without {mark}; before, none could."
    return f"A case that ends in {end} can have done {mark} now; before, none had."


def _takes(longer: Longer) -> str:
    times = f"{spoken(longer.after)} now, before: {spoken(longer.before)}"
    return f"can take {times}" if longer.after > longer.before else f"takes at most {times}"


def _time(end: End, before: int | None, after: int | None) -> str:
    if end == STUCK:
        return (
            "Some cases are stuck now: no way leads on."
            if before is None
            else "How long cases take that are stuck is different."
        )
    if before is None and after is not None:
        return f"{_end(end)} is a new end: reached after at most {spoken(after)}."
    if after is None and before is not None:
        return f"{_end(end)} is not reached any more."
    return f"{_end(end)} is reached after at most {spoken(after or 0)} now, before: {spoken(before or 0)}."
