"""Slips of somebody who types in a hurry or writes as they hear: seeded, so that a test sees the same ones each time."""

import random
import re
from collections.abc import Callable, Mapping
from itertools import pairwise

LETTERS = 4
"""A word has so many letters before somebody slips in it."""
LONG = 7
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {key: other for row in KEYS for pair in pairwise(row) for key, other in (pair, pair[::-1])}
HEARD = (("ph", "f"), ("ck", "k"), ("c", "k"), ("tion", "shun"), ("ie", "ei"), ("th", "t"), ("s", "z"), ("ea", "ee"))
"""Letters, and others that sound the same."""


def _at(word: str, chance: random.Random) -> int:
    return chance.randrange(1, len(word) - 1)


def _dropped(word: str, chance: random.Random) -> str:
    at = _at(word, chance)
    return word[:at] + word[at + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = _at(word, chance)
    return word[:at] + word[at] + word[at:]


def _swapped(word: str, chance: random.Random) -> str:
    at = _at(word, chance)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _beside(word: str, chance: random.Random) -> str:
    at = _at(word, chance)
    return word[:at] + BESIDE.get(word[at], word[at]) + word[at + 1 :]


def _vowel(word: str, chance: random.Random) -> str:
    vowels = [at for at, letter in enumerate(word) if at and letter in "aeiou"]
    at = chance.choice(vowels) if vowels else len(word)
    return word[:at] + chance.choice("aeiou") * bool(vowels) + word[at + 1 :]


def _terse(word: str, _: random.Random) -> str:
    return word[0] + re.sub("[aeiou]", "", word[1:]) if len(word) >= LONG else word


def _heard(word: str, chance: random.Random) -> str:
    letters, instead = chance.choice([each for each in HEARD if each[0] in word] or [("", "")])
    return word.replace(letters, instead, 1) if letters else word


def _split(word: str, chance: random.Random) -> str:
    at = chance.randrange(3, len(word) - 2) if len(word) >= LONG else 0
    return f"{word[:at]} {word[at:]}".strip()


SLIPS: Mapping[str, Callable[[str, random.Random], str]] = {
    "dropped": _dropped, "doubled": _doubled, "swapped": _swapped, "beside": _beside,
    "vowel": _vowel, "terse": _terse, "heard": _heard, "split": _split,
}  # fmt: skip
JOINED = "joined"
KINDS = (*SLIPS, JOINED)


def slipped(query: str, kind: str, seed: int) -> str:
    """A query with one slip of a kind, or as it was if there is no place for one."""
    chance, words = random.Random(f"{seed} {kind} {query}"), query.lower().split()  # noqa: S311 - no secret
    if kind == JOINED:
        at = chance.randrange(1, len(words)) if len(words) > 1 else 0
        return " ".join([*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :]]) if at else query
    places = [at for at, word in enumerate(words) if len(word) >= LETTERS and word.isalpha() and word.isascii()]
    if not places:
        return query
    at = chance.choice(places)
    return " ".join([*words[:at], SLIPS[kind](words[at], chance), *words[at + 1 :]])
