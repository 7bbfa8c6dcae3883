"""common-word-alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Term
from handrail.ground.nearest import words
from handrail.rules import Example, Rule

_TERMS = """\
missing-parcel:
  term: Missing parcel
  means: A parcel that did not arrive.
  reporters-say: {{en: [{}]}}
"""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class CommonWordAlone(Rule):
    """A phrase of one word that many procedures use.

    The search takes the whole of a phrase for a sign of its term. A word that stands everywhere says nothing about what
    somebody means: `video` as a phrase of animal abuse sends every video there. Write what people really say with it,
    or leave it out. A word that few procedures use may stand alone.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(_TERMS.format("sender"), at="sender", file="register/glossary.yml", says="2 procedures use it"),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(_TERMS.format("the sender never got it"), file="register/glossary.yml"),
        Example(_TERMS.format("misdelivery"), file="register/glossary.yml"),
    )

    most: int = 1
    """So many procedures may use the word without it being common; of many procedures, a tenth."""

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for phrases of one word that stand in too many procedures."""
        users = _users(handbook)
        most = max(self.most, len(handbook.procedures) // 10)
        for term in handbook.terms.values():
            for phrase, place in _phrases(term):
                found = users.get(phrase.casefold(), ())
                if len(found) > most:
                    yield self.finding(
                        f"`{phrase}` alone leads to {term.id}, and {len(found)} procedures use it.",
                        place,
                        "Write the words that people say with it, or leave it out.",
                        related=(Related(handbook.procedures[found[0]].place, f"such as {words(found[:2])}"),),
                    )


@lru_cache(maxsize=4)
def _users(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    """Each word with the procedures in whose text it stands."""
    found: dict[str, list[str]] = {}
    for sop in handbook.procedures.values():
        for word in sorted(set(_WORD.findall(sop.page.text.casefold()))):
            found.setdefault(word, []).append(sop.id)
    return {word: tuple(names) for word, names in found.items()}


def _phrases(term: Term) -> Iterator[tuple[str, Place]]:
    """What people say for a term in one word."""
    for language, phrases in term.reporters_say.items():
        for number, phrase in enumerate(phrases):
            if _WORD.fullmatch(phrase):
                yield phrase, term.place.at("reporters-say", language, number)
