"""How commands speak and remember, and what day it is."""

import os
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.formats import Look
    from handrail.ground.memory import Memory


DAY = "HANDRAIL_AS_OF"
"""The variable of the environment that holds a day other than today: for builds that give the same bytes tomorrow."""


def today() -> date:
    """Today in UTC: the one look at the clock."""
    return datetime.now(UTC).date()


def memory(*, keep: bool = True) -> "Memory":
    """What was proven before, in the user's folder for caches; nothing with `--no-cache`."""
    from handrail.ground.memory import FORGETFUL
    from handrail.reading.cache import DiskMemory, cache_folder

    if not keep:
        return FORGETFUL
    kept = DiskMemory(cache_folder())
    kept.tidy()
    return kept


def look() -> "Look":
    """What a terminal can show. What goes anywhere else looks the same on every machine."""
    import shutil

    from handrail.formats import Look

    if not sys.stdout.isatty():
        return Look(width=120)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(colour=colour, width=max(shutil.get_terminal_size((120, 40)).columns, 40))


def say(text: str) -> None:
    """Print. Whoever closes the pipe early (`| head`) has seen enough, and the verdict stays what it is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
