"""control-never-arises."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Control, Handbook
from handrail.reasoning.assurance import nowhere, proofs, swallowing
from handrail.rules import Example, Rule
from handrail.rules._proofs import named, quoted, sound


class ControlNeverArises(Rule):
    """A control that binds no case, from no door: what it is about never happens in these workflows.

    It is kept by everything and proves nothing, and whoever reads the list of controls believes that its duty is met.
    Mostly a question is missing, a fact has another name in the workflow, or the workflow that the control is about is
    not written yet. Ask for the fact where it can be answered, or take the control away until there is something to
    control.
    """

    group: ClassVar[str] = "controls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "controls/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "when: {parcel-found: yes, pay-sender: done}\nrequire:\n  - mark: sender-told",
            at="when: {parcel",
            file="controls/example/sender-is-told.yml",
            says="no case is ever so",
            instead="require:\n  - mark: sender-told",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "when: {pay-sender: done}\nrequire:\n  - mark: sender-told",
            file="controls/example/sender-is-told.yml",
            instead="require:\n  - mark: sender-told",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Ask the proofs from all doors. What an exception swallows is said by another rule."""
        for control in nowhere(handbook):
            if sound(handbook, control) and not swallowing(handbook, control.id):
                yield self._told(handbook, control)

    def _told(self, handbook: Handbook, control: Control) -> Finding:
        known = {name for proof in proofs(handbook) for edge in proof.program.edges for name in edge.names}
        known |= {name for proof in proofs(handbook) for name in handbook.workflows[proof.door].given}
        missing = sorted({name for table in control.when for name in table} - known)
        why = f"No step asks, settles or marks {named(missing)}." if missing else "Its conditions never come together."
        return self.finding(
            f"{quoted(control)} arises nowhere: no case is ever so that the control binds. {why}",
            control.place.key("when") if control.when else control.place.key("title"),
            "Ask for it in the workflow where it matters, mend the condition, or take the control away for now.",
        )
