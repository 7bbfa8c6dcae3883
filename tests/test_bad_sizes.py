"""However large or repeated a file is, a check ends soon, takes little memory and says what is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import pytest

import hostile
from starter import WORKFLOW

SECONDS = 5.0
"""Of computing: so that a busy machine fails nothing."""


MEGABYTES = 800
Told: TypeAlias = dict[str, tuple[float, int, list[str]]]


@pytest.fixture(scope="module")
def told() -> Told:
    """Return what a process of its own, with bounded time and memory, says about every hostile file."""
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent / "tooling")])
    done = subprocess.run(
        [sys.executable, str(here / "hostile.py")],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: (seconds, used, said) for name, seconds, used, said in lines} | {"errors": (0, 0, [done.stderr])}


@pytest.mark.parametrize("name", hostile.every())
def test_a_hostile_file_is_checked_in_bounded_time(name: str, told: Told) -> None:
    assert name in told, told["errors"][2]
    seconds, used, said = told[name]

    assert seconds < SECONDS
    assert used < MEGABYTES
    assert "Traceback" not in "".join(said)
    assert not [line for line in said if "crashed" in line]


REFUSED = {
    "50-megabytes": (WORKFLOW, 1),
    "line-of-10-megabytes": (WORKFLOW, 1),
    "10000-steps": (WORKFLOW, 9),
    "5000-ways": (WORKFLOW, 13),
    "5000-ways-to-steps": (WORKFLOW, 9),
    "5000-branches": (WORKFLOW, 12),
    "empty-entries": (WORKFLOW, 1),
    "open-brackets": (WORKFLOW, 1),
    "hyphens": (WORKFLOW, 1),
    "tabs": (WORKFLOW, 2),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_too_large_to_be_checked_is_said_once(name: str, told: Told) -> None:
    path, line = REFUSED[name]

    assert told[name][2] == [f"invalid-yaml {path} {line}"]
