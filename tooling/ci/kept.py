"""Writes down which tests show which fault and keep which promise, for a page of the handbook: `make kept`.

Tests say it themselves: `@pytest.mark.catalogue(23)` and `@pytest.mark.promise("read-only")`. This reads the syntax
trees of `tests/` and writes `tooling/handrail/withstands/kept.json`; a test compares the two.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tooling" / "handrail" / "withstands" / "kept.json"
_MARKS = ("catalogue", "promise")


def kept() -> dict[str, list[str]]:
    """The tests of each fault (by its number) and of each promise (by its name): `folder/file.py::test`."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        name = file.relative_to(ROOT / "tests").as_posix()
        for test, key in _marked(ast.parse(file.read_text(encoding="utf-8"))):
            found.setdefault(key, []).append(f"{name}::{test}")
    return {key: sorted(tests) for key, tests in sorted(found.items(), key=lambda each: (_number(each[0]), each[0]))}


def _number(key: str) -> int:
    return int(key) if key.isdigit() else 1000


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr in _MARKS:
                    yield from ((node.name, str(ast.literal_eval(each))) for each in mark.args)


def written() -> str:
    """The file as it should be."""
    return json.dumps(kept(), indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
