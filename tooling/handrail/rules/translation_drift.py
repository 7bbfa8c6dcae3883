"""translation-drift."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from urllib.parse import urlsplit

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Message
from handrail.ground.nearest import words
from handrail.rules import Example, Rule
from handrail.rules._lazy import lazily
from handrail.rules._numerals import in_words, numbers
from handrail.rules._placeholders import source_language
from handrail.rules._samples import MESSAGE, message_file

_ADDRESS = lazily(r"https?://[^\s<>()\[\]{}\"'\uff0c\u3002\uff1b\u3001\uff09]+")
_BRACES = lazily(r"\{[^{}\n]*\}")
_NEW_BLOCK = lazily(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t])")
_SENTENCE_ENDS = lazily(r"[.!?…]+[\"”»)\]]*(?=\s|$)|[\u3002\uff01\uff1f]")
_PART = 4
"""A whole text may be longer or shorter by so small a part of its sentences."""
_TEXT = "text:\n  en: |\n    {}\n  de: |\n    {}\nchecked: {{en: 2026-11-02, de: 2026-11-02}}\n"


class _Pair(NamedTuple):
    """A text and its translation, each with its language and its place."""

    source: str
    text: str
    language: str
    translation: str
    ours: Place
    theirs: Place


@dataclass(frozen=True)
class TranslationDrift(Rule):
    """A translation that no longer says what the text says that it translates.

    A number, a link or a whole paragraph that stands in one language alone gives people different promises, and mostly
    it is the ones who do not read English who get the worse one. Every number, every address, the paragraphs and the
    points of a list have to be the same; a number may be written in words ("dalam dua hari"). Sentences may be joined
    or parted, but more than two in a paragraph, or more than a quarter of the whole, is a difference. Words in braces
    are a matter of `translated-placeholder`, and dates of `stale-translation`.
    """

    most_sentences_apart: int = 2
    """By how many sentences a paragraph may differ from its translation."""

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    slow: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file(_TEXT.format("You hear from us within 3 days.", "Sie hören in 5 Tagen von uns.")),
            at="5 Tagen",
            file=MESSAGE,
            says="The de text says 5, and the en text says 3.",
        ),
        Example(
            message_file(
                _TEXT.format(
                    "We found it. See https://example.com/found.", "Wir haben es gefunden. Mehr auf der Seite."
                )
            ),
            at="|\n    Wir haben es",
            file=MESSAGE,
            says="has no link to example.com",
        ),
        Example(
            message_file(
                _TEXT.format("We found it.\n\n    You can object for 6 months.", "Wir haben es gefunden. 6 Monate.")
            ),
            at="|\n    Wir haben es",
            file=MESSAGE,
            says="has 1 paragraph, and the en text has 2",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            message_file(_TEXT.format("You hear from us within 3 days.", "Sie hören in drei Tagen von uns.")),
            file=MESSAGE,
        ),
    )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Compare every translation, and every translated choice, with its source."""
        source = source_language(message)
        yield from self._compare(source, message.text, message.place.at("text"))
        for choice, options in message.choices.items():
            for option, texts in options.items():
                yield from self._compare(source, texts, message.place.at("choices", choice, option))

    def _compare(self, source: str, texts: Mapping[str, str], place: Place) -> Iterator[Finding]:
        for language, translation in texts.items() if source in texts else ():
            if language != source:
                pair = _Pair(source, texts[source], language, translation, place.at(source), place.at(language))
                yield from self._numbers(pair)
                yield from self._links(pair)
                yield from self._structure(pair)

    def _numbers(self, pair: _Pair) -> Iterator[Finding]:
        ours, theirs = _open(pair.text), _open(pair.translation)
        here, there = numbers(ours), numbers(theirs)
        missing = [each for each in here if each not in there and not in_words(each, theirs, pair.language)]
        strange = [each for each in there if each not in here and not in_words(each, ours, pair.source)]
        if missing or strange:
            spot = pair.theirs.around(str(strange[0])) if strange else pair.theirs
            says = f"says {words(map(str, strange))}" if strange else f"does not say {words(map(str, missing), 'or')}"
            and_ours = f"says {words(map(str, missing))}" if missing else "does not"
            yield self._differs(pair, says, and_ours, spot)

    def _links(self, pair: _Pair) -> Iterator[Finding]:
        ours, theirs = _hosts(pair.text), _hosts(pair.translation)
        for host in ours:
            if host not in theirs:
                yield self._differs(pair, f"has no link to {host}", "has one", pair.theirs)
        for host, address in theirs.items():
            if host not in ours:
                yield self._differs(pair, f"links to {host}", "does not", pair.theirs.around(address))

    def _structure(self, pair: _Pair) -> Iterator[Finding]:
        ours, theirs = _sizes(pair.text), _sizes(pair.translation)
        if len(ours) != len(theirs):
            yield self._differs(pair, f"has {_counted(len(theirs), 'paragraph')}", f"has {len(ours)}", pair.theirs)
            return
        for number, (here, there) in enumerate(zip(ours, theirs, strict=True), start=1):
            if abs(here - there) > self.most_sentences_apart:
                says = f"has {_counted(there, 'sentence')} in paragraph {number}"
                yield self._differs(pair, says, f"has {here}", pair.theirs)
                return
        if abs(sum(ours) - sum(theirs)) > max(self.most_sentences_apart, sum(ours) / _PART):
            yield self._differs(pair, f"has {_counted(sum(theirs), 'sentence')}", f"has {sum(ours)}", pair.theirs)

    def _differs(self, pair: _Pair, theirs: str, ours: str, place: Place) -> Finding:
        return self.finding(
            f"The {pair.language} text {theirs}, and the {pair.source} text {ours}.",
            place,
            f"Make the two say the same, then set the date of {pair.language} under `checked`.",
            related=(Related(pair.ours, f"the {pair.source} text"),),
        )


def _open(text: str) -> str:
    """A text without words in braces and addresses."""
    return _ADDRESS().sub(" ", _BRACES().sub(" ", text))


def _hosts(text: str) -> Mapping[str, str]:
    """Where a text links to: the host, which all languages share, with the address."""
    found: dict[str, str] = {}
    for address in _ADDRESS().findall(text):
        host = urlsplit(address.rstrip(".,;:!?")).netloc.lower().removeprefix("www.")
        found.setdefault(host, address)
    return found


def _sizes(text: str) -> list[int]:
    """How many sentences each paragraph and each point of a list has."""
    return [max(1, len(_SENTENCE_ENDS().findall(part))) for part in _NEW_BLOCK().split(text.strip()) if part.strip()]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
