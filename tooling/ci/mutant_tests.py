"""Runs the tests that can notice a mutant: each time in a fresh fork, which imports the tool as it lies in a copy.

What a run tells is never taken for granted: which tests ran comes back with their outcome, so that a run that could not
begin is told from one in which a test failed.
"""

import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401 - these are the same for every mutant, so that no fork has to import them again
import jsonschema  # noqa: F401
import markdown_it  # noqa: F401
import networkx as nx  # noqa: F401
import pytest

HEAVY = {"browser", "built", "report"}
"""Whatever needs these takes minutes, and looks at pages or at the published handbook."""
FEWER = {
    "test_a_defect_is_found_where_it_stands": 2,
    "test_a_near_miss_is_silent": 0,
    "test_an_edit_changes_something": 0,
}
"""Of tests that check a whole handbook each time, and of one that looks at their cases alone: so many of a rule."""
NEAR = 25
"""So many lines below: what happens there tells whether a test sees something particular."""
OUTSIDE = "tests/gate/"
"""Tests that start the program in a process of its own, where nobody sees which lines they come to."""
MEMORY = 3 * 1024**3
TEMPORARY = Path(tempfile.gettempdir(), f"handrail-mutants-{os.getpid()}")
"""Where tests may write: not below the checkout, for tests look for a handbook in the folders above them too."""
Outcome = tuple[str, str]
"""`survived`, or how it was noticed (`failed`, `broken`: not imported, `endless`, `greedy`), and by which test."""


@dataclass(frozen=True)
class Reach:
    """Which tests pass without any mutant, how long each takes, and which of them come to a line."""

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[int, Sequence[int]]]

    def chosen(self, file: str, wanted: range, most: float) -> list[str]:
        """The tests that come to one of the lines, for at most so many seconds, in the order in which they shall run.

        One of each test function first, the quick ones before; of its cases those that come to lines below to which few
        others come, and then those that see most of the file.
        """
        known, names = self.lines.get(file, {}), list(self.seconds)
        seen, rare = Counter[int](), dict[int, float]()
        for line, tests in known.items():
            seen.update(tests)
            if wanted.start <= line < wanted.stop + NEAR:
                rare.update((number, rare.get(number, 0.0) + 1 / len(tests)) for number in tests)
        groups: dict[str, list[str]] = {}
        coming = {number for line in wanted for number in known.get(line, ())} or _outside(names)
        for number in sorted(coming, key=lambda n: (-rare.get(n, 0.0), -seen[n], names[n])):
            groups.setdefault(names[number].partition("[")[0], []).append(names[number])
        order = sorted(groups.values(), key=lambda tests: self.seconds[tests[0]])
        chosen: list[str] = []
        for test in (name for turn in zip_longest(*order) for name in turn if name):
            most -= self.seconds[test]
            if most < 0 and chosen:
                break
            chosen.append(test)
        return chosen


def _outside(names: Sequence[str]) -> set[int]:
    """The tests that may come to a line to which no other comes."""
    return {number for number, name in enumerate(names) if name.startswith(OUTSIDE)}


@dataclass(frozen=True)
class Mutant:
    """One fault: the file, the lines of the statement that holds it, and the whole text of the file with it."""

    file: str
    lines: range
    text: str
    change: str

    @property
    def told(self) -> tuple[str, str, str]:
        """The file, and what the lines that differ were and are: the same, wherever in the file they stand."""
        lines = self.change.splitlines()
        return self.file, _joined(lines, "-"), _joined(lines, "+")


def _joined(lines: Sequence[str], sign: str) -> str:
    return " ".join(line[1:].strip() for line in lines if line.startswith(sign))


@dataclass(eq=False)
class _Told:
    """A plugin of pytest: which tests are there, how they ended, and how long they took."""

    only: Collection[str] = ()
    order: Mapping[str, int] = field(default_factory=dict)
    seen: Callable[[str], object] = str
    ran: dict[str, float] = field(default_factory=dict)
    failed: str = ""
    broken: bool = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Notice a file with tests that cannot be imported."""
        self.broken = self.broken or report.failed

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is asked for, in its order."""
        if self.only:
            items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid])
        else:
            light = [each for each in items if not HEAVY & set(getattr(each, "fixturenames", ()))]
            cases = Counter[tuple[str, str]]()
            items.clear()
            for each in light:
                name, _, case = each.nodeid.rpartition("::")[2].partition("[")
                kind = (name, case.partition("/")[0])
                items += [each] if cases[kind] < FEWER.get(name, len(light)) else []
                cases[kind] += 1

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Say whose lines these are."""
        self.seen(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what is told of a test."""
        self.ran[report.nodeid] = self.ran.get(report.nodeid, 0.0) + report.duration
        if report.failed and not self.failed:
            self.failed = report.nodeid


def reach(tree: Path, folders: Sequence[str], tests: Sequence[str]) -> Reach:
    """Run all tests without a mutant. Ends the program when one fails, or when there are none."""
    from coverage import Coverage

    kept = tree.parent / "reach.json"

    def measure() -> dict[str, Any]:
        settings = str(tree / "pyproject.toml")
        cover = Coverage(tree.parent / "coverage", config_file=settings, source=[str(tree / f) for f in folders])
        told = _Told(seen=cover.switch_context)
        cover.start()
        code = _pytest(tree, told, tests)
        cover.stop()
        cover.save()
        numbers = {name: number for number, name in enumerate(told.ran)}
        data, lines = cover.get_data(), {}
        for file in data.measured_files():
            known = data.contexts_by_lineno(file).items()
            lines[Path(file).relative_to(tree).as_posix()] = {
                line: sorted(numbers[name] for name in names if name in numbers) for line, names in known
            }
        return {"code": code, "failed": told.failed, "seconds": told.ran, "lines": lines}

    ended, result = _forked(tree, measure, seconds=3600)
    if ended or not result or result["code"] or not result["seconds"]:
        said = result["failed"] if result else ended
        sys.exit(f"mutants: the tests fail without any mutant ({said}): see {tree.parent / 'last.log'}")
    lines = {file: {int(line): tests for line, tests in known.items()} for file, known in result["lines"].items()}
    kept.write_text(json.dumps({"seconds": result["seconds"], "lines": lines}), encoding="utf-8")
    return known_reach(kept)


def known_reach(kept: Path) -> Reach:
    """What was measured before."""
    said = json.loads(kept.read_text(encoding="utf-8"))
    return Reach(
        said["seconds"],
        {file: {int(line): tests for line, tests in known.items()} for file, known in said["lines"].items()},
    )


def tried(tree: Path, names: Sequence[str], expected: float) -> Outcome:
    """How the named tests end in the tree as it is now. Ends the program when they could not be run."""

    def run() -> dict[str, Any]:
        told = _Told(only=names, order={name: number for number, name in enumerate(names)})
        code = _pytest(tree, told, sorted({name.partition("::")[0] for name in names}))
        return {"code": code, "failed": told.failed, "ran": len(told.ran), "broken": told.broken}

    ended, result = _forked(tree, run, seconds=20 + 5 * expected)
    if ended:
        return ended, ""
    if result and result["code"] == pytest.ExitCode.TESTS_FAILED and result["failed"]:
        return "failed", str(result["failed"])
    if result and result["code"] and result["broken"]:
        return "broken", ""
    if result and result["code"] == pytest.ExitCode.OK and result["ran"]:
        return "survived", ""
    sys.exit(f"mutants: the tests did not run ({result}): see {tree.parent / 'last.log'}")


def _pytest(tree: Path, told: _Told, files: Sequence[str]) -> int:
    """Run tests in this process, with the tool of the tree."""
    sys.path.insert(0, str(tree / "tooling"))
    options = ["-q", "-n", "0", "-m", "not deep and not browser", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what was imported before the fork
    options += ["-x"] if told.only else []
    code = pytest.main([*options, "--basetemp", str(TEMPORARY), *files], plugins=[told])
    home = Path(sys.modules["handrail"].__file__ or "") if "handrail" in sys.modules else tree
    return int(code) if home.is_relative_to(tree) else int(pytest.ExitCode.INTERNAL_ERROR)


def _forked(tree: Path, work: Callable[[], dict[str, Any]], seconds: float) -> tuple[str, dict[str, Any] | None]:
    """What some work tells that is done in a fork, or why it was ended: after so many seconds of its processor."""
    answer = tree.parent / "answer.json"
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _inside(tree, work, answer, seconds)
    ended, until = "", time.monotonic() + 10 * seconds
    while not (done := os.waitpid(child, os.WNOHANG))[0]:
        time.sleep(0.02)
        too_long, too_much = time.monotonic() > until, _memory(child) > MEMORY
        if too_long or too_much:
            ended = "greedy" if too_much else "endless"
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # whatever a test may have left behind
    code = os.waitstatus_to_exitcode(done[1])
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        ended = ended or "endless"
    elif code < 0:
        ended = "broken"
    shutil.rmtree(TEMPORARY, ignore_errors=True)
    return ended, json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else None


def _inside(tree: Path, work: Callable[[], dict[str, Any]], answer: Path, seconds: float) -> None:
    """The fork: a place of its own, one core (then the tool does not fork itself), and an end."""
    code = 1
    try:
        os.setsid()
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        os.chdir(tree)
        os.environ |= {"PYTHONPATH": str(tree / "tooling"), "PYTHONDONTWRITEBYTECODE": "1"}
        sys.dont_write_bytecode = True
        log = os.open(tree.parent / "last.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        answer.write_text(json.dumps(work()), encoding="utf-8")
        code = 0
    except BaseException:  # noqa: BLE001 - the answer is missing then, and why is told in the log
        traceback.print_exc()
    finally:
        os._exit(code)


def _memory(process: int) -> int:
    """How many bytes a process holds."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    return 0
