"""What is called differently now: the names of the earlier state, by the names that they have today."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.ground.model import Kind


@dataclass(frozen=True, slots=True)
class Renames:
    """Names of the earlier state -> names of today, by kind; outcomes and steps by workflow (its earlier name)."""

    of: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)
    outcomes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def now(self, kind: Kind, name: str) -> str:
        """What something is called today."""
        return self.of.get(kind, {}).get(name, name)

    def outcome(self, workflow: str, name: str) -> str:
        """What an outcome of a workflow is called today; another workflow may be named there, too."""
        return self.outcomes.get(workflow, {}).get(name) or self.now(Kind.WORKFLOW, name)

    def step(self, workflow: str, name: str) -> str:
        """What a step of a workflow is called today."""
        return self.steps.get(workflow, {}).get(name, name)


SAME = Renames()
"""Nothing is called differently."""
