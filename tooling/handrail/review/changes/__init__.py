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
from handrail.review.matching import content
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
    found = [change for module in aspects for change in module.changes(pair)]
    return (*found, *_untold(pair, found))


def _untold(pair: Pair, found: list[Change]) -> Iterator[Change]:
    """Whatever no aspect speaks of: nothing that is different may go unsaid."""
    told = {(change.kind, change.name) for change in found}
    renamed = any(old != new for names in pair.renames.of.values() for old, new in names.items())
    for kind in Kind:
        old, new = pair.before.named(kind), pair.after.named(kind)
        for was, now in pair.both(kind):
            if (kind, now) not in told and content(old[was]) != content(new[now]):
                sort = Sort.RENAMED if renamed else Sort.CHANGED
                says = "it names what has another name now" if renamed else "something else in it is different"
                place: Place = new[now].place  # type: ignore[attr-defined]  # everything that is named has its place
                yield Change(sort, kind, now, f"`{now}`: {says}.", place)
    yield from _pages(pair)


def _pages(pair: Pair) -> Iterator[Change]:
    """The pages that are no procedure, by their files."""
    books = (pair.before, pair.after)
    pages = [{**book.pages, **({book.front.place.path: book.front.page} if book.front else {})} for book in books]
    for path in dict.fromkeys((*pages[1], *pages[0])):
        prints = [book.prints.get(path) if path in own else None for book, own in zip(books, pages, strict=True)]
        if prints[0] != prints[1]:
            sort = Sort.ADDED if prints[0] is None else Sort.REMOVED if prints[1] is None else Sort.REWORDED
            says = (
                f"The page `{path}` is {'new' if prints[0] is None else 'gone' if prints[1] is None else 'different'}."
            )
            yield Change(sort, Kind.PROCEDURE, path, says, Place(path), old=prints[1] is None)
