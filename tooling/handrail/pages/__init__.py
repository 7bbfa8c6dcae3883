"""The shelf of pages: one file is one kind of page of the published handbook.

Each module has one public function `pages(site)` that yields `SitePage`s. Pages are Markdown with HTML blocks, rendered
from the model alone: no MkDocs, no disk, no clock, no network, and nothing that needs a script to be read. Modules that
begin with an underscore are what pages share.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from posixpath import relpath
from typing import Any, Protocol
from urllib.parse import quote

from handrail.ground.commit import Commit
from handrail.ground.model import Control, Handbook, Kind, Role, Sop, Workflow
from handrail.ground.shelf import shelf
from handrail.reasoning.dossier import Dossier


@dataclass(frozen=True)
class SitePage:
    """One file of the site's source tree: its path below the docs folder, its text, and the file to edit for it.

    What takes long to make is given as a function (see `later`), and made when somebody first wants the text.
    """

    path: str
    content: str | Callable[[], str]
    edit: str = ""

    @cached_property
    def text(self) -> str:
        """What stands in the file."""
        return self.content if isinstance(self.content, str) else self.content()


def later(path: str, edit: str, make: Callable[..., SitePage], *args: object) -> SitePage:
    """The page that a function makes of its arguments, made only when somebody wants its text.

    Its text raises ValueError when the page turns out to lie elsewhere, or to be made from another file.
    """

    def text() -> str:
        made = make(*args)
        if (made.path, made.edit) != (path, edit):
            raise ValueError(f"`{path}`, edited in `{edit}`, was made as `{made.path}`, edited in `{made.edit}`.")
        return made.text

    return SitePage(path, text, edit)


@dataclass(frozen=True, slots=True)
class ShownExample:
    """An example of a rule: the file's name, its text, and what the check really says to it."""

    file: str
    text: str
    output: str = ""


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule as its page shows it. `options`: name, default and what it does."""

    id: str
    group: str
    group_title: str
    severity: str
    since: str
    summary: str
    reason: str
    options: tuple[tuple[str, str, str], ...] = ()
    bad: tuple[ShownExample, ...] = ()
    good: tuple[ShownExample, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownCommand:
    """A command of the command line: how it is called, what it does, and its arguments and options with their help."""

    name: str
    usage: str
    help: str
    options: tuple[tuple[str, str], ...] = ()
    epilog: str = ""


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A bound of the tool: of what, how much, and what happens beyond it."""

    what: str
    bound: str
    beyond: str


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """What the tool promises about itself, and the tests that keep it: `file.py::test`."""

    says: str
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFault:
    """What can go wrong, what happens then, and the tests that show it."""

    number: int
    group: str
    what: str
    answer: str
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """What a machine measured: a table, and when, where and on which commit (`made`)."""

    name: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    made: str


@dataclass(frozen=True, slots=True)
class Endurance:
    """What the tool withstands."""

    limits: tuple[ShownLimit, ...] = ()
    promises: tuple[ShownPromise, ...] = ()
    faults: tuple[ShownFault, ...] = ()
    measured: tuple[ShownMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """What pages are made from: the handbook and where the page of each thing lies; rules, schemas and commands.

    `schemas` are the published JSON Schemas by kind. Whoever makes the site gives them: a page reads no disk.
    """

    handbook: Handbook
    rules: tuple[ShownRule, ...] = ()
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    commands: tuple[ShownCommand, ...] = ()
    proven: Dossier | None = None
    """What is proven about the controls; None where nothing was asked."""
    proven_data: str | Callable[[], str] = ""
    """The same for programs, or what makes it."""
    endurance: Endurance | None = None
    """What the tool withstands; None where nobody asked."""
    history: tuple[Commit, ...] = ()
    """What git remembers, newest first; nothing where nobody asked."""
    problems: str = ""
    """Where readers tell that something is wrong: an address with `{page}`, `{step}`, `{title}` and `{version}`."""

    def path(self, kind: Kind, name: str) -> str:
        """The path of the page about a thing, below the docs folder; empty when it has none."""
        thing = self.handbook.named(kind).get(name)
        if isinstance(thing, Workflow | Control | Sop):
            return thing.place.path.removesuffix(".yml").removesuffix(".md") + ".md"
        if isinstance(thing, Role):
            return next((path for team in thing.teams if (path := self.path(Kind.TEAM, team))), "")
        if kind in _LISTS and thing:
            return f"{_LISTS[kind]}#{name}"
        return entry(_FOLDERS[kind], name) if kind in _FOLDERS and thing else ""

    def href(self, here: str, kind: Kind, name: str, anchor: str = "") -> str:
        """A relative link from the page at `here` to the page about a thing, with its `.md`, which MkDocs replaces."""
        file, _, own = self.path(kind, name).partition("#")
        anchor = anchor or own
        address = _way(file, here.rpartition("/")[0]) if file else ""
        return address + (f"#{anchor}" if file and anchor else "")


@lru_cache(maxsize=1 << 14)
def _way(file: str, folder: str) -> str:
    return quote(relpath(file, folder or "."))


_FOLDERS = {
    Kind.MESSAGE: "messages",
    Kind.TEAM: "teams",
    Kind.FACT: "facts",
    Kind.MARK: "marks",
    Kind.DUTY: "duties",
    Kind.SEVERITY: "severities",
}
_LISTS = {Kind.TERM: "glossary.md", Kind.METRIC: "metrics.md"}


def entry(folder: str, name: str) -> str:
    """The path of the page of one entry. What is named `index` does not take the place of the list."""
    return f"{folder}/{name}{'-' * (name == 'index')}.md"


class PageModule(Protocol):
    """What a file on this shelf offers."""

    def pages(self, site: Site) -> Iterator[SitePage]:
        """The pages of this kind."""
        ...


def all_pages(site: Site, made_from: Collection[str] | None = None) -> tuple[SitePage, ...]:
    """Every page of the site, sorted by path; with `made_from` only those that are edited in one of these files."""
    from handrail import pages

    found = (page for module in shelf(pages).values() for page in module.pages(site))
    wanted = (page for page in found if made_from is None or page.edit in made_from)
    return tuple(sorted((SitePage(each.path, each.text, each.edit) for each in wanted), key=lambda page: page.path))
