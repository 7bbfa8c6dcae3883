"""A workflow by itself: what can happen in it, whatever its callers know.

Called workflows are inlined; where a case goes on in another workflow this one has ended. At a door that nobody else
leads to, only what the door knows is known; anywhere else the callers may know anything.
"""

from functools import lru_cache

from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.compile import compile_program
from handrail.reasoning.graph import handed_to, runs
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import MOST_NODES
from handrail.reasoning.regions import TooComplexError
from handrail.reasoning.vocabulary import vocabulary

TOO_MANY = f"steps, called workflows and counted rounds make more than {MOST_NODES:,} situations"


@lru_cache(maxsize=16)
def alone(handbook: Handbook, workflow: Workflow) -> Machine:
    """The machine of a workflow by itself.

    Raises TooComplexError when its program is not complete; the machine's `reach` may run out of nodes (`bounded`).
    """
    program = compile_program(handbook, workflow.id, follow=False)
    if not program.complete:
        raise TooComplexError(TOO_MANY)
    called = workflow.id in runs(handbook) or workflow.id in handed_to(handbook)
    free = called or not workflow.starts_when
    return Machine(handbook, program, vocabulary(handbook, program), free=free)


@lru_cache(maxsize=16)
def from_door(handbook: Handbook, door: str) -> Machine:
    """The machine of everything that can happen from a door, other workflows followed."""
    program = compile_program(handbook, door)
    return Machine(handbook, program, vocabulary(handbook, program))
