"""Patterns that are compiled when they are first used: most checks use few of them."""

import re
from collections.abc import Callable
from functools import cache, partial


def lazily(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """What gives the compiled pattern, from the second call on at no cost."""
    return cache(partial(re.compile, pattern, flags))
