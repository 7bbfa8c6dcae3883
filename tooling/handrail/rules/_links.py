"""Every link of the handbook, and the file and place inside it that each leads to."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from posixpath import dirname, normpath
from typing import NamedTuple
from urllib.parse import unquote

from handrail.ground.finding import Place
from handrail.ground.layout import SCHEMES
from handrail.ground.model import Handbook, Kind, Names, Outcome, Page, Sop, Step, Workflow

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_IN_DETAILS = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_REGISTERS = {
    "organisation": (Kind.HUB, Kind.ROTA, Kind.TEAM, Kind.ROLE),
    "facts": (Kind.FACT,),
    "marks": (Kind.MARK,),
    "duties": (Kind.DUTY,),
    "severities": (Kind.SEVERITY,),
    "metrics": (Kind.METRIC,),
    "glossary": (Kind.TERM,),
    "helplines": (Kind.HELPLINE,),
}


class Target(NamedTuple):
    """A link in the file `source`: where it is written, and the path and the place inside that file that it names."""

    source: str
    written: str
    place: Place
    path: str
    anchor: str
    image: bool = False


@lru_cache(maxsize=4)
def nowhere(handbook: Handbook) -> tuple[Target, ...]:
    """Every link out of the handbook that leads nowhere on the site: to a drive, say, or to something that acts."""
    return tuple(link for link in _all(handbook) if _leads_out(link.written) and not _may_lead_out(link.written))


@lru_cache(maxsize=4)
def links(handbook: Handbook) -> tuple[Target, ...]:
    """Every link and image that leads to a file, in pages and in the details of steps."""
    return tuple(link for link in _all(handbook) if link.written and not _leads_out(link.written))


def _leads_out(written: str) -> bool:
    return bool(_SCHEME.match(written))


def _may_lead_out(written: str) -> bool:
    return written.startswith("//") or written.partition(":")[0].lower() in SCHEMES


def _all(handbook: Handbook) -> Iterator[Target]:
    for path, page in pages(handbook).items():
        for link in page.links:
            yield _target(path, link.target, link.place, image=link.image)
    for workflow in handbook.workflows.values():
        for step in workflow.every_step():
            for found in _IN_DETAILS.finditer(step.details):
                yield _target(workflow.place.path, found[1], step.place.at("details").around(found[1]))


def pages(handbook: Handbook) -> Mapping[str, Page]:
    """Every Markdown file by path."""
    found = {sop.place.path: sop.page for sop in handbook.procedures.values()}
    found |= {handbook.front.place.path: handbook.front.page} if handbook.front else {}
    return {**found, **handbook.pages}


def _target(source: str, written: str, place: Place, *, image: bool = False) -> Target:
    path, _, anchor = written.partition("#")
    path = unquote(path.partition("?")[0])
    resolved = normpath(f"{dirname(source)}/{path}" if dirname(source) else path) if path else source
    return Target(source, written, place, resolved, unquote(anchor), image)


@lru_cache(maxsize=4)
def moved(handbook: Handbook) -> Mapping[str, str]:
    """Paths that pages and workflows had before, with the paths that they have now."""
    found = {}
    things: list[Sop | Workflow] = [*handbook.procedures.values(), *handbook.workflows.values()]
    for thing in things:
        folder, _, file = thing.place.path.rpartition("/")
        for name in thing.formerly:
            old = name if name.startswith(f"{folder.partition('/')[0]}/") else f"{folder}/{name}"
            ending = file[file.find(".") :]
            found[old.removesuffix(ending) + ending] = thing.place.path
    return found


def anchors(path: str, handbook: Handbook) -> Names | None:
    """The places inside a file that a link can lead to, old names too; None for a file that has none to offer."""
    page = pages(handbook).get(path)
    if page:
        return tuple(heading.anchor for heading in page.headings)
    workflow = next((each for each in handbook.workflows.values() if each.place.path == path), None)
    if workflow:
        return _of_workflow(workflow)
    folder, _, file = path.rpartition("/")
    kinds = _REGISTERS.get(file.removesuffix(".yml"), ()) if folder == "register" else ()
    if not kinds:
        return None
    old = [name for fact in handbook.facts.values() for name in fact.formerly] if Kind.FACT in kinds else []
    broken = sorted(name for kind, name in handbook.broken if kind in kinds)
    return (*(name for kind in kinds for name in handbook.named(kind)), *old, *broken)


def _of_workflow(workflow: Workflow) -> Names:
    parts: list[Step | Outcome] = [*workflow.every_step(), *workflow.outcomes.values()]
    return (*(part.id for part in parts), *(old for part in parts for old in part.formerly))
