"""Runs every command in one process that watches itself: connections, programs that are started, files that are written.

`python watched.py FOLDER` prints a line of JSON for each command: its words, its exit code, and what it did.
"""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

DAY = ("--as-of", "2026-11-25")
READS = (
    ("check", *DAY),
    ("check", *DAY, "--format", "json"),
    ("check", *DAY, "--since", "main"),
    ("prove", *DAY),
    ("test", *DAY),
    ("paths", "lost-parcel"),
    ("diff", "main"),
    ("impact", "main"),
    ("rules",),
    ("explain", "dead-end"),
    ("export", "codeowners"),
    ("--help",),
)
"""What only looks."""
WRITES = (
    ("export", "site", "out", *DAY),
    ("new", "workflow", "example/late-parcel"),
    ("baseline", "--reason", "They may stay.", *DAY),
    ("check", *DAY, "--report", "sarif=report.sarif"),
)
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.",
)
_CONNECTS = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "urllib.",
    "http.",
)
_STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def main() -> None:
    """Run everything in the folder that is named."""
    did: list[tuple[str, str]] = []

    def watch(event: str, words: tuple[Any, ...]) -> None:
        if event.startswith(_CONNECTS):
            did.append(("connected", f"{event} {words[1:]}"))
        elif event.startswith(_STARTS):
            did.append(("started", str(words[0])))
        elif (
            event == "open" and isinstance(words[2], int) and words[2] & _WRITING and isinstance(words[0], str | bytes)
        ):
            did.append(("wrote", os.fsdecode(words[0])))
        elif event.startswith(_CHANGES):
            did.append(("wrote", str(words[0])))

    os.chdir(sys.argv[1])
    from handrail.cli import main as run

    sys.addaudithook(watch)
    for call in (*READS, *WRITES):
        did.clear()
        sys.argv = ["handrail", *call]
        code = 0
        with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as told:
            try:
                run()
            except SystemExit as end:
                code = int(end.code or 0)
        wrote = sorted({path for what, path in did if what == "wrote" and not _ours(path)})
        line = {
            "call": call,
            "code": code,
            "said": (said.getvalue() + told.getvalue())[-300:],
            "connected": [what for kind, what in did if kind == "connected"],
            "started": sorted({Path(what).name for kind, what in did if kind == "started"}),
            "wrote": wrote,
        }
        print(json.dumps(line), flush=True)  # noqa: T201 - a program


def _ours(path: str) -> bool:
    """What Python and the memory keep for themselves, and what is nowhere."""
    kept = os.environ["XDG_CACHE_HOME"]
    return path.startswith((kept, os.devnull)) or path.isdigit() or path.endswith(".pyc") or "__pycache__" in path


if __name__ == "__main__":
    main()
