"""A picture of what changed in a workflow: the steps that are new, gone or different, with those beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.ground.model import Kind, Workflow
from handrail.reasoning.graph import On, ways_of
from handrail.review.changes import Sort
from handrail.review.comparison import Comparison

MOST_STEPS = 24
"""A picture with more steps tells nobody anything."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one step to another, what it is taken on, and whether it is new, gone or as before."""

    source: str
    target: str
    label: str
    sort: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Names of steps and ends with what happened to them (empty: as before), and the ways between them."""

    nodes: Mapping[str, str]
    arrows: tuple[Arrow, ...]


def drawings(comparison: Comparison) -> Mapping[str, Drawing]:
    """The pictures by workflow, of those whose ways or steps are different."""
    found = {}
    for before, after in comparison.pair.workflows():
        drawing = _drawn(comparison, before, after)
        if drawing:
            found[after.id] = drawing
    return found


def _drawn(comparison: Comparison, before: Workflow, after: Workflow) -> Drawing | None:
    sorts = {
        change.step: _SIGNS[change.sort]
        for change in reversed(comparison.changes)
        if change.kind is Kind.WORKFLOW and change.name == after.id and change.step and change.sort in _SIGNS
    }
    sorts |= {
        name: "changed"
        for name, sort in sorts.items()
        if sort in ("added", "removed") and _kept(comparison, before, after, name)
    }
    renames = comparison.pair.renames
    ways_before = {
        (renames.step(before.id, way.source), _there(comparison, before, way.target), _label(way.on, way.label))
        for way in ways_of(before)
        if way.target
    }
    ways_after = {(way.source, way.target, _label(way.on, way.label)) for way in ways_of(after) if way.target}
    fresh, gone = ways_after - ways_before, ways_before - ways_after
    if not fresh and not gone and not sorts:
        return None
    touched = set(sorts) | {source for source, _, _ in (*fresh, *gone)}
    kept = {way for way in ways_after & ways_before if way[0] in touched or way[1] in touched}
    arrows = [Arrow(*way, "added") for way in sorted(fresh)] + [Arrow(*way, "removed") for way in sorted(gone)]
    arrows += [Arrow(*way, "") for way in sorted(kept)]
    names = dict.fromkeys([*sorts, *(name for arrow in arrows for name in (arrow.source, arrow.target))])
    if not arrows or len(names) > MOST_STEPS:
        return None
    return Drawing({name: sorts.get(name, "") for name in names}, tuple(arrows))


_SIGNS = {Sort.ADDED: "added", Sort.REMOVED: "removed", Sort.CHANGED: "changed", Sort.RENAMED: "changed"}


def _kept(comparison: Comparison, before: Workflow, after: Workflow, name: str) -> bool:
    """Whether a step is in both states, so that only something at it is new or gone."""
    names = {comparison.pair.renames.step(before.id, step.id) for step in before.every_step()}
    return name in names and name in after.by_id


def _there(comparison: Comparison, before: Workflow, name: str) -> str:
    renames = comparison.pair.renames
    return renames.outcome(before.id, name) if name in before.outcomes else renames.step(before.id, name)


def _label(on: On, label: str) -> str:
    if on in (On.ANSWER, On.OUTCOME):
        return label
    return {On.NO_ANSWER: "nobody answers", On.AGAIN: "often enough"}.get(on, "")
