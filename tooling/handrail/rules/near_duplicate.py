"""near-duplicate."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Message, Sop
from handrail.rules import Example, Rule
from handrail.rules._lazy import lazily
from handrail.rules._placeholders import source_language
from handrail.rules._reading import prose
from handrail.rules._samples import PAGE, message_file, sop_file
from handrail.rules._sections import in_force, sections

_WORD = lazily(r"\w+")
_TOGETHER = 4
"""So many words in a row count as one piece of a text."""
_FEW_WORDS = 40
"""Shorter texts say the same by chance."""
_LONG_WORD = 8
_SHARED = 3
"""Texts that share fewer pairs that begin with a long word cannot be near duplicates."""
_OFTEN = 6
"""A pair that stands in more texts than these is a phrase of the house."""
_SEARCH = (
    "Whoever searches the depot begins at the back wall, looks behind every shelf and below the rolling tables, reads "
    "the number on each label aloud, and compares it with the number that the sender has written. A label that cannot "
    "be read any more is photographed, and the photograph goes into the case together with the number of the shelf."
)


class _Text(NamedTuple):
    """A text that could say the same as another one, its name in a message, and its place."""

    name: str
    place: Place
    text: str


@dataclass(frozen=True)
class NearDuplicate(Rule):
    """Two sections of SOPs, or two messages, that say nearly the same.

    The next change reaches one of them, and then the handbook says two things. Keep the text in the one place where
    people look for it, and link to that from the other. Texts are compared by every four words in a row: of all that
    stand in either of the two, at least half must stand in both. Sections below 40 words are left alone, and so are
    messages that carry other marks or go to other people, because there the difference is the point.
    """

    most_alike: int = 50
    """The percentage of pieces that two texts may share."""

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(f"## What to do\n\n{_SEARCH}\n"),
            at="What to do",
            file=PAGE,
            also={"procedures/example/old-parcel.md": sop_file(f"## What to do\n\n{_SEARCH}\n", number="SOP-004")},
            says="says nearly the same as `What to do` of `old-parcel`",
        ),
        Example(
            message_file(f"text:\n  en: {_SEARCH}\nchecked: {{en: 2026-11-02}}\n"),
            at="text",
            file="messages/parcel-seen.yml",
            also={
                "messages/parcel-spotted.yml": message_file(f"text:\n  en: {_SEARCH}\nchecked: {{en: 2026-11-02}}\n")
            },
            says="parcel-spotted",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(f"## What to do\n\n{_SEARCH}\n"),
            file=PAGE,
            also={
                "procedures/example/old-parcel.md": sop_file(
                    "## What to do\n\nSearch as in [A parcel is late](late-parcel.md#what-to-do).\n", number="SOP-004"
                )
            },
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare all sections with each other, and the messages that do the same."""
        yield from self._compare(list(_sections(handbook)), handbook)
        alike: dict[tuple[object, ...], list[_Text]] = {}
        for message in handbook.messages.values():
            alike.setdefault((message.to, frozenset(message.marks)), []).append(_of_message(message))
        for texts in alike.values():
            yield from self._compare(texts, handbook)

    def _compare(self, texts: list[_Text], handbook: Handbook) -> Iterator[Finding]:
        pieces: dict[int, frozenset[tuple[str, ...]]] = {}
        told: set[int] = set()
        for one, other in _candidates(texts):
            if not handbook.asks_about(texts[one].place.path):
                continue
            for number in (one, other):
                if number not in pieces:
                    pieces[number] = _pieces(texts[number].text)
            here, there = pieces[one], pieces[other]
            both, either = len(here & there), len(here | there)
            if both * 100 > either * self.most_alike and one not in told:
                told.add(one)
                yield self.finding(
                    f"{texts[one].name} says nearly the same as {texts[other].name}: {both * 100 // either} % of both.",
                    texts[one].place,
                    "Keep one of them, and link to it from where the other stood.",
                    related=(Related(texts[other].place, "the other one"),),
                )


def _sections(handbook: Handbook) -> Iterator[_Text]:
    for sop in handbook.procedures.values():
        if in_force(sop, handbook):
            yield from _of_sop(sop)


def _of_sop(sop: Sop) -> Iterator[_Text]:
    for part in sections(sop):
        yield _Text(f"`{part.heading.text}` of `{sop.id}`", part.heading.place, part.text)


def _of_message(message: Message) -> _Text:
    source = source_language(message)
    said = [message.text.get(source, "")]
    said += [texts.get(source, "") for options in message.choices.values() for texts in options.values()]
    return _Text(f"The message `{message.id}`", message.place.key("text"), "\n".join(said))


def _candidates(texts: list[_Text]) -> Iterable[tuple[int, int]]:
    """The pairs of texts that share enough to be worth a comparison, in order."""
    having: dict[tuple[str, str], list[int]] = {}
    for number, text in enumerate(texts):
        words = text.text.split()
        long = {pair for pair in itertools.pairwise(words) if len(pair[0]) >= _LONG_WORD and pair[0].isalpha()}
        for pair in long if len(words) >= _FEW_WORDS else ():
            having.setdefault(pair, []).append(number)
    shared: dict[tuple[int, int], int] = {}
    for numbers in having.values():
        for place, one in enumerate(numbers if 1 < len(numbers) <= _OFTEN else ()):
            for other in numbers[place + 1 :]:
                shared[one, other] = shared.get((one, other), 0) + 1
    return sorted(pair for pair, times in shared.items() if times >= _SHARED)


def _pieces(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD().findall(prose(text).lower())
    return (
        frozenset(zip(*(words[start:] for start in range(_TOGETHER)), strict=False))
        if len(words) >= _FEW_WORDS
        else frozenset()
    )
