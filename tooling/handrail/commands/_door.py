"""How commands speak and remember, and what day it is."""

import os
import re
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handrail.ground.errors import HandrailError

if TYPE_CHECKING:
    from typing import TextIO

    from handrail.formats import Look
    from handrail.ground.memory import Memory

_ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w.-]+)+", re.ASCII)


_FIRST, _LAST = 1900, 2999
DAY = "HANDRAIL_AS_OF"
"""The variable of the environment that holds a day other than today: for builds that give the same bytes tomorrow."""


def today() -> date:
    """Today in UTC: the one look at the clock."""
    return datetime.now(UTC).date()


def day_of(text: str) -> date:
    """The day that somebody asks for. Raises ValueError, in words for them, for one that is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        message = f"`{text}` is no date. A date is written year-month-day: 2026-11-25"
        raise ValueError(message) from error
    if not _FIRST <= day.year <= _LAST:
        message = f"`{text}` is too far away: handbooks are checked for the years {_FIRST} to {_LAST}."
        raise ValueError(message)
    return day


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
    from handrail.formats import Look

    if not sys.stdout.isatty():
        return Look(width=120, links=_links())
    import shutil  # slow to import

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(colour=colour, width=max(shutil.get_terminal_size((120, 40)).columns, 40))


def _links() -> str:
    """What stands before a path so that it leads to the file: a CI job says where its code lies."""
    known = os.environ
    for server, between, commit in (
        (f"{known.get('GITHUB_SERVER_URL', '')}/{known.get('GITHUB_REPOSITORY', '')}", "blob", "GITHUB_SHA"),
        (known.get("CI_PROJECT_URL", ""), "-/blob", "CI_COMMIT_SHA"),
    ):
        if _ADDRESS.fullmatch(server) and known.get(commit, "").isalnum():
            return f"{server}/{between}/{known[commit]}/"
    return ""


def say(text: str) -> None:
    """Print. Whoever closes the pipe early (`| head`) has seen enough, and the verdict stays what it is.

    Raises HandrailError when what should be shown is lost, on a full disk: nobody has seen the verdict then.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go(sys.stdout)
    except OSError as error:
        let_go(sys.stdout)
        message = f"What was found cannot be shown: {error.strerror}."
        raise HandrailError(message, "Look at the room on the disk.") from error


def let_go(stream: "TextIO") -> None:
    """Write what waits in a stream, or drop it: Python would try again at the end, and end with a code of its own."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_report(file: Path, text: str, handbook: Path) -> None:
    """Write a report for another program. Raises HandrailError for a file of the handbook, or one that cannot be."""
    from handrail.writing import write

    if file.resolve().is_relative_to(handbook.resolve()):
        raise HandrailError(
            f"`{file}` lies in the handbook, and a check writes nothing there.", "Name a file beside it."
        )
    write(file, text)
