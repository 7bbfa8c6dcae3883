"""Where is each answer used? Every answer of a fact in tables, `records`, `with` and scenarios, with its place."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from handrail.ground.finding import KeyPath, Place
from handrail.ground.model import Control, Scenario, Table, Workflow
from handrail.reasoning.uses import How


class ValueUse(NamedTuple):
    """An answer of a fact where it is used: in a table, in `records`, `with`, or in a scenario.

    `fact` can be a mark: a table takes `done` or `not-done` of those.
    """

    fact: str
    value: str
    how: How
    near: Place
    keys: KeyPath

    @property
    def place(self) -> Place:
        """Where the answer stands."""
        return self.near.at(*self.keys)


def of_workflow(workflow: Workflow) -> Iterator[ValueUse]:
    """What stands in a workflow; the `answers` of a question are the question's own."""
    for step in workflow.every_step():
        if step.when or step.unless:
            yield from _values_in(step.when, step.place, "when")
            yield from _values_in(step.unless, step.place, "unless")
        for number, branch in enumerate(step.branches):
            yield from _values_in(branch.when, step.place.at("branches", number), "when")
        if step.records:
            yield from _settled(step.records, step.place, "records")
        if step.settles:
            yield from _settled(step.settles, step.place, "with")


def of_control(control: Control) -> Iterator[ValueUse]:
    """What stands in a control."""
    yield from _values_in(control.when, control.place, "when")
    for requirement in control.require:
        yield from _values_in(requirement.when, requirement.place, "when")
    for exemption in control.exemptions:
        yield from _values_in(exemption.when, exemption.place, "when")


def of_scenario(scenario: Scenario) -> Iterator[ValueUse]:
    """What stands in the scenarios of a workflow."""
    given = [(scenario.usual, scenario.place.at("usual"))]
    given += [(case.facts, case.place.at("facts")) for case in scenario.cases]
    for table, place in given:
        for fact, answers in table.items():
            for number, value in enumerate(answers):
                yield ValueUse(fact, value, How.SETTLES, place, (fact, number))


def _values_in(tables: tuple[Table, ...], place: Place, key: str) -> Iterator[ValueUse]:
    for number, table in enumerate(tables):
        for fact, accepted in table.items():
            for at, value in enumerate(accepted):
                yield ValueUse(fact, value, How.READS, place, (key, number, fact, at))


def _settled(table: Mapping[str, str], place: Place, key: str) -> Iterator[ValueUse]:
    for fact, value in table.items():
        yield ValueUse(fact, value, How.SETTLES, place, (key, fact))
