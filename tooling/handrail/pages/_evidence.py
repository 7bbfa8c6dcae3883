"""How well a duty is known: shown as it is, and never better."""

from handrail.ground.model import Duty
from handrail.pages._parts import span


def evidence(duty: Duty) -> str:
    """How well the duty is known, as a chip that hides nothing."""
    if duty.evidence == "verified":
        return span("Verified", "hr-chip ok")
    return span("Not verified", "hr-chip warn")
