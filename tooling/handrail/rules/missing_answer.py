"""missing-answer."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Fact, Handbook, Step, Verb, Workflow
from handrail.ground.nearest import nearest, words
from handrail.ground.ranges import left_over, takes
from handrail.reasoning.graph import Leads, Way, beyond, ways_from
from handrail.rules import Example, Rule


class MissingAnswer(Rule):
    """A question whose answers do not all lead somewhere; most often `unknown` is the one that is forgotten.

    When nobody can tell how old a person is or whether she agreed, the specialist has to guess, and guesses hurt. Name
    every answer or write `otherwise`, and always say where `unknown` goes: mostly where the person is safest. A
    question that nobody answers in time is answered unknown, too. Where the answer can always be seen, write
    `always-known: yes` at the fact.
    """

    group: ClassVar[str] = "decisions"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      delivered: next
      delayed: wait-for-van
      lost: search
""",
            at="answers:\n      delivered: next",
            says="`where-now` says nothing about the answer unknown",
            instead="""\
      delivered: next
      delayed: wait-for-van
      lost: search
      unknown: search
""",
        ),
        Example(
            """\
      delivered: next
      delayed: wait-for-van
      unknown: search
""",
            at="answers:\n      delivered: next",
            says="nothing about the answer lost",
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
        """Compare the answers that lead somewhere with those of the fact."""
        for step in workflow.steps:
            fact = handbook.facts.get(step.target) if step.verb is Verb.ASK and len(step.targets) == 1 else None
            if not fact or not step.answers:
                continue
            written = [answer for answer in step.answers if answer != "otherwise"]
            slips = {nearest(answer, fact.answers) for answer in written if not takes(fact, answer)}
            missing = tuple(answer for answer in left_over(fact, tuple(step.answers)) if answer not in slips)
            if "otherwise" in step.answers:
                missing = tuple(answer for answer in missing if answer == "unknown")
            if missing:
                yield self._forgotten(workflow, step, fact, missing)

    def _forgotten(self, workflow: Workflow, step: Step, fact: Fact, missing: tuple[str, ...]) -> Finding:
        safest = safest_way(workflow, step)
        hint = (
            f"Add {words(f'`{answer}:`' for answer in missing)}{',' * (len(missing) > 1)} with the step that follows."
        )
        if missing == ("unknown",):
            hint = "Send unknown where the person is safest"
            hint += f", here perhaps `unknown: {safest.written}`." if safest else "."
        answers = f"the answer {missing[0]}" if len(missing) == 1 else f"the answers {words(missing)}"
        return self.finding(
            f"`{step.id}` says nothing about {answers}.",
            step.place.key("answers"),
            hint,
            related=(Related(fact.place.key(), f"`{fact.id}` is declared here"),),
        )


def safest_way(workflow: Workflow, step: Step) -> Way | None:
    """The way of a question after which most is still done; None when that does not tell where the person is safest."""

    def protects(way: Way) -> int:
        if way.leads is not Leads.STEP:
            return 0
        later = beyond(workflow, way.target)
        return len({mark for other in workflow.steps if other.id in later for mark in (*other.own_marks, other.id)})

    ways = sorted(ways_from(workflow)[step.id], key=protects, reverse=True)
    others = [way for way in ways if way.target != ways[0].target]
    return None if not ways or any(protects(way) == protects(ways[0]) for way in others) else ways[0]
