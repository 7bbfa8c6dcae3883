"""scenario-failed."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Answers, Case, Handbook
from handrail.review.scenarios import failing
from handrail.review.walk import replayed
from handrail.rules import Example, Rule


class ScenarioFailed(Rule):
    """A case of a scenario does not go the way that it is expected to go.

    A scenario says in an example what a workflow is for. When the two differ, one of them is wrong: a change has moved
    people's cases elsewhere, or the expectation is out of date. Look at the walk, decide which, and mend that one. A
    walk stops where a step asks for a fact that the case does not say: a case has to be complete, or it proves nothing.
    """

    group: ClassVar[str] = "scenarios"
    slow: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "scenarios/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "ends: waiting",
            at="waiting",
            file="scenarios/lost-parcel.yml",
            instead="ends: closed",
            says="ends in `closed`, not in `waiting`",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example("within: 5 days", file="scenarios/lost-parcel.yml", instead="within: 4 days"),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Walk every case, and say where the first difference lies."""
        for one in failing(handbook):
            if _misspelt(handbook, one.scenario, one.case):
                continue
            for fault, place in one.faults[:1]:
                hint = "Change the expectation or the workflow: they have to agree."
                if one.walked.stopped:
                    hint = "Add the answer to the case's `facts`; several in brackets, in the order of the questions."
                yield self.finding(fault, place, hint, witness=tuple(replayed(one.walked)))


def _misspelt(handbook: Handbook, workflow: str, case: Case) -> bool:
    """Whether a case names what does not exist: other rules say so, and the walk would only repeat it."""
    if case.ends and case.ends not in handbook.workflows[workflow].outcomes:
        return True
    named = ((handbook.facts.get(name), said) for name, said in case.facts.items())
    return any(
        fact is None or (fact.kind is not Answers.NUMBER and not set(said) <= {*fact.answers, "unknown"})
        for fact, said in named
    )
