"""exposure-beyond-role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import EXPOSURES, Handbook, Workflow
from handrail.ground.nearest import words
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class ExposureBeyondRole(Rule):
    """A step shows its reader worse content than the role that does it may see.

    What people see at work can hurt them for years; `views-up-to` says what a role was trained, asked and rotated for.
    Give the step to a role that may see it, or let it work from labels and fingerprints and lower its `exposure`.
    """

    group: ClassVar[str] = "names"
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    by: helper
    exposure: E2
    within: 15 minutes
    records:
""",
            at="E2",
            says="`read-proof` shows E2, and `helper` views up to E0",
            instead="""\
    by: helper # a role; left out, it is the team that has the case
    within: 15 minutes
    records:
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    by: helper
    exposure: E0
    within: 15 minutes
    records:
""",
            instead="""\
    by: helper # a role; left out, it is the team that has the case
    within: 15 minutes
    records:
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare each step's exposure with what its people may see."""
        for step in workflow.every_step():
            for worker in (step.by, step.and_by) if step.exposure in EXPOSURES else ():
                role = handbook.roles.get(worker)
                if not role or role.views_up_to not in EXPOSURES:
                    continue
                if step.exposure <= role.views_up_to:
                    continue
                able = [f"`{other.id}`" for other in handbook.roles.values() if other.views_up_to >= step.exposure]
                yield self.finding(
                    f"`{step.id}` shows {step.exposure}, and `{role.id}` views up to {role.views_up_to}.",
                    step.place.at("exposure"),
                    f"Give it to {words(able, 'or')}."
                    if able
                    else f"No role views {step.exposure}: lower the exposure.",
                    related=(Related(role.place.at("views-up-to"), f"what `{role.id}` may see"),),
                )
