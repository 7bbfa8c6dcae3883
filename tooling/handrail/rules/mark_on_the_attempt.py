"""mark-on-the-attempt."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.graph import beyond, ways_from
from handrail.rules import Example, Rule

_ATTEMPT = """\
  tell-gone:
    tell: reporter
    message: parcel-gone
    within: 1 hour
    at-most: 2 times
    then: not-reached
"""
_ARRIVED = """\
  did-it-arrive:
    ask: can-be-reached
    again: yes
    within: 1 hour
    answers:
      yes: told
      no: tell-gone
      unknown: tell-gone
"""
_AS_IT_IS = """\
  tell-gone:
    tell: reporter
    message: parcel-gone
    within: 1 hour
    go: told
"""


class MarkOnTheAttempt(Rule):
    """A mark that a control asks for stands on a step that may be done in vain.

    A mark says that something is done. Where a step is tried again because it can fail, the mark on it says so already
    after the first try, and a case that gives up counts as one that succeeded: the control is proven, and the evidence
    is not in the vault. Put the mark on the step after which it is true, the one that only success leads to.
    """

    group: ClassVar[str] = "controls"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            _ATTEMPT + _ARRIVED,
            at="message: parcel-gone",
            file="workflows/example/write-back.yml",
            says="The case can end in `not-reached` with the mark `sender-told`",
            instead=_AS_IT_IS,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            _ATTEMPT.replace("then: not-reached", "then: told") + _ARRIVED,
            file="workflows/example/write-back.yml",
            instead=_AS_IT_IS,
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look at steps that may come round again, and at where the case goes when it was tried often enough."""
        for step in workflow.steps:
            if not step.at_most or not step.then:
                continue
            wanted = _wanted(handbook)
            found = [(mark, place) for mark, place in _marks(step, handbook) if mark in wanted]
            if not found:
                continue
            failed = _ends(workflow, workflow.resolve(step, step.then)) - _succeeded(workflow, step)
            for mark, place in found if failed else ():
                yield self._told(workflow, step, mark, place, min(failed))

    def _told(self, workflow: Workflow, step: Step, mark: str, place: Place, end: str) -> Finding:
        asked = next(
            (other for other in workflow.steps if other.verb is Verb.ASK and _checks(workflow, step, other)), None
        )
        better = f"that follows when `{asked.target}` says that it worked" if asked else "that only success leads to"
        return self.finding(
            f"The case can end in `{end}` with the mark `{mark}`, because the mark stands on the attempt.",
            place,
            f"Move it to the step {better}.",
            related=(Related(step.place.key("then"), "after the last attempt the case goes here"),),
        )


def _ends(workflow: Workflow, start: str) -> frozenset[str]:
    """The outcomes that one can come to."""
    return frozenset(name for name in beyond(workflow, start) if name in workflow.outcomes)


def _succeeded(workflow: Workflow, step: Step) -> frozenset[str]:
    """The outcomes that one can come to when the last attempt was enough: by ways that do not lead back to it."""
    ways = (way.target for way in ways_from(workflow)[step.id] if way.keys != ("then",))
    seen, waiting = {step.id}, list(ways)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += (way.target for way in ways_from(workflow).get(name, ()))
    return frozenset(name for name in seen if name in workflow.outcomes)


def _checks(workflow: Workflow, step: Step, asked: Step) -> bool:
    """Whether a question comes after an attempt, and some of its answers lead back to it while others do not."""
    if asked.verb is not Verb.ASK or not asked.answers or asked.id not in beyond(workflow, step.id):
        return False
    back = [step.id in beyond(workflow, workflow.resolve(asked, way)) for way in asked.answers.values()]
    return any(back) and not all(back)


def _wanted(handbook: Handbook) -> frozenset[str]:
    """The marks that a control asks for."""
    return frozenset(
        mark
        for control in handbook.controls.values()
        for each in control.require
        if each.order in ("", "within", "after")
        for mark in each.marks
    )


def _marks(step: Step, handbook: Handbook) -> Iterator[tuple[str, Place]]:
    """The marks that a step leaves, those of its message too, with their places."""
    yield from ((mark, step.place.at("marks", number)) for number, mark in enumerate(step.marks))
    message = handbook.messages.get(step.message)
    yield from ((mark, step.place.key("message")) for mark in (message.marks if message else ()))
