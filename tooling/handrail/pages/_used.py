"""Who uses a thing: the steps, controls, messages and pages that name it, as links."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from handrail.ground.model import Handbook, Kind, Workflow
from handrail.pages import Site
from handrail.pages._escape import anchor, esc, link
from handrail.pages._parts import items, section, title_of, to
from handrail.pages._track.ways import numbers
from handrail.pages._words import heading
from handrail.reasoning.index import users
from handrail.reasoning.uses import How, Use

_TITLES = {
    How.SETTLES: "Where it is settled",
    How.READS: "Where it decides",
    How.CARRIES: "Where it is done",
    How.REQUIRES: "Where it is asked for",
    How.REACHES: "Where it is reached",
    How.NAMES: "Where it is named",
}


def used(site: Site, here: str, kind: Kind, name: str, titles: Mapping[How, str] | None = None) -> str:
    """Sections that list who uses a thing, by what for. `titles` renames sections; an empty title leaves one out."""
    found = users(site.handbook, kind, name)
    parts = []
    for how, title in (_TITLES | dict(titles or {})).items():
        entries = _entries(site, here, (use for use in found if use.how is how), title_of(site.handbook, kind, name))
        parts.append(section(title, items("hr-list", entries)) if title else "")
    return "\n\n".join(part for part in parts if part)


def step_link(site: Site, here: str, workflow: Workflow, step: str, *, long: bool = True) -> str:
    """A link to a step, with the title of its workflow unless that is known."""
    found = workflow.by_id.get(step)
    words = esc(heading(site.handbook, found)) if found else esc(step)
    to_step = link(words, site.href(here, Kind.WORKFLOW, workflow.id, anchor(step)))
    return f"{to_step} <small>{esc(workflow.title)}</small>" if long else to_step


def workflows_of(uses: Iterable[Use], book: Handbook) -> Iterator[Workflow]:
    """The workflows in which the uses stand, each once."""
    paths = {use.place.path for use in uses}
    return (workflow for workflow in book.workflows.values() if workflow.place.path in paths)


@lru_cache(maxsize=4)
def _things(book: Handbook) -> Mapping[str, tuple[Kind, str]]:
    shelves: tuple[tuple[Kind, Mapping[str, object]], ...] = (
        (Kind.WORKFLOW, book.workflows),
        (Kind.PROCEDURE, book.procedures),
        (Kind.MESSAGE, book.messages),
        (Kind.CONTROL, book.controls),
    )
    return {thing.place.path: (kind, name) for kind, shelf in shelves for name, thing in shelf.items()}  # type: ignore[attr-defined]


_REGISTERS = {
    "facts": Kind.FACT,
    "marks": Kind.MARK,
    "duties": Kind.DUTY,
    "severities": Kind.SEVERITY,
    "metrics": Kind.METRIC,
    "glossary": Kind.TERM,
}


_COMMA = '<span class="hr-comma">, </span>'
"""Left out on phones, where each link has a line of its own."""


def _entries(site: Site, here: str, found: Iterable[Use], known: str) -> Iterator[str]:
    """Each thing once; below a workflow the steps of it."""
    steps: dict[str, dict[str, None]] = {}
    for use in found:
        if entry := _entry(site, here, use):
            steps.setdefault(entry, {}).update(dict.fromkeys(_step(site, here, use, known)))
    for entry, links in steps.items():
        yield f"{entry} <small>{_COMMA.join(links)}</small>" if links else entry


def _entry(site: Site, here: str, use: Use) -> str:
    keys = use.place.keys
    kind, name = _things(site.handbook).get(use.place.path, (None, ""))
    if kind:
        return to(site, here, kind, name)
    register = use.place.path.removeprefix("register/").removesuffix(".yml")
    if register == "organisation" and len(keys) > 1:
        return to(site, here, Kind.TEAM if keys[0] == "teams" else Kind.ROLE, str(keys[1]))
    if register in _REGISTERS and keys:
        return to(site, here, _REGISTERS[register], str(keys[0]))
    return ""


def _step(site: Site, here: str, use: Use, known: str) -> Iterator[str]:
    """A link to the step in which a name stands: its number, and its heading unless the page says the same already."""
    kind, name = _things(site.handbook).get(use.place.path, (None, ""))
    workflow = site.handbook.workflows[name] if kind is Kind.WORKFLOW else None
    keys = use.place.keys
    inner = keys[keys.index("steps") :] if workflow and "steps" in keys else ()
    steps = [str(key) for before, key in pairwise(inner) if before == "steps"]
    if workflow and steps:
        step = workflow.by_id.get(steps[-1])
        words = heading(site.handbook, step) if step else steps[-1]
        told = f"step {numbers(workflow).get(steps[0], '')}" + (f": {words}" if words != known else "")
        yield link(esc(told), site.href(here, Kind.WORKFLOW, workflow.id, anchor(steps[-1])))
