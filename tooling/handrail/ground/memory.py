"""What was worked out before: answers by key, so that nothing has to be proven twice from the same files.

A memory may forget at any time and never lies: a key holds everything that the answer depends on.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
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


MOST_CHECKS = 8
"""So many checks that did not ask for it an answer is kept together with the others."""


class Recall:
    """A memory for one check: what it tells can be given from one hand to another, and is kept together at the end.

    A check asks a thousand small questions, and a file for each answer would take longer than most answers.
    """

    def __init__(self, memory: Memory = FORGETFUL, name: str = "") -> None:
        """Remember what stands in `memory`; what is kept together stands there under a `name`."""
        self.memory, self.name = memory, f"answers {name}"
        self.answers: dict[str, str] = {}
        self.fresh: dict[str, str] = {}
        """What was told or asked for since somebody emptied it."""
        self._kept: dict[str, tuple[int, str]] | None = None
        self._over = False

    def get(self, key: str) -> str | None:
        """The answer of this check, or else the one that was kept before.

        What is asked for when the check is over no check need ask for: it is kept by itself, or it would be let go.
        """
        answer = self._told_before(key)
        if self._over and answer is not None and self.memory.get(key) is None:
            self.memory.put(key, answer)
        return answer

    def _told_before(self, key: str) -> str | None:
        answer = self.answers.get(key)
        if answer is None and self.memory is not FORGETFUL:
            _, answer = self._before().get(_short(key), (0, None))
            if answer is None:
                answer = self.memory.get(key)
            else:
                self.answers[key] = self.fresh[key] = answer  # asked for, so it is kept on
        return answer

    def put(self, key: str, answer: str) -> None:
        """Keep an answer for this check, and for later ones."""
        self.answers[key] = self.fresh[key] = answer
        if self._over:
            self.memory.put(key, answer)

    def told(self, answers: Mapping[str, str]) -> None:
        """Take over what another hand has worked out. Two tables under one key are one."""
        for key, answer in answers.items():
            known = self.answers.get(key, answer)
            table = answer != known and answer.startswith("{") and known.startswith("{")
            self.answers[key] = json.dumps(json.loads(known) | json.loads(answer)) if table else answer

    def save(self) -> None:
        """Keep the answers of the check, which is over; what comes later is kept by itself."""
        self._over = True
        if self.memory is FORGETFUL or not self.answers:
            return
        before = {key: (age + 1, answer) for key, (age, answer) in self._before().items() if age < MOST_CHECKS}
        now = {_short(key): (0, answer) for key, answer in self.answers.items()}
        self.memory.put(self.name, json.dumps(before | now, ensure_ascii=False))

    def _before(self) -> dict[str, tuple[int, str]]:
        if self._kept is None:
            self._kept = {}
            with suppress(ValueError, TypeError, AttributeError):
                found = json.loads(self.memory.get(self.name) or "{}")
                self._kept = {key: (int(age), str(answer)) for key, (age, answer) in found.items()}
        return self._kept


def _short(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
