"""What does doing a step do? Its time, the marks and facts that it leaves, and when it is done or passed by."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from handrail.ground.model import Handbook, Names, Step
from handrail.ground.ranges import left_over
from handrail.reasoning.custody import teams_of
from handrail.reasoning.graph import ladder
from handrail.reasoning.program import Act, Does
from handrail.reasoning.staffing import always
from handrail.reasoning.working_days import at_most


def minutes_of(handbook: Handbook, step: Step, holder: str) -> int:
    """What a step takes at most by its own words while somebody has the case; nothing where it does not say."""
    time = step.pause or step.within
    return at_most(handbook, time, teams_of(handbook, step.by or holder)) if time else 0


def records_of(step: Step) -> tuple[Act, ...]:
    """The facts that a step settles."""
    return tuple(Act(Does.SET, (fact,), (value,)) for fact, value in step.records.items())


def due_of(step: Step) -> tuple[Act, ...]:
    """The acts that let a case through to a step's doing."""
    when = (Act(Does.MATCH, tables=step.when),) if step.when else ()
    return (*when, *((Act(Does.MATCH, tables=step.unless, truth=False),) if step.unless else ()))


def passed_by(step: Step) -> Iterator[tuple[Act, ...]]:
    """The acts that let a case pass a step by, once for each reason."""
    if step.when:
        yield (Act(Does.MATCH, tables=step.when, truth=False),)
    if step.unless:
        yield (*((Act(Does.MATCH, tables=step.when),) if step.when else ()), Act(Does.MATCH, tables=step.unless))


def marks_of(handbook: Handbook, step: Step) -> Names:
    """The marks that a step leaves, its message's and the wider ones that they count as too."""
    message = handbook.messages.get(step.message)
    found = dict.fromkeys((*step.own_marks, *(message.marks if message else ())))
    for mark in tuple(found):
        wider = handbook.marks.get(mark)
        while wider and wider.counts_as and wider.counts_as not in found:
            found[wider.counts_as] = None
            wider = handbook.marks.get(wider.counts_as)
    return tuple(found)


def ways_of_answers(handbook: Handbook, step: Step) -> Mapping[str, Names]:
    """Way -> the answers that take it."""
    fact = handbook.facts.get(step.target)
    found: dict[str, list[str]] = {}
    named = tuple(answer for answer in step.answers if answer != "otherwise")
    rest = [answer for answer in (left_over(fact, named) if fact else ()) if answer != "unknown"]
    for answer, way in step.answers.items():
        found.setdefault(way, []).extend(rest if answer == "otherwise" else [answer])
    return {way: tuple(answers) for way, answers in found.items() if answers}


def answered_in(handbook: Handbook, step: Step, severity: str) -> tuple[int, int]:
    """What a hand-over's team promises, and the latest time with the rungs above up to one that is always there."""
    rungs, _ = ladder(handbook, step.target)
    times = [at_most(handbook, rung.accepts_within(severity), (rung.id,)) for rung in rungs]
    promise = at_most(handbook, step.within, (step.target,)) if step.within else (times[0] if times else 0)
    late = promise
    for rung, minutes in zip(rungs[1:], times[1:], strict=True):
        if always(handbook, rungs[0].id):
            break
        late += minutes
        if always(handbook, rung.id):
            break
    return promise, late


def order_matters(handbook: Handbook, step: Step) -> frozenset[str]:
    """The items of a `together` for which it matters to some control when they finish."""
    told = _told_by_order(handbook)
    return frozenset(item.id for item in step.items if told & {*item.records, *marks_of(handbook, item)})


@lru_cache(maxsize=4)
def _told_by_order(handbook: Handbook) -> frozenset[str]:
    """The facts and marks whose order a control can tell."""
    told = set[str]()
    for control in handbook.controls.values():
        tables = [*control.when, *(table for exemption in control.exemptions for table in exemption.when)]
        tables += [table for requirement in control.require for table in requirement.when]
        told |= {name for table in tables for name in table} | set(control.never)
        for requirement in control.require:
            told |= {*requirement.marks, *requirement.others, requirement.starts} if requirement.order else set()
    return frozenset(told)
