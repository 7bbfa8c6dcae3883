"""What is known about a workflow's behaviour: by form, by cases, or not at all. Only what changed is looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handrail.ground.model import Handbook, Kind, Names, Step, Workflow
from handrail.reasoning.compile import compile_program
from handrail.reasoning.doing import marks_of
from handrail.reasoning.doors import onward
from handrail.reasoning.graph import handed_to, runs
from handrail.reasoning.longest import MOST_STATES
from handrail.reasoning.regions import TooComplexError
from handrail.review.behaviour.alike import Side, alike
from handrail.review.behaviour.shifts import Shifts, shifts
from handrail.review.behaviour.timed import MOST_SLOW, walked
from handrail.review.pair import Pair

MOST_WATCHED = 8
"""So many facts tell the cases of a workflow apart: those at the steps that changed."""


class Known(StrEnum):
    """What is known about the cases of a workflow."""

    ALIKE = "alike"
    """Proven by form: whatever can happen, who does it and how long it takes is as before."""
    SAME = "same"
    """Proven by cases: the same ends, marks and longest times for the same facts; something else may be different."""
    CHANGED = "changed"
    REACHES = "reaches"
    """Cases that begin here can come to a workflow in which cases go differently: whether some do was not asked."""
    NOT_PROVEN = "not proven"
    """Nothing is claimed: `why` says what outgrew which bound."""


@dataclass(frozen=True, slots=True)
class Going:
    """How the cases of a workflow go now. `door`: of all that begin there, other workflows followed.

    `own`: the workflow itself is different, not only what it runs or the registers.
    """

    workflow: str
    known: Known
    door: bool = False
    own: bool = False
    shifts: Shifts | None = None
    why: str = ""


def goings(pair: Pair, *, whole: bool = False) -> tuple[Going, ...]:
    """What is known about each workflow of both states, and about all cases from each door.

    That nothing is different is always proven. `whole`: so is it, for each door that leads to a workflow in which cases
    go differently, whether a case that begins there does; else it is only said that it can come there, which is quick.
    """
    return tuple(_Judge(pair, whole=whole).every())


class _Judge:
    def __init__(self, pair: Pair, *, whole: bool) -> None:
        self.pair, self.whole = pair, whole
        shared = [_shared(book) for book in (pair.before, pair.after)]
        self.registers_as_before = shared[0] == shared[1]

    def every(self) -> Iterator[Going]:
        """The workflows by themselves, then the doors."""
        both = self.pair.workflows()
        alone = [self._alone(before, after) for before, after in both]
        yield from alone
        for before, after in both:
            if self.pair.before.door(before.id) or self.pair.after.door(after.id):
                yield self._door(before, after, alone)

    def _touched(self, before: Workflow, after: Workflow) -> bool:
        """Whether anything that can matter to a workflow is written differently."""
        if not self.registers_as_before or before.id != after.id:
            return True
        prints = [
            {each.id: book.prints.get(each.place.path, "") for each in onward(book, after.id)}
            for book in (self.pair.before, self.pair.after)
        ]
        return prints[0] != prints[1]

    def _sides(self, before: Workflow, after: Workflow, *, follow: bool) -> tuple[Side, Side]:
        how = {} if follow else {"follow": False}  # one way to say it, so that what was compiled is found again
        old = compile_program(self.pair.before, before.id, **how)
        new = compile_program(self.pair.after, after.id, **how)
        return Side(self.pair.before, old, self.pair.renames), Side(self.pair.after, new)

    def _alone(self, before: Workflow, after: Workflow) -> Going:
        own = self._own(before, after)
        if not self._touched(before, after):
            return Going(after.id, Known.ALIKE)
        sides = self._sides(before, after, follow=False)
        if alike(*sides, close=True):
            return Going(after.id, Known.ALIKE, own=own)
        if alike(*sides, close=False):
            return Going(after.id, Known.SAME, own=own)
        watch = self._watched(before, after)
        most = MOST_STATES if self.whole else MOST_SLOW
        try:
            marks = self._marks(before, after)
            found = shifts(*sides, free=self._free(after), watch=watch, marks=marks, slowest=most if own else 0)
        except TooComplexError as error:
            return Going(after.id, Known.NOT_PROVEN, own=own, why=str(error))
        if found.any:
            return Going(after.id, Known.CHANGED, own=own, shifts=found)
        why = "its cases were told apart by some facts alone"
        if own and not found.longest and not self.whole:
            why += ", and its longest time takes long to work out (--prove does)"
        return Going(after.id, Known.NOT_PROVEN, own=own, shifts=found, why=why)

    def _door(self, before: Workflow, after: Workflow, alone: list[Going]) -> Going:
        known, why = self._from_door(before, after, {each.workflow: each.known for each in alone})
        return Going(after.id, known, door=True, why=why)

    def _from_door(self, before: Workflow, after: Workflow, alone: Mapping[str, Known]) -> tuple[Known, str]:
        if not self._touched(before, after):
            return Known.ALIKE, ""
        if bool(before.starts_when) != bool(after.starts_when):
            return Known.CHANGED, ""
        if told := self._by_parts(after, alone):
            return told
        sides = self._sides(before, after, follow=True)
        for close, known in ((True, Known.ALIKE), (False, Known.SAME)):
            if alike(*sides, close=close):
                return known, ""
        try:
            return self._by_cases(before, after, sides, {name for name in alone if alone[name] is Known.CHANGED}), ""
        except TooComplexError as error:
            return Known.NOT_PROVEN, str(error)

    def _by_parts(self, after: Workflow, alone: Mapping[str, Known]) -> tuple[Known, str] | None:
        """What the workflows tell that can come after a door: its program is put together from theirs."""
        parts = {each.id: alone.get(each.id) for each in (after, *onward(self.pair.after, after.id))}
        if self.registers_as_before and all(known is Known.ALIKE for known in parts.values()):
            return Known.ALIKE, ""
        if self.whole:
            return None
        if Known.CHANGED in parts.values():
            own = parts[after.id] is Known.CHANGED and not self._free(after)
            return (Known.CHANGED if own else Known.REACHES), ""
        open_ = [name for name, known in parts.items() if known is Known.NOT_PROVEN]
        return (Known.NOT_PROVEN, f"they can come to `{open_[0]}`, of which it is not") if open_ else None

    def _by_cases(self, before: Workflow, after: Workflow, sides: tuple[Side, Side], changed: set[str]) -> Known:
        """What is known by walking: where something is known to be different, first by a few facts, which is less."""
        concerned = any(each.id in changed for each in onward(self.pair.after, after.id))
        own = after.id in changed and not self._free(after)
        watch, marks = self._watched(before, after), self._marks(before, after)
        if own or (concerned and shifts(*sides, free=False, watch=watch, marks=marks, slowest=0).any):
            return Known.CHANGED
        return Known.SAME if walked(*sides, free=False).same else Known.CHANGED

    def _own(self, before: Workflow, after: Workflow) -> bool:
        books = (self.pair.before, before), (self.pair.after, after)
        prints = [book.prints.get(workflow.place.path, "") for book, workflow in books]
        return prints[0] != prints[1]

    def _free(self, after: Workflow) -> bool:
        book = self.pair.after
        return after.id in runs(book) or after.id in handed_to(book) or not after.starts_when

    # ---- the facts that tell cases apart

    def _watched(self, before: Workflow, after: Workflow) -> frozenset[str]:
        """The facts at the steps that changed, here and in what is run from here."""
        found: dict[str, None] = {}
        for workflow in (after, *onward(self.pair.after, after.id)):
            was = before if workflow is after else self.pair.before.workflows.get(workflow.id)
            if was is not None:
                for old, new in self.pair.steps(was, workflow):
                    if old is None or new is None or _said(old) != _said(new):
                        found |= dict.fromkeys(name for step in (old, new) if step for name in _facts(step))
        found |= {new: None for old, new in self.pair.both(Kind.FACT) if self._other(old, new)}
        return frozenset(list(found)[:MOST_WATCHED])

    def _marks(self, before: Workflow, after: Workflow) -> Names:
        """The marks that some step leaves now and did not, or the other way round."""
        found: dict[str, None] = {}
        books = (self.pair.before, self.pair.after)
        for workflow in (after, *onward(self.pair.after, after.id)):
            was = before if workflow is after else self.pair.before.workflows.get(workflow.id)
            for pair in self.pair.steps(was, workflow) if was else ():
                sets = [set(marks_of(book, step)) if step else set() for book, step in zip(books, pair, strict=True)]
                found |= dict.fromkeys(sorted(sets[0] ^ sets[1]))
        return tuple(found)[:MOST_WATCHED]

    def _other(self, old: str, new: str) -> bool:
        was, now = self.pair.before.facts[old], self.pair.after.facts[new]
        return (tuple(was.answers), was.always_known, was.at_first) != (
            tuple(now.answers),
            now.always_known,
            now.at_first,
        )


def _said(step: Step) -> tuple[object, ...]:
    """What a step says that can matter to where a case goes; its time and marks do not."""
    branches = tuple((branch.kind, branch.when, branch.go) for branch in step.branches)
    return (
        step.verb, step.targets, step.when, step.unless, step.records, step.again, step.answers, branches, step.settles,
        step.outcomes, step.at_most, step.then, step.if_no_answer, step.go,
    )  # fmt: skip


def _facts(step: Step) -> Iterator[str]:
    if step.verb.value == "ask":
        yield from step.targets
    yield from step.records
    yield from step.settles
    for table in (*step.when, *step.unless, *(table for branch in step.branches for table in branch.when)):
        yield from table


def _shared(book: Handbook) -> dict[str, str]:
    """The fingerprints of what any workflow may depend on."""
    return {path: print_ for path, print_ in book.prints.items() if path.startswith(("register/", "messages/"))}
