"""bad-call-input."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Control, Handbook, Step, Team, Verb, Workflow
from handrail.ground.nearest import listing, nearest
from handrail.reasoning.graph import led_to
from handrail.reasoning.uses import facts_looked_at
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class BadCallInput(Rule):
    """A `run` settles a fact `with` an answer, and the workflow that is run never looks at that fact.

    What was meant to steer the other workflow does not, so it takes another way than the author thinks, mostly because
    the fact there has another name. Settle the fact that the workflow looks at, or delete the line. A fact that the
    workflow asks `again` is asked whatever `with` says.
    """

    group: ClassVar[str] = "calls"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    run: write-back
    with: {from-afar: yes}
""",
            at="from-afar: yes",
            says="`write-back` never looks at `from-afar`",
            also={
                "register/facts.yml": (
                    "jurisdiction:\n",
                    "from-afar:\n  asks: Is it far?\n  answers: yes or no\njurisdiction:\n",
                )
            },
            instead="""\
    run: write-back
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      unknown: next
  tell-gone-at-once:
    run: write-back
    with: {parcel-found: no}
    outcomes: next
  what-it-was:
""",
            instead="""\
      unknown: next
  what-it-was:
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare what each `run` settles with what the workflow, and all that it leads to, looks at."""
        for step in workflow.every_step():
            callee = handbook.workflows.get(step.target) if step.verb is Verb.RUN else None
            if not callee or not step.settles:
                continue
            known = _known(handbook, callee.id)
            here = _looked_at(handbook, workflow.id)
            for fact in step.settles:
                if fact in handbook.facts and fact not in known | here | _others(handbook):
                    yield self._unread(step, callee, fact, known)

    def _unread(self, step: Step, callee: Workflow, fact: str, known: frozenset[str]) -> Finding:
        near = nearest(fact, known)
        return self.finding(
            f"`{callee.id}` never looks at `{fact}`, which `{step.id}` settles for it."
            + (f" It looks at {listing(known, near)}." if known else " It looks at no fact."),
            step.place.key("with", fact),
            f"Settle `{near}`, or delete the line." if near else "Delete the line.",
            related=(Related(callee.place.at("title"), "the workflow that is run"),),
        )


@lru_cache(maxsize=4096)
def _looked_at(handbook: Handbook, workflow: str) -> frozenset[str]:
    """The facts that a workflow looks at, asks for or wants handed over."""
    return facts_looked_at(handbook.workflows[workflow], handbook)


@lru_cache(maxsize=4096)
def _known(handbook: Handbook, callee: str) -> frozenset[str]:
    """The facts that a workflow looks at, with those of every workflow that it runs or leads to."""
    seen, waiting = {callee}, [callee]
    while waiting:
        new = led_to(handbook).get(waiting.pop(), frozenset()) - seen
        seen |= new
        waiting += new
    return frozenset(fact for name in seen for fact in _looked_at(handbook, name))


@lru_cache(maxsize=4)
def _others(handbook: Handbook) -> frozenset[str]:
    """The facts that the controls or the teams look at: facts stay known after the workflow was run."""
    things: tuple[Control | Team, ...] = (*handbook.controls.values(), *handbook.teams.values())
    return frozenset(fact for thing in things for fact in facts_looked_at(thing, handbook))
