"""duty-without-control."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook
from handrail.rules import Example, Rule
from handrail.rules._samples import DUTIES


class DutyWithoutControl(Rule):
    """A duty that no control serves, so that nothing shows that it is met.

    A control turns a duty into something that can be proven on every path: which mark, how soon, before what. Where a
    duty cannot be seen in a workflow, name it under `duties` of the SOP that meets it; then at least its review follows
    the law.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            DUTIES + DUTIES.replace("honest-answer", "kind-answer"),
            at="kind-answer",
            file="register/duties.yml",
            says="No control names",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(DUTIES, file="register/duties.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for duties that stand in no control and in no SOP."""
        named = {duty for control in handbook.controls.values() for duty in control.duties}
        named |= {duty for sop in handbook.procedures.values() for duty in sop.duties}
        for duty in handbook.duties.values():
            if duty.id in named or (duty.ended_on and duty.ended_on <= handbook.as_of):
                continue
            yield self.finding(
                f"No control names the duty `{duty.id}`, so nothing shows that it is met.",
                duty.place.key(),
                "Write a control, or name it under `duties` of the SOP that meets it.",
            )
