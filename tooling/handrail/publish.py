"""From a report to everything that is published: pages, and the files that they load, for MkDocs or for a folder."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, TypeAlias

from handrail.demonstrate import every_rule
from handrail.ground.commit import Commit
from handrail.ground.layout import slot
from handrail.ground.report import Report
from handrail.pages import ShownCommand, Site, SitePage, all_pages
from handrail.pages._escape import slogan
from handrail.pages._former import old_addresses
from handrail.pages._parts import area_title
from handrail.policy import is_passive
from handrail.reading.schema import kinds, schema
from handrail.reasoning.assurance import assurance
from handrail.reasoning.dossier import dossier
from handrail.verdicts import as_json
from handrail.withstands import endurance

ASSETS = "assets/handrail"
"""The folder of the site that holds what pages load."""
_SOURCES = (".yml", ".md")
Entry: TypeAlias = "str | tuple[str, list[Entry]]"
"""A place in the navigation: the path of a page, or a title with what stands below it."""


def site_of(
    report: Report,
    commands: Iterable[ShownCommand] = (),
    history: Iterable[Commit] = (),
    problems: str = "",
) -> Site:
    """What pages are made from: what the report found sound and what is proven, rules, schemas and commands.

    `history` is what git remembers, `problems` the address at which readers tell that something is wrong.
    """
    book = report.handbook
    # a part that cannot be read could be what a proof rests on
    proven = dossier(book, assurance(book)) if book.whole and book.controls else None
    data = partial(as_json, report, proven) if proven else ""
    schemas = {kind: schema(kind) for kind in kinds()}
    rules = every_rule(book.memory)
    return Site(book, rules, schemas, tuple(commands), proven, data, endurance(), tuple(history), problems)


def published(site: Site, made_from: Collection[str] | None = None) -> tuple[SitePage, ...]:
    """Every page of the site; with `made_from` only those that are edited in one of these files."""
    return all_pages(site, made_from)


@cache
def assets() -> Mapping[str, bytes]:
    """The styles and scripts of the pages, those in folders too: path on the site -> content."""
    return dict(sorted(_assets(files("handrail").joinpath("pages", "assets"), ASSETS)))


def _assets(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _assets(entry, f"{path}/{entry.name}")
        elif entry.name.endswith((".css", ".js")):
            yield f"{path}/{entry.name}", entry.read_bytes()


def on_every_page() -> tuple[str, ...]:
    """The styles and scripts that every page loads. What lies in a folder is fetched by those that need it."""
    return tuple(path for path in assets() if dirname(path) == ASSETS)


def carried_along(report: Report, handbook: Path) -> frozenset[str]:
    """The files of the handbook that are published as they are: pictures and the like, and what a page links to.

    What a browser would run, such as a page or a script that somebody laid there, stays where it is.
    """
    book = report.handbook
    texts = [(sop.place.path, sop.page) for sop in book.procedures.values()]
    texts += [(book.front.place.path, book.front.page)] if book.front else []
    linked = chain.from_iterable(
        (normpath(join(dirname(path), link.target.partition("#")[0])) for link in page.links)
        for path, page in (*texts, *book.pages.items())
    )
    data = {path for path in linked if path.endswith(".yml") and path in book.files and slot(path) is None}
    others = (path for path in book.files if not path.endswith(_SOURCES))
    return frozenset(path for path in others if is_passive(handbook / path)) | data


def navigation(site: Site, pages: Iterable[SitePage]) -> list[Entry]:
    """The order in which pages stand in the navigation. Pages at old addresses stand nowhere."""
    there = {page.path for page in pages if page.path.endswith(_SOURCES)}
    rules: list[Entry] = [
        (title, [f"handbook/rules/{rule.id}.md" for rule in site.rules if rule.group_title == title])
        for title in dict.fromkeys(rule.group_title for rule in site.rules)
    ]
    known = set(old_addresses(site.handbook))
    further = [path for path in sorted(site.handbook.pages) if path in there]
    tree: list[Entry] = [
        "index.md",
        ("Procedures", _areas("procedures", there - known)),
        ("Workflows", _areas("workflows", there - known)),
        ("Messages", _areas("messages", there)),
        ("Controls", [*_areas("controls", there), "handbook/assurance.md"]),
        ("Teams", ["teams/index.md", "reviews/index.md", "changes.md", *_areas("teams", there)[1:]]),
        (
            "Reference",
            [
                "handbook/index.md",
                "a-z.md",
                *((title, _areas(folder, there)) for folder, title in _REGISTERS.items()),
                "glossary.md",
                "metrics.md",
                "helplines.md",
                ("Rules", ["handbook/rules/index.md", *rules]),
                ("The language", _areas("handbook/language", there)),
                "handbook/commands.md",
                "handbook/withstands.md",
                "handbook/publishing.md",
                *further,
            ],
        ),
    ]
    return list(_existing(tree, there))


_REGISTERS = {
    "facts": "Facts",
    "marks": "Marks",
    "duties": "Duties",
    "jurisdictions": "Jurisdictions",
    "severities": "Severities",
}


def _areas(folder: str, there: Iterable[str]) -> list[Entry]:
    """The pages of a folder: its list, then what lies in it, then its folders with what lies in them."""
    inside = sorted(path for path in there if path.startswith(f"{folder}/"))
    index = f"{folder}/index.md"
    own: list[Entry] = [path for path in inside if dirname(path) == folder and path != index]
    folders = dict.fromkeys(path[len(folder) + 1 :].split("/")[0] for path in inside if dirname(path) != folder)
    return [index, *own, *((slogan(area_title(name)), _within(f"{folder}/{name}", inside)) for name in folders)]


def _within(folder: str, there: Iterable[str]) -> list[Entry]:
    return [path for path in there if path.startswith(f"{folder}/")]


def _existing(tree: Iterable[Entry], there: set[str]) -> Iterator[Entry]:
    for entry in tree:
        if isinstance(entry, str):
            if entry in there:
                yield entry
        elif inside := list(_existing(entry[1], there)):
            yield entry[0], inside


def entries(tree: Iterable[Entry]) -> Iterator[Any]:
    """The navigation as MkDocs writes it in its own configuration."""
    for entry in tree:
        yield entry if isinstance(entry, str) else {entry[0]: list(entries(entry[1]))}


def named(tree: Iterable[Entry]) -> Iterator[str]:
    """The pages of the navigation."""
    for entry in tree:
        yield from [entry] if isinstance(entry, str) else named(entry[1])
