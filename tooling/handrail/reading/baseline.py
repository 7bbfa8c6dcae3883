"""The baseline: findings that are known and do not fail a check, each with a reason. Read strictly, written one a line.

A file that cannot be read is an error, never an empty baseline; an entry without a reason is one, too.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import Any

from handrail.ground.errors import HandrailError
from handrail.ground.finding import Place
from handrail.ground.likeness import Likeness, same_file
from handrail.ground.nearest import nearest
from handrail.ground.source import Span
from handrail.reading.config import Config

NAME = "handrail-baseline.json"
VERSION = 1
_ABOUT = "Findings that do not fail the check. This list may only shrink; `handrail baseline` writes it."
_KEYS = ("rule", "file", "at", "says", "reason", "since")
MOST_MEGABYTES = 8
_HINT = "Take the file from git again, or make it anew: handrail baseline"


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding: what it is like, why it may stay, since when, and the line in which that stands."""

    rule: str
    file: str
    at: str
    says: str
    reason: str
    since: str
    line: int = 1

    @property
    def likeness(self) -> Likeness:
        """What a finding is like that this entry means."""
        return Likeness(self.rule, same_file(self.file), self.at, self.says)


@dataclass(frozen=True, slots=True)
class Baseline:
    """All entries, and the file in which they stand, as seen from the handbook's folder."""

    path: str
    entries: tuple[Entry, ...] = ()

    def place(self, entry: Entry) -> Place:
        """Where an entry stands."""
        return Place(self.path, span=Span(entry.line, 1, entry.line, 1))


def baseline_file(config: Config, named: Path | None) -> Path | None:
    """The file that was named, else the one in the settings. Raises HandrailError for one in the handbook."""
    if named is None and not config.baseline:
        return None
    file = (named if named is not None else config.root / config.baseline).absolute()
    if file.resolve().is_relative_to(config.handbook.resolve()):
        message = f"The baseline `{file.name}` lies in the handbook, where it would be published."
        raise HandrailError(message, f"Put it beside `{config.folder or config.handbook.name}`.")
    return file


def load_baseline(config: Config, file: Path) -> Baseline:
    """The baseline in a file. Raises HandrailError when it is not there, or is not what was written."""
    data = _parsed(file)
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("entries"), list):
        raise HandrailError(f"`{file.name}` is no baseline of version {VERSION}.", _HINT)
    entries = data["entries"]
    lines = [number for number, line in enumerate(_text(file).split("\n"), 1) if line.startswith('{"rule"')]
    numbers = lines if len(lines) == len(entries) else [1] * len(entries)
    pairs = enumerate(zip(entries, numbers, strict=True), 1)
    found = tuple(_entry(each, file, number, line) for number, (each, line) in pairs)
    return Baseline(_seen_from(config.handbook, file), found)


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline: one entry a line, sorted, so that two changes to it seldom collide."""
    lines = sorted(json.dumps({key: getattr(entry, key) for key in _KEYS}, ensure_ascii=False) for entry in entries)
    inner = ",\n".join(lines)
    about = json.dumps(_ABOUT)
    return f'{{\n"version": {VERSION},\n"about": {about},\n"entries": [\n{inner}{chr(10) if inner else ""}]\n}}\n'


def _seen_from(handbook: Path, file: Path) -> str:
    return Path(os.path.relpath(file, handbook)).as_posix()


def _text(file: Path) -> str:
    try:
        state = file.lstat()
        if not S_ISREG(state.st_mode):
            raise HandrailError(f"The baseline `{file.name}` is no regular file; links are not followed.", _HINT)
        if state.st_size > MOST_MEGABYTES * 1024 * 1024:
            raise HandrailError(f"The baseline `{file.name}` has more than {MOST_MEGABYTES} megabytes.", _HINT)
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        hint = 'Correct the name, or make it: handrail baseline --reason "why they may stay"'
        raise HandrailError(f"There is no baseline `{file.name}`.", hint) from error
    except (OSError, UnicodeDecodeError) as error:
        raise HandrailError(f"The baseline `{file.name}` cannot be read: {error}", _HINT) from error


def _parsed(file: Path) -> Any:
    text = _text(file)
    if any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in text.split("\n")):
        raise HandrailError(f"The baseline `{file.name}` still holds an unsolved merge.", _HINT)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HandrailError(f"The baseline `{file.name}` is no JSON: {error}", _HINT) from error


def _entry(data: Any, file: Path, number: int, line: int) -> Entry:
    """One entry. Raises HandrailError for anything but what `handrail baseline` writes."""
    which = f"Entry {number} of the baseline `{file.name}`"
    if not isinstance(data, Mapping) or not all(isinstance(value, str) for value in data.values()):
        raise HandrailError(f"{which} is no table of texts.", _HINT)
    for key in data:
        if key not in _KEYS:
            best = nearest(key, _KEYS)
            raise HandrailError(f"{which} has an unknown key `{key}`.", f"Nearest: {best}" if best else _HINT)
    for key in ("rule", "file", "says"):
        if not data.get(key):
            raise HandrailError(f"{which} does not say its `{key}`.", _HINT)
    if not data.get("reason", "").strip():
        hint = "Say why it may stay, or take the entry away."
        raise HandrailError(f"{which} gives no reason.", hint)
    try:
        date.fromisoformat(data.get("since", ""))
    except ValueError as error:
        raise HandrailError(f"{which} does not say since when: `since` is a date, 2026-11-25.", _HINT) from error
    return Entry(**{key: data.get(key, "") for key in _KEYS}, line=line)
