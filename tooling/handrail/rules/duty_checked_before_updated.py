"""duty-checked-before-updated."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Duty, Handbook
from handrail.rules import Example, Rule
from handrail.rules._resting import duties_by_sop
from handrail.rules._samples import DUTIES


class DutyCheckedBeforeUpdated(Rule):
    """A law that was updated after anybody last compared it with the handbook.

    Everything that rests on it may promise what is no longer enough. Somebody has to read the new text, change what has
    to change, and then set `checked-on`. The finding counts the controls and the SOPs that wait for it.
    """

    group: ClassVar[str] = "words"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            DUTIES.replace("updated-on: 2026-01-01", "updated-on: 2026-11-09"),
            at="2026-11-02",
            file="register/duties.yml",
            says="last checked on 2026-11-02. 1 control and 1 SOP rest on it",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(DUTIES, file="register/duties.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare the two dates of every duty."""
        for duty in handbook.duties.values():
            if duty.updated_on is None or duty.checked_on is None or duty.checked_on >= duty.updated_on:
                continue
            yield self.finding(
                f"`{duty.id}` was updated on {duty.updated_on} and last checked on {duty.checked_on}. "
                f"{_resting(duty, handbook)}",
                duty.place.at("checked-on"),
                "Check it, then set checked-on.",
                related=(Related(duty.place.at("updated-on"), "updated here"),),
            )


def _resting(duty: Duty, handbook: Handbook) -> str:
    controls = sum(duty.id in control.duties for control in handbook.controls.values())
    sops = sum(duty.id in duties for duties in duties_by_sop(handbook).values())
    counted = [f"{number} {what}{'s' * (number != 1)}" for number, what in ((controls, "control"), (sops, "SOP"))]
    return f"{' and '.join(counted)} rest on it."
