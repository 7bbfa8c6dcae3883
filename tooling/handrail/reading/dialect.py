"""Keys of the form that the language had before its first version, and what they are called now."""

from collections.abc import Iterator
from typing import Any

from handrail.ground.finding import Edit, Finding, Fix, KeyPath, Part, Place, Related, Severity

RULE = "outdated-format-version"
_ONLY_HYPHENS = frozenset(
    {
        "accepts_within",
        "always_known",
        "and_by",
        "answers_within",
        "approved_by",
        "at_first",
        "at_most",
        "by_other_than",
        "checked_on",
        "close_within",
        "counts_as",
        "directly_before",
        "ended_on",
        "hand_over",
        "helps_with",
        "if_no_answer",
        "in_force_on",
        "last_resort",
        "last_reviewed",
        "left_open",
        "never_say",
        "no_answer",
        "often_asked",
        "on_call",
        "only_by",
        "replaced_by",
        "reporters_say",
        "retired_on",
        "review_every",
        "starts_when",
        "to_confirm",
        "update_every",
        "updated_on",
        "verified_on",
        "views_up_to",
        "works_on_holidays",
    }
)
_OTHER_WORDS = {"only_if": "when", "max_visits": "at-most", "collect": "ask", "needs": "given"}
_PLAIN_WORDS = {"collect": "steps", "needs": ""}
"""Keys that an author could also have chosen as a name: they count below this key alone, and only before names."""


def outdated(path: str, data: Any) -> Iterator[Finding]:
    """One finding for a file that still has keys of the earlier form, with the edits that bring it up to date."""
    found = [(keys, _now(str(keys[-1]))) for keys in _earlier(data, ())]
    if not found:
        return
    places = [Place(path, keys, Part.KEY) for keys, _ in found]
    says = ", ".join(dict.fromkeys(f"`{keys[-1]}` is `{now}` now" for keys, now in found))
    edits = tuple(Edit(place, now) for place, (_, now) in zip(places, found, strict=True))
    safe = all(keys[-1] in _ONLY_HYPHENS for keys, _ in found)
    yield Finding(
        RULE,
        Severity.WARNING,
        f"This file is written in the earlier form of the language: {says}.",
        places[0],
        "Rename the keys; handrail explain outdated-format-version says what else has changed.",
        tuple(Related(place, "and here") for place in places[1:4]),
        fix=Fix("Rename the keys", edits, safe=safe),
    )


def _now(key: str) -> str:
    return _OTHER_WORDS.get(key) or key.replace("_", "-")


def renamed(key: str) -> str:
    """What a key of the earlier form is called now; empty for any other."""
    return _now(key) if key in _ONLY_HYPHENS or key in _OTHER_WORDS else ""


def _earlier(data: Any, keys: KeyPath) -> Iterator[KeyPath]:
    if isinstance(data, list):
        for number, entry in enumerate(data):
            yield from _earlier(entry, (*keys, number))
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in _ONLY_HYPHENS or (key in _OTHER_WORDS and _counts(key, value, keys)):
                yield (*keys, key)
            yield from _earlier(value, (*keys, key))


def _counts(key: str, value: Any, above: KeyPath) -> bool:
    if key not in _PLAIN_WORDS:
        return True
    return not isinstance(value, dict) and (above[0] if above else "") == _PLAIN_WORDS[key]
