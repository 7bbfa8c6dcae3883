"""impossible-branch."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.arrivals import Arrivals, arrivals, choices
from handrail.reasoning.regions import NEVER, UNKNOWN
from handrail.rules import Example, Rule


class ImpossibleBranch(Rule):
    """A branch or an answer that no case can ever take, because an earlier answer rules it out on every way.

    The steps behind it look like care and are never done. Mostly the earlier question leads elsewhere than its author
    thinks, or the branch asks for two things that cannot both be so. Put the earlier step right, or delete the branch.
    A place for unknown is never too much.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    by_absence: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when: {parcel-weight: under 20}
        go: pay
      - when: {parcel-weight: 20 or over, parcel-found: yes}
        go: inform
      - otherwise: next
      - unknown: next
""",
            at="when: {parcel-weight: 20 or over, parcel-found: yes}",
            says="Branch 2 of `who-decides` is never taken",
            instead="""\
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      - when: {parcel-weight: under 20}
        go: pay
      - when: {parcel-weight: 20 or over, parcel-found: no}
        go: inform
      - otherwise: next
      - unknown: next
""",
            instead="""\
      - when:
          parcel-weight: under 20
        go: pay
      - otherwise: next
      - unknown: next # `otherwise` never takes unknown
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Intersect what each branch and each answer takes with what arrives."""
        seen = arrivals(handbook, workflow)
        if seen is None:
            return
        for choice in choices(handbook, workflow):
            lives = [(choice.arriving & taken).satisfiable() for taken in choice.taken]
            if sum(lives) < 2:  # noqa: PLR2004 - a decision with one branch left is a constant condition
                continue
            for number, branch in enumerate(choice.step.branches):
                if not lives[number] and branch.kind == "when":
                    yield self.finding(
                        f"Branch {number + 1} of `{choice.step.id}` is never taken: no case like that arrives.",
                        branch.place,
                        "Put the earlier step right that rules it out, or delete the branch.",
                    )
        for step in workflow.steps:
            if step.verb is Verb.ASK and step.answers and not step.again:
                yield from self._answers(seen, step)

    def _answers(self, seen: Arrivals, step: Step) -> Iterator[Finding]:
        fact, space = step.target, seen.machine.space
        arriving = seen.at(step) & seen.due(step)
        if fact not in seen.machine.domains or (arriving & space.point(fact, NEVER)).satisfiable():
            return  # whoever is asked can give any answer
        named = [answer for answer in step.answers if answer not in ("otherwise", UNKNOWN)]
        dead = [
            answer
            for answer in named
            if not (arriving & space.among(fact, seen.machine.domains[fact].taken((answer,)))).satisfiable()
        ]
        if dead and arriving.satisfiable() and len(dead) < len(named):
            yield self._never(step, tuple(dead))

    def _never(self, step: Step, dead: Names) -> Finding:
        return self.finding(
            f"`{step.id}` never gets {words((f'`{answer}`' for answer in dead), 'or')}:"
            f" `{step.target}` is known there, and never so.",
            step.place.key("answers", dead[0]),
            "Put the earlier step right that rules it out, or lead these cases on without the question.",
        )
