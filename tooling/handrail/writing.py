"""The one way in which files are written: whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_all(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write files below a folder, path -> content. Each appears whole under its name, or not at all."""
    for path, content in texts.items():
        write(folder / path, content)


def write(file: Path, content: str | bytes) -> None:
    """Write one file: into a temporary one beside it, then into its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(prefix=".handrail-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
