"""Scenarios that now go another way: the same case, walked before and now."""

from collections.abc import Iterator
from dataclasses import dataclass

from handrail.ground.model import Case, Kind, Scenario
from handrail.review.behaviour.verdict import Going, Known
from handrail.review.pair import Pair
from handrail.review.walk import Walked, walk


@dataclass(frozen=True, slots=True)
class Trial:
    """A case that goes another way. `parts_at` is the last step that both walks share; empty when none."""

    scenario: str
    case: str
    says: str
    before: Walked
    after: Walked
    parts_at: str

    @property
    def elsewhere(self) -> bool:
        """Whether it ends elsewhere, or does not come to an end."""
        return self.before.ends != self.after.ends or bool(self.before.stopped) != bool(self.after.stopped)


def trials(pair: Pair, goings: tuple[Going, ...]) -> tuple[Trial, ...]:
    """The cases of both states that go another way, for workflows that are not proven to be alike."""
    unlike = {going.workflow for going in goings if going.known is not Known.ALIKE}
    return tuple(trial for old, new in pair.both(Kind.SCENARIO) if new in unlike for trial in _of(pair, old, new))


def _of(pair: Pair, old: str, new: str) -> Iterator[Trial]:
    if old not in pair.before.workflows or new not in pair.after.workflows:
        return
    was, now = pair.before.scenarios[old], pair.after.scenarios[new]
    cases = {case.id: case for case in was.cases}
    for case in now.cases:
        old_case = cases.get(case.id)
        if old_case is None or _given(was, old_case) != _given(now, case):
            continue  # another case goes another way by right: the changes tell of it
        before, after = walk(pair.before, was, old_case), walk(pair.after, now, case)
        one, other = _way(before, pair), _way(after, None)
        marks = {pair.renames.now(Kind.MARK, mark) for mark in before.passes}
        if (one, before.minutes, marks) != (other, after.minutes, set(after.passes)):
            shared = [a for a, b in zip(one, other, strict=False) if a == b]
            first = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(shared))
            yield Trial(new, case.id, case.case, before, after, one[first - 1] if first else "")


def _given(scenario: Scenario, case: Case) -> object:
    return {**scenario.usual, **case.facts}, frozenset(case.no_answer)


def _way(walked: Walked, pair: Pair | None) -> list[str]:
    """The steps of a walk that were done, in the names of today, and its end."""
    found = []
    for stride in walked.strides:
        edge = stride.edge
        if edge.does or edge.on.value not in ("passed by", "branch"):
            workflow, step = edge.workflow, edge.step.id
            if pair:
                workflow, step = pair.renames.now(Kind.WORKFLOW, workflow), pair.renames.step(workflow, step)
            found.append(f"{workflow}#{step}")
    end = walked.ends
    if pair and walked.strides:
        end = pair.renames.outcome(walked.strides[-1].edge.workflow, end)
    return [*found, f"end {end}"]
