"""What the rules that reason share: how to say a case and a walk."""

from collections.abc import Mapping

from handrail.ground.model import Names
from handrail.ground.nearest import words
from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import NEVER
from handrail.reasoning.witness import Walk, numbered


def case_words(case: Mapping[str, str]) -> str:
    """A case as a sentence says it: "`reporter-role` victim and `request-valid` no"."""
    return words(f"`{name}` {'not asked' if value == NEVER else value}" for name, value in case.items()) or "any case"


def case_line(case: Mapping[str, str]) -> str:
    """A case as a line of its own: `reporter-role = victim, request-valid = no`."""
    return ", ".join(f"{name} = {value}" for name, value in case.items())


def walk_lines(machine: Machine, walk: Walk | None) -> Names:
    """A walk as numbered lines; none where it does not begin with anything that is done."""
    return tuple(numbered(machine.program, walk)) if walk else ()
