"""Several hands find what one hand finds, and a hand that falls out is never taken for one that found nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from handrail.crew import CrewError, hands, spread
from starter import files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")

COMPARED = """
import json, sys
from datetime import date
from pathlib import Path
from handrail.check import check
from handrail.formats import named, Look
from handrail.reading.config import load_config
report = check(load_config(Path.cwd()), as_of=date(2026, 11, 25), hands=int(sys.argv[1]))
print(named("json").render(report, Look()))
"""


def squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    assert spread(squares, range(10), count) == [number * number for number in range(10)]


def test_few_items_are_done_here() -> None:
    assert spread(lambda items: [os.getpid() for _ in items], [1], 2) == [os.getpid()]


def test_the_work_is_really_shared() -> None:
    pids = spread(lambda items: [os.getpid() for _ in items], range(6), 2)
    assert len(set(pids)) == 2
    assert pids[0] == os.getpid()


def test_a_fault_in_another_hand_is_told_with_its_traceback() -> None:
    def fails(items: Sequence[int]) -> list[int]:
        return [1 // (item - 1) for item in items]

    with pytest.raises(CrewError, match="ZeroDivisionError"):
        spread(fails, [0, 1, 2, 3], 2)


@pytest.mark.catalogue(26)
@pytest.mark.promise("never-by-accident")
def test_a_hand_that_is_killed_is_an_error() -> None:
    def dies(items: Sequence[int]) -> list[int]:
        if 1 in items:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(items)

    with pytest.raises(CrewError, match="status -9"):
        spread(dies, [0, 1, 2, 3], 2)


def test_a_hand_that_tells_too_little_is_an_error() -> None:
    def loses(items: Sequence[int]) -> list[int]:
        return [item for item in items if item != 1]

    with pytest.raises(CrewError, match="incomplete"):
        spread(loses, [0, 1, 2, 3], 2)


def test_what_cannot_be_handed_back_is_an_error() -> None:
    def odd(items: Sequence[int]) -> list[object]:
        return [lambda: None for _ in items]

    with pytest.raises(CrewError, match=r"pickle|serialize"):
        spread(odd, [0, 1, 2, 3], 2)


def test_threads_forbid_a_fork() -> None:
    code = (
        "import threading, handrail.crew as c; e = threading.Event(); "
        "threading.Thread(target=e.wait, daemon=True).start(); print(c.hands())"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "1"
    assert hands() >= 1


@pytest.mark.promise("same-bytes")
@pytest.mark.parametrize("broken", [False, True])
def test_two_hands_find_what_one_finds(tmp_path: Path, *, broken: bool) -> None:
    for path, data in files().items():
        (tmp_path / "sops" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sops" / path).write_bytes(data)
    if broken:
        for number in range(30):
            (tmp_path / "sops" / "workflows" / "example" / f"broken-{number}.yml").write_text("title: Broken\n")
        control = next((tmp_path / "sops" / "controls").rglob("*.yml"))
        control.write_text(control.read_text().replace("5 days", "1 hour"))
    told = [compared(tmp_path, count) for count in (1, 2)]
    assert told[0] == told[1]
    assert bool(json.loads(told[0])["findings"]) == broken


def compared(folder: Path, count: int) -> str:
    call = [sys.executable, "-c", COMPARED, str(count)]
    return subprocess.run(call, cwd=folder, check=True, capture_output=True, text=True, timeout=120).stdout
