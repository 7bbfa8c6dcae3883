"""useless-otherwise."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Fact, Handbook, Names, Verb, Workflow
from handrail.ground.ranges import left_over
from handrail.reasoning.single import decided_on
from handrail.rules import Example, Rule


class UselessOtherwise(Rule):
    """`otherwise` takes nothing, because every answer is named already.

    Readers believe that a case can go there, and a step that hangs on it is never done. Mostly one answer too many was
    named; `otherwise` never takes unknown. Delete it, or delete the answer that should fall under it.
    """

    group: ClassVar[str] = "decisions"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      delivered: next
      delayed: wait-for-van
      lost: search
      otherwise: search
      unknown: search
""",
            at="otherwise: search\n      unknown",
            says="`otherwise` takes nothing at `where-now`",
            instead="""\
      delivered: next
      delayed: wait-for-van
      lost: search
      unknown: search
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      delivered: next
      delayed: wait-for-van
      otherwise: search
      unknown: search
""",
            instead="""\
      delivered: next
      delayed: wait-for-van
      lost: search
      unknown: search
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for `otherwise` beside a complete list of answers, at questions and at decisions over one fact."""
        for step in workflow.steps:
            fact = handbook.facts.get(step.target) if step.verb is Verb.ASK and len(step.targets) == 1 else None
            if fact and "otherwise" in step.answers and _complete(fact, tuple(step.answers)):
                yield self._useless(step.id, fact, step.place.key("answers", "otherwise"))
            decision = decided_on(step, handbook)
            for branch in step.branches if decision else ():
                if decision and branch.kind == "otherwise" and _complete(decision.fact, decision.taken):
                    yield self._useless(step.id, decision.fact, branch.place.key("otherwise"))

    def _useless(self, step: str, fact: Fact, place: Place) -> Finding:
        return self.finding(
            f"`otherwise` takes nothing at `{step}`: every answer of `{fact.id}` is named already.",
            place,
            "Delete it, or delete the answer that should fall under it. Unknown is named by itself.",
            related=(Related(fact.place.key("answers"), f"the answers of `{fact.id}`"),),
        )


def _complete(fact: Fact, taken: Names) -> bool:
    return not set(left_over(fact, taken)) - {"unknown"}
