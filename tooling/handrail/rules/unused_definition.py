"""unused-definition."""

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Kind, Workflow
from handrail.ground.nearest import nearest
from handrail.reasoning.graph import ways_of
from handrail.reasoning.index import strays, used_as, users
from handrail.reasoning.uses import How
from handrail.rules import Example, Rule

_WHERE = {
    Kind.FACT: "No step asks for the fact `{}` and nothing looks at it.",
    Kind.MESSAGE: "No step sends the message `{}`.",
    Kind.HUB: "No team works in the hub `{}`.",
    Kind.ROTA: "No team is on call with the rota `{}`.",
    Kind.ROLE: "No step and no page names the role `{}`.",
}


class UnusedDefinition(Rule):
    """Something that is declared and that nothing uses.

    A fact that nobody asks or reads, a message that nobody sends, an outcome that no way leads to: each of them was
    meant for something. Either a use was forgotten, or it is a leftover that the next reader will believe in. A mark
    that no step carries is worse: a control that asks for it can never hold. Use it, or delete it.
    """

    group: ClassVar[str] = "files"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "  waiting: The parcel waits for its sender\n  stolen: Somebody took the parcel\n",
            at="stolen",
            says="No way leads",
            instead="  waiting: The parcel waits for its sender\n",
        ),
        Example(
            "pay-sender: A payment to the sender was decided.\npraise-driver: The driver was thanked.\n",
            at="praise-driver",
            file="register/marks.yml",
            says="No step and no message carries",
            instead="pay-sender: A payment to the sender was decided.\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "pay-sender: A payment to the sender was decided.\n",
            file="register/marks.yml",
            instead="pay-sender: A payment to the sender was decided.\n",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for outcomes that no way leads to."""
        reached = {way.target for way in ways_of(workflow)}
        for outcome in workflow.outcomes.values():
            if outcome.id not in reached:
                yield self._unused(f"No way leads to the outcome `{outcome.id}`.", outcome.place.key())

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for entries of the registers, and messages, that nobody names."""
        meant = _meant(handbook)
        for kind, says in _WHERE.items():
            for name, thing in handbook.named(kind).items():
                place: Place = thing.place  # type: ignore[attr-defined]  # everything named has a place
                if name not in meant and not used_as(handbook, kind, name):
                    yield self._unused(says.format(name), place if kind is Kind.MESSAGE else place.key())
        yield from self._never_read(handbook)
        carried = {mark for mark in handbook.marks if How.CARRIES in used_as(handbook, Kind.MARK, mark)}
        wider = {mark.counts_as for mark in handbook.marks.values() if mark.id in carried}
        for mark in handbook.marks.values():
            if not mark.never and mark.id not in carried | wider | meant:
                says = f"No step and no message carries `{mark.id}`, so no control that asks for it can hold."
                yield self.finding(says, mark.place.key(), "Add it to the marks of a step, or delete it.")

    def _never_read(self, handbook: Handbook) -> Iterator[Finding]:
        """Facts that are asked for, and whose answer changes nothing."""
        steps = [step for workflow in handbook.workflows.values() for step in workflow.every_step()]
        lead_on = {fact for step in steps if step.answers for fact in step.targets}
        for fact in handbook.facts.values():
            if fact.id in lead_on or fact.id in _meant(handbook):
                continue
            if used_as(handbook, Kind.FACT, fact.id) == {How.SETTLES}:
                yield self.finding(
                    f"Somebody answers `{fact.id}`, and nothing looks at the answer.",
                    fact.place.key(),
                    "Do not ask it, or use it: in a table, in `hand-over`, or as what a team `expects`.",
                    related=(Related(users(handbook, Kind.FACT, fact.id)[0].place, "answered here"),),
                )

    def _unused(self, says: str, place: Place) -> Finding:
        return self.finding(says, place, "Use it where it was meant to be used, or delete it.")


@lru_cache(maxsize=4)
def _meant(handbook: Handbook) -> frozenset[str]:
    """What a name that nothing has was probably meant to be: that slip is said where it stands."""
    return frozenset(
        nearest(use.name, [name for other in use.kinds for name in handbook.named(other)])
        for kind in (*_WHERE, Kind.MARK, Kind.TEAM)
        for use in strays(handbook, kind)
    )
