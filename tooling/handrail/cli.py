"""The command line: what a command raises becomes one of the four exit codes."""

import errno
import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from handrail import __version__
from handrail.commands import cli
from handrail.commands._door import let_go
from handrail.ground.errors import ExitCode, HandrailError

_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE)
"""What no program can help: no room, no right, a broken disk, too much open."""
_OFTEN_ENOUGH = 100_000
"""So many new objects before the collector looks for rings: loading a module makes many, and none of them are rings."""


def main() -> None:
    """Run the command line and end the process with one of the four exit codes."""
    gc.set_threshold(_OFTEN_ENOUGH)
    _make_ready()
    try:
        _call()
    except HandrailError as error:
        _refuse(error.message, error.hint)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        _complain(f"{error.format_message()}\n")
        sys.exit(ExitCode.WRONG_CALL)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "handrail"
        _refuse(" ".join(error.format_message().split()), f"What there is: {command} --help")
    except click.ClickException as error:
        _refuse(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _refuse("Stopped before the end; nothing was decided.")
    except OSError as error:
        let_go(sys.stdout)
        if error.errno not in _THE_MACHINE:
            _confess(error)
        _refuse(f"{error.strerror}{f' (`{error.filename}`)' if error.filename else ''}.", "Look at the disk.")
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, it is our fault
        _confess(error)


def _call() -> None:
    """Run the command. A signal that Python has dropped, for it came while an object was taken away, still counts."""
    try:
        cli.main(standalone_mode=False)
    finally:
        if _stopped:
            _refuse("Stopped before the end; nothing was decided.")


def _make_ready() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called us: they want to hear nothing
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a sign that a terminal cannot show is no reason to stop
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    # a job that is cancelled says so, and never looks like one that passed
    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        number = getattr(signal, name, None)
        main_thread = threading.current_thread() is threading.main_thread()
        if number is not None and main_thread and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


_stopped: list[int] = []


def _stop(number: int, _: object) -> NoReturn:
    _stopped.append(number)
    raise KeyboardInterrupt


def _refuse(message: str, hint: str = "") -> NoReturn:
    """End with a wrong call. A message quotes settings and arguments, which may come from a stranger."""
    from handrail.formats._safe import harmless, no_command, one_line

    lines = [f"handrail: {one_line(message)}", *(f"  {line}" for line in harmless(hint).split("\n") if hint)]
    _complain("".join(f"{no_command(line)}\n" for line in lines))
    sys.exit(ExitCode.WRONG_CALL)


def _complain(text: str) -> None:
    """Write where complaints go. That this fails must not change the exit code."""
    with suppress(OSError):
        sys.stderr.write(text)
    let_go(sys.stderr)


def _confess(error: Exception) -> NoReturn:
    import traceback

    where = traceback.extract_tb(error.__traceback__)[-1]
    _complain(
        f"handrail: {type(error).__name__}: {error}\n"
        f"  at {Path(where.filename).name}:{where.lineno} in {where.name}, handrail {__version__}\n"
        "  This is our fault, not yours. Nothing was decided. Please report it with these three lines.\n"
    )
    sys.exit(ExitCode.OUR_FAULT)
