"""Steps: new ones, those that are gone, renamed or moved."""

from collections.abc import Iterator, Sequence

from handrail.ground.model import Handbook, Kind, Step, Workflow
from handrail.review.changes import Change, Sort
from handrail.review.changes._words import code, step_words
from handrail.review.pair import Pair

ORDER = 20


def changes(pair: Pair) -> Iterator[Change]:
    """What happened to the steps of each workflow; the whole of it where a workflow is new or gone."""
    for before, after in pair.workflows():
        yield from _of(pair, before, after)
        yield from _moved_file(before, after)
        if before.id != after.id:
            says = f"The workflow {code(before.id)} is called {code(after.id)} now."
            yield Change(Sort.RENAMED, Kind.WORKFLOW, after.id, says, after.place.key("title"))
    yield from (_whole(Sort.REMOVED, pair.before.workflows[name]) for name in pair.gone(Kind.WORKFLOW))
    yield from (_whole(Sort.ADDED, pair.after.workflows[name]) for name in pair.fresh(Kind.WORKFLOW))


def _whole(sort: Sort, workflow: Workflow) -> Change:
    what = "New workflow" if sort is Sort.ADDED else "The workflow is gone:"
    says = f"{what} {code(workflow.id)}, “{workflow.title}”, with {len(workflow.steps)} steps."
    return Change(sort, Kind.WORKFLOW, workflow.id, says, workflow.place.key("title"), old=sort is Sort.REMOVED)


def _moved_file(before: Workflow, after: Workflow) -> Iterator[Change]:
    if before.place.path != after.place.path and before.id == after.id:
        says = f"The file moved from {code(before.place.path)} to {code(after.place.path)}."
        yield Change(Sort.MOVED, Kind.WORKFLOW, after.id, says, after.place.key("title"))


def _of(pair: Pair, before: Workflow, after: Workflow) -> Iterator[Change]:
    kept = [(was, now) for was, now in pair.steps(before, after) if was and now]
    stay = _in_order([_place(before, was) for was, _ in kept])
    for number, (was, now) in enumerate(kept):
        if was.id != now.id:
            says = f"The step {code(was.id)} is called {code(now.id)} now."
            yield Change(Sort.RENAMED, Kind.WORKFLOW, after.id, says, now.place.key(), now.id)
        one, other = _above(before, was), _above(after, now)
        if pair.renames.step(before.id, one) != other:
            where = f"now stands side by side with others in {code(other)}" if other else "now is a step of its own"
            says = f"The step {code(now.id)} {where}."
            yield Change(Sort.CHANGED, Kind.WORKFLOW, after.id, says, now.place.key(), now.id)
        elif number not in stay:
            says = f"The step {code(now.id)} stands elsewhere in the list: now {_after(after, now)}."
            yield Change(Sort.MOVED, Kind.WORKFLOW, after.id, says, now.place.key(), now.id)
    for old, new in pair.steps(before, after):
        if new and not old:
            says = f"New step {code(new.id)}, {_after(after, new)}: {step_words(pair.after, new)}."
            yield Change(Sort.ADDED, Kind.WORKFLOW, after.id, says, new.place.key(), new.id)
        elif old and not new:
            yield _removed(pair.before, after, old)


def _removed(book: Handbook, after: Workflow, was: Step) -> Change:
    says = f"The step {code(was.id)} is gone: {step_words(book, was)}."
    return Change(Sort.REMOVED, Kind.WORKFLOW, after.id, says, was.place.key(), was.id, old=True)


def _place(workflow: Workflow, step: Step) -> int:
    return list(workflow.by_id).index(step.id)


def _above(workflow: Workflow, step: Step) -> str:
    """The `together` in which a step stands; empty for a step of its own."""
    return next((top.id for top in workflow.steps if step in top.items), "")


def _after(workflow: Workflow, step: Step) -> str:
    above = _above(workflow, step)
    if above:
        return f"in {code(above)}, side by side with others"
    place = [each.id for each in workflow.steps].index(step.id)
    return f"after {code(workflow.steps[place - 1].id)}" if place else "as the first one"


def _in_order(places: Sequence[int]) -> frozenset[int]:
    """The longest part of a list that still stands in order: whatever is not in it was moved."""
    best: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        length, link = max(((best[n][0], n) for n in range(number) if places[n] < place), default=(0, -1))
        best.append((length + 1, link))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    found = set()
    while at >= 0:
        found.add(at)
        at = best[at][1]
    return frozenset(found)
