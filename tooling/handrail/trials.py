"""Scenarios in words for a terminal: `handrail test`."""

from collections.abc import Collection, Iterator

from handrail.ground.errors import HandrailError
from handrail.ground.model import Handbook
from handrail.ground.nearest import nearest
from handrail.reasoning.graph import On
from handrail.review.scenarios import Coverage, Tried, Untested, coverage, tried
from handrail.review.walk import replayed


def told(handbook: Handbook, names: Collection[str], *, every: bool = False) -> tuple[str, bool]:
    """What the scenarios of some workflows (none named: all) say, and whether all cases pass.

    With `every` the ways that no case takes are listed too. Raises HandrailError for a workflow that has no scenario,
    and when there is none at all.
    """
    for name in names:
        if name not in handbook.scenarios:
            best = nearest(name, handbook.scenarios)
            hint = f"Nearest: {best}" if best else f"Write sops/scenarios/{name}.yml."
            raise HandrailError(f"`{name}` has no scenario.", hint)
    cases = [one for one in tried(handbook) if not names or one.scenario in names]
    if not cases:
        raise HandrailError("There is no scenario to walk.", "Write one: scenarios/<workflow>.yml")
    covered = [one for name, one in coverage(handbook).items() if not names or name in names]
    failed = [one for one in cases if one.faults]
    lines = [*(line for one in failed for line in _failure(one)), *_table(cases, covered)]
    if every:
        lines += ["", *(_way(way) for one in covered for way in one.untested)]
    taken, ways = sum(one.taken for one in covered), sum(one.ways for one in covered)
    lines += ["", f"{len(cases) - len(failed)} of {len(cases)} cases pass. {taken} of {ways} ways are taken by a case."]
    return "\n".join(lines) + "\n", not failed


def _failure(one: Tried) -> Iterator[str]:
    yield f"FAILED {one.scenario} / {one.case.id}: {one.case.case}"
    yield from (f"  {fault}" for fault, _ in one.faults)
    yield from (f"    {line}" for line in replayed(one.walked))
    yield ""


def _table(cases: Collection[Tried], covered: Collection[Coverage]) -> Iterator[str]:
    width = max(len(one.workflow) for one in covered)
    yield f"{'workflow':<{width}}  cases  ways taken"
    for one in covered:
        count = sum(case.scenario == one.workflow for case in cases)
        share = 100 * one.taken // one.ways if one.ways else 100
        yield f"{one.workflow:<{width}}  {count:>5}  {one.taken:>4} of {one.ways:<4} {share:>3} %"


def _way(way: Untested) -> str:
    match way.on:
        case On.ANSWER:
            said = f"answer {way.label}"
        case On.OUTCOME:
            said = f"outcome {way.label or 'of any kind'}"
        case On.BRANCH:
            said = f"branch {int(way.label) + 1}"
        case On.NO_ANSWER:
            said = "nobody answers"
        case On.AGAIN:
            said = "once too often"
        case _:
            said = way.on.value
    return f"no case takes {way.workflow}#{way.step}: {said}"
