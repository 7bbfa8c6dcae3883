"""What follows for an SOP from its workflows: severity, exposure, duties, languages. Nothing of it is typed by hand."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from handrail.ground.model import Control, Handbook, Message, Names, Sop, Step, Workflow
from handrail.pages._parts import worst


def workflows(book: Handbook, sop: Sop) -> tuple[Workflow, ...]:
    """The workflows of an SOP, the one of its own name first."""
    own = [workflow for workflow in book.workflows.values() if workflow.procedure == sop.id]
    return tuple(sorted(own, key=lambda workflow: (workflow.id != sop.id, not workflow.starts_when)))


def severity(book: Handbook, sop: Sop) -> str:
    """The worst severity of its workflows."""
    named = (book.severities.get(workflow.severity) for workflow in workflows(book, sop))
    return worst(level for level in named if level)


def exposure(book: Handbook, sop: Sop) -> str:
    """The highest exposure: its own, or that of a step of its workflows."""
    steps = (step.exposure for workflow in workflows(book, sop) for step in workflow.every_step())
    return max((sop.exposure, *steps), default="")


def messages(book: Handbook, found: Iterable[Workflow]) -> tuple[Message, ...]:
    """The messages that workflows send, in the order of the steps."""
    names = dict.fromkeys(step.message for workflow in found for step in workflow.every_step() if step.message)
    return tuple(book.messages[name] for name in names if name in book.messages)


def languages(book: Handbook, sop: Sop) -> Names:
    """The languages in which every message to people outside exists."""
    texts = [message.text for message in messages(book, workflows(book, sop)) if message.to != "authority"]
    every = [code for text in texts[:1] for code in text]
    return tuple(code for code in every if all(code in text for text in texts))


def marks(book: Handbook, found: Workflow) -> frozenset[str]:
    """Every mark that a workflow can pass, by its steps and by the messages that they send."""
    return frozenset(_marks(book, found.every_step()))


def _marks(book: Handbook, steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        sent = book.messages.get(step.message)
        for name in (*step.own_marks, *(sent.marks if sent else ())):
            yield name
            if name in book.marks and book.marks[name].counts_as:
                yield book.marks[name].counts_as


@lru_cache(maxsize=1024)
def controls(book: Handbook, name: str) -> tuple[Control, ...]:
    """The controls of which an SOP's workflows carry a mark that is asked for within a time or before the close."""
    carried = {mark for workflow in workflows(book, book.procedures[name]) for mark in marks(book, workflow)}
    return tuple(
        control
        for control in book.controls.values()
        if any(carried.intersection(need.marks) for need in control.require)
    )


def duties(book: Handbook, sop: Sop) -> Names:
    """The duties that it serves: by its controls, and those that it names itself."""
    served = (duty for control in controls(book, sop.id) for duty in control.duties)
    return tuple(dict.fromkeys(name for name in (*served, *sop.duties) if name in book.duties))
