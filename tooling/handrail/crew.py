"""Several hands: the same work on several cores, in processes that share what was read.

Each hand is a fork of this process, so the handbook need not be handed to it; only what it finds comes back. Fork and
pipe are used directly, because a pool of workers is started for longer than most checks take. Where a fork is not
possible or not safe (no such system call; other threads, among them those of the diagrams), one hand does it all.
"""

import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

I = TypeVar("I")  # noqa: E741 - an item
R = TypeVar("R")

MOST_HANDS = 4
"""More would only wait for the part that cannot be shared."""


class CrewError(RuntimeError):
    """A hand fell out before it had told what it found: nothing is known about its part."""


def hands() -> int:
    """How many hands this process can have now."""
    if not hasattr(os, "fork") or threading.active_count() > 1 or "oxidd" in sys.modules:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_HANDS)


def spread(work: Callable[[Sequence[I]], list[R]], items: Sequence[I], count: int) -> list[R]:
    """What a piece of work makes of each item, in their order: `work` takes some of them and gives as many results.

    With a `count` of 1 or less it is done here. Raises CrewError when a hand does not come back with its results; what
    is raised in a hand comes back as the text of its traceback.
    """
    if count <= 1 or len(items) < count:
        return work(items)
    helpers: list[_Helper] = []
    try:
        with _undisturbed():
            for number in range(1, count):
                helpers.append(_Helper(work, items[number::count]))  # noqa: PERF401 - if one fails, the others are known
        parts = [work(items[0::count]), *(helper.results() for helper in helpers)]
    except BaseException:
        for helper in helpers:
            helper.stop()
        raise
    found: list[R | None] = [None] * len(items)
    for number, part in enumerate(parts):
        found[number::count] = part
    return found  # type: ignore[return-value]  # every place is filled: a part has as many results as items


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep signals waiting: one that comes in the middle of a fork is lost in what Python does around it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGHUP, signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Helper:
    """A forked process that does a part of the work."""

    def __init__(self, work: Callable[[Sequence[I]], list[R]], items: Sequence[I]) -> None:
        reading, writing = os.pipe()
        self.size = len(items)
        self.pid = os.fork()
        if self.pid == 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            os.close(reading)
            _tell(writing, work, items)
        os.close(writing)
        self.reading = reading

    def results(self) -> list[Any]:
        """What it found. Waits for its end."""
        with os.fdopen(self.reading, "rb") as stream:
            told = stream.read()
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        if status:
            raise CrewError(f"A part of the work ended with status {os.waitstatus_to_exitcode(status)}.")
        fault, found = pickle.loads(told)  # noqa: S301 - from our own fork, through a pipe that nobody else has
        if fault:
            raise CrewError(f"A part of the work failed:\n{fault}")
        if len(found) != self.size:
            raise CrewError("A part of the work came back incomplete.")
        return list(found)

    def stop(self) -> None:
        """End it: nobody waits for what it finds any more."""
        if self.pid:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)


def _tell(writing: int, work: Callable[[Sequence[I]], list[R]], items: Sequence[I]) -> None:
    """In the fork: do the work, tell what was found, and end without doing anything that is the parent's to do."""
    status = 1
    with suppress(BaseException):
        try:
            told: tuple[str, list[R]] = "", work(items)
            text = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 - it is raised again where somebody can see it
            text = pickle.dumps((traceback.format_exc(), []))
        with os.fdopen(writing, "wb") as stream:
            stream.write(text)
        status = 0
    os._exit(status)
