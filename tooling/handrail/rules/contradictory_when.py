"""contradictory-when."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Control, Handbook
from handrail.reasoning.binding import tables_of
from handrail.reasoning.tables import Meaning
from handrail.rules import Example, Rule

CONTROL = "controls/example/sender-is-told.yml"
_MORE = """\
never: [open-parcel]
except:
  - when:
      can-be-reached: no
    because: There is no address to write to.
"""
_REQUIRE = "require:\n  - mark: sender-told\n    within: 5 days\n    from: received\n"


class ContradictoryWhen(Rule):
    """Conditions of a control that can never hold together, so that it asks for nothing.

    A further `when` of a requirement holds in addition to that of the control, and an exception is one only for cases
    that the control is about. Where such conditions exclude each other, one of them is a slip: a value that should be
    another, or a table that should have been a list of two, of which one is enough.
    """

    group: ClassVar[str] = "controls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "when: {can-be-reached: yes}\n" + _REQUIRE + "    when: {can-be-reached: [no, unknown]}\n",
            at="when: {can-be-reached: [no",
            file=CONTROL,
            says="This never holds together with the `when` of the control",
            instead=_REQUIRE + _MORE,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "when: {can-be-reached: yes}\n" + _REQUIRE + "    when: {jurisdiction: EU}\n",
            file=CONTROL,
            instead=_REQUIRE + _MORE,
        ),
    )

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """Lay the tables of a control over each other."""
        tables = Meaning(handbook, tuple(tables_of(control)))
        if not tables.possible(control.when):
            yield self.finding(
                "This can never hold: no case is all of it at once.",
                control.place.key("when"),
                "Make a list of tables of it, if one of the rows is enough.",
            )
            return
        basis = (Related(control.place.key("when"), "the control binds only when this holds"),) if control.when else ()
        for requirement in control.require:
            if requirement.when and not tables.possible(control.when, requirement.when):
                yield self.finding(
                    "This never holds together with the `when` of the control, so nothing is ever asked for.",
                    requirement.place.key("when"),
                    "A further `when` holds in addition: take values that the control takes too.",
                    related=basis,
                )
        for exemption in control.exemptions:
            if exemption.when and not tables.possible(control.when, exemption.when):
                yield self.finding(
                    "This exception is never one: the control does not bind such cases anyway.",
                    exemption.place.key("when"),
                    "Take it away, or mend its values.",
                    related=basis,
                )
