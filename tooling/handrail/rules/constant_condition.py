"""constant-condition."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Step, Workflow
from handrail.reasoning.arrivals import Arrivals, Choice, arrivals, choices, sound
from handrail.reasoning.unasked import matters
from handrail.rules import Example, Rule


class ConstantCondition(Rule):
    """A condition that is always true or never true, whatever case arrives.

    A step with a `when` that never holds is never done, and one with a `when` that always holds is always done: either
    way the page says something else than what happens. A decision that always takes the same branch decides nothing.
    Mostly a fact was settled earlier than its author thinks. Delete the condition, or put right what it looks at.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    by_absence: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    when:
      parcel-found: yes
""",
            at="when:\n      parcel-found",
            says="`ask-customs` is never done",
            instead="""\
    when:
      jurisdiction: [elsewhere, unknown]
""",
        ),
        Example(
            """\
    unless:
      parcel-found: yes
""",
            at="unless:",
            says="`ask-customs` is always done",
            instead="""\
    when:
      jurisdiction: [elsewhere, unknown]
""",
        ),
        Example(
            """\
      - when: {parcel-found: [no, unknown]}
        go: next
      - otherwise: pay
""",
            at="branches:\n      - when: {parcel-found: [no, unknown]}",
            says="`who-decides` always takes branch 1",
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
    when:
      jurisdiction: [UK, unknown]
""",
            instead="""\
    when:
      jurisdiction: [elsewhere, unknown]
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare what arrives at each step with what its condition lets through."""
        seen = arrivals(handbook, workflow)
        if seen is None:
            return
        for step in workflow.every_step():
            if (step.when or step.unless) and sound(handbook, (*step.when, *step.unless)):
                yield from self._condition(seen, step)
        for choice in choices(handbook, workflow):
            yield from self._decision(choice)

    def _condition(self, seen: Arrivals, step: Step) -> Iterator[Finding]:
        machine, due = seen.machine, seen.due(step)
        facts = (name for table in (*step.when, *step.unless) for name in table)
        unasked = matters(machine, (due, machine.space.all & ~due), dict.fromkeys(facts)).values()
        arriving = seen.at(step) & ~machine.space.union(unasked)
        if not arriving.satisfiable():
            return
        key = "when" if step.when else "unless"
        if not (arriving & due).satisfiable():
            yield self.finding(
                f"`{step.id}` is never done: no case for which it is meant arrives here.",
                step.place.key(key),
                "Put right what the condition looks at, or delete the step.",
            )
        elif not (arriving & ~due).satisfiable():
            yield self.finding(
                f"`{step.id}` is always done: every case that arrives here is one for which it is meant.",
                step.place.key(key),
                "Delete the condition, or put right what it looks at.",
            )

    def _decision(self, choice: Choice) -> Iterator[Finding]:
        lives = [number for number, taken in enumerate(choice.taken) if (choice.arriving & taken).satisfiable()]
        if len(lives) == 1 and len(choice.taken) > 1:
            yield self.finding(
                f"`{choice.step.id}` always takes branch {lives[0] + 1}: no case for another one arrives.",
                choice.step.place.key("branches"),
                "Put right what it looks at, or lead on without a decision.",
            )
