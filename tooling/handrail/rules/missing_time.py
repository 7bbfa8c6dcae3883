"""missing-time."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.rules import Example, Rule

BY_PEOPLE = (Verb.DO, Verb.ASK, Verb.TELL)


class MissingTime(Rule):
    """A step that somebody does, or a wait for somebody, does not say how long it may take.

    A step without a time is done when there is time. Nobody can tell the person who waits when something happens, and
    no deadline of a law can be proven. Write `within:` with a length of time in words. A step that no person does says
    `by: system` and needs none; an escalation takes what the team promises; a pause is its own time.
    """

    group: ClassVar[str] = "time"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      call-driver:
        do: Call the driver
        by: helper
""",
            at="call-driver:",
            says="`call-driver` does not say how long it may take",
            instead="""\
      call-driver:
        do: Call the driver
        by: helper
        within: 2 hours
""",
        ),
        Example(
            """\
    wait: reporter
    if-no-answer: kept
""",
            at="wait-for-answer:",
            file="workflows/example/write-back.yml",
            says="`wait-for-answer` does not say how long to wait for the reporter",
            instead="""\
    wait: reporter
    within: 3 days
    if-no-answer: kept
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      call-driver:
        do: Note in the system who drove
        by: system
""",
            instead="""\
      call-driver:
        do: Call the driver
        by: helper
        within: 2 hours
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look at every step, those inside `together` too."""
        for step in workflow.every_step():
            if step.within or step.by == "system":
                continue
            if step.verb in BY_PEOPLE:
                fact = f"`{step.id}` does not say how long it may take."
                yield self.finding(fact, step.place.key(), self._hint(workflow, step))
            elif step.verb is Verb.WAIT and not step.pause:
                fact = f"`{step.id}` does not say how long to wait for the {step.target}."
                yield self.finding(fact, step.place.key(), "Add `within:`, such as 3 days.")

    def _hint(self, workflow: Workflow, step: Step) -> str:
        alike = [other for other in workflow.every_step() if other.verb is step.verb and other.within]
        like = next((other for other in alike if other.by == step.by), alike[0] if alike else None)
        example = f"such as {like.within.text}, which `{like.id}` has" if like and like.within else "such as 15 minutes"
        return f"Add `within:`, {example}; or `by: system` when no person does it."
