"""Controls: what must always hold, for whom, how soon, and what is left out. Scenarios: what the cases expect."""

from collections.abc import Iterator

from handrail.ground.model import Case, Control, Exemption, Kind, Requirement
from handrail.review.changes import Change, Sort
from handrail.review.changes._fields import Value, compared
from handrail.review.changes._words import code, codes, condition, quote
from handrail.review.changes.doing import alike, renamed
from handrail.review.pair import Pair

ORDER = 40
_CONTROLS = (
    Value("duties", "the duties that it serves", names=Kind.DUTY),
    Value("never", "what must never be done", names=Kind.MARK),
    Value("title", "the title", words=True),
    Value("because", "why it holds", words=True),
)


def changes(pair: Pair) -> Iterator[Change]:
    """What is different about what is asked for. Whether it still holds is another question."""
    yield from compared(pair, Kind.CONTROL, "control", _CONTROLS)
    for old, new in pair.both(Kind.CONTROL):
        yield from _control(pair, pair.before.controls[old], pair.after.controls[new])
    yield from _scenarios(pair)


def _control(pair: Pair, was: Control, now: Control) -> Iterator[Change]:
    lead = f"{code(now.id)}: "
    before = renamed(pair, was.when)
    if not alike(before, now.when):
        when = [f"when {condition(tables)}" if tables else "always" for tables in (now.when, before)]
        yield _change(now, f"{lead}it holds {when[0]} now, before: {when[1]}.", Sort.CHANGED)
    old, new = [_required(pair, each) for each in was.require], [_required(None, each) for each in now.require]
    came, went = [each for each in new if each not in old], [each for each in old if each not in new]
    if len(came) == 1 and len(went) == 1:
        yield _change(now, f"{lead}it now asks that {came[0]}; before, that {went[0]}.", Sort.CHANGED)
        came, went = [], []
    yield from (_change(now, f"{lead}it now asks that {says}.", Sort.ADDED) for says in came)
    yield from (_change(now, f"{lead}it no longer asks that {says}.", Sort.REMOVED) for says in went)
    left, kept = [_exempt(pair, each) for each in now.exemptions], [_exempt(pair, each) for each in was.exemptions]
    yield from (_change(now, f"{lead}it now leaves out cases {says}.", Sort.ADDED) for says in left if says not in kept)
    yield from (
        _change(now, f"{lead}it no longer leaves out cases {says}.", Sort.REMOVED) for says in kept if says not in left
    )


def _change(control: Control, says: str, sort: Sort) -> Change:
    return Change(sort, Kind.CONTROL, control.id, says, control.place)


def _required(pair: Pair | None, wanted: Requirement) -> str:
    """A requirement in words, in the names of today."""

    def now(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(pair.renames.now(Kind.MARK, name) for name in names) if pair else names

    says = f"{codes(now(wanted.marks), 'or')} is done"
    if wanted.order == "within" and wanted.within:
        says += f" within {wanted.within.text}" + (f" from {code(wanted.starts)}" if wanted.starts else "")
    elif wanted.order:
        says += f" {wanted.order.replace('-', ' ')} {codes(now(wanted.others), 'or')}"
    else:
        says += " before the case closes"
    tables = renamed(pair, wanted.when) if pair else wanted.when
    return says + (f", when {condition(tables)}" if tables else "")


def _exempt(pair: Pair, exemption: Exemption) -> str:
    door = f"that begin in {code(exemption.door)}" if exemption.door else ""
    return door or f"when {condition(renamed(pair, exemption.when))}"


def _scenarios(pair: Pair) -> Iterator[Change]:
    for name in dict.fromkeys((*pair.after.scenarios, *pair.before.scenarios)):
        was = {case.id: case for case in (pair.before.scenarios[name].cases if name in pair.before.scenarios else ())}
        now = {case.id: case for case in (pair.after.scenarios[name].cases if name in pair.after.scenarios else ())}
        for case in now.values():
            old = was.get(case.id)
            if old is None:
                says = f"New case {code(case.id)}: {quote(case.case)}."
                yield Change(Sort.ADDED, Kind.SCENARIO, name, says, case.place)
            else:
                yield from _expects(name, old, case)
        for case in was.values():
            if case.id not in now:
                says = f"The case {code(case.id)} is gone: {quote(case.case)}."
                yield Change(Sort.REMOVED, Kind.SCENARIO, name, says, case.place, old=True)


def _expects(scenario: str, was: Case, now: Case) -> Iterator[Change]:
    told = []
    if was.ends != now.ends:
        told.append(f"it is expected to end in {code(now.ends)} now, before: in {code(was.ends)}")
    if was.within != now.within:
        times = [each.text if each else "any time" for each in (now.within, was.within)]
        told.append(f"it is expected to take {times[0]} now, before: {times[1]}")
    if (set(was.passes), set(was.never)) != (set(now.passes), set(now.never)):
        told.append("what it has to pass, or must not, is different")
    if (dict(was.facts), was.no_answer) != (dict(now.facts), now.no_answer):
        told.append("its facts are different")
    for says in told:
        yield Change(Sort.CHANGED, Kind.SCENARIO, scenario, f"Case {code(now.id)}: {says}.", now.place)
