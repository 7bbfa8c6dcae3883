"""Answers that are kept for the next time.

Each depends on what registers and messages say, on a workflow with all that hangs together with it (what it runs or
leads to and what it is run by or reached from, near or far), and never on their words (`wordless`). What an answer
depends on besides stands in `about`: what a control asks for, say. Answers are plain data (JSON).
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from handrail.ground.model import Handbook
from handrail.reasoning import wordless
from handrail.reasoning.graph import connected

_WORKFLOWS = "workflows/"


def recalled(handbook: Handbook, workflow: str, *about: str) -> Any:  # noqa: ANN401 - whatever was kept
    """The answer about a workflow that was kept, or None."""
    kept = handbook.memory.get(_key(handbook, workflow, about))
    return None if kept is None else json.loads(kept)


def keep(handbook: Handbook, answer: Any, workflow: str, *about: str) -> None:  # noqa: ANN401 - whatever is plain
    """Keep an answer about a workflow."""
    handbook.memory.put(_key(handbook, workflow, about), json.dumps(answer, ensure_ascii=False))


@lru_cache(maxsize=64)
def _prints(handbook: Handbook, folders: tuple[str, ...]) -> str:
    """The fingerprint of all files of some folders."""
    found = sorted(handbook.prints.items())
    return _hashed(f"{path} {print_}" for path, print_ in found if path.startswith(folders))


@lru_cache(maxsize=4)
def calendars(handbook: Handbook) -> str:
    """The day, and the fingerprint of all registers: what decides who is there in the coming year."""
    return f"{handbook.as_of} {_prints(handbook, ('register/',))}"


@lru_cache(maxsize=4096)
def around(handbook: Handbook, workflow: str) -> str:
    """The fingerprint of a workflow and of all that it hangs together with.

    Where a file could not be read nobody knows what hangs together: then it is that of all workflows.
    """
    group = connected(handbook).get(workflow)
    if not handbook.whole or group is None:
        return _prints(handbook, (_WORKFLOWS,))
    return _of_group(handbook, group)


@lru_cache(maxsize=64)
def _of_group(handbook: Handbook, group: frozenset[str]) -> str:
    paths = sorted(handbook.workflows[name].place.path for name in group)
    return _hashed(f"{path} {handbook.prints.get(path, '')}" for path in paths)


def _hashed(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _key(handbook: Handbook, workflow: str, about: tuple[str, ...]) -> str:
    return " ".join((*about, workflow, wordless.beside(handbook), wordless.around(handbook, workflow)))
