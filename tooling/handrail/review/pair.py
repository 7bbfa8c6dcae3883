"""Two states of a handbook side by side: which thing of the one is which of the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.ground.model import Handbook, Kind, Step, Workflow
from handrail.review.behaviour.renames import Renames


@dataclass(frozen=True, slots=True)
class Pair:
    """The earlier and the later state, and what was renamed in between."""

    before: Handbook
    after: Handbook
    renames: Renames

    def both(self, kind: Kind) -> list[tuple[str, str]]:
        """The names of everything of a kind that is in both states: before and now."""
        known = self.after.named(kind)
        pairs = ((name, self.renames.now(kind, name)) for name in self.before.named(kind))
        return [(old, new) for old, new in pairs if new in known]

    def gone(self, kind: Kind) -> list[str]:
        """What was there before alone."""
        kept = {old for old, _ in self.both(kind)}
        return [name for name in self.before.named(kind) if name not in kept]

    def fresh(self, kind: Kind) -> list[str]:
        """What is there now alone."""
        kept = {new for _, new in self.both(kind)}
        return [name for name in self.after.named(kind) if name not in kept]

    def workflows(self) -> list[tuple[Workflow, Workflow]]:
        """The workflows of both states."""
        return [(self.before.workflows[old], self.after.workflows[new]) for old, new in self.both(Kind.WORKFLOW)]

    def steps(self, before: Workflow, after: Workflow) -> list[tuple[Step | None, Step | None]]:
        """The steps of a workflow before and now, in the order of now, those that are gone where they stood."""
        names = self.renames.steps.get(before.id, {})
        old: Mapping[str, Step] = {names.get(step.id, step.id): step for step in before.every_step()}
        found: list[tuple[Step | None, Step | None]] = [(old.get(step.id), step) for step in after.every_step()]
        order = list(old)
        for place, (name, step) in enumerate(old.items()):
            if name not in after.by_id:
                above = set(order[:place])
                at = max(
                    (n for n, (was, _) in enumerate(found, 1) if was and names.get(was.id, was.id) in above), default=0
                )
                found.insert(at, (step, None))
        return found
