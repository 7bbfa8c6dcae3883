"""too-complex."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.graph import On, ways_from, ways_of
from handrail.rules import Example, Rule

LEAST = 4
"""A part with fewer steps is not worth a workflow of its own."""


@dataclass(frozen=True)
class TooComplex(Rule):
    """A workflow is so long, or branches so often, that nobody can keep it in mind.

    It is read at night, under pressure, by somebody who sees it for the first time. A part with one way in and one way
    out can be a workflow of its own, which this one `run`s; where there is such a part, the finding names it. The
    limits are options of the rule: raise them where your people are used to more.
    """

    steps: int = 25
    """The most steps of a workflow."""
    ways: int = 7
    """The most answers or branches of one step."""
    decisions: int = 30
    """The most decisions of a workflow: its ways on, less its steps, plus one."""

    group: ClassVar[str] = "graph"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "".join(f"  shelf-{n}:\n    do: Look on shelf {n}\n    within: 5 minutes\n" for n in range(1, 14))
            + "  was-it-found:\n",
            at="Find a lost parcel\nsummary",
            says="26 steps, more than 25",
            instead="  was-it-found:\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "  shelves:\n    do: Look on the shelves\n    within: 1 hour\n  was-it-found:\n",
            instead="  was-it-found:\n",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Count steps, ways and decisions."""
        steps, decisions = len(workflow.steps), len(ways_of(workflow)) - len(workflow.steps) + 1
        over = [f"{steps} steps, more than {self.steps}"] * (steps > self.steps)
        over += [f"{decisions} decisions, more than {self.decisions}"] * (decisions > self.decisions)
        if over:
            yield self.finding(
                f"`{workflow.id}` has {words(over)}.", workflow.place.at("title"), _cut(workflow, self.steps)
            )
        for step in workflow.steps:
            ways = ways_from(workflow)[step.id]
            if len(ways) > self.ways:
                ways = tuple(way for way in ways if way.on in (On.ANSWER, On.BRANCH, On.OUTCOME))
            if len(ways) > self.ways:
                yield self.finding(
                    f"`{step.id}` has {len(ways)} ways on, more than {self.ways}.",
                    step.place.key(),
                    "Ask in two steps: first what tells most apart.",
                )


def _cut(workflow: Workflow, most: int) -> str:
    part = max(_parts(workflow, most), key=len, default=range(0))
    if not part:
        return "Move a part of it to a workflow of its own, and `run` that."
    first, last = workflow.steps[part[0]].id, workflow.steps[part[-1]].id
    return f"`{first}` to `{last}` ({len(part)} steps) has one way in and one way out: make it a workflow and `run` it."


def _parts(workflow: Workflow, most: int) -> Iterator[range]:
    """Stretches of steps that are entered at their first step alone and left to one place alone."""
    order = {step.id: place for place, step in enumerate(workflow.steps)}
    ways = [(order[way.source], order.get(way.target, way.target)) for way in ways_of(workflow)]
    for first in range(1, len(order)):
        for last in range(first + LEAST - 1, min(len(order) - 1, first + most)):
            part = range(first, last + 1)
            entries = {after for before, after in ways if after in part and before not in part}
            exits = {after for before, after in ways if before in part and after not in part}
            if entries == {first} and len(exits) == 1:
                yield part
