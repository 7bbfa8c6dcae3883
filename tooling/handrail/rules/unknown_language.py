"""unknown-language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Place
from handrail.ground.model import Handbook, Message
from handrail.ground.nearest import listing
from handrail.rules import Example, Rule
from handrail.rules._languages import known_languages

MEANT = {"bm": "ms", "my": "ms", "cn": "zh", "jp": "ja", "kr": "ko", "gr": "el", "dk": "da", "se": "sv", "cz": "cs"}
"""Codes of countries and the like that are often taken for languages."""


@dataclass(frozen=True)
class UnknownLanguage(Rule):
    """A text, a phrase or a promise is in a language that no hub speaks and no question knows.

    Mostly it is the code of a country: Malay is `ms`, Chinese is `zh`. A text under such a code is never found, and the
    person gets none. The languages of a handbook are those of its hubs, those that severities promise, and the answers
    of the fact `language`. Write one of these, or add the language to a hub.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    de: [mein Paket ist nicht da, wo bleibt mein Paket]
    cn: [我的包裹没到]
""",
            at="cn:",
            file="register/glossary.yml",
            says="`cn` is no language of this handbook: de, en",
            instead="""\
    de: [mein Paket ist nicht da, wo bleibt mein Paket]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    de: [mein Paket ist nicht da, wo bleibt mein Paket, wo ist mein Paket]
""",
            file="register/glossary.yml",
            instead="""\
    de: [mein Paket ist nicht da, wo bleibt mein Paket]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every language of a message, a term or a promise."""
        known = known_languages(handbook)
        for language, place in _languages(handbook):
            if not known or language in known or language == "en":
                continue
            meant = MEANT.get(language, "")
            yield self.finding(
                f"`{language}` is no language of this handbook: {listing(known)}.",
                place,
                f"Write `{meant}`, if that is what you mean." if meant else "Write one of these, or add it to a hub.",
            )


def _languages(handbook: Handbook) -> Iterator[tuple[str, Place]]:
    for message in handbook.messages.values():
        yield from _of_message(message)
    for term in handbook.terms.values():
        for language in term.names:
            yield language, term.place.key("in", language)
        for language in term.reporters_say:
            yield language, term.place.key("reporters-say", language)


def _of_message(message: Message) -> Iterator[tuple[str, Place]]:
    for language in message.text:
        yield language, message.place.key("text", language)
    for language in message.checked:
        if language not in message.text:
            yield language, message.place.key("checked", language)
    for name, options in message.choices.items():
        for option, texts in options.items():
            for language in texts:
                yield language, message.place.key("choices", name, option, language)
