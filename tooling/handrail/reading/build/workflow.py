"""A workflow document as a Workflow."""

from typing import Any

from handrail.ground.duration import Duration, times
from handrail.ground.finding import Place
from handrail.ground.model import Branch, Outcome, Step, Verb, Workflow
from handrail.reading.build.values import names, tables, texts, yes
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
        title=data.get("title", ""),
        summary=data.get("summary", ""),
        number=data.get("number", ""),
        procedure=data.get("procedure", ""),
        starts_when=data.get("starts-when", ""),
        given=names(data.get("given")),
        team=data.get("team", ""),
        severity=data.get("severity", ""),
        close_within=Duration.parse(data.get("close-within", "")),
        outcomes={
            name: _outcome(name, entry, top.at("outcomes", name)) for name, entry in data.get("outcomes", {}).items()
        },
        left_open=texts(data.get("left-open")),
        steps=tuple(step(name, entry, top.at("steps", name)) for name, entry in data.get("steps", {}).items()),
        formerly=names(data.get("formerly")),
    )


def _outcome(name: str, entry: Any, place: Place) -> Outcome:
    if isinstance(entry, dict):
        return Outcome(name, place, entry.get("says", ""), names(entry.get("formerly")))
    return Outcome(name, place, entry)


def step(name: str, data: dict[str, Any], place: Place) -> Step:
    """The step that stands under a name."""
    verb = next(verb for verb in Verb if verb in data)
    words = data[verb] if verb in _WORDS else ""
    outcomes = data.get("outcomes", {})
    return Step(
        id=name,
        place=place,
        verb=verb,
        words=data.get("title", "") or words,
        targets=() if verb in _WORDS else names(data[verb]),
        by=data.get("by", ""),
        and_by=data.get("and-by", ""),
        by_other_than=data.get("by-other-than", ""),
        within=Duration.parse(data.get("within", "")),
        marks=names(data.get("marks")),
        exposure=data.get("exposure", ""),
        details=data.get("details", ""),
        when=tables(data.get("when")),
        unless=tables(data.get("unless")),
        records=texts(data.get("records")),
        again=yes(data.get("again")),
        answers=texts(data.get("answers")),
        branches=tuple(_branch(entry, place.at("branches", n)) for n, entry in enumerate(data.get("branches", ()))),
        hand_over=names(data.get("hand-over")),
        message=data.get("message", ""),
        settles=texts(data.get("with")),
        outcomes={"": outcomes} if isinstance(outcomes, str) else texts(outcomes),
        at_most=times(data.get("at-most", "")),
        then=data.get("then", ""),
        restarts=data.get("restarts", ""),
        if_no_answer=data.get("if-no-answer", ""),
        go=data.get("go", ""),
        items=tuple(step(key, entry, place.at("steps", key)) for key, entry in data.get("steps", {}).items()),
        formerly=names(data.get("formerly")),
    )


def _branch(data: dict[str, Any], place: Place) -> Branch:
    for kind in ("otherwise", "unknown"):
        if kind in data:
            return Branch(place, kind, (), data[kind])
    return Branch(place, "when", tables(data["when"]), data.get("go", ""))
