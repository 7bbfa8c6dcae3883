"""unfinished."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place
from handrail.ground.model import Control, Handbook, Message, Sop, Workflow
from handrail.ground.source import Span
from handrail.rules import Example, Rule

TO_FILL_IN = "TODO:"


class Unfinished(Rule):
    """A place that a starter file left open is still to be filled in.

    `handrail new` writes `TODO:` wherever its author has to say something. A reader who meets one of them in a case has
    nothing to go by. Write what belongs there, or delete the line where it is not needed.
    """

    group: ClassVar[str] = "words"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example("do: 'TODO: look the parcel up'", at="TODO:", instead="do: Look the parcel up by its number"),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example("do: Look the parcel up by its label", instead="do: Look the parcel up by its number"),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """The front matter's sentences, and every line of the page."""
        yield from self._open(("title", sop.title, sop.place), ("summary", sop.summary, sop.place))
        for number, line in enumerate(sop.page.text.split("\n"), start=sop.page.line):
            if TO_FILL_IN in line:
                span = Span.on_line(number, line.index(TO_FILL_IN) + 1, len(TO_FILL_IN))
                yield self._found(line.partition(TO_FILL_IN)[2], Place(sop.place.path, span=span))

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """What the reader of a workflow is told, step by step."""
        top = workflow.place
        yield from self._open(
            ("title", workflow.title, top),
            ("summary", workflow.summary, top),
            ("starts-when", workflow.starts_when, top),
        )
        for outcome in workflow.outcomes.values():
            yield from self._open(("", outcome.label, outcome.place))
        for step in workflow.every_step():
            if TO_FILL_IN in step.words or TO_FILL_IN in step.details:
                yield from self._open(("", step.words, step.place), ("details", step.details, step.place))

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """A control's sentences."""
        yield from self._open(("title", control.title, control.place), ("because", control.because, control.place))

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """A message's title and its texts."""
        yield from self._open(("title", message.title, message.place))
        for language, text in message.text.items():
            yield from self._open((language, text, message.place.at("text")))

    def _open(self, *texts: tuple[str, str, Place]) -> Iterator[Finding]:
        for key, text, place in texts:
            if TO_FILL_IN in text:
                here = place.at(key) if key else place
                yield self._found(text.partition(TO_FILL_IN)[2].partition("\n")[0], here.around(TO_FILL_IN))

    def _found(self, what: str, place: Place) -> Finding:
        return self.finding(f"Still to be filled in: {what.strip(' .')}.", place, "Write it here, and delete `TODO:`.")
