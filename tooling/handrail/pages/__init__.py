"""The shelf of pages: one file is one kind of page of the published handbook.

Each module has one public function `pages(site)` that yields `SitePage`s. Pages are Markdown with HTML blocks, rendered
from the model alone: no MkDocs, no disk, no clock, no network, and nothing that needs a script to be read. Modules that
begin with an underscore are what pages share.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import relpath
from typing import Any, Protocol

from handrail.ground.model import Handbook, Kind
from handrail.ground.shelf import shelf


@dataclass(frozen=True, slots=True)
class SitePage:
    """One file of the site's source tree: its path below the docs folder, its text, and the file to edit for it."""

    path: str
    text: str
    edit: str = ""


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
class Site:
    """What pages are made from: the handbook and where the page of each thing lies; rules, schemas and commands.

    `schemas` are the published JSON Schemas by kind. Whoever makes the site gives them: a page reads no disk.
    """

    handbook: Handbook
    rules: tuple[ShownRule, ...] = ()
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    commands: tuple[ShownCommand, ...] = ()

    def path(self, kind: Kind, name: str) -> str:
        """The path of the page about a thing, below the docs folder; empty when it has none."""
        book = self.handbook
        match kind:
            case Kind.WORKFLOW if name in book.workflows:
                return book.workflows[name].place.path.removesuffix(".yml") + ".md"
            case Kind.CONTROL if name in book.controls:
                return book.controls[name].place.path.removesuffix(".yml") + ".md"
            case Kind.PROCEDURE if name in book.procedures:
                return book.procedures[name].place.path
            case Kind.MESSAGE if name in book.messages:
                return f"messages/{name}.md"
            case Kind.TEAM if name in book.teams:
                return f"teams/{name}.md"
            case Kind.ROLE if name in book.roles:
                return f"teams/{book.roles[name].teams[0]}.md" if book.roles[name].teams else ""
            case Kind.FACT if name in book.facts:
                return f"facts/{name}.md"
            case Kind.MARK if name in book.marks:
                return f"marks/{name}.md"
            case Kind.DUTY if name in book.duties:
                return f"duties/{name}.md"
            case Kind.SEVERITY if name in book.severities:
                return f"severities/{name}.md"
            case Kind.TERM if name in book.terms:
                return f"glossary.md#{name}"
            case Kind.METRIC if name in book.metrics:
                return f"metrics.md#{name}"
            case _:
                return ""

    def href(self, here: str, kind: Kind, name: str, anchor: str = "") -> str:
        """A relative link from the page at `here` to the page about a thing, with its `.md` (MkDocs turns it into an address)."""
        path = self.path(kind, name)
        if not path:
            return ""
        file, _, own = path.partition("#")
        anchor = anchor or own
        return relpath(file, here.rpartition("/")[0] or ".") + (f"#{anchor}" if anchor else "")


class PageModule(Protocol):
    """What a file on this shelf offers."""

    def pages(self, site: Site) -> Iterator[SitePage]:
        """The pages of this kind."""
        ...


def all_pages(site: Site) -> tuple[SitePage, ...]:
    """Every page of the site, sorted by path."""
    from handrail import pages

    modules = shelf(pages).values()
    return tuple(sorted((page for module in modules for page in module.pages(site)), key=lambda page: page.path))
