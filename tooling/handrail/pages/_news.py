"""What changed in the handbook, from the changes that SOPs declare and from git, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from handrail.ground.commit import Commit
from handrail.ground.model import Handbook, Kind, Names
from handrail.pages import Site


@dataclass(frozen=True, slots=True)
class Touched:
    """A thing with a page of its own that a change touches."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class News:
    """A change: its day, what it says, what it touches. `kind`: `material`, `editorial`, or `edit` for one from git."""

    day: date
    what: str
    touches: tuple[Touched, ...]
    kind: str
    approved_by: Names = ()
    key: str = ""

    @property
    def urn(self) -> str:
        """A name that stays the same for as long as the change says the same."""
        return uuid5(NAMESPACE_URL, f"handrail:{self.key}").urn


def declared(book: Handbook) -> tuple[News, ...]:
    """The changes that SOPs declare, newest first; those that are not in force yet are the first of them."""
    found = [
        News(
            change.starts,
            change.what,
            (Touched(Kind.PROCEDURE, sop.id),),
            "material" if change.material else "editorial",
            change.approved_by,
            f"{sop.id}:{change.starts.isoformat()}:{change.what}",
        )
        for sop in book.procedures.values()
        for change in sop.changes
        if change.starts
    ]
    return tuple(sorted(found, key=lambda news: (-news.day.toordinal(), news.key)))


@lru_cache(maxsize=4)
def _owners(book: Handbook) -> dict[str, Touched]:
    """The thing that each file makes."""
    shelves = (
        (Kind.WORKFLOW, book.workflows.values()),
        (Kind.PROCEDURE, book.procedures.values()),
        (Kind.MESSAGE, book.messages.values()),
        (Kind.CONTROL, book.controls.values()),
    )
    return {thing.place.path: Touched(kind, thing.id) for kind, things in shelves for thing in things}


def edits(site: Site) -> tuple[News, ...]:
    """The commits that git knows, newest first, each with the things whose files it changed."""
    return tuple(_edit(site.handbook, commit) for commit in site.history)


def _edit(book: Handbook, commit: Commit) -> News:
    owners = _owners(book)
    touched = tuple(dict.fromkeys(owners[path] for path in commit.paths if path in owners))
    return News(commit.day, commit.subject, touched, "edit", (), commit.id)


def of_team(site: Site, procedures: Names, workflows: Names) -> Iterator[News]:
    """What changed in some procedures and workflows, newest first: what is declared, and every edit in git."""
    names = {Touched(Kind.PROCEDURE, name) for name in procedures} | {
        Touched(Kind.WORKFLOW, name) for name in workflows
    }
    every = [*declared(site.handbook), *edits(site)]
    every.sort(key=lambda news: -news.day.toordinal())
    for news in every:
        touches = tuple(each for each in news.touches if each in names)
        if touches:
            yield News(news.day, news.what, touches, news.kind, news.approved_by, news.key)
