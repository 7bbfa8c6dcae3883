"""Keeps what was measured in `tooling/handrail/withstands/measured.json`, from which a page of the handbook is made.

One part a program: `bench`, `fuzz`, `mutation`. A part is replaced as a whole by the program that measured it:

    record("bench", made_by="make bench", title="Speed", says="What is compared, in a sentence or two.",
           columns=("Work", "Ratio", "Asked"), rows=[("cold, everything on", 1.62, "at most 2.0")])

A cell is a text or a number. The date, the machine and the commit are added here; a `+` behind the commit says that the
files of the tool were not those of the commit.
"""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tooling" / "handrail" / "withstands" / "measured.json"
Cell = str | int | float


def record(
    part: str, *, made_by: str, title: str, says: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Put one part into the file, in the place of what it said before."""
    known = read()
    known[part] = {
        "title": title,
        "says": says,
        "made-by": made_by,
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
    }
    new = FILE.with_suffix(".new")
    new.write_text(json.dumps(dict(sorted(known.items())), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(FILE)


def read() -> dict[str, Any]:
    """Every part, by name."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    return found


def machine() -> str:
    """The machine as far as it matters to a figure, and nothing by which it could be found."""
    cores = os.cpu_count() or 1
    return (
        f"{cores} {'core' if cores == 1 else 'cores'} of {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def commit() -> str:
    """The commit that was measured."""
    name = _git("rev-parse", "--short=10", "HEAD") or "no commit"
    changed = _git("status", "--porcelain", "--", "tooling/handrail/*.py", "schemas")
    return f"{name}+" if changed else name


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
