"""Finds and reads the files of a handbook, in the order of their paths. Never follows a link out of it."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from handrail.ground.errors import HandrailError
from handrail.ground.layout import slot
from handrail.ground.source import START, Source

if TYPE_CHECKING:  # a check in which nothing has changed finds nothing
    from handrail.ground.finding import Finding

MOST_MEGABYTES = 8
"""Larger files are not even opened. The reading itself refuses far smaller ones, and says how large they are."""
MOST_FILES = 50_000
LINK = "This is a link to another file; links are not followed."
NO_FILE = "This is no regular file."
TOO_LARGE = f"This file has more than {MOST_MEGABYTES} megabytes."
STRANGE = "The name of this file holds signs that nobody can see or that are no text."
NOT_PUBLISHED = (LINK, NO_FILE, STRANGE)
"""What is no part of the handbook at all: published, it would give away what a link leads to, or wait for ever."""
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


class Found(NamedTuple):
    """The sources below a folder, every path in it, and what could not be read."""

    sources: tuple[Source, ...]
    paths: frozenset[str]
    unread: "tuple[Finding, ...]"


def discover(handbook: Path) -> Found:
    """What lies below a folder.

    Raises HandrailError when there are more files than can be checked: never a silent part of them.
    """
    sources: list[Source] = []
    paths: set[str] = set()
    findings: list[Finding] = []
    for number, (path, file) in enumerate(_walk(handbook, findings), 1):
        if number > MOST_FILES:
            message = f"The handbook has more than {MOST_FILES} files."
            raise HandrailError(message, "Check its parts one by one.")
        ours = slot(path) is not None
        problem = _strange(path) or _state(file, much=ours)
        if problem:
            findings.append(unreadable(harmless(path), problem))
        if problem in NOT_PUBLISHED:
            continue
        paths.add(path)
        if ours and not problem:
            source = _read(path, file, findings)
            if source is not None:
                sources.append(source)
    return Found(tuple(sources), frozenset(paths), tuple(findings))


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


def _walk(handbook: Path, findings: "list[Finding]") -> Iterator[tuple[str, str]]:
    """The path of each file in the handbook, and where it is on this machine."""

    def refuse(error: OSError) -> None:
        folder = Path(error.filename).relative_to(handbook).as_posix() if error.filename else "."
        findings.append(unreadable(harmless(folder), f"This folder cannot be read: {error.strerror}."))

    for folder, inner, names in os.walk(handbook, onerror=refuse):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in SKIPPED_FOLDERS)
        for name in [*inner]:
            if (Path(folder) / name).is_symlink():
                inner.remove(name)
                names.append(name)
        inside = Path(folder).relative_to(handbook).as_posix()
        before = "" if inside == "." else f"{inside}/"
        for name in sorted(names):  # texts, not paths: each of a thousand files would take longer to name than to read
            if not name.startswith("."):
                yield before + name, os.path.join(folder, name)  # noqa: PTH118


def _strange(path: str) -> str:
    """What is wrong with a path that no report, no page and no other machine could name."""
    return STRANGE if harmless(path) != path else ""


def harmless(path: str) -> str:
    """A path as it can be shown: what is no sign of a text is shown as its code."""
    if path.isprintable():
        return path
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)


def _state(file: str, *, much: bool) -> str:
    """What speaks against opening a file; `much` is whether its size matters. One look, which follows no link."""
    try:
        state = os.lstat(file)
    except OSError as error:
        return f"This file cannot be read: {error.strerror}."
    if S_ISLNK(state.st_mode):
        return LINK
    if not S_ISREG(state.st_mode):
        return NO_FILE
    large = much and state.st_size > MOST_MEGABYTES * 1024 * 1024
    return TOO_LARGE if large else ""


def _read(path: str, file: str, findings: "list[Finding]") -> Source | None:
    try:
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123
            return Source(path, stream.read())
    except OSError as error:
        findings.append(unreadable(path, f"This file cannot be read: {error.strerror}."))
        return None


def unreadable(path: str, message: str) -> "Finding":
    """The finding for a file that is not read."""
    from handrail.ground.finding import Finding, Place, Severity

    hint = "Put the file itself there and make it readable, or take it away."
    return Finding("unreadable-file", Severity.ERROR, message, Place(path, span=START), hint)
