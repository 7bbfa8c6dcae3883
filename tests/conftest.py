"""What every test can ask for: the day, the checkout, a browser."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import pytest

from calls import Call, here
from handrail.check import check
from handrail.crew import hands
from handrail.drafts import beginning
from handrail.ground.report import Report
from handrail.reading.cache import DiskMemory, cache_folder
from handrail.reading.config import Config
from handrail.writing import write_all
from published import environment, once
from serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: what is promised there was tested."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a fifth of the time tests wait for a browser, a server or a process of their own."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


PUBLISHED = {"report", "built"}
"""What takes a minute to make and is shared by all workers."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the published handbook come first: they go to one worker, and no other waits until it is made."""
    items.sort(key=lambda item: PUBLISHED.isdisjoint(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def as_of() -> dt.date:
    """Return the day on which the tests take place, so that no result changes overnight."""
    return dt.date(2026, 11, 25)


@pytest.fixture(scope="session")
def repo() -> Path:
    """Return the root of the checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return where Chromium is; without one the test is skipped, in CI it fails."""
    path = chromium.find()
    if path:
        return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium, and in CI no test may be skipped")
    pytest.skip("no Chromium: install it, or set HANDRAIL_CHROMIUM")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator["Browser"]:
    """Return a running headless Chromium, one for all tests of a worker."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, headless=True, args=chromium.flags())
        yield running
        running.close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session", autouse=True)
def memory(shared: Path) -> DiskMemory:
    """Return what this run remembers, which was nothing when it began: no worker proves what another has proven."""
    os.environ["XDG_CACHE_HOME"] = str(shared / "cache")
    return DiskMemory(cache_folder())


@pytest.fixture(scope="session")
def report(repo: Path, as_of: dt.date, shared: Path, memory: DiskMemory) -> Report:
    """Return what a check says of the handbook that is published."""
    # in a process of its own, which can have several hands: in this one the diagrams have threads
    command = [sys.executable, "-m", "handrail", "check", "--as-of", as_of.isoformat()]
    once(shared / "checked", lambda _: subprocess.run(command, cwd=repo, capture_output=True, check=False))
    return _checked(repo, as_of, memory)


@pytest.fixture(scope="session")
def standing(repo: Path, as_of: dt.date, shared: Path, memory: DiskMemory) -> Report:
    """Return what a check says of the handbook that stays as it is while the published one grows."""
    once(shared / "stood", lambda _: _checked(repo / "tests", as_of, memory, "handbook"))
    return _checked(repo / "tests", as_of, memory, "handbook")


def _checked(root: Path, as_of: dt.date, memory: DiskMemory, folder: str = "sops") -> Report:
    return check(Config(root, root / folder), as_of=as_of, memory=memory, hands=hands())


@pytest.fixture(scope="session")
def built(shared: Path, repo: Path, as_of: dt.date, report: Report) -> Path:
    """Return a folder with the published handbook in `site`, and the log and the exit code of its strict build."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")]
        day = environment() | {"HANDRAIL_AS_OF": as_of.isoformat()}
        result = subprocess.run(command, cwd=repo, env=day, capture_output=True, text=True, check=False)
        (folder / "log").write_text(result.stdout + result.stderr, encoding="utf-8")
        (folder / "code").write_text(str(result.returncode), encoding="utf-8")

    return once(shared / "built", build)


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Serve the published handbook for the tests of a file."""
    with served(built / "site") as where:
        yield where


@pytest.fixture
def parcels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the starter handbook, which is the folder that one is in."""
    folder = tmp_path / "parcels"
    write_all(folder, beginning(schemas={}))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def handrail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Return what runs the program in this process."""
    return partial(here, monkeypatch, capsys)
