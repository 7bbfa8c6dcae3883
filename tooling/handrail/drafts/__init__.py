"""What `handrail new` and `handrail init` put down: starter files, as path -> text. Pure; the door writes them."""

import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template

from handrail.ground.errors import HandrailError
from handrail.ground.model import Handbook

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS = ("sop", "workflow", "control", "message")
TO_FILL_IN = "TODO:"
"""What a starter file says wherever its author has to. The rule `unfinished` finds it."""


def draft(kind: str, name: str, *, area: str, handbook: Handbook, owner: str = "") -> dict[str, str]:
    """The starter file of a kind under a name, path -> text, with an SOP of that name where a workflow has none yet.

    Raises HandrailError when the name is taken or when the register has no team that could own it.
    """
    if kind == "workflow" and name not in handbook.procedures:
        return _one("workflow", name, area, handbook, owner) | _one("sop", name, area, handbook, owner)
    return _one(kind, name, area, handbook, owner)


def _one(kind: str, name: str, area: str, handbook: Handbook, owner: str) -> dict[str, str]:
    folder = {"sop": "procedures", "workflow": "workflows", "control": "controls", "message": "messages"}[kind]
    inner = [folder] if kind == "message" else [folder, area or _first_area(handbook)]
    if not _NAME.fullmatch(name) or (area and not _NAME.fullmatch(area)):
        raise HandrailError(
            f"`{name}` is no name.", "Names are lower-case words joined by hyphens, such as lost-device."
        )
    path = "/".join([*inner, f"{name}.{'md' if kind == 'sop' else 'yml'}"])
    if path in handbook.files:
        raise HandrailError(f"`{path}` exists already.", "Choose another name, or edit that file.")
    words = _words(name, handbook, owner) | {"up": "../" * (len(inner) + 1)}
    template = files(__name__).joinpath(f"{kind}.txt").read_text(encoding="utf-8")
    return {path: Template(template).substitute(words)}


def _first_area(handbook: Handbook) -> str:
    return min((workflow.area for workflow in handbook.workflows.values() if workflow.area), default="shared")


def _words(name: str, handbook: Handbook, owner: str) -> dict[str, str]:
    teams = [team.id for team in handbook.teams.values() if not team.retired_on]
    if owner and owner not in teams:
        raise HandrailError(f"`{owner}` is no team of organisation.yml.", f"Teams: {', '.join(teams)}.")
    if not teams:
        raise HandrailError("register/organisation.yml has no team yet.", "Declare one first: everything has an owner.")
    mine = owner or teams[0]
    other = next((team for team in teams if team != mine), mine)
    marks = [mark.id for mark in handbook.marks.values() if not mark.never]
    severity = min(handbook.severities, default="P3")
    return {
        "name": name,
        "owner": mine,
        "other": other,
        "severity": max(handbook.severities, default=severity),
        "mark": next((mark for mark in marks if mark == "close"), marks[0] if marks else "close"),
        "today": handbook.as_of.isoformat(),
    }


def beginning(*, schemas: Mapping[str, str]) -> dict[str, str]:
    """A whole new handbook, path -> text: the starter handbook, the schemas for editors, and an ignore file."""
    found = dict(_tree("starter"))
    return found | {f"schemas/{name}": text for name, text in schemas.items()} | {".gitignore": ".venv/\nsite/\n"}


def _tree(folder: str) -> Mapping[str, str]:
    root = files("handrail").joinpath(folder)
    found: dict[str, str] = {}
    waiting = [("", root)]
    while waiting:
        prefix, here = waiting.pop()
        for entry in here.iterdir():
            path = f"{prefix}{entry.name}"
            if entry.is_dir():
                waiting.append((f"{path}/", entry))
            elif entry.name.endswith((".yml", ".md", ".toml")) or entry.name == ".editorconfig":
                found[path] = entry.read_text(encoding="utf-8")
    return dict(sorted(found.items()))


def starter() -> dict[str, str]:
    """The starter handbook's own folder, path -> text: what every rule's example is laid over."""
    return {path.removeprefix("sops/"): text for path, text in _tree("starter").items() if path.startswith("sops/")}
