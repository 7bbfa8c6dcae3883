"""Workflows that are too large to be checked: a bound that no real one comes near, so that no check takes for ever."""

from collections.abc import Iterator
from typing import Any

from handrail.ground.finding import Finding, KeyPath, Part, Place, Severity
from handrail.reading.document.yaml import locate_keys

MOST_STEPS = 500
MOST_WAYS = 200


def crowded(path: str, text: str, data: Any) -> tuple[Finding, ...]:
    """The finding for a workflow with more steps than are checked, or with a step from which too many ways lead on."""
    for keys, number, most, what in _counts(data):
        if number > most:
            message = f"{what} {number} {keys[-1]}; more than {most} are not checked."
            hint = "Cut it into workflows that run each other: nobody can follow so many."
            place = Place(path, span=locate_keys(text, keys, Part.KEY))
            return (Finding("invalid-yaml", Severity.ERROR, message, place, hint),)
    return ()


def _counts(data: Any) -> Iterator[tuple[KeyPath, int, int, str]]:
    """How many entries stand where they could become too many."""
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, dict):
        return
    inner = sum(_size(step.get("steps")) for step in steps.values() if isinstance(step, dict))
    yield ("steps",), len(steps) + inner, MOST_STEPS, "This workflow has"
    yield ("outcomes",), _size(data.get("outcomes")), MOST_WAYS, "This workflow has"
    for name, step in steps.items():
        for key in ("answers", "branches", "outcomes"):
            if isinstance(step, dict) and key in step:
                yield ("steps", name, key), _size(step[key]), MOST_WAYS, f"`{name}` has"


def _size(value: Any) -> int:
    return len(value) if isinstance(value, dict | list) else 0
