"""unused-placeholder."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Message
from handrail.rules import Example, Rule
from handrail.rules._placeholders import in_braces
from handrail.rules._prose import sent
from handrail.rules._samples import MESSAGE, message_file

_TEXT = "text:\n  en: |\n    We found it.\nchecked: {en: 2026-11-02}\n"


class UnusedPlaceholder(Rule):
    """A placeholder or a choice that stands in no text of its message.

    Whoever sends the message is asked for it and wonders where it goes; most likely it was lost when the text was
    rewritten. Put it back, or delete it.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file(_TEXT, "placeholders:\n  parcel-number: The number of the parcel\n"),
            at="parcel-number",
            file=MESSAGE,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file(
                _TEXT.replace("found it", "found {parcel-number}"),
                "placeholders:\n  parcel-number: The number of the parcel\n",
            ),
            file=MESSAGE,
        ),
    )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Look for names that no text has in braces."""
        used = {name for prose in sent(message) for name in in_braces(prose.text)}
        for kind, names in (("placeholders", message.placeholders), ("choices", message.choices)):
            for name in names:
                if name not in used:
                    says = f"No text of this message has `{{{name}}}`."
                    yield self.finding(says, message.place.key(kind, name), "Put it where it belongs, or delete it.")
