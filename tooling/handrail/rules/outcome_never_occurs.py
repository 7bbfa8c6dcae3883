"""outcome-never-occurs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.arrivals import ended
from handrail.reasoning.doors import is_door, occurring, seen_from
from handrail.reasoning.graph import reachable
from handrail.rules import Example, Part, Rule


@dataclass(frozen=True)
class OutcomeNeverOccurs(Rule):
    """An outcome that no case reaches, or that a workflow never comes back with where it is run.

    It looks as if something was thought of, and the steps behind it are never done. Mostly a question before it leads
    elsewhere than its author thinks, or what the caller settles rules it out. Put that right, or delete the line: where
    a workflow is run, only the outcomes that can occur there are named.
    """

    group: ClassVar[str] = "calls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    across: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "workflows/"
    by_absence: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    run: write-back
    with: {can-be-reached: yes}
""",
            at="not-reached: next",
            says="`write-back` never comes back with `not-reached` when `inform` runs it",
            instead="    run: write-back\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example("      not-reached: closed\n", instead="      not-reached: next\n"),)

    def work_ahead(self, handbook: Handbook, workflow: Workflow, _part: Part) -> None:
        """Walk all cases through the workflow by itself, and from its door."""
        ended(handbook, workflow)
        if is_door(handbook, workflow.id):
            seen_from(handbook, workflow.id)

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare the outcomes that are named with those that really occur."""
        for outcome in workflow.outcomes.values():
            if outcome.id in _never(handbook, workflow):
                yield self.finding(
                    f"No case ends in `{outcome.id}`: something earlier rules it out on every way.",
                    outcome.place.key(),
                    "Put right what leads to it, or delete it.",
                )
        for step in workflow.every_step():
            callee = handbook.workflows.get(step.target) if step.verb is Verb.RUN else None
            occurs = occurring(handbook, workflow, step) if callee else None
            if callee is None or occurs is None:
                continue
            for name in step.outcomes:
                if name in callee.outcomes and name not in occurs | _never(handbook, callee):
                    yield self._in_vain(step, callee, name)

    def _in_vain(self, step: Step, callee: Workflow, name: str) -> Finding:
        return self.finding(
            f"`{callee.id}` never comes back with `{name}` when `{step.id}` runs it.",
            step.place.key("outcomes", name),
            "Delete the line, or put right what rules it out.",
            related=(Related(callee.outcomes[name].place.key(), "the outcome"),),
        )


def _never(handbook: Handbook, workflow: Workflow) -> frozenset[str]:
    """The outcomes that some way as drawn leads to, and no case."""
    occur = ended(handbook, workflow)
    if occur is None:
        return frozenset()
    return frozenset(name for name in workflow.outcomes if name in reachable(workflow) and name not in occur)
