"""unknown-value."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Related
from handrail.ground.model import Control, Fact, Handbook, Kind, Workflow
from handrail.ground.nearest import nearest
from handrail.ground.ranges import accepted, takes
from handrail.reasoning.answers import ValueUse, of_control, of_scenario, of_workflow
from handrail.reasoning.uses import DONE
from handrail.rules import Example, Rule


class UnknownValue(Rule):
    """A table, a record or a scenario names an answer that its fact does not have.

    The condition is then never true, and whatever hangs on it is never done, without a word. The answers of a fact
    stand once, in register/facts.yml; a number is written `15`, `under 13`, `13 to 17` or `18 or over`. A mark takes
    `done` or `not-done`.
    """

    group: ClassVar[str] = "names"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      jurisdiction: [elswhere, unknown]
""",
            at="elswhere",
            says="`elswhere` is no answer of `jurisdiction`",
            instead="""\
      jurisdiction: [elsewhere, unknown]
""",
        ),
        Example(
            """\
          parcel-weight: under 200
""",
            at="under 200",
            says="`under 200` is no answer of `parcel-weight`: a number from 0 to 100",
            instead="""\
          parcel-weight: under 20
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      jurisdiction: [UK, elsewhere, unknown]
""",
            instead="""\
      jurisdiction: [elsewhere, unknown]
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look at its tables, and at what it notes down or settles."""
        return self._look(of_workflow(workflow), handbook)

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """Look at its tables."""
        return self._look(of_control(control), handbook)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at what the scenarios take as given."""
        for scenario in handbook.scenarios.values():
            if handbook.asks_about(scenario.place.path):
                yield from self._look(of_scenario(scenario), handbook)

    def _look(self, uses: Iterable[ValueUse], handbook: Handbook) -> Iterator[Finding]:
        for use in uses:
            fact = handbook.facts.get(use.fact)
            if fact and not takes(fact, use.value):
                yield self._no_answer(fact, use)
            elif not fact and handbook.knows(Kind.MARK, use.fact) and use.value not in DONE:
                says = f"`{use.value}` is no value of the mark `{use.fact}`. A mark is `done` or `not-done`."
                yield self.finding(says, use.place, "Write `done` or `not-done`.")

    def _no_answer(self, fact: Fact, use: ValueUse) -> Finding:
        near = nearest(use.value, fact.every_answer)
        if use.value == "unknown":
            says = f"`unknown` never comes: `{fact.id}` is always known."
        else:
            says = f"`{use.value}` is no answer of `{fact.id}`: {accepted(fact, near)}."
        return self.finding(
            says,
            use.place,
            f"Write `{near}`." if near else f"Write one of them, or add it to `{fact.id}` in register/facts.yml.",
            related=(Related(fact.place.key("answers"), f"the answers of `{fact.id}`"),),
            fix=Fix(f"Write `{near}`", (Edit(use.place, near),)) if near else None,
        )
