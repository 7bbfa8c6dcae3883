"""unknown-jurisdiction."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Place, Related
from handrail.ground.model import Answers, Fact, Handbook
from handrail.ground.nearest import listing, nearest
from handrail.rules import Example, Rule

PLACE = "jurisdiction"
"""The fact whose answers are the countries and unions of a handbook."""
OURS = "company"
"""What a duty says that no law asks for."""
HARM = "harm-type"
"""The fact whose answers helplines name in `helps-with`."""


class UnknownJurisdiction(Rule):
    """A duty or a helpline stands under a country that the fact `jurisdiction` does not have.

    Cases know their country by that fact alone. A duty of another name is shown to nobody whom it binds, and a helpline
    is offered to nobody who could call it. Write one of the answers of `jurisdiction`; a rule of our own is of the
    `company`. What a helpline `helps-with` is an answer of the fact `harm-type`.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  jurisdiction: UKK
""",
            at="UKK",
            file="register/duties.yml",
            says="`UKK` is no answer of `jurisdiction`: UK",
            instead="""\
  jurisdiction: company
""",
        ),
        Example(
            """\
ES:
  consumer-advice:
""",
            at="ES:",
            file="register/helplines.yml",
            says="`ES` is no answer of `jurisdiction`",
            instead="""\
EU:
  consumer-advice:
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  jurisdiction: EU
""",
            file="register/duties.yml",
            instead="""\
  jurisdiction: company
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every duty and every helpline; where the fact is not declared there is nothing to compare."""
        places, harms = _named(handbook, PLACE), _named(handbook, HARM)
        for duty in handbook.duties.values() if places else ():
            if places and duty.jurisdiction not in {*places.answers, OURS}:
                yield self._other(places, duty.jurisdiction, duty.place.at("jurisdiction"), f", or {OURS}")
        for country in dict.fromkeys(line.country for line in handbook.helplines.values()) if places else ():
            first = next(line for line in handbook.helplines.values() if line.country == country)
            if places and country not in places.answers:
                yield self._other(places, country, Place(first.place.path).key(country))
        for line in handbook.helplines.values() if harms else ():
            for number, harm in enumerate(line.helps_with):
                if harms and harm not in harms.answers:
                    yield self._other(harms, harm, line.place.at("helps-with", number))

    def _other(self, fact: Fact, name: str, place: Place, more: str = "") -> Finding:
        near = nearest(name, fact.answers)
        return self.finding(
            f"`{name}` is no answer of `{fact.id}`: {listing(fact.answers, near)}{more}.",
            place,
            f"Write `{near}`." if near else f"Write one of them, or add `{name}` to `{fact.id}` in register/facts.yml.",
            related=(Related(fact.place.key("answers"), f"the answers of `{fact.id}`"),),
            fix=Fix(f"Write `{near}`", (Edit(place, near),)) if near else None,
        )


def _named(handbook: Handbook, name: str) -> Fact | None:
    fact = handbook.facts.get(name)
    return fact if fact and fact.kind is Answers.NAMED else None
