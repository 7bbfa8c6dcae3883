"""The memory on disk: one small file an answer, in the user's folder for caches, never in the handbook.

Each file is written whole or not at all, so runs side by side cannot harm each other; what cannot be read or written is
as good as not there. Keys are hashed together with the tool's own files: a changed tool has never seen anything.
"""

import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

MOST_ANSWERS = 20_000
LONGEST_ANSWER = 200


def cache_folder() -> Path:
    """Where this machine keeps what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "handrail"


class DiskMemory:
    """Answers in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> str | None:
        """The answer kept under a key, if there is one that can be read."""
        with suppress(OSError, UnicodeDecodeError):
            answer = self._file(key).read_text(encoding="utf-8")
            return answer if 0 < len(answer) <= LONGEST_ANSWER else None
        return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; where that is not possible, nothing happens."""
        file = self._file(key)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=file.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(answer)
            Path(name).replace(file)

    def tidy(self) -> None:
        """Forget everything when there is too much of it."""
        with suppress(OSError):
            folders = [folder for folder in self.folder.iterdir() if folder.is_dir()]
            answers = [file for folder in folders for file in folder.iterdir()]
            for file in answers if len(answers) > MOST_ANSWERS else ():
                file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        name = sha256(f"{_tool()}\n{key}".encode()).hexdigest()
        return self.folder / name[:2] / name[2:]


@cache
def _tool() -> str:
    """What the tool's own files are now: their names, sizes and times."""
    package = Path(__file__).resolve().parents[1]
    known = sha256()
    for file in sorted(package.rglob("*.py")):
        with suppress(OSError):
            stat = file.stat()
            known.update(f"{file.relative_to(package)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return known.hexdigest()
