"""What `handrail new` and `handrail init` put down: starter files, as path -> text. Pure; the door writes them."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from string import Template

from handrail.ground.errors import HandrailError
from handrail.ground.model import RESERVED, Handbook, Kind
from handrail.ground.nearest import listing, nearest

FOLDERS = {"sop": "procedures", "workflow": "workflows", "control": "controls", "message": "messages"}
"""What can be begun, and the folder in which it lies."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"([A-Z]{2,6})-([0-9]{1,5})")
_TEXT = (".yml", ".md", ".toml")
_FENCE = "```workflow {name}\n{part}\n```"


def draft(kind: str, name: str, *, handbook: Handbook, owner: str = "") -> dict[str, str]:
    """The starter file of a kind, path -> text, and with a workflow the SOP that explains it, where there is none yet.

    `name` is the new thing's id, or its folder and its id: `images/blurred-faces`. Raises HandrailError when that is no
    name or is taken, when nothing says which folder is meant, and when there is no such owner.
    """
    area, _, plain = name.rpartition("/")
    for part in (plain, *area.split("/")) if area else (plain,):
        if not _NAME.fullmatch(part) or part in RESERVED:
            hint = "Names are lower-case words joined by hyphens, such as lost-device or accounts/lost-device."
            raise HandrailError(f"`{name}` cannot be a name.", hint)
    area = area or _area(kind, plain, handbook)
    made = {_path(kind, plain, area, handbook): _text(kind, plain, area, handbook, owner)}
    if kind == "workflow" and not handbook.knows(Kind.PROCEDURE, plain):
        made |= {_path("sop", plain, area, handbook): _text("sop", plain, area, handbook, owner, fences=True)}
    return made


def _path(kind: str, name: str, area: str, handbook: Handbook) -> str:
    ending = "md" if kind == "sop" else "yml"
    others = [path for path in handbook.files if path.startswith(f"{FOLDERS[kind]}/")]
    taken = next((path for path in sorted(others) if path.rpartition("/")[2] == f"{name}.{ending}"), "")
    if taken:
        raise HandrailError(f"The name `{name}` is taken: {taken}.", "Choose another one; a name is given only once.")
    return "/".join(part for part in (FOLDERS[kind], area, f"{name}.{ending}") if part)


def _area(kind: str, name: str, handbook: Handbook) -> str:
    """The folder that is meant when none is said: the only one, or `shared`. Messages lie in no folder."""
    if kind == "message":
        return ""
    paths = [path.split("/")[1:-1] for path in handbook.files if path.startswith(f"{FOLDERS[kind]}/")]
    areas = sorted({"/".join(inner) for inner in paths if inner})
    if len(areas) > 1 and "shared" not in areas:
        hint = f"Write {areas[0]}/{name}, for example. Folders: {listing(areas)}."
        raise HandrailError(f"In which folder shall `{name}` lie?", hint)
    return areas[0] if len(areas) == 1 else "shared"


def _text(kind: str, name: str, area: str, handbook: Handbook, owner: str, *, fences: bool = False) -> str:
    template = files(__name__).joinpath(f"{kind}.txt").read_text(encoding="utf-8")
    marks = [mark.id for mark in handbook.marks.values() if not mark.never]
    words = {
        "name": name,
        "owner": _owner(owner, handbook),
        "severity": max(handbook.severities, default="P3"),
        "mark": "close" if "close" in marks or not marks else marks[0],
        "today": handbook.as_of.isoformat(),
        "up": "../" * (2 + area.count("/") + bool(area)),
        "number": _number(kind, area, handbook),
        "questions": "TODO: what has to be known before anything is done.",
        "steps": "TODO: what to do, point by point.",
        "messages": "TODO: how to speak, and what to say.",
    }
    if fences:
        words |= {part: _FENCE.format(name=name, part=part) for part in ("questions", "steps", "messages")}
    return Template(template).substitute(words)


def _owner(wanted: str, handbook: Handbook) -> str:
    teams = [team.id for team in handbook.teams.values() if not team.retired_on]
    if not teams:
        raise HandrailError("register/organisation.yml has no team yet.", "Declare one first: everything has an owner.")
    if wanted and wanted not in teams:
        hint = f"Teams: {listing(teams, nearest(wanted, teams))}."
        raise HandrailError(f"`{wanted}` is no team of register/organisation.yml.", hint)
    return wanted or teams[0]


def _number(kind: str, area: str, handbook: Handbook) -> str:
    """The number after the highest one in the same folder, or after the highest of all."""
    things = handbook.workflows.values() if kind == "workflow" else handbook.procedures.values()
    used = [(thing.place.path, found) for thing in things if (found := _NUMBER.fullmatch(thing.number))]
    near = [found for path, found in used if path.startswith(f"{FOLDERS[kind]}/{area}/")]
    return _after(near or [found for _, found in used], {found[0] for _, found in used}) or (
        "WF-01" if kind == "workflow" else "SOP-001"
    )


def _after(used: Iterable[re.Match[str]], taken: Iterable[str]) -> str:
    last = max(used, key=lambda found: int(found[2]), default=None)
    if last is None:
        return ""
    numbers = (f"{last[1]}-{number:0{len(last[2])}}" for number in range(int(last[2]) + 1, 100_000))
    return next(number for number in numbers if number not in taken)


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
            elif entry.name.endswith(_TEXT):
                found[path] = entry.read_text(encoding="utf-8")
    return dict(sorted(found.items()))


def starter() -> dict[str, str]:
    """The starter handbook's own folder, path -> text: what every rule's example is laid over."""
    return {path.removeprefix("sops/"): text for path, text in _tree("starter").items() if path.startswith("sops/")}
