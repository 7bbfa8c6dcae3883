"""What was renamed? By the same name first, then by `formerly`, by the same content, and last by likeness.

Nothing is matched that could as well be another thing: of two that are as much alike, neither is taken. What is not
matched was removed and added, which is never wrong, only less kind to the reader.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from difflib import SequenceMatcher
from typing import Any

from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Kind, Names, Outcome, Step, Workflow
from handrail.review.behaviour.renames import Renames

LIKE_ENOUGH = 0.72
"""How much of two things must agree to be called one thing with another name."""
_NOT_CONTENT = frozenset({"id", "place", "formerly", "area", "by_id", "_every", "_below"})
_MATCHED = (Kind.WORKFLOW, Kind.FACT, Kind.MARK, Kind.TEAM, Kind.MESSAGE, Kind.CONTROL, Kind.PROCEDURE, Kind.DUTY)


def renames(before: Handbook, after: Handbook) -> Renames:
    """Everything that has another name now."""
    of = {kind: _matched(before.named(kind), after.named(kind)) for kind in _MATCHED}
    outcomes, steps = {}, {}
    for old, workflow in before.workflows.items():
        now = after.workflows.get(of[Kind.WORKFLOW].get(old, old))
        if now is not None:
            steps[old] = _steps(workflow, now)
            outcomes[old] = _matched(workflow.outcomes, now.outcomes)
    return Renames(of, outcomes, steps)


def _steps(before: Workflow, after: Workflow) -> Mapping[str, str]:
    return _matched(before.by_id, after.by_id)


def _matched(before: Mapping[str, Any], after: Mapping[str, Any]) -> Mapping[str, str]:
    """Names before -> names now, of those that differ."""
    gone = {name: thing for name, thing in before.items() if name not in after}
    fresh = {name: thing for name, thing in after.items() if name not in before}
    found: dict[str, str] = {}
    if not gone or not fresh:
        return found
    for new, thing in fresh.items():
        formerly: Names = getattr(thing, "formerly", ())
        found |= {old: new for old in formerly if old in gone and old not in found}
    for alike in (_same, _likeness):
        open_ = [name for name in gone if name not in found]
        free = [name for name in fresh if name not in found.values()]
        found |= _best(open_, free, lambda old, new, alike=alike: alike(gone[old], fresh[new]))  # type: ignore[misc]
    return found


def _best(gone: Iterable[str], fresh: Iterable[str], score: Callable[[str, str], float]) -> dict[str, str]:
    """The pairs of which each is the only best for the other."""
    free = list(fresh)
    scores = {(old, new): score(old, new) for old in gone for new in free}
    good = {pair: value for pair, value in scores.items() if value >= LIKE_ENOUGH}
    found = {}
    for (old, new), value in good.items():
        rivals = [other for pair, other in good.items() if pair != (old, new) and (pair[0] == old or pair[1] == new)]
        if all(other < value for other in rivals):
            found[old] = new
    return found


def _same(one: object, other: object) -> float:
    return 1.0 if content(one) == content(other) else 0.0


def _likeness(one: object, other: object) -> float:
    """How much of what either says both say; words count by how much of them is the same."""
    if isinstance(one, Step) and isinstance(other, Step) and one.verb is not other.verb:
        return 0.0
    if isinstance(one, Outcome) and isinstance(other, Outcome):
        return _words(one.label, other.label)
    if isinstance(one, Workflow):
        names = {step.id for step in one.every_step()}
        others = {step.id for step in other.every_step()} if isinstance(other, Workflow) else set()
        return len(names & others) / max(len(names | others), 1)
    first, second = content(one), content(other)
    told = [key for key in first if first[key] or second.get(key)]
    shared = [_words(first[key], second.get(key)) for key in told]
    return sum(shared) / len(shared) if shared else 0.0


def _words(one: object, other: object) -> float:
    if one == other:
        return 1.0
    both = isinstance(one, str) and isinstance(other, str)
    return SequenceMatcher(None, str(one), str(other), autojunk=False).ratio() if both else 0.0


def content(thing: object) -> dict[str, object]:
    """What a thing of the model says, without its name and where it stands."""
    told = fields(thing)  # type: ignore[arg-type]  # everything of the model is a dataclass
    return {field.name: _plain(getattr(thing, field.name)) for field in told if field.name not in _NOT_CONTENT}


def _plain(value: object) -> object:
    if isinstance(value, Place):
        return None
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if hasattr(value, "place"):
        return {"id": getattr(value, "id", ""), **content(value)}
    return value
