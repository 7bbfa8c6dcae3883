"""unbounded-loop."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import Leads, Way, can_end, rings, rings_across, ways_from
from handrail.rules import Example, Rule
from handrail.rules._walks import ring_places, ring_words, said


@dataclass(frozen=True)
class UnboundedLoop(Rule):
    """A ring of steps that a case can go round for ever: no step on it says `at-most`.

    Rework is honest, but somebody waits meanwhile, and two teams can hand a case to each other until it is forgotten.
    Give one step of the ring `at-most: 2 times` and `then:` with the step that follows when it was in vain, mostly
    somebody higher up. A ring through several workflows is a loop like any other.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  wait-for-van:
    wait: 1 day
    go: where-now
""",
            at="where-now\n  search",
            says="where-now -> wait-for-van -> where-now can go round for ever",
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
    wait: 1 day
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
        """Take out the steps that count their rounds; what still goes round has no bound."""
        counted = frozenset(step.id for step in workflow.steps if step.at_most)
        for ring in rings(workflow, counted):
            if ring.steps[0] not in can_end(workflow):
                continue
            back = _way(workflow, ring.steps[-1], ring.steps[0])
            yield self.finding(
                f"{ring_words(ring.steps)} can go round for ever: no step on the way says how often.",
                back.place,
                f"Add to `{back.source}`: at-most: 1 time, and then: the step that follows when it was in vain.",
                related=(
                    Related(workflow.by_id[ring.steps[0]].place.key(), "the ring begins here"),
                    *ring_places(workflow, ring.steps),
                ),
            )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """The same for rings through several workflows."""
        files = {workflow.place.path: workflow for workflow in handbook.workflows.values()}
        for ways in rings_across(handbook):
            first = ways[0]
            turns = [way for way in ways if way.leads is Leads.ELSEWHERE]
            names = [files[way.place.path].id for way in turns]
            yield self.finding(
                f"{ring_words(names)} can hand a case on to each other for ever: no step on the way says how often.",
                first.place,
                "Give one of these steps `at-most` and `then`.",
                related=tuple(Related(way.place, f"{said(way)} leads to `{way.target}`") for way in turns[1:]),
                witness=tuple(f"{files[way.place.path].id}: {way.source} -> {way.target}" for way in ways),
            )


def _way(workflow: Workflow, source: str, target: str) -> Way:
    return next(way for way in ways_from(workflow)[source] if way.target == target)
