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
    """A procedure that cannot be found in the words of reporters, in one of the languages that the glossary speaks.

    People type what they were told, in the language in which they were told it. The search knows these words from the
    terms that a procedure names (`terms`): what `reporters-say` has for them. Ask those who read the reports which
    words come in, and write them to the term; or name a further term. Looked at are procedures with a workflow at which
    cases start and with words in some language: nobody outside asks for the others. The languages are those of the
    glossary.
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
            says="in de and en",
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
        """Count the phrases of a procedure's terms in each language."""
        doors = [each for each in handbook.workflows.values() if each.procedure == sop.id and each.starts_when]
        terms = [handbook.terms[name] for name in sop.terms if name in handbook.terms]
        if not doors or sop.draft or (sop.retired_on and sop.retired_on <= handbook.as_of):
            return
        known = known_languages(handbook)
        every = dict.fromkeys(language for term in handbook.terms.values() for language in term.reporters_say)
        spoken = [language for language in every if not known or language in known]
        said = Counter[str]()
        for term in terms:
            said.update({language: len(phrases) for language, phrases in term.reporters_say.items()})
        missing = [language for language in spoken if said[language] < self.least]
        if said and missing:
            yield self.finding(
                f"Fewer than {self.least} phrases of reporters lead here in {words(missing)}.",
                sop.place.at("terms"),
                "Write what reporters say to one of its terms, or name a further term.",
            )
