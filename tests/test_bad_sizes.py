"""However large or repeated a file is, a check ends soon, takes little memory and says what is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import hostile
from handrail.reading.discover import discover
from starter import WORKFLOW

SECONDS = 5.0
"""Of computing: so that a busy machine fails nothing."""


MEGABYTES = 400
"""Three in ten were free when this was written."""


class Told(NamedTuple):
    """How the check of a hostile file went: seconds of computing, the most megabytes so far, and what it said."""

    seconds: float
    megabytes: int
    said: list[str]


REFUSED = {
    "50-megabytes": 1,
    "line-of-10-megabytes": 1,
    "10000-steps": 9,
    "5000-ways": 13,
    "5000-ways-to-steps": 9,
    "5000-branches": 12,
    "empty-entries": 1,
    "open-brackets": 1,
    "hyphens": 1,
    "tabs": 2,
}
"""What is too large to be checked: the line in which that is said, once."""


@pytest.mark.catalogue(1, 3, 17, 35)
@pytest.mark.promise("bounded")
def test_a_hostile_file_is_checked_in_bounded_time_and_memory() -> None:
    """One test for all of them, so that the process with its bounds starts once."""
    told = hostile_files()

    assert not hostile.every().keys() - told.keys(), told["errors"].said
    assert not [(name, each.seconds) for name, each in told.items() if each.seconds >= SECONDS]
    assert not [(name, each.megabytes) for name, each in told.items() if each.megabytes >= MEGABYTES]
    assert not [(name, line) for name, each in told.items() for line in each.said if _broke(line)]
    for name, line in REFUSED.items():
        assert told[name].said == [f"invalid-yaml {WORKFLOW} {line}"], name


def test_the_memory_of_a_check_is_its_own() -> None:
    """Whoever starts it may be large: a worker that built sites before made this test fail once."""
    ballast = b"large" * 60_000_000
    script = "import peak; print(peak.megabytes())"

    said = subprocess.run(
        [sys.executable, "-c", script], env=_environment(), capture_output=True, text=True, check=True
    ).stdout

    assert 0 < int(said) < 100 < len(ballast) // 1_000_000


def _environment() -> dict[str, str]:
    root = Path(__file__).parent.parent
    return os.environ | {"PYTHONPATH": os.pathsep.join(str(root / each) for each in ("tests", "tooling", "tooling/ci"))}


def _broke(line: str) -> bool:
    return "Traceback" in line or "crashed" in line


def hostile_files() -> dict[str, Told]:
    """What a process of its own, with bounded time, says about every hostile file."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "hostile.py")],
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: Told(*rest) for name, *rest in lines} | {"errors": Told(0, 0, [done.stderr[:2000]])}


@pytest.mark.catalogue(17)
@pytest.mark.promise("bounded")
def test_a_file_without_end_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / WORKFLOW
    file.parent.mkdir(parents=True)
    with file.open("wb") as sparse:
        sparse.truncate(1024**4)  # a terabyte that takes no room

    sources, paths, findings = discover(tmp_path)

    assert not sources
    assert paths == {WORKFLOW}
    assert [finding.message for finding in findings] == ["This file has more than 8 megabytes."]
