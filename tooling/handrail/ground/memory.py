"""What was worked out before: answers by key, so that nothing has to be proven twice from the same files.

A memory may forget at any time and never lies: a key holds everything that the answer depends on.
"""

from typing import Protocol


class Memory(Protocol):
    """Somewhere to keep answers. `get` gives None for what is not known (any more)."""

    def get(self, key: str, /) -> str | None:
        """The answer that was kept under a key."""
        ...

    def put(self, key: str, answer: str, /) -> None:
        """Keep an answer under a key."""
        ...


class Forgetful:
    """The memory that keeps nothing."""

    def get(self, _key: str) -> str | None:
        """Nothing is known."""
        return None

    def put(self, _key: str, _answer: str) -> None:
        """Forget it at once."""


FORGETFUL = Forgetful()


class Recall:
    """A memory that also keeps what is told in this run, so that one hand can give it to another."""

    def __init__(self, memory: Memory = FORGETFUL) -> None:
        self.memory = memory
        self.answers: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """The answer of this run, or else the one that was kept before."""
        return self.answers.get(key) or self.memory.get(key)

    def put(self, key: str, answer: str) -> None:
        """Keep an answer for this run, and for later ones."""
        self.answers[key] = answer
        self.memory.put(key, answer)
