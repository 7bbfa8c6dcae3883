"""Several hands: the same work on several cores, in processes that share what was read.

Each hand is a fork of this process, so the handbook need not be handed to it; only what it finds comes back. Fork and
pipe are used directly, because a pool of workers is started for longer than most checks take. Where a fork is not
possible or not safe (no such system call; other threads, among them those of the diagrams), one hand does it all.
"""

import os
import pickle
import select
import signal
import struct
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
MOST_SLIPS = 1000
"""Into so many portions the work is cut at most."""


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
    return list(flow(work, items, count))


def flow(work: Callable[[Sequence[I]], list[R]], items: Sequence[I], count: int) -> Iterator[R]:
    """The same, each result as soon as it is there and those before it are: who takes them need not hold them all.

    Each hand begins with an item of its own, and then draws what is next from all that is left, so that none waits for
    another whose items take longer, or who does something else in between.
    """
    size = -(-len(items) // MOST_SLIPS) or 1
    portions = [items[start : start + size] for start in range(0, len(items), size)]
    if count <= 1 or len(items) < count:
        for portion in portions:
            yield from work(portion)
        return
    crew = _Crew(work, portions, range(count, len(portions)))
    try:
        crew.gather(count)
        for number in range(len(portions)):
            yield from crew.results(number)
        crew.part()
    finally:
        crew.stop()


_TOO_LITTLE = "A part of the work came back incomplete."
_HEAD = struct.Struct("<II")
_FAULT = 2**32 - 1
"""The number of a message that tells no results but what went wrong."""
_MUCH = 1 << 20


def _slips(numbers: Sequence[int]) -> int:
    """A pipe with a slip for each portion, for whoever has time to draw. They are so few that any pipe holds them."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(2, "little") for number in numbers))
    os.close(writing)
    return reading


def _draw(slips: int) -> int | None:
    """The next portion that nobody has, or None."""
    drawn = os.read(slips, 2)
    return int.from_bytes(drawn, "little") if drawn else None


class _Crew:
    """All hands at one piece of work, seen from the one that takes the results."""

    def __init__(
        self, work: Callable[[Sequence[I]], list[R]], portions: Sequence[Sequence[I]], left: Sequence[int]
    ) -> None:
        self.work: Callable[[Any], list[Any]] = work
        self.portions = portions
        self.slips = _slips(left)
        self.helpers: list[_Helper] = []
        self.next: int | None = 0
        self.done: dict[int, list[Any]] = {}

    def gather(self, count: int) -> None:
        """Let the others begin, each with a portion of its own."""
        with _undisturbed():
            for number in range(1, count):
                self.helpers.append(_Helper(self.work, self.portions, number, self.slips))

    def results(self, number: int) -> list[Any]:
        """What was found in a portion. Until that is there this hand works, too, and then it waits."""
        while number not in self.done:
            self._hear(waiting=self.next is None)
            if number not in self.done and self.next is not None:
                self._take(self.next, self.work(self.portions[self.next]))
                self.next = _draw(self.slips)
        return self.done.pop(number)

    def _hear(self, *, waiting: bool) -> None:
        """Take what the others have to tell by now; with `waiting` not before one of them tells something."""
        going = [helper for helper in self.helpers if helper.going]
        if waiting and not going:
            raise CrewError(_TOO_LITTLE)
        for helper in select.select(going, (), (), None if waiting else 0)[0]:
            for number, found in helper.results():
                self._take(number, found)

    def _take(self, number: int, found: list[Any]) -> None:
        if len(found) != len(self.portions[number]):
            raise CrewError(_TOO_LITTLE)
        self.done[number] = found

    def part(self) -> None:
        """Wait for the end of the others, which must be a good one."""
        for helper in self.helpers:
            helper.end()

    def stop(self) -> None:
        """End everything that still goes on."""
        os.close(self.slips)
        for helper in self.helpers:
            helper.stop()


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

    def __init__(
        self, work: Callable[[Sequence[I]], list[R]], portions: Sequence[Sequence[I]], own: int, slips: int
    ) -> None:
        self.reading, writing = os.pipe()
        self.heard = bytearray()
        self.going = True
        self.pid = os.fork()
        if self.pid == 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            os.close(self.reading)
            _tell(writing, work, portions, own, slips)
        os.close(writing)

    def fileno(self) -> int:
        """Where it tells what it finds."""
        return self.reading

    def results(self) -> Iterator[tuple[int, list[Any]]]:
        """What it has told by now: numbers of portions, and what was found in them."""
        told = os.read(self.reading, _MUCH)
        if not told:
            self.end()
        self.heard += told
        while len(self.heard) >= _HEAD.size:
            number, length = _HEAD.unpack_from(self.heard)
            end = _HEAD.size + length
            if len(self.heard) < end:
                break
            found = pickle.loads(self.heard[_HEAD.size : end])  # noqa: S301 - from our own fork, through our own pipe
            del self.heard[:end]
            if number == _FAULT:
                raise CrewError(f"A part of the work failed:\n{found}")
            yield number, found

    def end(self) -> None:
        """Wait for its end, which must be a good one."""
        self.going = False
        if self.pid:
            _, status = os.waitpid(self.pid, 0)
            self.pid = 0
            if status:
                raise CrewError(f"A part of the work ended with status {os.waitstatus_to_exitcode(status)}.")

    def stop(self) -> None:
        """End it: nobody waits for what it finds any more."""
        os.close(self.reading)
        if self.pid:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)


def _tell(
    writing: int, work: Callable[[Sequence[I]], list[R]], portions: Sequence[Sequence[I]], own: int, slips: int
) -> None:
    """In the fork: do the work, tell what was found, and end without doing anything that is the parent's to do.

    What the parent has no time to hear yet is kept here, and the work goes on.
    """
    status = 1
    with suppress(BaseException):
        os.set_blocking(writing, False)
        waiting = bytearray()
        number: int | None = own
        try:
            while number is not None:
                waiting += _message(number, work(portions[number]))
                with suppress(BlockingIOError):
                    del waiting[: os.write(writing, waiting)]
                number = _draw(slips)
        except Exception:  # noqa: BLE001 - it is raised again where somebody can see it
            waiting += _message(_FAULT, traceback.format_exc())
        os.set_blocking(writing, True)
        with os.fdopen(writing, "wb") as stream:
            stream.write(waiting)
        status = 0
    os._exit(status)


def _message(number: int, told: object) -> bytes:
    text = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
    return _HEAD.pack(number, len(text)) + text
