"""The words in braces of a message."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handrail.ground.model import Handbook, Message, Names, Step, Workflow

BRACES = re.compile(r"\{([^{}\n]*)\}")
SOURCE = "en"


def in_braces(text: str) -> Names:
    """The names in braces, in order, each once."""
    return tuple(dict.fromkeys(name.strip() for name in BRACES.findall(text)))


def source_language(message: Message) -> str:
    """The language in which the message was written first: English, or else the first."""
    return SOURCE if SOURCE in message.text else next(iter(message.text), "")


def declared(message: Message) -> Names:
    """The names that the message itself declares."""
    return tuple(dict.fromkeys((*message.placeholders, *message.choices)))


@lru_cache(maxsize=4)
def senders(handbook: Handbook) -> Mapping[str, tuple[tuple[Workflow, Step], ...]]:
    """Who sends each message: its name -> the workflows, with the step that does."""
    found: dict[str, list[tuple[Workflow, Step]]] = {}
    for workflow in handbook.workflows.values():
        for step in workflow.every_step():
            if step.message:
                found.setdefault(step.message, []).append((workflow, step))
    return {name: tuple(steps) for name, steps in found.items()}


def steps_of_senders(message: Message, handbook: Handbook) -> Mapping[str, tuple[Workflow, ...]]:
    """The steps whose time the message can print: their name -> the sending workflows that have it."""
    found: dict[str, list[Workflow]] = {}
    for workflow in _workflows(message, handbook):
        for name in workflow.by_id:
            found.setdefault(name, []).append(workflow)
    return {name: tuple(workflows) for name, workflows in found.items()}


def _workflows(message: Message, handbook: Handbook) -> Iterator[Workflow]:
    yield from {workflow.id: workflow for workflow, _ in senders(handbook).get(message.id, ())}.values()
