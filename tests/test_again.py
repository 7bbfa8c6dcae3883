"""The same check again says the same, and anything else is looked at anew."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from starter import FOLDER

Run = Callable[..., subprocess.CompletedProcess[str]]
NEW = ["--as-of", "2026-11-25", "--select", "vague-wording"]
COUNT = """
import sys
from handrail import check
whole = check.check_sources
def told(*args, **named):
    sys.stderr.write("looked\\n")
    return whole(*args, **named)
check.check_sources = told
from handrail.cli import main
main()
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    for file in FOLDER.rglob("*.*"):
        target = folder / "sops" / file.relative_to(FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    return folder


@pytest.fixture
def ask(book: Path, tmp_path: Path) -> Run:
    """Call `handrail check`; in its errors stands whether somebody looked at the handbook."""

    def run(*words: str, cwd: Path = book, **more: str) -> subprocess.CompletedProcess[str]:
        env = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")} | more
        command = [sys.executable, "-c", COUNT, "check", *(words or NEW)]
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=60)

    return run


def test_the_same_check_again_looks_at_nothing_and_says_the_same(book: Path, ask: Run) -> None:
    page = book / "sops/workflows/example/lost-parcel.yml"
    page.write_text(page.read_text(encoding="utf-8").replace("title: ", "title: If appropriate, ", 1), encoding="utf-8")
    strict = [*NEW, "--strict"]

    first, again, other = ask(*strict), ask(*strict), ask(*strict, "--no-cache")

    assert (first.stderr, again.stderr, other.stderr) == ("looked\n", "", "looked\n")
    assert first.stdout == again.stdout == other.stdout
    assert "vague-wording" in first.stdout
    assert first.returncode == again.returncode == other.returncode == 1


def a_byte(book: Path) -> None:
    file = book / "sops/workflows/example/lost-parcel.yml"
    file.write_bytes(file.read_bytes() + b"# more\n")


def a_picture(book: Path) -> None:
    (book / "sops/procedures/example/depot.png").write_bytes(b"")


def another_name(book: Path) -> None:
    file = book / "sops/procedures/example/lost-parcel.md"
    file.rename(file.with_name("lost-parcels.md"))


def a_setting(book: Path) -> None:
    (book / "handrail.toml").write_text('[rules.vague-wording]\nlevel = "error"\n', encoding="utf-8")


def test_whatever_is_different_is_looked_at(book: Path, ask: Run) -> None:
    assert ask().stderr == "looked\n"
    for change in (a_byte, a_picture, another_name, a_setting):
        change(book)
        assert ask().stderr == "looked\n", change.__name__


OTHERS = (
    ["--as-of", "2026-11-26", "--select", "vague-wording"],
    ["--as-of", "2026-11-25", "--select", "dead-end"],
    [*NEW, "--strict"],
    [*NEW, "--format", "json"],
    [*NEW, "sops/workflows"],
    [*NEW, "--ignore", "dead-end"],
)


def test_another_question_is_another_question(ask: Run) -> None:
    for words in (NEW, *OTHERS):
        assert ask(*words).stderr == "looked\n", words


def test_a_report_is_written_each_time(book: Path, ask: Run) -> None:
    for _ in range(2):
        assert ask(*NEW, "--report", "json=out.json").returncode == 0
        (book / "out.json").unlink()


def test_what_could_not_be_read_is_not_kept(book: Path, ask: Run) -> None:
    (book / "sops/workflows/example/again.yml").symlink_to("lost-parcel.yml")
    for _ in range(2):
        done = ask()
        assert (done.returncode, done.stderr) == (1, "looked\n")


def test_a_crash_is_not_kept(book: Path, ask: Run, tmp_path: Path) -> None:
    script = COUNT.replace("from handrail.cli", "from handrail.rules.vague_wording import VagueWording as V\n"
                           "V.check_workflow = lambda *_: 1 / 0\nfrom handrail.cli")  # fmt: skip
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, "check", *NEW],
            cwd=book, env=env, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (3, "looked\n")
    assert ask().returncode == 0
