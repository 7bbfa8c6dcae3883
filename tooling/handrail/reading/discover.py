"""Finds and reads the files of a handbook, in the order of their paths. Never follows a link out of it."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.layout import slot
from handrail.ground.source import START, Source

MOST_MEGABYTES = 8
"""Larger files are not even opened. The reading itself refuses far smaller ones, and says how large they are."""
MOST_FILES = 50_000
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


def discover(handbook: Path) -> tuple[tuple[Source, ...], frozenset[str], tuple[Finding, ...]]:
    """The sources below a folder, every path in it, and what could not be read.

    Raises HandrailError when there are more files than can be checked: never a silent part of them.
    """
    sources: list[Source] = []
    paths: set[str] = set()
    findings: list[Finding] = []
    for path, file in _walk(handbook, findings):
        paths.add(path)
        if len(paths) > MOST_FILES:
            message = f"The handbook has more than {MOST_FILES} files."
            raise HandrailError(message, "Check its parts one by one.")
        if file.is_symlink():
            # nothing that a link leads to is read or published, be it a picture: it may lie anywhere
            paths.discard(path)
            findings.append(_unreadable(path, "This is a link to another file; links are not followed."))
        elif slot(path) is not None:
            source = _read(path, file, findings)
            if source is not None:
                sources.append(source)
    return tuple(sources), frozenset(paths), tuple(findings)


def below(paths: Iterable[Path], handbook: Path, files: Collection[str]) -> frozenset[str]:
    """The handbook's files at or below the paths that somebody named. Raises HandrailError for one that names none."""
    found: set[str] = set()
    for path in paths:
        full, root = path.resolve(), handbook.resolve()
        if not full.exists():
            raise HandrailError(f"There is no `{path}`.", "Look at the spelling of the path.")
        if not full.is_relative_to(root):
            hint = f"Name files or folders below `{handbook.name}`."
            raise HandrailError(f"`{path}` is not in the handbook `{handbook.name}`.", hint)
        inner = full.relative_to(root).as_posix()
        inside = {file for file in files if inner in (".", file) or file.startswith(f"{inner}/")}
        if not inside:
            raise HandrailError(f"`{path}` holds no file of the handbook.", "Name one that does.")
        found |= inside
    return frozenset(found)


def _walk(handbook: Path, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    def refuse(error: OSError) -> None:
        folder = Path(error.filename).relative_to(handbook).as_posix() if error.filename else "."
        findings.append(_unreadable(folder, f"This folder cannot be read: {error.strerror}."))

    for folder, inner, names in os.walk(handbook, onerror=refuse):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in SKIPPED_FOLDERS)
        for name in [*inner]:
            if (Path(folder) / name).is_symlink():
                inner.remove(name)
                names.append(name)
        for name in sorted(names):
            if not name.startswith("."):
                file = Path(folder) / name
                yield file.relative_to(handbook).as_posix(), file


def _read(path: str, file: Path, findings: list[Finding]) -> Source | None:
    try:
        state = file.stat()
        if not S_ISREG(state.st_mode):
            findings.append(_unreadable(path, "This is no regular file."))
            return None
        if state.st_size > MOST_MEGABYTES * 1024 * 1024:
            findings.append(_unreadable(path, f"This file has more than {MOST_MEGABYTES} megabytes."))
            return None
        return Source(path, file.read_bytes())
    except OSError as error:
        findings.append(_unreadable(path, f"This file cannot be read: {error.strerror}."))
        return None


def _unreadable(path: str, message: str) -> Finding:
    hint = "Put the file itself there and make it readable, or take it away."
    return Finding("unreadable-file", Severity.ERROR, message, Place(path, span=START), hint)
