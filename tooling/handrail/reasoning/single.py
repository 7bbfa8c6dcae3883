"""Decisions over one fact: which of its answers each branch takes. They need no reasoning about what arrives."""

from typing import NamedTuple

from handrail.ground.model import Branch, Fact, Handbook, Names, Step, Verb


class Decision(NamedTuple):
    """A `decide` whose branches look at one fact alone: the fact, and each branch with the answers that it takes."""

    step: Step
    fact: Fact
    branches: tuple[tuple[Branch, Names], ...]

    @property
    def taken(self) -> Names:
        """Every answer that a branch names, as written."""
        return tuple(answer for _, answers in self.branches for answer in answers)

    @property
    def otherwise(self) -> Branch | None:
        """The branch for all answers that no other branch names, but for unknown."""
        return next((branch for branch, _ in self.branches if branch.kind == "otherwise"), None)


def decided_on(step: Step, handbook: Handbook) -> Decision | None:
    """The decision of a step, or None when it is none, or one over several facts, marks or unknown names."""
    if step.verb is not Verb.DECIDE:
        return None
    names = {name for branch in step.branches for table in branch.when for name in table}
    if len(names) != 1:
        return None
    fact = handbook.facts.get(names.pop())
    if fact is None:
        return None
    return Decision(step, fact, tuple((branch, _answers(branch, fact)) for branch in step.branches))


def _answers(branch: Branch, fact: Fact) -> Names:
    if branch.kind == "unknown":
        return ("unknown",)
    return tuple(answer for table in branch.when for answer in table[fact.id])
