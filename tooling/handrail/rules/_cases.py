"""What the rules that reason share: how to say a case, and the walk that a finding shows."""

from collections.abc import Mapping

from handrail.ground.finding import Stop
from handrail.ground.model import Handbook
from handrail.ground.nearest import words
from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import NEVER
from handrail.reasoning.telling import stops
from handrail.reasoning.witness import Walk


def case_words(case: Mapping[str, str]) -> str:
    """A case as a sentence says it: "`reporter-role` victim and `request-valid` no"."""
    return words(f"`{name}` {_answer(value)}" for name, value in case.items()) or "any case"


def case_line(case: Mapping[str, str]) -> str:
    """A case as a line of its own: `reporter-role is victim, request-valid is no`."""
    return ", ".join(f"{name} is {_answer(value)}" for name, value in case.items())


def _answer(value: str) -> str:
    return "not asked" if value == NEVER else value


def shown(handbook: Handbook, machine: Machine, walk: Walk | None) -> tuple[Stop, ...]:
    """The stops of a walk; none where there is no walk, or where it begins at its end."""
    return stops(handbook, machine.program, walk) if walk and walk.edges else ()
