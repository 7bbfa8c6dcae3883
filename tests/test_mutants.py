"""`make mutants` cannot pass by accident: what a test notices is told from what could not be run."""

import json
import subprocess
import sys
from pathlib import Path

import mutant_tests
import mutants
import pytest

HOME = Path(__file__).parents[1] / "tooling" / "handrail"
FILE = "tooling/handrail/lengths.py"
RIGHT = "def longer(a: int, b: int) -> int:\n    return a if a >= b else b\n"
TESTS = """\
from handrail.lengths import longer

def test_the_second(): assert longer(1, 2) == 2
def test_the_first(): assert longer(3, 2) == 3
"""
BEGIN = """\
import json, sys
from pathlib import Path
import mutant_tests
tree, names, seconds = Path(sys.argv[1]), sys.argv[2].split(), float(sys.argv[3])
print(json.dumps(mutant_tests.tried(tree, names, seconds)))
"""
BOTH = "tests/test_lengths.py::test_the_second tests/test_lengths.py::test_the_first"


def tried(folder: Path, text: str, names: str = BOTH, seconds: float = 0) -> tuple[str, str] | str:
    """How the two tests end with this text of the file; what is told instead when they cannot be run."""
    tree = folder / "tree"
    for path, content in {
        FILE: text,
        "tooling/handrail/__init__.py": "",
        "tests/test_lengths.py": TESTS,
        "pyproject.toml": '[tool.pytest.ini_options]\nmarkers = ["browser: ", "deep: "]\n',
    }.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(content, encoding="utf-8")
    command = [sys.executable, "-c", BEGIN, str(tree), names, str(seconds)]
    more = {"PYTHONPATH": str(Path(mutants.__file__).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=more, capture_output=True, text=True, check=False, timeout=100)
    if done.returncode:
        return done.stderr
    outcome, test = json.loads(done.stdout)
    return outcome, test


def test_what_is_right_survives_and_what_is_wrong_is_noticed(tmp_path: Path) -> None:
    assert tried(tmp_path, RIGHT) == ("survived", "")
    assert tried(tmp_path, RIGHT.replace(">=", ">")) == ("survived", ""), "nothing can notice this one"
    assert tried(tmp_path, RIGHT.replace(">=", "<")) == ("failed", "tests/test_lengths.py::test_the_second")


def test_what_cannot_be_imported_is_noticed(tmp_path: Path) -> None:
    assert tried(tmp_path, "raise RuntimeError\n") == ("broken", "")


def test_a_test_that_is_not_there_is_no_test_that_passes(tmp_path: Path) -> None:
    assert "the tests did not run" in tried(tmp_path, RIGHT, "tests/test_lengths.py::test_gone")
    assert "the tests did not run" in tried(tmp_path, RIGHT, "tests/test_gone.py::test_gone")


@pytest.mark.deep
def test_what_never_ends_is_ended_and_noticed(tmp_path: Path) -> None:
    endless = RIGHT.replace("    return", "    while True: pass\n    return")

    assert tried(tmp_path, endless, seconds=-3.4) == ("endless", "")


def test_of_each_test_function_one_case_runs_first_and_the_quick_ones_before() -> None:
    seconds = {"a[1]": 2.0, "a[2]": 2.0, "b": 1.0, "c": 0.5, "slow": 90.0}
    lines = {"f.py": {1: [0, 1, 2, 4], 2: [1, 3], 130: [0], 131: [0], 132: [0]}}
    known = mutant_tests.Reach(seconds, lines)

    assert known.chosen("f.py", range(1, 2), 100) == ["b", "a[2]", "slow", "a[1]"]
    assert known.chosen("f.py", range(1, 2), 3.5) == ["b", "a[2]"], "no more than there is time for"
    assert known.chosen("f.py", range(77, 79), 100) == known.chosen("g.py", range(1, 9), 100) == []


def test_the_interval_is_that_of_wilson() -> None:
    low, high = mutants.interval(81, 100)

    assert (round(low, 4), round(high, 4)) == (0.7222, 0.8749)
    assert mutants.interval(0, 0) == (0, 1)


def test_what_nothing_can_notice_is_still_there_and_says_why() -> None:
    for (file, old, new), why in mutants.explained().items():
        lines = (HOME.parents[1] / file).read_text(encoding="utf-8").splitlines()
        assert old in " ".join(line.strip() for line in lines), f"{file}: `{old}` is gone"
        assert old != new
        assert len(why) > 20
