"""bad-file-name."""

import re
from collections.abc import Iterator
from posixpath import basename
from typing import ClassVar

from handrail.ground.finding import Finding, Place
from handrail.ground.layout import FOLDERS, REGISTERS, slot
from handrail.ground.model import Handbook
from handrail.ground.nearest import nearest
from handrail.ground.source import START
from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAMED = frozenset({"procedure", *FOLDERS.values()})
_TOPS = ("procedures", "register", *FOLDERS)
_WRITTEN = frozenset({"yml", "yaml", "md", "markdown"})
_LONGEST = 80
"""Signs of a name: with the folders above it, every system can still keep the file and the page."""
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_STEPS = "  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n"


class BadFileName(Rule):
    """A file whose name the handbook does not understand.

    The name of a file is the name of what it holds: other files and links call it so. It has small letters, digits and
    hyphens, so that it is the same on every machine and nobody can take one for another. And a file with another ending
    (`.yaml`, `.YML`), in a folder that is spelled otherwise, or beside the registers, is read by nobody: what it says
    is never checked and never published, and no one notices. Give it the name that the message says.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(_STEPS), at="title", file="workflows/example/late parcel.yml", says="`late parcel` is no name"
        ),
        Example(
            workflow_file(_STEPS), at="title", file="workflows/example/late-parcel.yaml", says="Nobody reads this file"
        ),
        Example("lost: Lost\n", at="lost", file="register/glosary.yml", says="no register"),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(workflow_file(_STEPS), file="workflows/example/note-arrival.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at the path of every file."""
        for path in sorted(handbook.files):
            where = slot(path)
            if where is None:
                yield from self._unread(path)
            elif where.kind in _NAMED:
                yield from self._odd(path, [*filter(None, where.area.split("/")), where.id])

    def _odd(self, path: str, names: list[str]) -> Iterator[Finding]:
        """Names that are none, in a place where a name is what the thing is called."""
        for number, name in enumerate(names, 1):
            place, what = Place(path, span=START), "file" if number == len(names) else "folder"
            if not _NAME.fullmatch(name):
                better = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
                message = f"`{name}` is no name. Names are lower-case words joined by hyphens."
                yield self.finding(message, place, f"Call the {what}: {better or 'lost-parcel'}")
            elif name in _DEVICES:
                message = f"`{name}` is a device on Windows, where no {what} can be called so."
                yield self.finding(message, place, "Choose a name that says more.")
            elif name == "index" and number == len(names):
                message = "`index` is the list of a folder on the site, so nothing else can be called so."
                yield self.finding(message, place, "Choose a name that says more.")
            elif len(name) > _LONGEST:
                message = (
                    f"The name of this {what} has {len(name)} signs; not every machine can keep more than {_LONGEST}."
                )
                yield self.finding(message, place, "Choose a shorter one.")

    def _unread(self, path: str) -> Iterator[Finding]:
        """A file that looks like a part of the handbook, and is none."""
        top, _, rest = path.partition("/")
        stem, _, ending = basename(path).partition(".")
        place = Place(path, span=START)
        written = ending.lower().partition(".")[0]
        if written not in _WRITTEN and (last := ending.lower().rpartition(".")[2]) in _WRITTEN:
            stem, written = "-".join(basename(path).split(".")[:-1]), last  # a name with a dot in it
        if written in {"md", "markdown"} and ending != "md" and (not rest or top not in _TOPS):
            message = f"Nobody sees this page: it ends with `.{ending}`, and only `.md` is a page."
            yield self.finding(message, place, f"Call it: {stem}.md")
        if written not in _WRITTEN or not rest:
            return
        right = "md" if top == "procedures" else "yml"
        if top in _TOPS and written in ({"md", "markdown"} if right == "md" else {"yml", "yaml"}):
            if ending != right:
                message = f"Nobody reads this file: it ends with `.{ending}`, and only `.{right}` is read."
                yield self.finding(message, place, f"Call it: {stem}.{right}")
            else:  # in the other folders such a file is read
                best = nearest(stem, REGISTERS)
                hint = f"Nearest: {best}.yml" if best else f"Registers: {', '.join(REGISTERS)}."
                message = f"Nobody reads this file: there is no register `{path.removeprefix('register/')}`."
                yield self.finding(message, place, hint)
        elif top not in _TOPS and (best := nearest(top.lower(), _TOPS)) and written in {"yml", "yaml"}:
            message = f"Nobody reads this file: the handbook has no folder `{top}`."
            yield self.finding(message, place, f"Nearest: {best}")
