"""Pages at the addresses that things had before, so that old links and notes still arrive."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, relpath

from handrail.ground.model import Sop, Workflow
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc, link
from handrail.pages._parts import line, page


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each old name of an SOP or a workflow that no other has now."""
    for old, thing in old_addresses(site).items():
        where = link(esc(thing.title), relpath(_page(thing.place.path), dirname(old) or "."))
        yield page(old, thing.title, line(f"This page has a new address: {where}."), edit=thing.place.path)


def old_addresses(site: Site) -> Mapping[str, Sop | Workflow]:
    """The pages at old addresses, each with the thing that was there."""
    book = site.handbook
    things: list[Sop | Workflow] = [*book.procedures.values(), *book.workflows.values()]
    taken = {_page(thing.place.path) for thing in things}
    found: dict[str, Sop | Workflow] = {}
    for thing in things:
        for name in thing.formerly:
            old = former(thing.place.path, name)
            if old not in taken:
                found.setdefault(old, thing)
    return found


def former(path: str, name: str) -> str:
    """The page that a thing at `path` had under an old name; the name may hold its folders."""
    folder = dirname(path)
    old = name if name.startswith(f"{path.partition('/')[0]}/") else f"{folder}/{name}"
    return _page(old)


def _page(path: str) -> str:
    return path.removesuffix(".yml").removesuffix(".md") + ".md"
