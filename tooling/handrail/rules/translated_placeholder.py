"""translated-placeholder."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Place, Related
from handrail.ground.model import Handbook, Message
from handrail.rules import Example, Rule
from handrail.rules._placeholders import declared, in_braces, source_language, steps_of_senders
from handrail.rules._samples import MESSAGE, message_file

_MORE = "placeholders:\n  parcel-number: The number of the parcel\n"
_TEXT = """\
text:
  en: We found {parcel-number}.
  de: Wir haben {paketnummer} gefunden.
checked: {en: 2026-11-02, de: 2026-11-02}
"""


class TranslatedPlaceholder(Rule):
    """A text whose words in braces are not those of the text that it translates.

    The names in braces are for the computer and stay as they are in every language: `{parcel-number}`, never
    `{paketnummer}`. A placeholder that a translation leaves out takes a number or a date away from the person who reads
    it.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(message_file(_TEXT, _MORE), at="{paketnummer}", file=MESSAGE, says="Placeholders are not translated"),
        Example(
            message_file(_TEXT.replace("{paketnummer}", "es"), _MORE), at="Wir haben", file=MESSAGE, says="leaves out"
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(message_file(_TEXT.replace("{paketnummer}", "{parcel-number}"), _MORE), file=MESSAGE),
    )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Compare the names in braces of every translation with those of the source."""
        source = source_language(message)
        sound = {
            *declared(message),
            *steps_of_senders(message, handbook),
        }  # of any other name it is said that it is none
        wanted = [name for name in in_braces(message.text.get(source, "")) if name in sound]
        for language, text in message.text.items():
            has = in_braces(text)
            missing = [name for name in wanted if name not in has]
            strange = [name for name in has if name not in wanted and name not in declared(message)]
            place = message.place.at("text", language)
            related = (Related(message.place.at("text", source), f"the {source} text"),)
            for theirs, ours in zip_longest(strange[: len(missing)], missing):
                yield self._differs((language, theirs or ""), (source, ours), place, related)
            for name in has:
                if language != source and name in declared(message) and name not in wanted:
                    says = f"The {language} text has `{{{name}}}`, and the {source} text has not."
                    yield self.finding(says, place.around(f"{{{name}}}"), "Make the two say the same.", related=related)

    def _differs(
        self, theirs: tuple[str, str], ours: tuple[str, str], place: Place, related: tuple[Related, ...]
    ) -> Finding:
        language, name = theirs
        source, wanted = ours
        if not name:
            says = f"The {language} text leaves out `{{{wanted}}}`, which the {source} text has."
            return self.finding(says, place, f"Add {{{wanted}}}.", related=related)
        spot = place.around(f"{{{name}}}")
        return self.finding(
            f"The {language} text has `{{{name}}}` where the {source} text has `{{{wanted}}}`. "
            "Placeholders are not translated.",
            spot,
            f"{{{wanted}}}",
            related=related,
            fix=Fix(f"Write {{{wanted}}}", (Edit(spot, f"{{{wanted}}}"),)),
        )
