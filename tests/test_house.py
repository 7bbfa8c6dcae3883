"""The plan of the house holds: arrows point down, each library has one home, files are one idea."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
PACKAGE = REPO / "tooling" / "handrail"
FILES = sorted(path for path in PACKAGE.rglob("*.py"))

DOORS = {"cli", "commands", "mkdocs_plugin", "export", "writing", "__main__"}
HALL = {
    "check", "codeowners", "crew", "demonstrate", "examine", "explain", "gate", "publish", "ready", "reviews", "stamping",
    "trials", "versions", "withstands",
}  # fmt: skip
SHELVES = {"formats", "pages", "rules", "review", "drafts"}
FLOORS = {"ground": 0, "reading": 1, "reasoning": 1, "shelves": 2, "hall": 3, "doors": 4}
HOMES = {
    "click": {"cli.py", "commands/"},
    "mkdocs": {"mkdocs_plugin.py"},
    "jinja2": {"mkdocs_plugin.py"},
    "yaml": {"reading/document/"},
    "markdown_it": {"reading/document/markdown.py"},
    "jsonschema": {"reading/schema.py"},
    "jsonschema_rs": {"reading/schema.py"},
    "networkx": {"reasoning/graph.py"},
    "tomllib": {"reading/config.py"},
}
LONGEST_FILE = 350


def room(path: Path) -> str:
    """The room in which a file of the package lies."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if first in DOORS:
        return "doors"
    if first in HALL:
        return "hall"
    return "shelves" if first in SHELVES else first


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever in the file."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(path: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the package that a file imports."""
    for module in imports(path):
        if module.startswith("handrail."):
            inner = PACKAGE.joinpath(*module.split(".")[1:])
            for file in (inner.with_suffix(".py"), inner / "__init__.py"):
                if file.is_file():
                    yield module, file


def test_arrows_point_down() -> None:
    up = []
    for path in FILES:
        here = room(path)
        for module, file in own(path) if here in FLOORS else ():
            there = room(file)
            shown_reports = here == "shelves" and path.parts[-2] == "formats" and module.startswith("handrail.check")
            if there in FLOORS and there != here and FLOORS[there] >= FLOORS[here] and not shown_reports:
                up.append(f"{path}: {here} imports {module}, which is {there}")
    assert up == []


def test_reading_does_not_reason() -> None:
    assert _across({"reading"}, "reasoning") == []


def test_what_reasons_sees_the_model_and_not_the_files() -> None:
    assert _across({"reasoning", "shelves"}, "reading") == []


def _across(rooms: set[str], other: str) -> list[str]:
    """What the files of some rooms import from another one."""
    files = [path for path in FILES if room(path) in rooms]
    assert files
    return [f"{path}: {module}" for path in files for module, file in own(path) if room(file) == other]


@pytest.mark.parametrize("shelf", ["commands", "rules", "formats", "pages"])
def test_things_on_a_shelf_do_not_know_each_other(shelf: str) -> None:
    for path in (PACKAGE / shelf).rglob("*.py"):
        for module, file in own(path):
            inside = file.is_relative_to(PACKAGE / shelf)
            shared = file.name == "__init__.py" or any(part.startswith("_") for part in module.split(".")[2:])
            summary = (shelf, path.stem, file.stem) == ("formats", "github", "plain")
            assert not inside or shared or summary, f"{path.name} imports {module}"


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_each_library_has_one_home(library: str, homes: set[str]) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        if any(module.split(".")[0] == library for module in imports(path))
    }
    assert {user for user in users if not user.startswith(tuple(homes))} == set()


def test_only_doors_print_and_nothing_but_the_hall_swallows_everything() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if room(path) != "doors":
            assert not re.search(r"^\s*print\(|sys\.exit|sys\.std(out|err)\.write", text, re.MULTILINE), path
            assert not re.search(r"\b(datetime\.now|date\.today|time\.time)\(", text), (
                f"{path}: a door looks at the clock"
            )
        if room(path) not in {"doors", "hall"} and path.name != "writing.py":
            assert not re.search(r"except (Base)?Exception\b(?!.*raise)", text), path


def test_only_the_ground_floor_reads_the_disk() -> None:
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        if re.search(r"\.read_(text|bytes)\(|\bopen\(", path.read_text(encoding="utf-8"))
    }
    assert {path for path in readers if room(PACKAGE / path) in {"ground", "reasoning"}} == set()


def test_a_file_is_one_idea() -> None:
    for path in FILES:
        assert path.stem not in {"utils", "helpers", "common", "misc"}, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE, path


def test_every_file_says_what_it_is() -> None:
    for path in FILES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_what_no_test_comes_to_says_why() -> None:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            why = bool(re.search(r"# pragma: no (cover|branch) - \w+ \w+", line))
            assert ("pragma:" in line) == why, f"{path}: {line}"


def test_the_map_names_every_room_and_every_file_in_it() -> None:
    told = (REPO / "tooling" / "README.md").read_text(encoding="utf-8")
    for path in FILES:
        inner = path.relative_to(PACKAGE)
        if len(inner.parts) == 1 and inner.name not in {"__init__.py", "__main__.py"}:
            assert inner.name in told, f"tooling/README.md does not name {inner}"
        if len(inner.parts) > 1:
            assert f"{inner.parts[0]}/" in told, f"tooling/README.md does not name the room {inner.parts[0]}"
        if inner.parts[0] in {"ground", "reading", "reasoning"} and len(inner.parts) == 2 and inner.stem != "__init__":
            assert inner.stem in told, f"tooling/README.md does not name {inner}"


def test_the_map_names_nothing_that_is_gone() -> None:
    told = (REPO / "tooling" / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:\w+/)*\w+\.py)`", told):
        assert (PACKAGE / name).is_file() or (REPO / name).is_file(), f"tooling/README.md names {name}, which is gone"
