"""Where the handbook lies and which rules count how much: `handrail.toml`, or `[tool.handrail]` in `pyproject.toml`.

```toml
handbook = "sops"          # the folder of the handbook; this is the default
baseline = "known.json"    # findings that are known and do not fail the check; `handrail baseline` writes them
problems = "https://git.example/issues/new?title={title}"  # where readers tell that a step is wrong

[owners]
team-lead = "@org/leads"   # who reviews what a team owns, as the code host calls them

[rules.too-complex]
level = "warning"          # off, warning or error
steps = 30                 # an option of the rule
```
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from handrail.ground.errors import HandrailError
from handrail.ground.nearest import nearest
from handrail.reading.discover import harmless

LEVELS = ("off", "warning", "error")
_HANDLE = r"@[\w.-]+(?:/[\w./-]+)?|[\w.+-]+@[\w.-]+"
_MARKS_OF_A_HANDBOOK = ("procedures", "workflows", "register")
_KEYS = ("handbook", "baseline", "problems", "owners", "rules")
_BLANKS = ("page", "step", "title", "version")
_ADDRESS = r"(?:https?://|mailto:)[^\s<>\"'`\\(){}\[\]]+"


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """How much a rule counts (empty: as it says itself), and its options."""

    level: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """A handbook's place on the disk and its settings. `root` is the folder that paths are shown from."""

    root: Path
    handbook: Path
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    file: str = ""
    baseline: str = ""
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Who reviews what a team owns, by team, as the code host calls them."""
    problems: str = ""
    """Where readers tell that something is wrong: an address with blanks that each page fills in."""

    @property
    def folder(self) -> str:
        """The handbook's folder as seen from the root, with `/`; empty when it is the root itself."""
        inside = self.handbook.is_relative_to(self.root)
        return self.handbook.relative_to(self.root).as_posix().removeprefix(".") if inside else self.handbook.as_posix()

    def shown(self, path: str) -> str:
        """A path of the handbook as people are told it."""
        return f"{self.folder}/{path}" if self.folder else path


def load_config(start: Path) -> Config:
    """The configuration that holds at a folder: its own, or that of the nearest folder above.

    Raises HandrailError when there is no handbook, or when the configuration cannot be followed.
    """
    for folder in (start, *start.parents):
        settings, file = _settings(folder)
        if file:
            return _config(folder, settings, file)
        if is_handbook(folder / "sops"):
            return Config(folder, _inside(folder, "sops", f"the folder of `{folder.name or folder}`"))
        if is_handbook(folder) and folder.name == "sops":
            return Config(folder.parent, folder)
    message = (
        f"There is no handbook in `{start.name or start}` or above it: "
        "no folder `sops` with procedures, workflows or a register."
    )
    raise HandrailError(message, "Go to the folder of your handbook, or begin one here: handrail init")


def config_at(root: Path, handbook: Path) -> Config:
    """The configuration that holds at a folder, or the default, for a handbook whose folder somebody else has named."""
    try:
        found = load_config(root)
    except HandrailError:
        found = Config(root, handbook)
    return found if found.handbook == handbook else replace(found, root=root, handbook=handbook)


def is_handbook(folder: Path) -> bool:
    """Whether a folder holds what makes a handbook."""
    return any((folder / mark).is_dir() for mark in _MARKS_OF_A_HANDBOOK)


def _settings(folder: Path) -> tuple[dict[str, Any], str]:
    own, project = folder / "handrail.toml", folder / "pyproject.toml"
    tools = _read(project).get("tool") if project.is_file() else None
    in_project = tools.get("handrail") if isinstance(tools, dict) else None
    if not (isinstance(in_project, dict) or in_project is None):
        raise HandrailError("`tool.handrail` in `pyproject.toml` is no table.", '[tool.handrail]\n  handbook = "sops"')
    if (own.exists() or own.is_symlink()) and not own.is_file():
        raise HandrailError("`handrail.toml` is no file, so its settings cannot be followed.", "Take it away.")
    if own.is_file() and in_project is not None:
        message = "Two configurations: `handrail.toml` and `[tool.handrail]` in `pyproject.toml`."
        raise HandrailError(message, "Keep one of them.")
    if own.is_file():
        return _read(own), "handrail.toml"
    return (in_project, "pyproject.toml") if in_project is not None else ({}, "")


def _read(file: Path) -> dict[str, Any]:
    import tomllib  # a handbook need not have settings

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        message = f"`{file.name}` cannot be read: {error}"
        raise HandrailError(message, "Correct the file; `handrail check --help` shows what can stand in it.") from error


def _config(root: Path, settings: dict[str, Any], file: str) -> Config:
    for key in settings:
        if key not in _KEYS:
            best = nearest(key, _KEYS)
            message = f"`{file}` has no setting `{key}`."
            raise HandrailError(message, f"Nearest: {best}" if best else f"Settings: {', '.join(_KEYS)}.")
    folder = settings.get("handbook", "sops")
    if not isinstance(folder, str):
        message = f"`handbook` in `{file}` is a folder's name, in quotes."
        raise HandrailError(message, 'handbook = "sops"')
    handbook = _inside(root, folder, f"the folder of `{file}`")
    if not handbook.is_dir():
        message = f"`{file}` says that the handbook lies in `{folder}`, and there is no such folder."
        raise HandrailError(message, "Correct `handbook`, or begin one: handrail init")
    baseline = settings.get("baseline", "")
    if not isinstance(baseline, str) or not (root / baseline).resolve().is_relative_to(root.resolve()):
        message = f"`baseline` in `{file}` is no name of a file below its folder."
        raise HandrailError(message, 'baseline = "handrail-baseline.json"')
    rules, owners = _rules(settings.get("rules", {}), file), _owners(settings.get("owners", {}), file)
    return Config(
        root.resolve(), handbook, rules, file, baseline, owners, _problems(settings.get("problems", ""), file)
    )


def _problems(address: Any, file: str) -> str:
    """The address, as written. Raises HandrailError for what is none, and for a blank that no page fills in."""
    blanks = re.findall(r"\{([^{}]*)\}", address) if isinstance(address, str) else []
    odd = next((blank for blank in blanks if blank not in _BLANKS), "")
    if odd:
        best = nearest(odd, _BLANKS)
        hint = f"Nearest: {{{best}}}" if best else f"Blanks: {', '.join(f'{{{blank}}}' for blank in _BLANKS)}."
        raise HandrailError(f"`problems` in `{file}` has a blank `{{{odd}}}`, which nothing fills in.", hint)
    if not isinstance(address, str) or (
        address and not re.fullmatch(_ADDRESS, re.sub(r"\{\w+\}", "x", address), re.ASCII)
    ):
        message = f"`problems` in `{file}` is no address."
        raise HandrailError(message, 'problems = "https://git.example/issues/new?title={title}&body={page}"')
    return address


def _inside(root: Path, folder: str, said: str) -> Path:
    """The handbook's folder, every link followed. Raises HandrailError when it lies elsewhere."""
    try:
        handbook = (root / folder).resolve()
        if handbook.is_relative_to(root.resolve()):
            return handbook
    except (OSError, ValueError, RuntimeError) as error:  # a ring of links, a zero byte
        message = f"The handbook's folder `{harmless(folder)}` is none: {error}"
        raise HandrailError(message, 'handbook = "sops"') from error
    raise HandrailError(f"The handbook `{folder}` lies outside {said}.", "Put the configuration above the handbook.")


def _owners(settings: Any, file: str) -> dict[str, tuple[str, ...]]:
    """Handles by team. Raises HandrailError for what no code host takes for a person, a group or a mail address."""
    found = {}
    hint = '[owners]\n  team-lead = "@org/team-leads @name name@example.com"'
    if not isinstance(settings, dict):
        raise HandrailError(f"`owners` in `{file}` is no table.", hint)
    for team, written in settings.items():
        handles = tuple(written.split()) if isinstance(written, str) else ()
        if not handles or not all(re.fullmatch(_HANDLE, handle, re.ASCII) for handle in handles):
            message = f"`owners.{team}` in `{file}` names nobody whom a code host knows."
            raise HandrailError(message, hint)
        found[team] = handles
    return found


def _rules(settings: Any, file: str) -> dict[str, RuleSettings]:
    found = {}
    if not isinstance(settings, dict):
        raise HandrailError(f"`rules` in `{file}` is no table.", '[rules.too-complex]\n  level = "warning"')
    for name, values in settings.items():
        if not isinstance(values, dict):
            raise HandrailError(f"`rules.{name}` in `{file}` is no table.", f'[rules.{name}]\n  level = "warning"')
        level = values.get("level", "")
        if level and level not in LEVELS:
            message = f"`{level}` in `rules.{name}` of `{file}` is no level."
            raise HandrailError(message, f"Levels: {', '.join(LEVELS)}.")
        found[name] = RuleSettings(level, {key: value for key, value in values.items() if key != "level"})
    return found
