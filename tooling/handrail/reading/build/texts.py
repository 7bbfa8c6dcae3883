"""Messages, controls and scenarios."""

from typing import Any

from handrail.ground.finding import Place
from handrail.ground.model import Case, Control, Exemption, Message, Requirement, Scenario
from handrail.reading.build.values import day, length, names, said, tables, texts
from handrail.reading.document import Document

_ORDERS = ("before", "after", "directly-before", "only-by", "by-other-than")


def message(document: Document) -> Message:
    """The message that a document holds."""
    data: dict[str, Any] = document.data  # type: ignore[assignment]
    checked = {language: day(when) for language, when in data.get("checked", {}).items()}
    return Message(
        id=document.slot.id,
        place=document.top,
        title=said(data, "title"),
        to=said(data, "to"),
        owner=said(data, "owner"),
        marks=names(data.get("marks")),
        placeholders=texts(data.get("placeholders")),
        choices={
            name: {option: texts(words) for option, words in options.items()}
            for name, options in data.get("choices", {}).items()
        },
        text=texts(data.get("text")),
        checked={language: when for language, when in checked.items() if when},
    )


def control(document: Document) -> Control:
    """The control that a document holds."""
    data: dict[str, Any] = document.data  # type: ignore[assignment]
    top = document.top
    return Control(
        id=document.slot.id,
        area=document.slot.area,
        place=top,
        title=said(data, "title"),
        duties=names(data.get("duties")),
        because=said(data, "because"),
        when=tables(data.get("when")),
        require=tuple(_requirement(entry, top.at("require", n)) for n, entry in enumerate(data.get("require", ()))),
        never=names(data.get("never")),
        exemptions=tuple(
            Exemption(top.at("except", n), said(entry, "because"), tables(entry.get("when")), said(entry, "door"))
            for n, entry in enumerate(data.get("except", ()))
        ),
    )


def _requirement(data: dict[str, Any], place: Place) -> Requirement:
    within = length(data, "within")
    order = next((word for word in _ORDERS if word in data), "within" if within else "")
    return Requirement(
        place=place,
        marks=names(data.get("mark")),
        order=order,
        within=within,
        starts=said(data, "from"),
        others=names(data.get(order)) if order in _ORDERS else (),
        when=tables(data.get("when")),
    )


def scenario(document: Document) -> Scenario:
    """The cases that a document holds."""
    data: dict[str, Any] = document.data  # type: ignore[assignment]
    cases = data.get("cases", {})
    return Scenario(
        id=document.slot.id,
        place=document.top,
        usual={fact: names(answers) for fact, answers in data.get("usual", {}).items()},
        cases=tuple(_case(name, entry, document.top.at("cases", name)) for name, entry in cases.items()),
    )


def _case(name: str, data: dict[str, Any], place: Place) -> Case:
    expected = data.get("expect", {})
    return Case(
        id=name,
        place=place,
        case=said(data, "case"),
        facts={fact: names(answers) for fact, answers in data.get("facts", {}).items()},
        no_answer=names(data.get("no-answer")),
        ends=said(expected, "ends"),
        passes=names(expected.get("passes")),
        never=names(expected.get("never")),
        within=length(expected, "within"),
    )
