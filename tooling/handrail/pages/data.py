"""The handbook as data: `handbook.json` for programs (schemas/handbook.schema.json), `llms.txt` for language models."""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import partial

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours
from handrail.ground.model import Kind, Page, Step, Workflow
from handrail.pages import Site, SitePage
from handrail.pages._escape import anchor, plain
from handrail.pages._review import every
from handrail.pages._run.data import handbook_print
from handrail.pages._words import heading, state
from handrail.reasoning.worst_case import worst_case

DATA, LLMS = "handbook.json", "llms.txt"
VERSION = 1
_SHELVES = {
    "procedures": Kind.PROCEDURE,
    "workflows": Kind.WORKFLOW,
    "messages": Kind.MESSAGE,
    "controls": Kind.CONTROL,
    "facts": Kind.FACT,
    "marks": Kind.MARK,
    "duties": Kind.DUTY,
    "severities": Kind.SEVERITY,
    "metrics": Kind.METRIC,
    "terms": Kind.TERM,
    "helplines": Kind.HELPLINE,
    "hubs": Kind.HUB,
    "rotas": Kind.ROTA,
    "teams": Kind.TEAM,
    "roles": Kind.ROLE,
}
_NOTHING: tuple[object, ...] = (None, "", [], {}, False)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NAMES = {"page": "text"}
"""What stands below the front matter of an SOP; `page` is where a thing is shown."""
_LEFT_OUT = frozenset(("place", "area", "id"))


def pages(site: Site) -> Iterator[SitePage]:
    """Both files. The same handbook gives the same bytes."""
    yield SitePage(DATA, lambda: _written(handbook(site)))
    yield SitePage(LLMS, partial(llms, site))


def _written(data: Mapping[str, object]) -> str:
    """JSON with a line for each thing: to set every value on a line of its own takes longer than all the rest."""
    parts = []
    for key, value in data.items():
        if isinstance(value, dict):
            lines = ",\n".join(f"  {_json(name)}: {_json(thing)}" for name, thing in value.items())
            parts.append(f" {_json(key)}: {{\n{lines}\n }}")
        else:
            parts.append(f" {_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def handbook(site: Site) -> dict[str, object]:
    """Everything that stands in the handbook, by kind and name, with where its page lies and what follows from it."""
    book = site.handbook
    front = book.front
    return {
        "version": VERSION,
        "title": plain(front.title) if front else "",
        "summary": plain(front.summary) if front else "",
        "as-of": book.as_of.isoformat(),
        "print": handbook_print(book),
        **{
            shelf: {name: _thing(site, kind, name, thing) for name, thing in book.named(kind).items()}
            for shelf, kind in _SHELVES.items()
        },
    }


def _thing(site: Site, kind: Kind, name: str, thing: object) -> dict[str, object]:
    own = _plain(thing)
    found: dict[str, object] = {"page": _address(site, kind, name), "file": _file(thing), **own}
    if isinstance(thing, Workflow):
        worst = worst_case(site.handbook, thing)
        found |= {"steps": [_step(site, step, place) for place, step in enumerate(thing.steps, 1)]}
        found |= {"at-most-minutes": worst.minutes, "at-most-is-exact": worst.exact}
    if kind is Kind.PROCEDURE:
        found |= {"state": state(site.handbook.procedures[name], site.handbook.as_of)[0]}
    if kind is Kind.CONTROL and site.proven is not None:
        found |= {"verdict": site.proven.verdict(name).value}
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def _step(site: Site, step: Step, place: int = 0) -> dict[str, object]:
    """A step with its number and the heading that its page shows."""
    found: dict[str, object] = {"id": step.id, **_plain(step), "title": plain(heading(site.handbook, step))}
    found |= {"number": place} if place else {}
    found |= {"items": [_step(site, item) for item in step.items]} if step.items else {}
    return found


def _plain(thing: object) -> dict[str, object]:
    """The fields of a thing of the model, named as authors name them; what says nothing is left out."""
    fields = [each.name for each in dataclasses.fields(thing) if each.init]  # type: ignore[arg-type]
    values = ((name, _value(getattr(thing, name))) for name in fields if name not in _LEFT_OUT)
    return {_NAMES.get(name, name.replace("_", "-")): value for name, value in values if value not in _NOTHING}


def _value(value: object) -> object:  # noqa: PLR0911 - one kind of value a line
    if isinstance(value, Duration | Hours):
        return value.text
    if isinstance(value, Page):
        return _COMMENT.sub("", value.text)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key): _value(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return _plain(value) if dataclasses.is_dataclass(value) else value


def _key(key: object) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)


def _file(thing: object) -> str:
    place = getattr(thing, "place", None)
    return place.path if isinstance(place, Place) else ""


def _address(site: Site, kind: Kind, name: str) -> str:
    """Where the page lies, as seen from the top of the site."""
    path, _, at = site.path(kind, name).partition("#")
    return f"{path.removesuffix('.md')}/{f'#{anchor(at)}' if at else ''}" if path else ""


def llms(site: Site) -> str:
    """A map of the handbook in Markdown: what it is, and each procedure and workflow with a sentence."""
    book = site.handbook
    lines = ["# Handbook", ""]
    lines += [f"> {plain(book.front.summary)}", ""] if book.front else []
    lines += [
        f"As of {book.as_of.isoformat()}, version {handbook_print(book)}. All of it as data: [handbook.json]({DATA})."
    ]
    for title, kind, things in (
        ("Procedures", Kind.PROCEDURE, book.procedures.values()),
        ("Workflows", Kind.WORKFLOW, book.workflows.values()),
    ):
        rows = [_row(site, kind, thing.id, f"{thing.number} {thing.title}", thing.summary) for thing in things]
        lines += ["", f"## {title}", "", *rows] if rows else []
    others = (
        ("Changes", "changes/", book.procedures),
        ("Reviews", "reviews/", every(book)),
        ("Glossary", "glossary/", book.terms),
        ("Assurance", "handbook/assurance/", site.proven),
    )
    lines += ["", "## Optional", "", *(f"- [{title}]({where})" for title, where, there in others if there)]
    return "\n".join(lines) + "\n"


def _row(site: Site, kind: Kind, name: str, title: str, summary: str) -> str:
    words = plain(title).translate(str.maketrans("[]", "()"))
    return f"- [{words}]({_address(site, kind, name)}): {plain(summary)}"
