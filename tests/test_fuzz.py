"""Every input that ever broke a promise is replayed, and for a moment new ones are tried. See fuzz/README.md."""

import os
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from fuzz.targets import TARGETS, seeds

HERE = Path(__file__).parent / "fuzz"
CASES = sorted(path for path in (HERE / "crashes").glob("*/*") if path.is_file())
TRIES = {
    "reader": 150,
    "schema": 100,
    "handbook": 25,
    "pages": 4,
    "engine": 6,
    "formats": 6,
    "configuration": 40,
    "words": 300,
}
SIGNS = [
    b"\n",
    b": ",
    b"- ",
    b"#",
    b"\t",
    b"{",
    b"[",
    b'"',
    b"'",
    b"&",
    b"*",
    b"\xff",
    b"\x00",
    b"<",
    b"`",
    b"\xe2\x80\xa8",
]


@pytest.mark.promise("no-traceback", "place", "same-bytes")
@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_broke_a_promise_keeps_it(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())


def test_every_case_is_one_of_a_target() -> None:
    assert {path.parent.name for path in CASES} <= TARGETS.keys() == TRIES.keys()


@pytest.mark.promise("no-traceback", "place", "same-bytes")
@pytest.mark.parametrize("name", TRIES)
def test_a_moment_of_random_changes_breaks_no_promise(name: str) -> None:
    dice = random.Random(name)  # noqa: S311 - nobody is to be kept out
    known = seeds(name)
    for _ in range(TRIES[name]):
        data = bytearray(dice.choice(known) if dice.random() < 0.9 else dice.randbytes(2000))
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data) + 1)
            data[at : at + dice.choice([0, 0, 1, 3, 30])] = dice.choice([b"", *SIGNS, dice.randbytes(3)])
        TARGETS[name](bytes(data))


@pytest.mark.deep
@pytest.mark.promise("no-traceback")
def test_a_fuzzer_led_by_coverage_finds_nothing_new() -> None:
    if find_spec("atheris") is None:
        pytest.skip("no atheris: it has wheels for Linux on x86_64 alone")
    minutes = os.environ.get("HANDRAIL_FUZZ_MINUTES", "4")
    done = subprocess.run(
        [sys.executable, str(HERE / "run.py"), "--minutes", minutes, "--no-record"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
