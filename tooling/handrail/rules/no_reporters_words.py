"""no-reporters-words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Sop
from handrail.ground.nearest import words
from handrail.rules import Example, Rule
from handrail.rules._languages import known_languages

_GLOSSARY = """\
missing-parcel:
  term: Missing parcel
  means: A parcel that did not arrive.
  reporters-say: {{{}}}
late-parcel:
  term: Late parcel
  means: A parcel that is on its way for too long.
  reporters-say: {{{}}}
"""


@dataclass(frozen=True)
class NoReportersWords(Rule):
    """A procedure that cannot be found in the words of those who ask, in one of the languages that the handbook serves.

    People type what they were told, in the language in which they were told it. The search knows these words from the
    terms that a procedure names (`terms`): what `reporters-say` has for them, and from its own `asked-as`. Ask those
    who read the reports which words come in, and write them to the term; name a further term; or write to `asked-as`
    what colleagues type who need the page. The languages are those that `severities.yml` asks for and those in which
    the glossary has words of reporters. A handbook without any such words is not asked for them, nor is a procedure
    without any where no case starts: nobody types for it.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "terms: [missing-parcel, late-parcel]",
            at="[missing-parcel, late-parcel]",
            file="procedures/example/lost-parcel.md",
            also={"register/glossary.yml": _GLOSSARY.format("de: [wo ist mein Paket]", "en: [it takes ages]")},
            instead="terms: [missing-parcel]",
            says="in en and de",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "terms: [missing-parcel, late-parcel]",
            file="procedures/example/lost-parcel.md",
            also={
                "register/glossary.yml": _GLOSSARY.format(
                    "de: [wo ist mein Paket]", "en: [it takes ages, still not here], de: [das dauert ewig]"
                )
            },
            instead="terms: [missing-parcel]",
        ),
    )

    least: int = 2
    """So many phrases a language needs."""

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Count the phrases that lead to a procedure in each language."""
        if sop.draft or (sop.retired_on and sop.retired_on <= handbook.as_of):
            return
        said = Counter[str]()
        terms = [handbook.terms[name].reporters_say for name in sop.terms if name in handbook.terms]
        for phrases in (sop.asked_as, *terms):
            said.update({language: len(each) for language, each in phrases.items()})
        door = any(each.procedure == sop.id and each.starts_when for each in handbook.workflows.values())
        missing = [language for language in _served(handbook) if said[language] < self.least]
        if missing and (said or door):
            yield self.finding(
                f"Fewer than {self.least} phrases lead here in {words(missing)}.",
                sop.place.at("terms") if sop.terms else sop.place.at("asked-as" if sop.asked_as else "title"),
                "Write what people say to one of its terms, name a further term, or write it to `asked-as`.",
            )


def _served(handbook: Handbook) -> Iterator[str]:
    """The languages in which a page has to be found: in which people report, and are answered."""
    spoken = [language for term in handbook.terms.values() for language in term.reporters_say]
    spoken += [language for sop in handbook.procedures.values() for language in sop.asked_as]
    if spoken:
        known = known_languages(handbook)
        promised = [language for level in handbook.severities.values() for language in level.languages]
        yield from (each for each in dict.fromkeys((*promised, *spoken)) if not known or each in known)
