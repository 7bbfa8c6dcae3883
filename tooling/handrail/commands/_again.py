"""The same check again: what was said is kept by all that it depends on, so that nothing has to be understood twice.

A gate asks the same of the same files many times. The key holds the call, the settings, the day, the terminal, every
byte of the handbook and the name of every other file in it (and the memory adds the tool itself); the answer is the
text and the exit code. What could not be read, what crashed and what asks git is never kept.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hashlib import _Hash

    from handrail.ground.memory import Memory
    from handrail.reading.discover import Found


class Said(NamedTuple):
    """What a check printed, and how it ended."""

    text: str
    code: int


def key_of(found: "Found", *call: object, files: Iterable[Path | None] = ()) -> str | None:
    """The key of a call: whatever its parts say of themselves (`repr`), and the files it reads besides the handbook.

    None where the answer must not be kept, because something could not be read.
    """
    if found.unread:
        return None
    known = sha256(repr((call, sorted(found.paths))).encode("utf-8", "surrogatepass"))
    try:
        for file in filter(None, files):
            _add(known, str(file), file.read_bytes())
    except OSError:
        return None
    for source in sorted(found.sources, key=lambda each: each.path):
        _add(known, source.path, source.data)
    return f"check {known.hexdigest()}"


def said_before(memory: "Memory", key: str | None) -> Said | None:
    """What was said when this was asked before."""
    kept = memory.get(key) if key else None
    return Said(*json.loads(kept)) if kept else None


def keep(memory: "Memory", key: str | None, said: Said) -> None:
    """Keep what was said."""
    if key:
        memory.put(key, json.dumps(said))


def _add(known: "_Hash", name: str, data: bytes) -> None:
    known.update(f"{name}\n{len(data)}\n".encode("utf-8", "surrogatepass"))
    known.update(data)
