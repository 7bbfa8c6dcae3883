"""The one way in which files are written: whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from handrail.ground.errors import HandrailError

_PREFIX = ".handrail-new-"
_STALE = 3600.0
"""Seconds after which a temporary file belongs to nobody any more: whoever wrote it was killed."""


def write_all(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write files below a folder, path -> content. Each appears whole under its name, or not at all.

    Raises HandrailError when one of them cannot be written; those before it are written then.
    """
    for path, content in texts.items():
        _write(folder / path, content)
    for last in {(folder / path).parent: folder / path for path in texts}.values():
        _tidy(last)


def write(file: Path, content: str | bytes) -> None:
    """Write one file: into a temporary one beside it, then into its place. Raises HandrailError when it cannot be."""
    _write(file, content)
    _tidy(file)


def _write(file: Path, content: str | bytes) -> None:
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"`{file}` cannot be written: {error.strerror or error}. What was there before is still there."
        raise HandrailError(message, "Look at the rights of the folder and the room on the disk.") from error


def _tidy(file: Path) -> None:
    """Take away what a run that was killed has left beside a file that was just written."""
    with suppress(OSError):
        now = file.stat().st_mtime
        for stale in file.parent.glob(f"{_PREFIX}*"):
            if now - stale.lstat().st_mtime > _STALE:
                stale.unlink()
