"""What a thing or a change touches: everything that names it, directly or by what it runs, and who owns that.

From a thing (`duty:us-2258a`) the uses are followed: a workflow that names it, the workflows that run that one, the
procedures that explain them, the scenarios that walk them. A review becomes due where something that an SOP rests on
changed after the SOP's last review.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Kind, Sop
from handrail.reasoning.doing import marks_of
from handrail.reasoning.graph import led_to
from handrail.reasoning.reviewing import last_look
from handrail.reasoning.uses import How, uses
from handrail.review.changes import Change
from handrail.review.comparison import Comparison

Thing = tuple[Kind, str]
_SHOWN = (Kind.PROCEDURE, Kind.WORKFLOW, Kind.CONTROL, Kind.MESSAGE, Kind.SCENARIO, Kind.TEAM, Kind.ROLE, Kind.DUTY)
_FOLLOWED = (Kind.WORKFLOW, Kind.CONTROL, Kind.MESSAGE, Kind.MARK)


@dataclass(frozen=True, slots=True)
class Touched:
    """Something that is touched: by what, where that is named (None: through a workflow), and who owns it."""

    thing: Thing
    by: Thing
    place: Place | None
    owner: str


@dataclass(frozen=True, slots=True)
class Due:
    """An SOP to be reviewed: what changed after its last review, and when that was (None: never)."""

    procedure: str
    owner: str
    because: tuple[Thing, ...]
    reviewed: date | None


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that is touched, by kind and name, and the reviews that become due."""

    roots: tuple[Thing, ...]
    touched: tuple[Touched, ...]
    due: tuple[Due, ...]
    languages: tuple[str, ...] = ()

    @property
    def owners(self) -> dict[str, tuple[Thing, ...]]:
        """Who owns what of it."""
        found: dict[str, dict[Thing, None]] = {}
        for one in self.touched:
            found.setdefault(one.owner, {})[one.thing] = None
        return {owner: tuple(things) for owner, things in sorted(found.items())}


def impact_of(
    book: Handbook, roots: Iterable[Thing], *, changed: Iterable[Thing] = (), day: date | None = None
) -> Impact:
    """What some things touch. `changed` are those that are different now, and `day` is since when."""
    asked = tuple(dict.fromkeys(roots))
    touched = tuple(sorted(_Follower(book).touched(asked), key=lambda one: (_SHOWN.index(one.thing[0]), one.thing[1])))
    languages = dict.fromkeys(
        language for one in touched if one.thing[0] is Kind.MESSAGE for language in book.messages[one.thing[1]].text
    )
    return Impact(asked, touched, tuple(_due(book, asked, frozenset(changed), day)), tuple(languages))


def changed_things(comparison: Comparison) -> tuple[Thing, ...]:
    """The things of a comparison whose meaning is different and that are still there."""
    book = comparison.pair.after
    found = (_thing(change) for change in comparison.changes if not change.sort.only_form)
    return tuple(dict.fromkeys(thing for thing in found if thing[1] in book.named(thing[0])))


def _thing(change: Change) -> Thing:
    return change.kind, change.name


# ---- following names


@lru_cache(maxsize=4)
def _files(book: Handbook) -> dict[str, Thing]:
    """Which thing a whole file is."""
    kinds = (Kind.WORKFLOW, Kind.PROCEDURE, Kind.MESSAGE, Kind.CONTROL, Kind.SCENARIO)
    return {thing.place.path: (kind, name) for kind in kinds for name, thing in _named(book, kind)}


def _named(book: Handbook, kind: Kind) -> Iterator[tuple[str, "_Placed"]]:
    yield from book.named(kind).items()  # type: ignore[misc]  # everything that is named has its place


class _Placed:
    place: Place


def _user(book: Handbook, place: Place) -> Thing | None:
    """The thing in which a name is used."""
    found = _files(book).get(place.path)
    if found or not place.keys:
        return found
    kinds = {"teams": Kind.TEAM, "roles": Kind.ROLE, "hubs": Kind.HUB, "rotas": Kind.ROTA}
    if str(place.keys[0]) in kinds and len(place.keys) > 1:
        return kinds[str(place.keys[0])], str(place.keys[1])
    register = {"marks": Kind.MARK, "severities": Kind.SEVERITY, "metrics": Kind.METRIC}
    name = place.path.rpartition("/")[2].removesuffix(".yml")
    return (register[name], str(place.keys[0])) if name in register else None


Way = tuple[Thing, Place | None]
"""Something that rests on a thing, and where it names it."""


class _Follower:
    """Everything that names a root, or something that does: each thing once, by the shortest way."""

    def __init__(self, book: Handbook) -> None:
        self.book = book
        self.named: dict[Thing, list[Way]] = {}
        self.carriers: dict[str, list[Way]] = {}
        for use in uses(book):
            user = _user(book, use.near)
            if user and use.how is How.CARRIES:
                self.carriers.setdefault(use.name, []).append((user, use.place))
            for kind in use.kinds:
                if user and book.knows(kind, use.name) and user != (kind, use.name):
                    self.named.setdefault((kind, use.name), []).append((user, use.place))

    def touched(self, roots: tuple[Thing, ...]) -> Iterator[Touched]:
        """The roots that can be shown, and what rests on them."""
        seen = dict.fromkeys(roots)
        waiting = list(roots)
        yield from (Touched(root, root, None, _owner(self.book, root)) for root in roots if root[0] in _SHOWN)
        while waiting:
            thing = waiting.pop(0)
            for user, place in self._ways(thing):
                if user in seen or not user[1]:
                    continue
                seen[user] = None
                if user[0] in _SHOWN and user[1] in self.book.named(user[0]):
                    yield Touched(user, thing, place, _owner(self.book, user))
                if user[0] in _FOLLOWED:
                    waiting.append(user)

    def _ways(self, thing: Thing) -> Iterator[Way]:
        yield from self.named.get(thing, ())
        kind, name = thing
        if kind is Kind.WORKFLOW:
            callers = (caller for caller, called in led_to(self.book).items() if name in called)
            yield from (((Kind.WORKFLOW, caller), None) for caller in sorted(callers))
            workflow = self.book.workflows.get(name)
            yield from [((Kind.PROCEDURE, workflow.procedure), None)] if workflow else []
        if kind is Kind.CONTROL and name in self.book.controls:  # what the control asks for is done there
            marks = (mark for wanted in self.book.controls[name].require for mark in wanted.marks)
            yield from (way for mark in marks for way in self.carriers.get(mark, ()))


def _owner(book: Handbook, thing: Thing) -> str:
    """Who owns a thing; empty where nobody is named."""
    kind, name = thing
    if kind in (Kind.WORKFLOW, Kind.SCENARIO):
        workflow = book.workflows.get(name)
        sop = book.procedures.get(workflow.procedure) if workflow else None
        return sop.owner if sop else ""
    if kind is Kind.CONTROL:
        return next(
            (sop.owner for sop in book.procedures.values() if set(sop.duties) & set(book.controls[name].duties)), ""
        )
    if kind is Kind.TEAM:
        return name
    return str(getattr(book.named(kind).get(name), "owner", ""))


# ---- reviews


def _due(book: Handbook, asked: tuple[Thing, ...], changed: frozenset[Thing], day: date | None) -> Iterator[Due]:
    """The SOPs that rest on something of what is asked about that changed after their last review."""
    for sop in book.procedures.values():
        if sop.retired_on and sop.retired_on <= book.as_of:
            continue
        seen = last_look(sop, book.as_of)
        because = [thing for thing in rests_on(book, sop) if thing in asked and _newer(book, thing, changed, day, seen)]
        if because:
            yield Due(sop.id, sop.owner, tuple(because), seen)


def rests_on(book: Handbook, sop: Sop) -> tuple[Thing, ...]:
    """The duties, workflows (those that they run, too), and teams that an SOP rests on, as far as they are there."""
    workflows = [workflow for workflow in book.workflows.values() if workflow.procedure == sop.id]
    found: dict[Thing, None] = {(Kind.DUTY, name): None for name in sop.duties if name in book.duties}
    for workflow in workflows:
        found[Kind.WORKFLOW, workflow.id] = None
        found |= {(Kind.WORKFLOW, name): None for name in sorted(led_to(book).get(workflow.id, ()))}
    paths = {workflow.place.path for workflow in workflows} | {sop.place.path}
    for path in sorted(paths):
        found |= dict.fromkeys(_rested_on(book).get(path, ()))
    carried = {mark for flow in workflows for step in flow.every_step() for mark in marks_of(book, step)}
    for control in book.controls.values():
        if carried & {mark for wanted in control.require for mark in wanted.marks}:
            found |= {(Kind.DUTY, name): None for name in control.duties if name in book.duties}
    return tuple(found)


@lru_cache(maxsize=4)
def _rested_on(book: Handbook) -> dict[str, tuple[Thing, ...]]:
    """The teams and duties that each file names, but for those who wrote or approved something once."""
    found: dict[str, dict[Thing, None]] = {}
    for use in uses(book):
        kind = use.kinds[0]
        if kind in (Kind.TEAM, Kind.DUTY) and use.near.keys[:1] != ("changes",) and use.name in book.named(kind):
            found.setdefault(use.near.path, {})[kind, use.name] = None
    return {path: tuple(things) for path, things in found.items()}


def _newer(book: Handbook, thing: Thing, changed: frozenset[Thing], day: date | None, seen: date | None) -> bool:
    """Whether a thing changed after a day: by this change, or by what the register says."""
    if thing in changed:
        return seen is None or day is None or seen <= day
    if thing[0] is Kind.DUTY:
        updated = book.duties[thing[1]].updated_on
        return bool(updated and seen and updated > seen)
    if thing[0] is Kind.TEAM:
        retired = book.teams[thing[1]].retired_on
        return bool(retired and seen and seen < retired <= book.as_of)
    return False
