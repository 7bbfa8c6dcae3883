"""The addresses that SOPs and workflows had before."""

from collections.abc import Mapping
from functools import lru_cache
from posixpath import dirname

from handrail.ground.model import Handbook, Sop, Workflow


@lru_cache(maxsize=4)
def old_addresses(book: Handbook) -> Mapping[str, Sop | Workflow]:
    """The pages at old addresses, each with the thing that was there. What another has now is no old address."""
    things: list[Sop | Workflow] = [*book.procedures.values(), *book.workflows.values()]
    taken = {page_of(thing.place.path) for thing in things}
    found: dict[str, Sop | Workflow] = {}
    for thing in things:
        for name in thing.formerly:
            old = _former(thing.place.path, name)
            if old not in taken:
                found.setdefault(old, thing)
    return found


def page_of(path: str) -> str:
    """The page that is made from a file."""
    return path.removesuffix(".yml").removesuffix(".md") + ".md"


def _former(path: str, name: str) -> str:
    """The page that a thing at `path` had under an old name; the name may hold its folders."""
    old = name if name.startswith(f"{path.partition('/')[0]}/") else f"{dirname(path)}/{name}"
    return page_of(old)
