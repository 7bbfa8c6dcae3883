"""asked-again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.arrivals import Arrivals, arrivals
from handrail.reasoning.program import Edge
from handrail.reasoning.regions import NEVER
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class AskedAgain(Rule):
    """A question that nobody is ever asked, or that the same people are asked twice with nothing in between.

    A question whose answer is known on every way is passed by in silence: if a fresh look was meant, say `again: yes`,
    and if not, delete it. Asking the same people again at once only teaches them to click: let somebody else look
    (`by`, `by-other-than`), or let something happen first.
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "workflows/"
    by_absence: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    ask: [parcel-weight, where-is-it, jurisdiction]\n",
            at="where-is-it, jurisdiction",
            says="`what-it-was` never asks `where-is-it`: it is known on every way",
            instead="    ask: [parcel-weight, jurisdiction]\n",
        ),
        Example(
            """\
  look-again:
    ask: where-is-it
    again: yes
    within: 15 minutes
    answers:
      delivered: next
      delayed: wait-for-van
      lost: search
      unknown: search
  read-proof:
""",
            at="where-is-it\n    again: yes\n    within: 15 minutes\n    answers:\n      delivered: next\n"
            "      delayed: wait-for-van\n      lost: search\n      unknown: search\n  read-proof",
            says="`look-again` asks `where-is-it` of the same people as `where-now`, with nothing in between",
            instead="  read-proof:\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "    ask: [jurisdiction, parcel-weight]\n",
            instead="    ask: [parcel-weight, jurisdiction]\n",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for questions that no case leaves open, and for pairs of the same question."""
        seen = arrivals(handbook, workflow)
        if seen is None:
            return
        for step in workflow.steps:
            if step.verb is Verb.ASK and not step.again:
                yield from self._known(seen, step, workflow)
        told: set[tuple[str, str]] = set()
        for first, second in _straight_on(seen):
            if (first.id, second.id) not in told:
                told.add((first.id, second.id))
                yield self._twice(first, second)

    def _known(self, seen: Arrivals, step: Step, workflow: Workflow) -> Iterator[Finding]:
        arriving = seen.at(step) & seen.due(step)
        if not arriving.satisfiable():
            return
        for number, fact in enumerate(step.targets):
            if fact not in seen.machine.domains or (arriving & seen.machine.space.point(fact, NEVER)).satisfiable():
                continue
            yield self.finding(
                f"`{step.id}` never asks `{fact}`: it is known on every way that leads here.",
                step.place.at("ask", number),
                "Delete it; or say `again: yes` if somebody has to look anew.",
                related=tuple(_settled(workflow, step, fact)),
            )

    def _twice(self, first: Step, second: Step) -> Finding:
        both = next(fact for fact in second.targets if fact in first.targets)
        return self.finding(
            f"`{second.id}` asks `{both}` of the same people as `{first.id}`, with nothing in between.",
            second.place.at("ask", second.targets.index(both)),
            "Let somebody else look (`by`, `by-other-than`), or delete one of the two.",
            related=(Related(first.place.key(), "asks it, too"),),
        )


def _settled(workflow: Workflow, step: Step, fact: str) -> Iterator[Related]:
    """Where a workflow itself settles a fact."""
    if fact in workflow.given:
        yield Related(workflow.place.at("given", workflow.given.index(fact)), "known at the door")
    for other in workflow.every_step():
        if other is not step and other.verb is Verb.ASK and fact in other.targets:
            yield Related(other.place.key(), "asks it")
        elif fact in other.records:
            yield Related(other.place.key("records", fact), "settles it")


def _straight_on(seen: Arrivals) -> Iterator[tuple[Step, Step]]:
    """Each question with one that follows at once on some way, put to the same people about the same fact."""
    program, machine = seen.machine.program, seen.machine
    for number, edge in enumerate(program.edges):
        if edge.step.verb is not Verb.ASK or program.nodes[edge.source].frames:
            continue  # no question, or one of a workflow that this one runs
        region = machine.step(number, machine.reach[edge.source])
        waiting, been = [(edge.target, region)], {edge.target}
        while waiting:
            node, arriving = waiting.pop()
            for out in program.out[node]:
                following = program.edges[out]
                after = machine.step(out, arriving)
                if not after.satisfiable():
                    continue
                if following.does and _same_question(edge, following):
                    yield edge.step, following.step
                elif not following.does and following.target not in been and not program.nodes[node].frames:
                    been.add(following.target)
                    waiting.append((following.target, after))


def _same_question(first: Edge, second: Edge) -> bool:
    one, two = first.step, second.step
    return (
        two.verb is Verb.ASK
        and two.again
        and bool(set(one.targets) & set(two.targets))
        and first.performer == second.performer != "system"
        and first.workflow == second.workflow
        and two.by_other_than != one.id
    )
