"""What callers rely on: a workflow's outcomes, and the facts that it needs to be known. Changes can break them."""

from collections.abc import Iterator

from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Kind, Workflow
from handrail.reasoning.graph import runs
from handrail.reasoning.needs import needs
from handrail.review.changes import Change, Sort
from handrail.review.changes._words import code, codes, quote
from handrail.review.pair import Pair

ORDER = 10


def changes(pair: Pair) -> Iterator[Change]:
    """Outcomes that came, went or are called differently, and what has to be known before a workflow is run."""
    for before, after in pair.workflows():
        yield from _outcomes(pair, before, after)
        yield from _needs(pair, before, after)


def _outcomes(pair: Pair, before: Workflow, after: Workflow) -> Iterator[Change]:
    names = pair.renames.outcomes.get(before.id, {})
    for name, was in before.outcomes.items():
        now = after.outcomes.get(names.get(name, name))
        broken = _naming(pair.after, after.id, name) if name not in after.outcomes else ()
        used = bool(_naming(pair.before, before.id, name))
        if now is None:
            says = f"It can no longer end in {code(name)}, {quote(was.label)}.{_told(broken)}"
            yield _change(Sort.REMOVED, after, says, was.place.key(), broken, old=True, breaking=used)
        elif now.id != name:
            says = f"The outcome {code(name)} is called {code(now.id)} now.{_told(broken)}"
            yield _change(Sort.RENAMED, after, says, now.place.key(), broken, breaking=used)
        if now is not None and now.label != was.label:
            says = f"The outcome {code(now.id)} says {quote(now.label)} now, before: {quote(was.label)}."
            yield _change(Sort.REWORDED, after, says, now.place)
    fresh = [name for name in after.outcomes if name not in before.outcomes and name not in names.values()]
    for name in fresh:
        missed = _missing(pair.after, after.id, name)
        tail = " Those that run it do not say what follows then." if missed else ""
        says = f"It can now end in {code(name)}, {quote(after.outcomes[name].label)}.{tail}"
        yield _change(Sort.ADDED, after, says, after.outcomes[name].place.key(), missed, breaking=bool(missed))
    yield from _left_open(before, after)


def _left_open(before: Workflow, after: Workflow) -> Iterator[Change]:
    for name, team in after.left_open.items():
        if name in before.outcomes and name not in before.left_open:
            says = f"A case that ends in {code(name)} now stays open, with {code(team)}."
            yield _change(Sort.CHANGED, after, says, after.place.at("left-open", name))
    for name in before.left_open:
        if name in after.outcomes and name not in after.left_open:
            says = f"A case that ends in {code(name)} now closes; before, it stayed open."
            yield _change(Sort.CHANGED, after, says, after.outcomes[name].place.key())


def _told(broken: tuple[Place, ...]) -> str:
    return " Workflows that run it still name it by the old name." if broken else ""


def _naming(book: Handbook, workflow: str, outcome: str) -> tuple[Place, ...]:
    """Where those that run a workflow name one of its outcomes."""
    found = [step.place.at("outcomes", outcome) for _, step in runs(book).get(workflow, ()) if outcome in step.outcomes]
    for scenario in book.scenarios.values():
        cases = scenario.cases if scenario.id == workflow else ()
        found += [case.place.at("expect", "ends") for case in cases if case.ends == outcome]
    return tuple(found)


def _missing(book: Handbook, workflow: str, outcome: str) -> tuple[Place, ...]:
    """The steps that run a workflow and say nothing about one of its outcomes."""
    steps = (step for _, step in runs(book).get(workflow, ()))
    return tuple(
        step.place.at("outcomes") for step in steps if step.outcomes and not {"", outcome} & step.outcomes.keys()
    )


def _needs(pair: Pair, before: Workflow, after: Workflow) -> Iterator[Change]:
    old = {pair.renames.now(Kind.FACT, name) for name in needs(pair.before, before).first}
    new = set(needs(pair.after, after).first)
    users = tuple(step.place.key() for _, step in runs(pair.after).get(after.id, ()))
    place = after.place.key("title")
    if new - old and users:
        says = f"It now looks at {codes(sorted(new - old))}, which must be known before it is run."
        yield _change(Sort.CHANGED, after, says, place, users, breaking=True)
    if old - new and users:
        says = f"It no longer looks at {codes(sorted(old - new))} before it asks."
        yield _change(Sort.CHANGED, after, says, place)


def _change(
    sort: Sort,
    workflow: Workflow,
    says: str,
    place: Place,
    breaks: tuple[Place, ...] = (),
    *,
    old: bool = False,
    breaking: bool = False,
) -> Change:
    return Change(
        sort, Kind.WORKFLOW, workflow.id, says, place, old=old, breaks=breaks, breaking=breaking or bool(breaks)
    )
