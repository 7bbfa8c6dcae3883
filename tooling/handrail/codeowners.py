"""Who reviews which file, as code hosts read it: CODEOWNERS, from the owners in the handbook."""

import re
from collections import Counter
from collections.abc import Iterator

from handrail.ground.errors import HandrailError
from handrail.ground.model import Handbook
from handrail.ground.nearest import nearest
from handrail.reading.config import Config

REST = "*"
"""Who owns what no team does."""
_HEAD = (
    "# Written by `handrail export codeowners`; do not edit it. The last line that matches a file counts.",
    "# What decides how strict the check is belongs to those who answer for the whole handbook.",
)
_OF_THE_GATE = (
    "handrail.toml",
    "pyproject.toml",
    ".github/",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    "CODEOWNERS",
)
_ODD = re.compile(r"[^\w./ -]")


def codeowners(handbook: Handbook, config: Config, prefix: str = "") -> tuple[str, tuple[str, ...]]:
    """The text, and what is missing in the settings, a line each. `prefix` leads from the repository to the settings.

    Raises HandrailError when the settings name a team that is none, or when a part of the handbook cannot be read.
    """
    if not handbook.whole:
        raise HandrailError(
            "Not everything could be read, so owners would be missing.", "What is wrong: handrail check"
        )
    for team in config.owners:
        if team != REST and team not in handbook.teams:
            best = nearest(team, handbook.teams)
            hint = f"Nearest: {best}" if best else "Teams stand in register/organisation.yml."
            raise HandrailError(f"`owners` in `{config.file}` names `{team}`, which is no team.", hint)
    owned = dict(sorted(_owned(handbook)))
    rest = " ".join(config.owners.get(REST, ()))
    lines = [*_HEAD]
    if rest:
        shared = [
            f"{config.folder}/" if config.folder else "*",
            *_OF_THE_GATE,
            *([config.baseline] * bool(config.baseline)),
        ]
        lines += [f"{_pattern(prefix, path)} {rest}" for path in shared]
    for path, team in owned.items():
        if team in config.owners:
            lines.append(f"{_pattern(prefix, config.shown(path))} {' '.join(config.owners[team])}")
    return "\n".join(lines) + "\n", tuple(_missing(owned, config, rest))


def _owned(handbook: Handbook) -> Iterator[tuple[str, str]]:
    for sop in handbook.procedures.values():
        yield sop.place.path, sop.owner
    for workflow in handbook.workflows.values():
        explained = handbook.procedures.get(workflow.procedure)
        yield workflow.place.path, explained.owner if explained else workflow.team
    for message in handbook.messages.values():
        yield message.place.path, message.owner


def _missing(owned: dict[str, str], config: Config, rest: str) -> Iterator[str]:
    table = f"[owners] of {config.file or 'handrail.toml'}"
    if not rest:
        yield f'nobody owns the rest, the settings and the baseline. In {table}: "*" = "@org/policy"'
    for team, number in sorted(Counter(owned.values()).items()):
        if team not in config.owners:
            files = f"{number} file{'' if number == 1 else 's'}"
            yield f'`{team}` owns {files}, and nobody is named for it. In {table}: {team} = "@org/{team}"'


def _pattern(prefix: str, path: str) -> str:
    """A path as a pattern that matches it alone; a sign with a meaning there becomes one that matches any sign."""
    whole = f"/{prefix}/{path}" if prefix else f"/{path}"
    return _ODD.sub("?", whole).replace(" ", "\\ ") if path != "*" else whole
