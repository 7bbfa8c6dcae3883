"""`diff` says "unchanged" if and only if walking every case of two small handbooks finds no difference."""

import copy
from typing import Any

from hypothesis import HealthCheck, assume, given, reject, seed, settings
from hypothesis import strategies as st

from handrail.ground.model import Handbook
from handrail.review.behaviour.verdict import Known, goings
from handrail.review.matching import renames
from handrail.review.pair import Pair
from oracle.books import books, read
from oracle.walks import EndlessError, TooManyError, World, histories

MOST = 5000
Data = dict[str, Any]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Data, Data]:
    """A handbook, and the same after an edit: a time, a way, a mark, a condition, an order, or one from another book."""
    before = draw(books())
    after = copy.deepcopy(before)
    flows = [path for path in after if path.startswith("workflows/")]
    for _ in range(draw(st.integers(1, 2))):
        steps = after[draw(st.sampled_from(flows))]["steps"]
        _edit(draw, steps, steps[draw(st.sampled_from(list(steps)))])
    return before, after


def _edit(draw: st.DrawFn, steps: Data, step: Data) -> None:
    key = draw(st.sampled_from(["within", "ways", "gone", "order", "branches", "words", "items", "list", "fact"]))
    if key == "within" and "within" in step:
        step["within"] = draw(st.sampled_from(["5 minutes", "10 minutes", "2 hours"]))
    elif key == "ways" and "answers" in step:
        step["answers"][draw(st.sampled_from(list(step["answers"])))] = draw(
            st.sampled_from(list(step["answers"].values()))
        )
    elif key == "gone":
        step.pop(draw(st.sampled_from(["marks", "when", "unless", "records", "again", "exposure", "by", "with"])), None)
    elif key == "order" and "answers" in step:
        step["answers"] = dict(reversed(step["answers"].items()))
    elif key == "branches" and "branches" in step:
        step["branches"] = draw(st.permutations(step["branches"]))
    elif key == "words":
        step["details"] = "Other words."
    elif key == "items" and "steps" in step:
        step["steps"] = dict(reversed(step["steps"].items()))
    elif key == "list" and "answers" in step:
        name = next(iter(steps))
        steps[name] = steps.pop(name)
    elif key == "fact" and isinstance(step.get("ask"), list):
        step["ask"] = list(reversed(step["ask"]))


def brute(book: Handbook, names: tuple[str, ...], doors: list[str]) -> dict[object, int]:
    """Each end of a case with what is known and done there, and the longest time until then."""
    found: dict[object, int] = {}
    for door in doors:
        for history in histories(World(book, names), door, MOST):
            end = ("", "stuck") if history.stuck else (history.end.workflow, history.end.outcome)
            key = (door, history.facts[-1], history.marks[-1], end)
            found[key] = max(found.get(key, 0), sum(event.minutes for event in history.events))
    return found


@settings(max_examples=120, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@seed(20261126)
@given(pairs())
def test_unchanged_is_said_if_and_only_if_no_case_differs(pair: tuple[Data, Data]) -> None:
    before, after = map(read, pair)
    doors = [name for name in after.workflows if after.door(name)]
    names = tuple(after.facts)
    try:
        same = brute(before, names, doors) == brute(after, names, doors)
    except (TooManyError, EndlessError, KeyError):
        reject()  # nobody can walk that one: too much, round and round, or on to nowhere
    known = {going.known for going in goings(Pair(before, after, renames(before, after)), whole=True) if going.door}
    assume(Known.NOT_PROVEN not in known)

    assert (Known.CHANGED not in known) == same

    quick = {going.known for going in goings(Pair(before, after, renames(before, after))) if going.door}
    assert same or quick & {Known.CHANGED, Known.REACHES, Known.NOT_PROVEN}, "the quick look calls a difference none"
    assert not same or Known.CHANGED not in quick, "the quick look is sure of what is not so"


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@seed(20261126)
@given(books(), books())
def test_two_handbooks_that_have_nothing_to_do_with_each_other(one: Data, other: Data) -> None:
    facts = {**other["register/facts.yml"], **one["register/facts.yml"]}
    known_first = {key: value for key, value in one["workflows/all/first.yml"].items() if key == "given"}
    other["workflows/all/first.yml"].pop("given", None)
    other["workflows/all/first.yml"] = {**known_first, **other["workflows/all/first.yml"]}
    before, after = (read({**files, "register/facts.yml": facts}) for files in (one, other))
    doors = [name for name in after.workflows if name == "first"]
    names = tuple(facts)
    try:
        same = all(brute(before, names, [door]) == brute(after, names, [door]) for door in doors)
    except (TooManyError, EndlessError, KeyError):
        reject()  # nobody can walk that one: too much, round and round, or on to nowhere
    found = [going for going in goings(Pair(before, after, renames(before, after)), whole=True) if going.door]
    known = {going.known for going in found if going.workflow in doors}
    assume(Known.NOT_PROVEN not in known)

    assert (Known.CHANGED not in known) == same
