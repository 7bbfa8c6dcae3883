"""A small handbook in a git repository, and what runs `handrail` there: for tests of the gate."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

WORKFLOW, PAGE = "sops/workflows/example/lost-parcel.yml", "sops/procedures/example/lost-parcel.md"
DAY = ("--as-of", "2026-11-25")
QUICK = ("--select", "vague-wording", "--select", "dead-end", "--strict")
VAGUE = ("Look the parcel up", "Promptly look the parcel up")
DEAD_END = ("    marks: [close]\n    go: closed\n", "    marks: [close]\n")
CALM = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    command = ["git", *who, *words]
    return subprocess.run(
        command, cwd=folder, env=os.environ | CALM, capture_output=True, text=True, check=True
    ).stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A change")
    return git(folder, "rev-parse", "HEAD")


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def last(done: "subprocess.CompletedProcess[str]") -> str:
    return done.stdout.splitlines()[-1] if done.stdout else done.stderr


def refused(done: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert all(word in done.stderr for word in words), done.stderr
