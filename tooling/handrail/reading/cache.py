"""The memory on disk: one small file an answer, in the user's folder for caches, never in the handbook.

Each file is written whole or not at all, so runs side by side cannot harm each other; what cannot be read or written,
or does not carry its own fingerprint, is as good as not there. Keys are hashed together with the tool's own files and
the libraries that read: a changed tool has never seen anything.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from stat import S_IWOTH

from handrail.ground.places import schema_folder

MOST_ANSWERS = 100_000
LONGEST_ANSWER = 128 * 1024 * 1024
"""The pages of a large site; of these there is one for each handbook, all other answers are small."""
_BASES = {"win32": ("LOCALAPPDATA", "AppData/Local"), "darwin": ("", "Library/Caches")}
"""The variable that names the folder, and where it is below the user's own folder if the variable is not set."""
_SIGNED = 16
"""So many signs of its fingerprint stand before an answer."""
_READERS = ("yaml", "markdown_it", "jsonschema_rs", "oxidd")


def cache_folder() -> Path:
    """Where this machine keeps what can be made again."""
    variable, inner = _BASES.get(sys.platform, ("XDG_CACHE_HOME", ".cache"))
    named = os.environ.get(variable, "")
    if Path(named).is_absolute():  # anything else would lie wherever one happens to be, in a handbook too
        return Path(named) / "handrail"
    with suppress(RuntimeError):
        if Path.home().is_absolute():
            return Path.home() / inner / "handrail"
    return Path(os.devnull) / "handrail"  # a user without a home, as in some containers: nothing is remembered


class DiskMemory:
    """Answers in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ours = _ours(folder)

    def get(self, key: str) -> str | None:
        """The answer kept under a key, if there is one that can be read."""
        with suppress(OSError, UnicodeDecodeError):
            if not self._ours:
                return None
            data = self._file(key).read_bytes()
            signature, answer = data[:_SIGNED], data[_SIGNED:]
            if 0 < len(answer) <= LONGEST_ANSWER and signature == _signature(answer):
                return answer.decode()
        return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; where that is not possible, nothing happens."""
        if not self._ours:
            return
        import tempfile  # slow to import, and most checks keep nothing

        file, data = self._file(key), answer.encode("utf-8", "surrogatepass")
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_signature(data) + data)
                Path(name).replace(file)
            except OSError:
                Path(name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Forget everything when there is too much of it: names are hashes, so one folder tells about all of them."""
        with suppress(OSError):
            if len([*(self.folder / "00").iterdir()]) * 256 > MOST_ANSWERS:
                for file in self.folder.glob("*/*"):
                    file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        name = sha256(f"{_tool()}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / name[:2] / name[2:]


def _ours(folder: Path) -> bool:
    """Whether nobody else can have put answers there: a verdict must not come from a stranger."""
    try:
        state = folder.stat()
    except OSError:
        return True
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & S_IWOTH)


def _signature(data: bytes) -> bytes:
    return sha256(data).hexdigest()[:_SIGNED].encode()


@cache
def _tool() -> str:
    """What the tool's own files, its schemas and the libraries that read are now: names, sizes and times."""
    package = Path(__file__).resolve().parents[1]
    readers = [Path(spec.origin) for name in _READERS if (spec := find_spec(name)) and spec.origin]
    known = sha256()
    files: list[str | Path] = [*_below(package), *_below(schema_folder()), *readers]
    for file in files:
        with suppress(OSError):
            stat = os.stat(file)  # noqa: PTH116
            known.update(f"{file} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return known.hexdigest()


def _below(folder: Path) -> Iterator[str]:
    """Every file in and below a folder, in order, but for what Python compiles."""
    for inside, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if name != "__pycache__")
        yield from (f"{inside}{os.sep}{name}" for name in sorted(names))
