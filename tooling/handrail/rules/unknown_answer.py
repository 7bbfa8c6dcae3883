"""unknown-answer."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Place, Related
from handrail.ground.model import Fact, Handbook, Workflow
from handrail.ground.nearest import nearest
from handrail.ground.ranges import accepted, takes
from handrail.rules import Example, Rule


class UnknownAnswer(Rule):
    """A question leads on for an answer that its fact does not have.

    That way is never taken, and the answer that was meant has none. The answers of a fact stand once, in
    register/facts.yml, so that all workflows ask the same question in the same words. Write one of them, or add the
    answer there.
    """

    group: ClassVar[str] = "decisions"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      delivered: next
      delayd: wait-for-van
      otherwise: search
""",
            at="delayd:",
            says="`delayd` is no answer of `where-is-it`",
            instead="""\
      delivered: next
      delayed: wait-for-van
      lost: search
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      delivered: next
      delayed: wait-for-van
      otherwise: search
""",
            instead="""\
      delivered: next
      delayed: wait-for-van
      lost: search
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare each answer with those of the fact that is asked."""
        for step in workflow.every_step():
            fact = handbook.facts.get(step.target)
            if fact is None:
                continue
            for answer in step.answers:
                if answer != "otherwise" and not takes(fact, answer):
                    yield self._no_answer(fact, answer, step.place.key("answers", answer))

    def _no_answer(self, fact: Fact, answer: str, place: Place) -> Finding:
        near = nearest(answer, fact.every_answer)
        if answer == "unknown":
            says = f"`unknown` never comes: `{fact.id}` is always known."
        else:
            says = f"`{answer}` is no answer of `{fact.id}`: {accepted(fact, near)}."
        return self.finding(
            says,
            place,
            f"Write `{near}`."
            if near
            else f"Write one of them, or add `{answer}` to `{fact.id}` in register/facts.yml.",
            related=(Related(fact.place.key("answers"), f"the answers of `{fact.id}`"),),
            fix=Fix(f"Write `{near}`", (Edit(place, near),)) if near else None,
        )
