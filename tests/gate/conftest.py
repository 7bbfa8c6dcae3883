"""What the tests of the gate can ask for: a handbook in a repository, and a run of handrail there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gates import CALM, Run, commit, git
from handrail.drafts import beginning
from handrail.writing import write_all


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return the folder of a small handbook in a git repository with one commit, `main`."""
    folder = tmp_path / "handbook"
    write_all(folder, beginning(schemas={}))
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


@pytest.fixture
def run(clone: Path) -> Run:
    """Return what runs `handrail check` there, as a process of its own."""

    def call(*words: str, folder: Path = clone, **more: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | CALM | more
        command = [sys.executable, "-m", "handrail", *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return call
