"""falls-into-branch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import Leads, On, ways_from
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class FallsIntoBranch(Rule):
    """`if-no-answer` leads to the step right below, and there is no `go`: cases that are answered go there too.

    The step below was written for silence, and now people who did answer are treated as if they had not. Say with `go`
    where an answered case goes on; when both really go on below, leave `if-no-answer` to the ladder, or write `go:
    next` to say that you mean it.
    """

    group: ClassVar[str] = "graph"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    within: 3 days
    if-no-answer: next
  tell-gone:
""",
            at="next\n  tell-gone",
            says="go to `tell-gone` as well",
            file="workflows/example/write-back.yml",
            instead="""\
    within: 3 days
    if-no-answer: kept
    go: told
  tell-gone:
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    within: 3 days
    if-no-answer: kept
    go: told
  tell-gone:
""",
            file="workflows/example/write-back.yml",
            instead="""\
    within: 3 days
    if-no-answer: kept
    go: told
  tell-gone:
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for steps whose answered cases fall where the unanswered ones are sent."""
        for step in workflow.steps:
            if not step.if_no_answer:
                continue
            ways = {way.on: way for way in ways_from(workflow)[step.id]}
            silent, answered = ways.get(On.NO_ANSWER), ways.get(On.DONE)
            if not silent or not answered or answered.written or silent.target != answered.target:
                continue
            if silent.leads is not Leads.STEP:  # both lead below the last step: another rule says so
                continue
            yield self.finding(
                f"`if-no-answer` of `{step.id}` leads to the step right below and there is no `go`, so cases that are"
                f" answered go to `{silent.target}` as well.",
                silent.place,
                "Add `go:` with the step or outcome for cases that are answered.",
                related=(Related(workflow.by_id[silent.target].place.key(), "both go here"),),
            )
