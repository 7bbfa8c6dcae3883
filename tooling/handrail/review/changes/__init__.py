"""The shelf of what can change: one file is one aspect, and presence is registration.

Each module has `changes(pair)`, which yields what is different about its aspect, and `ORDER`, its place in what people
read. A sentence is about one thing, in plain words, with the names of the handbook in `backticks`; nothing that an
author wrote can end such a name. Whether a case goes elsewhere because of it, `behaviour` proves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handrail.ground.finding import Place
from handrail.ground.model import Kind
from handrail.review.pair import Pair


class Sort(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    MOVED = "moved"
    """It stands elsewhere: in another file, or at another place in the list."""
    REWORDED = "reworded"
    """Other words for the same thing."""

    @property
    def only_form(self) -> bool:
        """Whether nothing but words, names and places can be different by it."""
        return self in (Sort.RENAMED, Sort.MOVED, Sort.REWORDED)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    `kind` and `name` are what it is about, `step` the step of a workflow. `place` is where it stands now, or, where it
    is gone (`old`), where it stood. A change that `breaks` has the places that still rely on what was there.
    """

    sort: Sort
    kind: Kind
    name: str
    says: str
    place: Place
    step: str = ""
    old: bool = False
    breaks: tuple[Place, ...] = ()
    breaking: bool = False


def all_changes(pair: Pair) -> tuple[Change, ...]:
    """Everything that is different, by aspect and thing."""
    from handrail.ground.shelf import shelf
    from handrail.review import changes

    aspects = sorted(shelf(changes).values(), key=lambda module: module.ORDER)
    return tuple(change for module in aspects for change in module.changes(pair))


Changes = Iterator[Change]
