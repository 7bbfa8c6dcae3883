"""undeclared-placeholder."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Place
from handrail.ground.model import Handbook, Kind, Message
from handrail.ground.nearest import listing, nearest
from handrail.rules import Example, Rule
from handrail.rules._placeholders import BRACES, declared, in_braces, senders, source_language, steps_of_senders
from handrail.rules._samples import MESSAGE, message_file

_DECLARED = "placeholders:\n  parcel-number: The number of the parcel\n"


class UndeclaredPlaceholder(Rule):
    """Words in braces that nobody can fill in.

    What stands in braces is filled in when the message is sent. A name that is declared neither under `placeholders`
    nor under `choices`, and that is no step of a workflow that sends the message, stays as it is: the person reads
    "Your case is {case-no}". When two workflows send the message, both must have the step.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file("text:\n  en: |\n    We found {parcel-no}.\nchecked: {en: 2026-11-02}\n", _DECLARED),
            at="{parcel-no}",
            file=MESSAGE,
            says="`{parcel-no}` is no placeholder of this message",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file(
                "text:\n  en: We found {parcel-number}. Answer within {wait-for-answer}.\nchecked: {en: 2026-11-02}\n",
                _DECLARED,
            ),
            file=MESSAGE,
        ),
    )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Look up every name in braces."""
        steps = steps_of_senders(message, handbook)
        sending = {workflow.id for workflow, _ in senders(handbook).get(message.id, ())}
        source = in_braces(message.text.get(source_language(message), ""))
        for language, text in message.text.items():
            place = message.place.at("text", language)
            translated = language != source_language(message) and set(source) - set(in_braces(text))
            for name in in_braces(text):
                if name in declared(message):
                    continue
                if name in steps:
                    yield from self._in_all(name, sending - {each.id for each in steps[name]}, place)
                elif not translated and not _may_be_a_step(name, sending, handbook):
                    yield self._unknown(name, (*declared(message), *steps), message, place)
            if BRACES.sub("", text).count("{") + BRACES.sub("", text).count("}"):
                yield self.finding(f"A brace of the {language} text has no partner.", place, "Write `{name}`.")

    def _in_all(self, name: str, without: set[str], place: Place) -> Iterator[Finding]:
        if without:
            says = (
                f"`{{{name}}}` prints a step's time, but {listing(without)} sends this message too, without that step."
            )
            hint = "Declare a placeholder, or use two messages."
            yield self.finding(says, place.around(f"{{{name}}}"), hint)

    def _unknown(self, name: str, known: tuple[str, ...], message: Message, place: Place) -> Finding:
        spot = place.around(f"{{{name}}}")
        near = nearest(name, known)
        fix = Fix(f"Write {{{near}}}", (Edit(spot, f"{{{near}}}"),)) if near else None
        return self.finding(
            f"`{{{name}}}` is no placeholder of this message. Declared: {listing(declared(message)) or 'none'}.",
            spot,
            f"{{{near}}}" if near else "Declare it under `placeholders`, with a sentence that says what stands there.",
            fix=fix,
        )


def _may_be_a_step(name: str, sending: set[str], handbook: Handbook) -> bool:
    """Whether a workflow that should send the message may have a step of this name: that nobody sends it is said."""
    if handbook.lost(Kind.WORKFLOW):
        return True
    return not sending and any(name in workflow.by_id for workflow in handbook.workflows.values())
