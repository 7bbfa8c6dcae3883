"""no-way-out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Names, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.graph import Leads, Ring, beyond, can_end, path, reachable, rings, ways_of
from handrail.rules import Example, Rule
from handrail.rules._walks import numbered, ring_places, ring_words


@dataclass(frozen=True)
class NoWayOut(Rule):
    """Steps that can be entered and never left: from them no way leads to an outcome.

    A case that gets there goes round until somebody gives up, and nobody hears how it ended. At least one step of the
    ring must lead out, to an outcome or to a step from which an outcome can be reached. The finding shows how a case
    gets in and the ring that keeps it.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  wait-for-van:
    wait: 1 day
    go: wait-for-van
""",
            at="wait-for-van:\n    wait",
            says="`wait-for-van` leads only to itself",
            instead="""\
  wait-for-van:
    wait: 1 day
    at-most: 2 times # a ring needs an end:
    then: next # the time after that the case goes on here
    go: where-now
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  wait-for-van:
    wait: 12 hours
    at-most: 2 times
    then: next
    go: where-now
""",
            instead="""\
  wait-for-van:
    wait: 1 day
    at-most: 2 times # a ring needs an end:
    then: next # the time after that the case goes on here
    go: where-now
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for rings among the steps that can be reached and cannot end."""
        doomed = reachable(workflow) & {step.id for step in workflow.steps} - can_end(workflow)
        lost = {way.source for way in ways_of(workflow) if way.leads is Leads.NOWHERE}
        if not doomed or not can_end(workflow):
            return
        for ring in rings(workflow, frozenset(step.id for step in workflow.steps if step.id not in doomed)):
            ambiguous = any(step in workflow.outcomes for step in ring.steps)  # that a way may mean two is said
            if not ambiguous and not lost & beyond(workflow, ring.steps[0]):
                yield self._kept(workflow, ring)

    def _kept(self, workflow: Workflow, ring: Ring) -> Finding:
        first = ring.steps[0]
        entry: Names = path(workflow, workflow.steps[0].id, first)
        ends = words((f"`{name}`" for name in workflow.outcomes), "or")
        fact = f"`{first}` leads only to itself" if len(ring.steps) == 1 else f"{ring_words(ring.steps)} goes round"
        return self.finding(
            f"{fact}: no way from here leads to an outcome.",
            workflow.by_id[first].place.key(),
            f"Let {'it' if len(ring.steps) == 1 else 'one of these steps'} lead out, to {ends}.",
            related=ring_places(workflow, ring.steps),
            witness=(*numbered(workflow, entry), f"and round: {ring_words(ring.steps)}"),
        )
