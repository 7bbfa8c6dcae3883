"""Answers that are kept for the next time. Each depends on all workflows, messages and registers, and on the day.

What an answer depends on besides stands in `about`: the file of a control, say. Answers are plain data (JSON).
"""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from handrail.ground.model import Handbook

SHARED = ("workflows/", "messages/", "register/")


def recalled(handbook: Handbook, *about: str) -> Any:  # noqa: ANN401 - whatever was kept
    """The answer that was kept, or None."""
    kept = handbook.memory.get(_key(handbook, about))
    return None if kept is None else json.loads(kept)


def keep(handbook: Handbook, answer: Any, *about: str) -> None:  # noqa: ANN401 - whatever is plain
    """Keep an answer."""
    handbook.memory.put(_key(handbook, about), json.dumps(answer, ensure_ascii=False))


@lru_cache(maxsize=16)
def prints(handbook: Handbook, folders: tuple[str, ...] = SHARED) -> str:
    """The fingerprint of all files of some folders."""
    parts = (f"{path} {print_}" for path, print_ in sorted(handbook.prints.items()) if path.startswith(folders))
    return sha256("\n".join(parts).encode()).hexdigest()


def _key(handbook: Handbook, about: tuple[str, ...]) -> str:
    return " ".join((*about, handbook.as_of.isoformat(), prints(handbook)))
