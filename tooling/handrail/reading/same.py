"""Are these the same files as before? The fingerprint of all that an answer about a handbook depends on."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from handrail.reading.discover import Found

if TYPE_CHECKING:
    from hashlib import _Hash


def fingerprint(found: Found, *call: object, files: Iterable[Path | None] = ()) -> str | None:
    """The fingerprint of what was found, byte by byte, with the name of every other file in the handbook.

    What else the answer depends on are the parts of a `call`, as they say of themselves (`repr`), and the `files` that
    are read besides. None where the answer must not be kept, because something could not be read.
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
    return known.hexdigest()


def _add(known: "_Hash", name: str, data: bytes) -> None:
    known.update(f"{name}\n{len(data)}\n".encode("utf-8", "surrogatepass"))
    known.update(data)
