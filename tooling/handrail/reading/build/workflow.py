"""A workflow document as a Workflow."""

from collections.abc import Callable, Mapping
from typing import Any

from handrail.ground.duration import Duration, times
from handrail.ground.finding import Place
from handrail.ground.model import Branch, Outcome, Step, Verb, Workflow
from handrail.reading.build.values import entries, length, names, said, tables, text, texts, yes
from handrail.reading.document import Document

_WORDS = {Verb.DO, Verb.DECIDE, Verb.TOGETHER}


def workflow(document: Document) -> Workflow:
    """The workflow that a document describes."""
    data: dict[str, Any] = document.data  # type: ignore[assignment]
    top = document.top
    return Workflow(
        id=document.slot.id,
        area=document.slot.area,
        place=top,
        title=said(data, "title"),
        summary=said(data, "summary"),
        number=said(data, "number"),
        procedure=said(data, "procedure"),
        starts_when=said(data, "starts-when"),
        given=names(data.get("given")),
        team=said(data, "team"),
        severity=said(data, "severity"),
        close_within=length(data, "close-within"),
        outcomes={name: _outcome(name, entry, top.at("outcomes", name)) for name, entry in entries(data, "outcomes")},
        left_open=texts(data.get("left-open")),
        steps=tuple([step(name, entry, top.at("steps", name)) for name, entry in entries(data, "steps")]),
        formerly=names(data.get("formerly")),
    )


def _outcome(name: str, entry: Any, place: Place) -> Outcome:
    if isinstance(entry, dict):
        return Outcome(name, place, said(entry, "says"), names(entry.get("formerly")))
    return Outcome(name, place, text(entry))


def step(name: str, data: dict[str, Any], place: Place) -> Step:
    """The step that stands under a name. Most steps say little, so only what is written is turned into fields."""
    verb = next(_VERBS[key] for key in data if key in _VERBS)
    said: dict[str, Any] = {}
    for key, value in data.items():
        if key in _FIELDS:
            field, make = _FIELDS[key]
            said[field] = make(value)
    if verb in _WORDS:
        said.setdefault("words", text(data[verb]))
    else:
        said["targets"] = names(data[verb])
    if "branches" in data:
        said["branches"] = tuple([_branch(entry, place.at("branches", n)) for n, entry in enumerate(data["branches"])])
    if "steps" in data:
        said["items"] = tuple([step(key, entry, place.at("steps", key)) for key, entry in entries(data, "steps")])
    return Step(name, place, verb, **said)


def _outcomes(value: Any) -> Mapping[str, str]:
    return {"": value} if isinstance(value, str) else texts(value)


_VERBS = {verb.value: verb for verb in Verb}
_FIELDS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "title": ("words", text),
    "by": ("by", text),
    "and-by": ("and_by", text),
    "by-other-than": ("by_other_than", text),
    "within": ("within", Duration.parse),
    "marks": ("marks", names),
    "exposure": ("exposure", text),
    "details": ("details", text),
    "when": ("when", tables),
    "unless": ("unless", tables),
    "records": ("records", texts),
    "again": ("again", yes),
    "answers": ("answers", texts),
    "hand-over": ("hand_over", names),
    "message": ("message", text),
    "with": ("settles", texts),
    "outcomes": ("outcomes", _outcomes),
    "at-most": ("at_most", times),
    "then": ("then", text),
    "restarts": ("restarts", text),
    "if-no-answer": ("if_no_answer", text),
    "go": ("go", text),
    "asked-as": ("asked_as", names),
    "formerly": ("formerly", names),
}
"""What a key of a step fills, and how."""


def _branch(data: dict[str, Any], place: Place) -> Branch:
    for kind in ("otherwise", "unknown"):
        if kind in data:
            return Branch(place, kind, (), text(data[kind]))
    return Branch(place, "when", tables(data["when"]), said(data, "go"))
