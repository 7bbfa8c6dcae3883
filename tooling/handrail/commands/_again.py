"""The same check again: what was said is kept by all that it depends on, so that nothing has to be understood twice.

A gate asks the same of the same files many times. The key holds the call, the settings, the day, the terminal, every
byte of the handbook and the name of every other file in it (and the memory adds the tool itself); the answer is the
text and the exit code. What could not be read, what crashed and what asks git is never kept.
"""

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from handrail.ground.memory import Memory


class Said(NamedTuple):
    """What a check printed, and how it ended."""

    text: str
    code: int


def said_before(memory: "Memory", key: str | None) -> Said | None:
    """What was said when this was asked before."""
    kept = memory.get(f"check {key}") if key else None
    return Said(*json.loads(kept)) if kept else None


def keep(memory: "Memory", key: str | None, said: Said) -> None:
    """Keep what was said."""
    if key:
        memory.put(f"check {key}", json.dumps(said))
