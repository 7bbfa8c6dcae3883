"""What a step does: whom it names, how long it may take, what it leaves, who does it, and when it is done at all."""

from collections.abc import Iterator, Mapping

from handrail.ground.model import Kind, Step, Table, Verb, Workflow
from handrail.reasoning.uses import OUTSIDE
from handrail.review.changes import Change, Sort
from handrail.review.changes._words import VERBS, came_and_went, code, codes, condition, quote, time
from handrail.review.pair import Pair

ORDER = 30

_TARGETS = {
    Verb.ASK: ("asks for", Kind.FACT),
    Verb.ESCALATE: ("hands the case over to", Kind.TEAM),
    Verb.TELL: ("tells", Kind.TEAM),
    Verb.WAIT: ("waits for", Kind.TEAM),
    Verb.RUN: ("runs", Kind.WORKFLOW),
}


def changes(pair: Pair) -> Iterator[Change]:
    """What is different about each step that was there before."""
    for before, after in pair.workflows():
        for was, now in pair.steps(before, after):
            if was and now:
                for sort, says, key in (*_said(pair, before, was, now), *_worded(was, now)):
                    place = now.place.at(key) if key and _stands(now, key) else now.place.key()
                    yield Change(sort, Kind.WORKFLOW, after.id, f"{code(now.id)}: {says}", place, now.id)


def _stands(step: Step, key: str) -> bool:
    """Whether the step still says something there."""
    return bool(getattr(step, key.replace("-", "_"), ""))


def _worded(was: Step, now: Step) -> Iterator[tuple[Sort, str, str]]:
    if was.words != now.words and was.verb is now.verb:
        yield Sort.REWORDED, f"its heading is {quote(now.words)} now, before: {quote(was.words)}.", ""
    if was.details != now.details:
        yield Sort.REWORDED, f"its details are worded differently: {_difference(was.details, now.details)}.", "details"
    if was.asked_as != now.asked_as:
        yield Sort.REWORDED, "the search finds it by other words.", "asked-as"


def _difference(before: str, after: str) -> str:
    if not before or not after:
        return f"now {quote(after)}" if after else "there are none now"
    old, new = before.split(), after.split()
    first = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    one, other = (
        old[max(first - 3, 0) : len(old) - last + 2 or None],
        new[max(first - 3, 0) : len(new) - last + 2 or None],
    )
    return f"now {quote(' '.join(other))}, before: {quote(' '.join(one))}"


def _said(pair: Pair, workflow: Workflow, was: Step, now: Step) -> Iterator[tuple[Sort, str, str]]:
    """Each difference: what sort, the sentence without its step, the key at which it stands."""
    yield from ((Sort.CHANGED, says, key) for says, key in _verb(pair, was, now))
    yield from ((Sort.CHANGED, says, key) for says, key in _time(was, now))
    yield from ((Sort.CHANGED, says, key) for says, key in _people(pair, workflow, was, now))
    yield from ((Sort.CHANGED, says, key) for says, key in _left(pair, was, now))
    yield from ((Sort.CHANGED, says, key) for says, key in _conditions(pair, was, now))


def _verb(pair: Pair, was: Step, now: Step) -> Iterator[tuple[str, str]]:
    if was.verb is not now.verb:
        yield f"it is there to {VERBS[now.verb]} now, before: to {VERBS[was.verb]}.", ""
        return
    says, kind = _TARGETS.get(now.verb, ("", Kind.TEAM))
    before = tuple(pair.renames.now(kind, name) for name in was.targets)
    if says and before != now.targets and set(before) != set(now.targets):
        if was.pause and now.pause:
            yield f"it waits {now.target}, before: {was.target}.", ""
        else:
            yield f"it {says} {_named(now.targets)} now, before: {_named(was.targets)}.", ""
    elif before != now.targets and now.answers:
        yield f"its answers are those to {code(now.target)} now, before: to {code(was.target)}.", ""
    if pair.renames.now(Kind.MESSAGE, was.message) != now.message:
        if now.message and was.message:
            yield f"it sends {code(now.message)} now, before: {code(was.message)}.", "message"
        else:
            says = f"it sends {code(now.message)} now" if now.message else f"it no longer sends {code(was.message)}"
            yield f"{says}.", "message"
    if was.again != now.again:
        yield "it asks anew although the answer is known." if now.again else "it no longer asks what is known.", "again"


def _named(names: tuple[str, ...]) -> str:
    return " and ".join(f"the {name}" if name in OUTSIDE else code(name) for name in names) or "nobody"


def _time(was: Step, now: Step) -> Iterator[tuple[str, str]]:
    if _minutes(was) != _minutes(now) or (was.within and now.within and was.within.unit != now.within.unit):
        if was.within and now.within:
            longer = "longer" if now.within.minutes > was.within.minutes else "less"
            same = now.within.minutes == was.within.minutes
            tail = "" if same else f", which is {longer}"
            yield f"it may take {time(now.within)} now, before: {time(was.within)}{tail}.", "within"
        else:
            yield f"it may take {time(now.within)} now, before: {time(was.within)} was said.", "within"
    if was.at_most != now.at_most:
        rounds = [f"at most {each} times" if each != 1 else "once" for each in (now.at_most, was.at_most)]
        told = [
            text if count else "as often as a case comes"
            for text, count in zip(rounds, (now.at_most, was.at_most), strict=True)
        ]
        yield f"it is done {told[0]} now, before: {told[1]}.", "at-most"
    if was.restarts != now.restarts:
        said = (
            f"when it ends, the clock {code(now.restarts)} starts anew"
            if now.restarts
            else "no clock starts anew with it"
        )
        yield f"{said}; this is new.", "restarts"


def _minutes(step: Step) -> int | None:
    return step.within.minutes if step.within else None


def _people(pair: Pair, workflow: Workflow, was: Step, now: Step) -> Iterator[tuple[str, str]]:
    for key, before, after in (("by", was.by, now.by), ("and-by", was.and_by, now.and_by)):
        if pair.renames.now(Kind.TEAM, before) != after:
            who = [
                "whoever has the case" if not name else "the system" if name == "system" else code(name)
                for name in (after, before)
            ]
            if key == "by":
                yield f"{who[0]} does it now, before: {who[1]}.", key
            elif after:
                yield f"a second person must do it, too: {code(after)}.", key
            else:
                yield f"no second person has to do it any more (before: {code(before)}).", key
    if pair.renames.step(workflow.id, was.by_other_than) != now.by_other_than:
        if now.by_other_than:
            yield f"it must be done by another person than {code(now.by_other_than)}; this is new.", "by-other-than"
        else:
            yield f"the person of {code(was.by_other_than)} may do it now, too.", "by-other-than"


def _left(pair: Pair, was: Step, now: Step) -> Iterator[tuple[str, str]]:
    marks = tuple(pair.renames.now(Kind.MARK, name) for name in was.marks)
    came, went = came_and_went(marks, now.marks)
    if came:
        yield f"it now counts as {codes(came)}.", "marks"
    if went:
        yield f"it no longer counts as {codes(went)}.", "marks"
    if was.exposure != now.exposure:
        seen = [code(each) if each else "none" for each in (now.exposure, was.exposure)]
        yield f"what people see there is of level {seen[0]} now, before: {seen[1]}.", "exposure"
    for key, before, after in (("records", was.records, now.records), ("with", was.settles, now.settles)):
        yield from _settled(pair, key, before, after)
    facts = tuple(pair.renames.now(Kind.FACT, name) for name in was.hand_over)
    came, went = came_and_went(facts, now.hand_over)
    if came:
        yield f"it hands {codes(came)} over, too.", "hand-over"
    if went:
        yield f"it no longer hands {codes(went)} over.", "hand-over"


def _settled(pair: Pair, key: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    old = {pair.renames.now(Kind.FACT, name): value for name, value in before.items()}
    says = "it records" if key == "records" else "it begins that workflow with"
    for name in dict.fromkeys((*after, *old)):
        if old.get(name) == after.get(name):
            continue
        was, now = old.get(name), after.get(name)
        if now is None:
            yield f"{says} nothing about {code(name)} any more (before: {code(was or '')}).", key
        else:
            tail = f", before: {code(was)}" if was else "; this is new"
            yield f"{says} that {code(name)} is {code(now)}{tail}.", key


def _conditions(pair: Pair, was: Step, now: Step) -> Iterator[tuple[str, str]]:
    for key, says in (("when", "only done when"), ("unless", "left out when")):
        before, after = renamed(pair, getattr(was, key)), renamed(pair, getattr(now, key))
        if alike(before, after):
            continue
        if not after:
            yield f"it is no longer {says} {condition(before)}.", key
        else:
            tail = f", before: when {condition(before)}" if before else "; this is new"
            yield f"it is {says} {condition(after)}{tail}.", key


def renamed(pair: Pair, tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Tables in the names of today."""
    known = {**pair.renames.of.get(Kind.MARK, {}), **pair.renames.of.get(Kind.FACT, {})}
    return tuple({known.get(name, name): values for name, values in table.items()} for table in tables)


def alike(one: tuple[Table, ...], other: tuple[Table, ...]) -> bool:
    """Whether tables say the same, in whatever order."""
    said = [
        {frozenset((name, frozenset(values)) for name, values in table.items()) for table in tables}
        for tables in (one, other)
    ]
    return said[0] == said[1]
