"""The nearest names to one that does not exist."""

from collections.abc import Iterable

_WORDS_ALIKE = 0.25
"""How much of what is different between two names still counts when every word of the one stands in the other."""


def nearest(name: str, names: Iterable[str], cutoff: float = 0.55) -> str:
    """The name most like `name`, or an empty text when none is alike. Ties go to the first in order."""
    scored = [(_alike(name.lower(), other.lower()), other) for other in sorted(names)]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= cutoff else ""


def _alike(one: str, other: str) -> float:
    """How much two names are alike. Whole words count, in any order: `hide-content` means `hide`, and not `consent`."""
    from difflib import SequenceMatcher  # slow to import, and most checks never ask

    alike = SequenceMatcher(None, one, other).ratio()
    if "-" not in one and "-" not in other:
        return alike
    words, others = sorted(one.split("-")), sorted(other.split("-"))
    if set(words) <= set(others) or set(others) <= set(words):
        return 1 - (1 - alike) * _WORDS_ALIKE
    return max(alike, SequenceMatcher(None, "-".join(words), "-".join(others)).ratio())


def listing(names: Iterable[str], first: str = "", most: int = 12) -> str:
    """Names in one line for a message, `first` before the others, cut after `most` with the number of the rest."""
    ordered = sorted(names, key=lambda name: (name != first, name))
    shown, rest = ordered[:most], len(ordered) - most
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def words(names: Iterable[str], last: str = "and") -> str:
    """Names as a sentence says them: `a, b and c`."""
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}" if every else ""
