"""Does it always hold? Each control from each door to each closing end.

It is proven, broken with a counter-example, or does not arise. A control is followed beside the facts in the same
fix-point, one at a time, on the slice of the door's program that matters to it. Only a broken one is walked through the
whole program, for the counter-example that people read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from handrail.ground.finding import Place
from handrail.ground.model import Control, Handbook, Names
from handrail.reasoning.binding import binding, tables_of
from handrail.reasoning.clocks import TimeLimit, clock_of, limits_of, slowest_in_slice, too_late, too_late_in_slice
from handrail.reasoning.compile import compile_program
from handrail.reasoning.cuts import Cuts
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.machine import Machine
from handrail.reasoning.monitors import Judgement, Notes, lasting_bits_of, marks_of, monitors_of, watch
from handrail.reasoning.program import MOST_NODES, Program
from handrail.reasoning.regions import TooComplexError, bounded
from handrail.reasoning.slice import CLOSES, Slice, cut
from handrail.reasoning.survey import Surveyor, closing, just_surveyed, machine_for, survey
from handrail.reasoning.vocabulary import mark_bit
from handrail.reasoning.witness import Walk, shortest
from handrail.reasoning.wordless import of_control


class Verdict(StrEnum):
    """What is known about a control from a door."""

    PROVEN = "proven"
    BROKEN = "broken"
    DOES_NOT_ARISE = "does not arise"
    NOT_PROVEN = "not proven"
    """The engine gave up: nothing is claimed."""

    @property
    def code(self) -> str:
        """The verdict as programs read it."""
        return self.value.replace(" ", "-")


class Counterexample(NamedTuple):
    """How a control breaks: what is wrong, where that is asked for, and the walk that shows it.

    For a clock `minutes` is how long it takes and `started` how many edges of the walk lie before the clock starts.
    """

    fault: str
    place: Place
    walk: Walk
    minutes: int = 0
    started: int = 0


class Result(NamedTuple):
    """A control's verdict from one door."""

    control: str
    door: str
    verdict: Verdict
    counterexample: Counterexample | None = None
    bound: str = ""
    """Where the engine gave up: what outgrew which bound."""


@dataclass(frozen=True, eq=False)
class Proof:
    """Every control's result from one door, and the program that the walks of counter-examples go through."""

    handbook: Handbook
    door: str
    results: tuple[Result, ...]

    @cached_property
    def program(self) -> Program:
        """Made when somebody asks for it: most controls hold, and then nobody does."""
        return compile_program(self.handbook, self.door)


@lru_cache(maxsize=64)
def prove(handbook: Handbook, door: str, only: frozenset[str] = frozenset()) -> Proof:
    """Judge every control from one door, or only some of them."""
    wanted = [control for control in handbook.controls.values() if not only or control.id in only]
    kept = _kept(handbook, door)
    known = {control.id: _verdict(handbook, control, kept) for control in wanted}
    open_ = [control for control in wanted if known[control.id] is None]
    judged: dict[str, Result] = {}
    if open_:
        program = compile_program(handbook, door)
        judged = {result.control: result for result in _judge_all(handbook, program, open_)}
        _remember(handbook, door, judged.values())
    judged |= {name: Result(name, door, verdict) for name, verdict in known.items() if verdict}
    return Proof(handbook, door, tuple(judged[control.id] for control in wanted))


_KEPT = (Verdict.PROVEN, Verdict.DOES_NOT_ARISE)
"""Verdicts that need no more than their name; the others are worked out again, with what shows them."""
_KEPT_AS = {verdict.value: verdict for verdict in _KEPT}


def remembered(handbook: Handbook, door: str, control: Control) -> Verdict | None:
    """What was proven before about a control from a door; None where that is not known (any more)."""
    return _verdict(handbook, control, _kept(handbook, door))


def _kept(handbook: Handbook, door: str) -> Mapping[str, str]:
    """The verdicts from a door that were kept, by control and what it asks for."""
    return recalled(handbook, door, "verdicts") or {}


def _verdict(handbook: Handbook, control: Control, kept: Mapping[str, str]) -> Verdict | None:
    return _KEPT_AS.get(kept.get(_control_key(handbook, control), "")) if kept else None


def _control_key(handbook: Handbook, control: Control) -> str:
    return f"{control.id} {of_control(handbook, control)[:16]}"


def _remember(handbook: Handbook, door: str, results: Iterable[Result]) -> None:
    fresh = {
        _control_key(handbook, handbook.controls[result.control]): result.verdict.value
        for result in results
        if result.verdict in _KEPT
    }
    if fresh:
        current = {_control_key(handbook, control) for control in handbook.controls.values()}
        before = {key: verdict for key, verdict in _kept(handbook, door).items() if key in current}
        keep(handbook, before | fresh, door, "verdicts")


def _about(handbook: Handbook, door: str, control: Control, what: str) -> Names:
    return door, what, control.id, of_control(handbook, control)


def _judge_all(handbook: Handbook, program: Program, controls: list[Control]) -> Iterator[Result]:
    if not program.complete:
        bound = f"more than {MOST_NODES:,} places in which a case can be"
        yield from (Result(control.id, program.door, Verdict.NOT_PROVEN, bound=bound) for control in controls)
        return
    fresh = just_surveyed(handbook, program.door)
    seen = survey(handbook, program.door)
    binding_ = [control for control in controls if seen.binds.get(control.id) or not seen.complete]
    nowhere = [control for control in controls if control not in binding_]
    yield from (Result(control.id, program.door, Verdict.DOES_NOT_ARISE) for control in nowhere)
    whole = _cuts(handbook, program, binding_, fresh) if binding_ else ""
    for control in binding_:
        if isinstance(whole, str):
            yield Result(control.id, program.door, Verdict.NOT_PROVEN, bound=whole)
        else:
            whole.space.tidy_when_full()
            yield _judged(whole, control)


def _cuts(handbook: Handbook, program: Program, controls: list[Control], fresh: Surveyor | None) -> Cuts | str:
    """What the slices for some controls share, or why there is nothing to be proven with.

    Who has just surveyed the door has walked all cases, too.
    """
    try:
        with bounded():
            if fresh and fresh.machine.order is not None:
                return Cuts(fresh.machine, fresh.arriving)
            return Cuts(machine_for(handbook, program, controls, forgets=False))
    except TooComplexError as error:
        return str(error)


def _judged(whole: Cuts, control: Control, *, again: bool = True) -> Result:
    """Judge a control; when the diagrams seem to be full, once more with what nobody needs given back."""
    try:
        with bounded():
            return _judge(whole, control)
    except TooComplexError as error:
        if not again:
            return Result(control.id, whole.machine.program.door, Verdict.NOT_PROVEN, bound=str(error))
    whole.space.tidy()
    return _judged(whole, control, again=False)


def _judge(whole: Cuts, control: Control) -> Result:
    door = whole.machine.program.door
    if whole.machine.order is None:
        return _judge_whole(whole.machine, control)
    notes, judgements = _watched(whole.machine, control)
    ends = frozenset(closing(whole.machine))
    slice_ = cut(whole, notes, judgements, _lasting(whole.machine, control), ends)
    if not survey(whole.machine.handbook, door).complete and not _arises(slice_, control):
        return Result(control.id, door, Verdict.DOES_NOT_ARISE)
    late = (too_late_in_slice(_timed(whole, control, limit), control, limit) for limit in limits_of(control))
    if not _broken(slice_, judgements) and not any(late):
        return Result(control.id, door, Verdict.PROVEN)
    shown = _judge_whole(whole.machine, control)
    if shown.verdict is not Verdict.BROKEN:
        return Result(control.id, door, Verdict.NOT_PROVEN, bound="two ways to judge it disagree, which is our fault")
    return shown


def _timed(whole: Cuts, control: Control, limit: TimeLimit) -> Slice:
    """The slice for a limit. Where the survey knows at which nodes the limit can bind, minutes count there alone."""
    machine = whole.machine
    seen = survey(machine.handbook, machine.program.door)
    binds = seen.running[control.id, control.require.index(limit.requirement)] if seen.complete else None
    clock = clock_of(machine, limit, binds)
    return cut(whole, Notes(), (), _lasting(machine, control), frozenset(closing(machine)), clock)


def _watched(machine: Machine, control: Control) -> tuple[Notes, list[Judgement]]:
    notes = Notes()
    judgements = [judged for monitor in monitors_of(control) for judged in watch(machine, monitor, notes)]
    return notes, judgements


def _lasting(machine: Machine, control: Control) -> frozenset[str]:
    """What matters to a control to the very end: its facts, the marks it looks at, its monitors' bits."""
    looked = {name for table in tables_of(control) for name in table}
    found = {name if name in machine.domains else mark_bit(name) for name in looked}
    for monitor in monitors_of(control):
        found |= {mark_bit(mark) for mark in marks_of(monitor)}
        found |= set(lasting_bits_of(monitor))
    return frozenset(found) & machine.space.names


def _arises(slice_: Slice, control: Control) -> bool:
    bound = binding(slice_.machine, control)
    reached = slice_.reach()
    return any((region & (bound.close if n == CLOSES else bound.now)).satisfiable() for n, region in enumerate(reached))


def _broken(slice_: Slice, judgements: list[Judgement]) -> bool:
    reached = slice_.reach()
    if any(judged.edge is None and (reached[CLOSES] & judged.region).satisfiable() for judged in judgements):
        return True
    return any(
        (reached[node] & link.guard & judgements[number].region).satisfiable()
        for node, links in enumerate(slice_.links)
        for link in links
        for number in link.judged
    )


class Margin(NamedTuple):
    """The longest time that a limit's clock ever shows from a door."""

    limit: TimeLimit
    minutes: int


@lru_cache(maxsize=64)
def margins(handbook: Handbook, door: str, only: frozenset[str] = frozenset()) -> Mapping[str, tuple[Margin, ...]]:
    """How close the limits of the proven controls are from one door: control -> its limits that ever run."""
    proof = prove(handbook, door, only)
    proven = [handbook.controls[each.control] for each in proof.results if each.verdict is Verdict.PROVEN]
    timed = [control for control in proven if any(limits_of(control))]
    known = {control.id: recalled(handbook, *_about(handbook, door, control, "margins")) for control in timed}
    new = [control for control in timed if known[control.id] is None]
    known |= _worked_out(handbook, proof.program, new) if new else {}
    limits = {control.id: tuple(limits_of(control)) for control in timed}
    return {name: tuple(Margin(limits[name][number], time) for number, time in found) for name, found in known.items()}


def _worked_out(handbook: Handbook, program: Program, controls: list[Control]) -> Mapping[str, list[tuple[int, int]]]:
    """The margins of controls by the numbers of their limits, kept for the next time."""
    whole = machine_for(handbook, program, controls, forgets=False)
    cuts = Cuts(whole) if whole.order is not None else None
    found = {control.id: list(_margins(cuts, control)) if cuts else [] for control in controls}
    for control in controls:
        keep(handbook, found[control.id], *_about(handbook, program.door, control, "margins"))
    return found


def _margins(whole: Cuts, control: Control) -> Iterator[tuple[int, int]]:
    """The number of each limit whose clock ever runs, and its longest time."""
    for number, limit in enumerate(limits_of(control)):
        try:
            with bounded():
                minutes = slowest_in_slice(_timed(whole, control, limit), control, limit)
        except TooComplexError:
            continue
        if minutes is not None:
            yield number, minutes


# ---- the whole program, for people


def _judge_whole(whole: Machine, control: Control) -> Result:
    """Judge a control on the whole program, and find the shortest walk to what is wrong, or the slowest."""
    door = whole.program.door
    machine = machine_for(whole.handbook, whole.program, [control], forgets=True)
    notes, judgements = _watched(machine, control)
    for number, ops in notes.first.items():
        machine.add_effects(number, ops, first=True)
    for number, ops in notes.last.items():
        machine.add_effects(number, ops)
    if not _binds(machine, control):
        return Result(control.id, door, Verdict.DOES_NOT_ARISE)
    broken = _first(machine, judgements) or next(_late(machine, control), None)
    return Result(control.id, door, Verdict.BROKEN if broken else Verdict.PROVEN, broken)


def _binds(machine: Machine, control: Control) -> bool:
    bound, ends = binding(machine, control), frozenset(closing(machine))
    asked = (bound.close if number in ends else bound.now for number in range(len(machine.reach)))
    return any((here & wanted).satisfiable() for here, wanted in zip(machine.reach, asked, strict=True))


def _first(machine: Machine, judgements: list[Judgement]) -> Counterexample | None:
    """The shortest walk to anything that must not happen."""
    found = [broken for judged in judgements if (broken := _reached(machine, judged))]
    return min(found, key=lambda broken: len(broken.walk.edges), default=None)


def _reached(machine: Machine, judged: Judgement) -> Counterexample | None:
    if judged.edge is None:
        goals = {end: met for end in closing(machine) if (met := machine.reach[end] & judged.region).satisfiable()}
        walk = shortest(machine, goals) if goals else None
    else:
        source = machine.program.edges[judged.edge].source
        met = machine.reach[source] & machine.before(judged.edge, machine.space.all) & judged.region
        walk = shortest(machine, {source: met}) if met.satisfiable() else None
        walk = walk.then(judged.edge) if walk else None
    return Counterexample(judged.fault, judged.place, walk) if walk else None


def _late(machine: Machine, control: Control) -> Iterator[Counterexample]:
    for limit in limits_of(control):
        found = too_late(machine, control, limit)
        if found:
            yield Counterexample(limit.fault, limit.place, found.walk, found.minutes, found.started)


__all__ = [
    "Counterexample",
    "Margin",
    "Proof",
    "Result",
    "TimeLimit",
    "Verdict",
    "margins",
    "prove",
]
