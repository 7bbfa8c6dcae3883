"""How tests call the program: in this process, or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from handrail.cli import main

DAY = ("--as-of", "2026-11-25")
PROGRAM = (sys.executable, "-c", "from handrail.cli import main; main()")


@dataclass(frozen=True)
class Ended:
    """How a call ended: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything that it said."""
        return self.out + self.err


Call = Callable[..., Ended]


def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Run the program in this process."""
    monkeypatch.setattr(sys, "argv", ["handrail", *arguments])
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return Ended(code, told.out, told.err)


def apart(folder: Path, *arguments: str, **more: str) -> Ended:
    """Run the program in a process of its own, with more in its environment."""
    done = subprocess.run([*PROGRAM, *arguments], cwd=folder, env=os.environ | more, check=False, capture_output=True)
    return Ended(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
