"""What the tool withstands: its limits, promises and faults, the tests that keep them, and what was measured.

Sentences are written in `faults` and `promises`, numbers come from the code that holds to them (`limits`). Two files
are made by programs, never by hand: `kept.json`, the tests of each fault and promise, by `tooling/ci/kept.py`, and
`measured.json`, what a machine measured, by `tooling/ci/measured.py`.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from handrail.pages import Endurance, ShownFault, ShownMeasure, ShownPromise
from handrail.withstands.faults import FAULTS
from handrail.withstands.limits import limits
from handrail.withstands.promises import PROMISES


@cache
def endurance() -> Endurance:
    """Everything that the page about it shows."""
    kept = _data("kept.json")
    return Endurance(
        limits(),
        tuple(ShownPromise(each.says, _tests(kept, each.id)) for each in PROMISES),
        tuple(
            ShownFault(each.number, each.group, each.what, each.answer, _tests(kept, str(each.number)))
            for each in FAULTS
        ),
        tuple(_measure(name, part) for name, part in sorted(_data("measured.json").items())),
    )


def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("handrail").joinpath("withstands", name).read_text(encoding="utf-8"))
    return found


def _tests(kept: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(kept.get(name, ()))


def _measure(name: str, part: dict[str, Any]) -> ShownMeasure:
    told = f"Made by {part['made-by']} on {part['date']}, at {part['commit']}, with {part['machine']}."
    rows = tuple(tuple(_cell(cell) for cell in row) for row in part["rows"])
    return ShownMeasure(name, part["title"], part["says"], tuple(part["columns"]), rows, told)


def _cell(value: str | float) -> str:
    """A figure as people read it: 1234567 is 1,234,567."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
