"""The handbook as it was: its files at a revision in git, or in another folder. Nothing is checked out or written.

The only door to git. What a clone says of itself may be hostile: git is asked only what starts no hook, no filter, no
pager and no transport, and a revision is a name that git must know, never an option. A name that git does not know is
an error, never an empty handbook: whoever compares must not pass by accident.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding
from handrail.ground.layout import slot
from handrail.ground.nearest import nearest
from handrail.ground.source import Source
from handrail.reading.config import Config, is_handbook
from handrail.reading.discover import (
    LINK,
    MOST_FILES,
    MOST_MEGABYTES,
    NO_FILE,
    NOT_PUBLISHED,
    SKIPPED_FOLDERS,
    STRANGE,
    TOO_LARGE,
    discover,
    harmless,
    unreadable,
)

PATIENCE = 120
_DROPPED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_CONFIG_PARAMETERS")
_SETTINGS = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_OPTIONS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c",
            "safe.bareRepository=explicit")  # fmt: skip
_FILE, _LINK = ("100644", "100755"), "120000"


@dataclass(frozen=True, slots=True)
class State:
    """A handbook's files in one state: its sources, every path in it, what could not be read, and its name.

    `name` is what people are told: the revision with its short hash, the folder, or `the files on disk`.
    """

    sources: tuple[Source, ...]
    files: frozenset[str]
    unread: tuple[Finding, ...]
    name: str


def sources_at(config: Config, revision: str = "") -> State:
    """The handbook's files at a revision: a branch, tag or commit; `A...B` is where B left A; empty: those on disk.

    A folder is written as a path that cannot be the name of a branch: `./old`, `../old` or from the root of the disk.
    Raises HandrailError when git or the revision is not there, when the clone is too shallow, or when nothing of the
    handbook was there.
    """
    if not revision:
        return State(*discover(config.handbook), "the files on disk")
    if _is_path(revision):
        return _folder(config, revision)
    git = Git(config.root)
    commit = git.commit(revision)
    return _tree(config, git, commit, revision)


def commits(config: Config, most: int) -> tuple[str, ...]:
    """The latest commits in which the handbook was changed, newest first. Raises HandrailError without git."""
    git = Git(config.root)
    return git.touching(config.folder or ".", most)


def _is_path(revision: str) -> bool:
    return revision in (".", "..") or revision.startswith(("./", "../", ".\\", "..\\")) or Path(revision).is_absolute()


def _folder(config: Config, written: str) -> State:
    folder = Path(written)
    if not folder.is_dir():
        raise HandrailError(f"There is no folder `{written}`.", "Look at the spelling of the path.")
    found = next((each for each in (folder / config.folder, folder) if is_handbook(each)), None)
    if found is None:
        message = f"The folder `{written}` holds no handbook: no procedures, workflows or register."
        raise HandrailError(message, "Name the folder of a handbook, or a revision in git.")
    return State(*discover(found), written)


# ---- git


class Git:
    """A clone, asked from the folder in which the configuration lies."""

    def __init__(self, root: Path) -> None:
        found = shutil.which("git")
        if found is None:
            raise HandrailError("git is not installed, or not on the PATH.", "Install git, or name a folder: ./old")
        self.program, self.root = found, root
        asked = self._ask("rev-parse", "--show-prefix")
        if asked.returncode:
            raise self._no_clone(asked)
        self.prefix = os.fsdecode(asked.stdout).removesuffix("\n")

    def _ask(self, *words: str, told: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        environment = {key: value for key, value in os.environ.items() if key not in _DROPPED}
        command = [self.program, "-C", str(self.root), *_OPTIONS, *words]
        try:
            return subprocess.run(  # noqa: S603 - one fixed program, and no word of it is an option by accident
                command, input=told, capture_output=True, check=False, timeout=PATIENCE, env=environment | _SETTINGS
            )
        except subprocess.TimeoutExpired as error:
            message = f"git gave no answer in {PATIENCE} seconds (`git {words[0]}`)."
            raise HandrailError(message, "Try again, or look whether the disk is full or slow.") from error
        except OSError as error:
            raise HandrailError(f"git cannot be started: {error.strerror}.", "Install git anew.") from error

    def _no_clone(self, asked: "subprocess.CompletedProcess[bytes]") -> HandrailError:
        said = _said(asked)
        if "dubious ownership" in said:
            message = f"git does not trust `{self.root.name}`, because it belongs to another user."
            return HandrailError(message, f"Say that you do: git config --global --add safe.directory {self.root}")
        if "not a git repository" in said:
            message = f"`{self.root.name}` is not in a git repository, so it has no earlier state."
            return HandrailError(message, "Go to your clone, or name the folder of the other state: ./old")
        return HandrailError(f"git cannot read this repository: {said}", "What git says here: git status")

    def commit(self, revision: str) -> str:
        """The hash of a revision's commit. Raises HandrailError when git does not know it."""
        left, between, right = revision.partition("...")
        if not between:
            return self._known(revision)
        ends = [self._known(each or "HEAD") for each in (left, right)]
        asked = self._ask("merge-base", *ends)
        if asked.returncode:
            raise self._missing(f"`{left or 'HEAD'}` and `{right or 'HEAD'}` have no commit in common here.", "")
        return asked.stdout.decode("ascii").split()[0]

    def touching(self, folder: str, most: int) -> tuple[str, ...]:
        """The commits that led here and changed a folder, newest first."""
        asked = self._ask("rev-list", f"--max-count={most}", "HEAD", "--", folder)
        if asked.returncode:
            raise HandrailError(f"git cannot list the history here: {_said(asked)}", "What git says here: git status")
        return tuple(asked.stdout.decode("ascii").split())

    def _known(self, revision: str) -> str:
        odd = revision.startswith("-") or not revision.isprintable() or ".." in revision
        asked = (
            None if odd else self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        )
        if asked is None or asked.returncode or not asked.stdout.strip():
            shown = "".join(each if each.isprintable() else "?" for each in revision)
            raise self._missing(f"git knows no commit `{shown}` here.", shown)
        return asked.stdout.decode("ascii").strip()

    def _missing(self, message: str, revision: str) -> HandrailError:
        """The error for a commit that is not there, with what is most likely the reason."""
        if self._ask("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            more = "This clone is shallow: it holds the latest commits alone, so nothing can be compared."
            return HandrailError(f"{message} {more}", "Fetch the rest: git fetch --unshallow (in CI: fetch-depth: 0)")
        if Path(revision).is_dir() and revision:
            return HandrailError(message, f"To compare with the folder of that name: ./{revision}")
        asked = self._ask("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
        names = os.fsdecode(asked.stdout).split()
        best = next((name for name in names if name.endswith(f"/{revision}")), "") or nearest(revision, names)
        if best and best.isprintable():
            return HandrailError(message, f"Nearest: {best}")
        return HandrailError(message, "Fetch it first, or look at the spelling: git log --oneline")

    def entries(self, tree: str) -> Iterator[tuple[str, str, int, str]]:
        """Mode, hash, size and path of every file of a tree. Raises HandrailError when the tree is not there."""
        asked = self._ask("ls-tree", "-r", "-z", "-l", "--full-tree", tree)
        if asked.returncode:
            raise HandrailError(f"git cannot list the handbook there: {_said(asked)}", "Look at the clone: git fsck")
        for line in asked.stdout.split(b"\0"):
            head, _, path = line.partition(b"\t")
            if head:
                mode, _, name, size = head.decode("ascii").split()
                yield mode, name, int(size) if size.isdigit() else 0, os.fsdecode(path)

    def log(self, folder: str, most: int) -> Iterator[tuple[str, date, str, tuple[str, ...]]]:
        """Hash, day, first line and paths of the newest commits that changed a folder; none in a shallow clone."""
        if self._ask("rev-parse", "--is-shallow-repository").stdout.strip() != b"false":
            return
        words = ("log", f"-{most}", "-z", "--no-renames", "--no-show-signature", "--no-ext-diff", "--no-textconv",
                 "--no-merges", "--name-only", "--format=%x01%H%x02%cs%x02%s%x02")  # fmt: skip
        asked = self._ask(*words, "HEAD", "--", f":(top,literal){folder}" if folder else ":(top)")
        for record in os.fsdecode(asked.stdout).split("\x01")[1:]:
            head, _, paths = record.rpartition("\x02")
            name, day, subject = head.split("\x02", 2)
            yield name, date.fromisoformat(day), subject, tuple(filter(None, paths.strip("\n\0").split("\0")))

    def tree(self, commit: str, folder: str) -> str:
        """What git calls a folder at a commit; empty when it was not there."""
        if not folder:
            return commit
        asked = self._ask("cat-file", "-t", f"{commit}:{folder}")
        return f"{commit}:{folder}" if asked.stdout.strip() == b"tree" else ""

    def contents(self, names: Sequence[str]) -> list[bytes]:
        """The bytes of some files, by hash. Raises HandrailError when one of them is not there."""
        asked = self._ask("cat-file", "--batch", told="".join(f"{name}\n" for name in names).encode("ascii"))
        found: list[bytes] = []
        at = 0
        for name in names:
            end = asked.stdout.find(b"\n", at)
            head = asked.stdout[at:end].split() if end >= 0 else []
            if len(head) != 3 or head[0] != name.encode() or head[1] != b"blob":  # noqa: PLR2004 - name, type, size
                message = "A file of that state is not in this clone, so it cannot be compared."
                raise HandrailError(message, "Fetch everything: git fetch --refetch, or clone without a filter.")
            size = int(head[2])
            found.append(asked.stdout[end + 1 : end + 1 + size])
            if len(found[-1]) != size:
                raise HandrailError("git stopped before the end of a file.", "Look at the clone: git fsck")
            at = end + size + 2
        return found


def _said(asked: "subprocess.CompletedProcess[bytes]") -> str:
    lines = os.fsdecode(asked.stderr).strip().splitlines() or ["nothing"]
    return "".join(each if each.isprintable() else "?" for each in lines[0].removeprefix("fatal: "))


def _tree(config: Config, git: Git, commit: str, revision: str) -> State:
    folder = str(PurePosixPath(git.prefix, config.folder)).removeprefix(".")
    tree = git.tree(commit, folder)
    if not tree:
        message = f"There was no folder `{folder}` at `{revision}`."
        raise HandrailError(message, "Name a later revision, or move the handbook in a commit of its own.")
    wanted: list[tuple[str, str]] = []
    paths: set[str] = set()
    unread: list[Finding] = []
    number = 0
    for mode, name, size, path in git.entries(tree):
        if _skipped(path):
            continue
        number += 1
        if number > MOST_FILES:
            raise HandrailError(f"At `{revision}` the handbook has more than {MOST_FILES} files.", "Compare its parts.")
        problem = _problem(path, mode, size)
        if problem:
            unread.append(unreadable(harmless(path), problem))
        if problem not in NOT_PUBLISHED:
            paths.add(path)
            wanted += [(path, name)] * (slot(path) is not None and not problem)
    if not wanted:
        raise HandrailError(f"At `{revision}` the folder `{folder or '.'}` held no handbook.", "Name a later revision.")
    contents = git.contents([name for _, name in wanted])
    sources = tuple(Source(path, data) for (path, _), data in zip(wanted, contents, strict=True))
    return State(sources, frozenset(paths), tuple(unread), f"{revision} ({commit[:10]})")


def _skipped(path: str) -> bool:
    *folders, name = path.split("/")
    return name.startswith(".") or any(part.startswith(".") or part in SKIPPED_FOLDERS for part in folders)


def _problem(path: str, mode: str, size: int) -> str:
    """What speaks against a file, as `discover` says it of one on the disk."""
    if harmless(path) != path:
        return STRANGE
    if mode == _LINK:
        return LINK
    if mode not in _FILE:
        return NO_FILE
    large = slot(path) is not None and size > MOST_MEGABYTES * 1024 * 1024
    return TOO_LARGE if large else ""
