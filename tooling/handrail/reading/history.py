"""What git remembers of the handbook: when which of its files were changed, and what was said about it."""

from pathlib import PurePosixPath

from handrail.ground.commit import Commit
from handrail.ground.errors import HandrailError
from handrail.reading.config import Config
from handrail.reading.revision import Git

MOST = 300
"""So many commits are read at most, newest first."""


def history(config: Config) -> tuple[Commit, ...]:
    """The newest commits that changed the handbook, newest first; paths are those below its folder.

    Nothing where there is no git, no clone, or only the end of one (a shallow clone seems to add every file at once).
    Who made a commit is left out: the pages are about procedures, not about people.
    """
    try:
        git = Git(config.root)
    except HandrailError:
        return ()
    folder = str(PurePosixPath(git.prefix, config.folder)).removeprefix(".")
    return tuple(
        Commit(name, day, subject, tuple(path.removeprefix(f"{folder}/") if folder else path for path in paths))
        for name, day, subject, paths in git.log(folder, MOST)
    )
