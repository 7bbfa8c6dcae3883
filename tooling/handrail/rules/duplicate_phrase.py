"""duplicate-phrase."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Term
from handrail.rules import Example, Rule

_TERMS = """\
missing-parcel:
  term: Missing parcel
  means: A parcel that did not arrive.
  reporters-say: {{en: [where is my package]}}
late-parcel:
  term: Late parcel
  means: A parcel that arrives later than it should.
  reporters-say: {{en: [{}]}}
"""


class DuplicatePhrase(Rule):
    """A phrase that stands under two terms of the glossary.

    The search takes a reporter's words and leads to the page of the term. When two terms claim the same words, it has
    to guess. Keep the phrase under the term that it means most often, or make the two phrases differ.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            _TERMS.format("Where is my package"),
            at="Where is my package",
            file="register/glossary.yml",
            says="cannot tell",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(_TERMS.format("my parcel is late"), file="register/glossary.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for words that two terms share in one language."""
        first: dict[tuple[str, str], tuple[str, Place]] = {}
        for term in handbook.terms.values():
            for language, phrase, place in _phrases(term):
                other, where = first.setdefault((language, phrase.casefold()), (term.id, place))
                if where == place:
                    continue
                within = f"twice under {term.id}" if other == term.id else f"under {other} and under {term.id}"
                end = "." if other == term.id else ", so a search cannot tell them apart."
                yield self.finding(
                    f"`{phrase}` stands {within}{end}",
                    place,
                    "Delete one of them."
                    if other == term.id
                    else "Keep it under one term, or make the phrases differ.",
                    related=(Related(where, "the first one"),),
                )


def _phrases(term: Term) -> Iterator[tuple[str, str, Place]]:
    yield "", term.term, term.place.at("term")
    for number, word in enumerate(term.also):
        yield "", word, term.place.at("also", number)
    for language, phrases in term.reporters_say.items():
        for number, phrase in enumerate(phrases):
            yield language, phrase, term.place.at("reporters-say", language, number)
