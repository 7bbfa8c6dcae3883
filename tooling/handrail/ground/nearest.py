"""The nearest names to one that does not exist."""

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest(name: str, names: Iterable[str], cutoff: float = 0.55) -> str:
    """The name most like `name`, or an empty text when none is alike. Ties go to the first in order."""
    scored = [(_alike(name.lower(), other.lower()), other) for other in sorted(names)]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= cutoff else ""


def _alike(one: str, other: str) -> float:
    """How much two names are alike, the better of as written and with their words in alphabetical order."""
    alike = SequenceMatcher(None, one, other).ratio()
    if "-" not in one or "-" not in other:
        return alike
    ordered = ("-".join(sorted(name.split("-"))) for name in (one, other))
    return max(alike, SequenceMatcher(None, *ordered).ratio())


def listing(names: Iterable[str], first: str = "", most: int = 12) -> str:
    """Names in one line for a message, `first` before the others, cut after `most` with the number of the rest."""
    ordered = sorted(names, key=lambda name: (name != first, name))
    shown, rest = ordered[:most], len(ordered) - most
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def words(names: Iterable[str], last: str = "and") -> str:
    """Names as a sentence says them: `a, b and c`."""
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}" if every else ""
