"""Everything that is proven about a handbook, as plain data: what programs read, and what words are made of.

`schemas/proof.schema.json` is the form. Names are those of the handbook; places are told by whoever knows the lines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from handrail.ground.finding import Place, Stop
from handrail.ground.model import Control, Handbook, Names
from handrail.reasoning.assurance import Assurance, doors_of, worst_of
from handrail.reasoning.binding import tables_of
from handrail.reasoning.compile import compile_program
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.proof import Counterexample, Margin, Proof, Result, Verdict, margins
from handrail.reasoning.telling import invoice, stops

VERSION = 1


class Carrier(NamedTuple):
    """A step that leaves a mark that a control asks for."""

    mark: str
    workflow: str
    step: str
    place: Place


class Shown(NamedTuple):
    """A counter-example as it is told: what is wrong and where that is asked for, the case, the walk, and the sum."""

    fault: str
    place: Place
    facts: tuple[tuple[str, str], ...]
    """Those that the control looks at come first, `looked` of them."""
    looked: int
    walk: tuple[Stop, ...]
    minutes: int = 0
    limit: str = ""
    starts_after: int = 0
    """How many stops of the walk lie before the clock starts."""
    total: tuple[tuple[str, int], ...] = ()


class Judged(NamedTuple):
    """A control from one door: the verdict, where it binds, who does what it asks, and how close its limits are."""

    control: str
    door: str
    verdict: Verdict
    binds_in: Names = ()
    carriers: tuple[Carrier, ...] = ()
    margins: tuple[Margin, ...] = ()
    broken: Shown | None = None
    bound: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """What is proven about the controls that were asked for, from the doors that matter."""

    handbook: Handbook
    assurance: Assurance
    judged: tuple[Judged, ...]
    _by_control: dict[str, list[Judged]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort by control once."""
        for each in self.judged:
            self._by_control.setdefault(each.control, []).append(each)

    @property
    def controls(self) -> Names:
        """The controls that were asked for, in the order of the handbook."""
        return tuple(self._by_control)

    def of(self, control: str) -> tuple[Judged, ...]:
        """A control from each door."""
        return tuple(self._by_control.get(control, ()))

    def verdict(self, control: str) -> Verdict:
        """A control's verdict from all doors that were asked for."""
        return worst_of(each.verdict for each in self.of(control))

    def count(self, verdict: Verdict) -> int:
        """How many controls have this verdict."""
        return sum(self.verdict(control) is verdict for control in self.controls)


def dossier(handbook: Handbook, assurance: Assurance, *, close: bool = True) -> Dossier:
    """Everything about every control from every door. With `close` it says how close the limits are."""
    return narrowed(handbook, assurance, handbook.controls, doors_of(handbook), close=close)


def narrowed(
    handbook: Handbook, assurance: Assurance, controls: Iterable[str], doors: Iterable[str], *, close: bool
) -> Dossier:
    """The same for some controls and doors."""
    wanted, names = [proof for proof in assurance.proofs if proof.door in set(doors)], tuple(controls)
    only = frozenset(names) if len(names) < len(handbook.controls) else frozenset[str]()
    near = {proof.door: margins(handbook, proof.door, only) if close else {} for proof in wanted}
    found = []
    for name in names:
        for proof in wanted:
            result = next(each for each in proof.results if each.control == name)
            limits = near[proof.door].get(name, ())
            found.append(_judged(handbook, assurance, proof, result, limits))
    return Dossier(handbook, assurance, tuple(found))


def _judged(
    handbook: Handbook, assurance: Assurance, proof: Proof, result: Result, limits: tuple[Margin, ...]
) -> Judged:
    control = handbook.controls[result.control]
    arises = result.verdict is not Verdict.DOES_NOT_ARISE
    binds = assurance.surveys[proof.door].arises.get(control.id, frozenset()) if arises else frozenset()
    broken = result.counterexample
    return Judged(
        control.id,
        proof.door,
        result.verdict,
        tuple(name for name in handbook.workflows if name in binds),
        tuple(_carriers(handbook, proof, control)) if arises else (),
        limits,
        shown(handbook, proof, control, broken) if broken else None,
        result.bound,
    )


def _carriers(handbook: Handbook, proof: Proof, control: Control) -> Iterator[Carrier]:
    carrying = _carrying(handbook, proof.door)
    for mark in dict.fromkeys(mark for each in control.require for mark in each.marks):
        for workflow, step in carrying.get(mark, ()):
            yield Carrier(mark, workflow, step, handbook.workflows[workflow].by_id[step].place)


@lru_cache(maxsize=64)
def _carrying(handbook: Handbook, door: str) -> Mapping[str, Sequence[Sequence[str]]]:
    """The steps that leave each mark on some way from a door; kept, for a whole program is made only to see them."""
    found: dict[str, list[list[str]]] | None = recalled(handbook, door, "carriers")
    if found is None:
        seen: dict[str, dict[tuple[str, str], None]] = {}
        for edge in compile_program(handbook, door).edges:
            for mark in edge.passes:
                seen.setdefault(mark, {})[edge.workflow, edge.step.id] = None
        found = {mark: [list(step) for step in steps] for mark, steps in seen.items()}
        keep(handbook, found, door, "carriers")
    return found


def shown(handbook: Handbook, proof: Proof, control: Control, broken: Counterexample) -> Shown:
    """A counter-example as it is told: the facts that the control looks at first."""
    walk = broken.walk
    known = [name for name in sorted(walk.case) if name in handbook.facts]
    looked = dict.fromkeys(name for table in tables_of(control) for name in table if name in known)
    order = dict.fromkeys((*looked, *known))
    limit = next((each.within for each in control.require if each.place == broken.place), None)
    late = bool(broken.minutes and limit)
    return Shown(
        broken.fault,
        broken.place,
        tuple((name, walk.case[name]) for name in order),
        len(looked),
        stops(handbook, proof.program, walk),
        broken.minutes,
        limit.text if late and limit else "",
        len(stops(handbook, proof.program, walk.first(broken.started))) if late and broken.started else 0,
        invoice(handbook, proof.program, walk, broken.started) if late else (),
    )


def case_of(found: Shown) -> Iterator[str]:
    """The case of a counter-example: what the control looks at, then what else was answered on the way."""
    told = [f"{name} is {value}" for name, value in found.facts]
    first, rest = told[: found.looked], told[found.looked :]
    yield ", ".join(first) or ("any case" if not rest else "any case, such as this one")
    if rest:
        yield f"besides: {', '.join(rest)}"


def data(found: Dossier, locate: Callable[[Place], dict[str, Any]]) -> dict[str, Any]:
    """A dossier for programs."""
    book, assurance = found.handbook, found.assurance
    return {
        "controls": [_control(found, book.controls[name], locate) for name in found.controls],
        "workflows": [
            {"id": name, "controls": {control: assurance.inside(control, name).code for control in found.controls}}
            for name in book.workflows
        ],
        "left-open": [
            {"door": each.door, "workflow": each.workflow, "outcome": each.outcome, "team": each.team}
            for survey in assurance.surveys.values()
            for each in survey.left_open
        ],
        "overruled": [
            {
                "control": each.control,
                "fact": each.fact,
                "before": each.before,
                "after": each.after,
                "workflow": each.workflow,
                "step": each.step,
                "by": each.by,
            }
            for each in sorted({each for survey in assurance.surveys.values() for each in survey.overruled})
        ],
    }


def _control(found: Dossier, control: Control, locate: Callable[[Place], dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": control.id,
        "title": control.title,
        "duties": list(control.duties),
        "verdict": found.verdict(control.id).code,
        "doors": [_door(each, locate) for each in found.of(control.id)],
    }


def _door(judged: Judged, locate: Callable[[Place], dict[str, Any]]) -> dict[str, Any]:
    broken = judged.broken
    return {
        "door": judged.door,
        "verdict": judged.verdict.code,
        "binds-in": list(judged.binds_in),
        "carried-by": [
            {"mark": each.mark, "workflow": each.workflow, "step": each.step, "at": locate(each.place)}
            for each in judged.carriers
        ],
        "limits": [
            {
                "marks": list(each.limit.requirement.marks),
                "within": each.limit.requirement.within.text if each.limit.requirement.within else "",
                "from": each.limit.starts,
                "minutes": each.limit.minutes,
                "slowest": each.minutes,
            }
            for each in judged.margins
        ],
        "bound": judged.bound,
        "counterexample": _broken(broken, locate) if broken else None,
    }


def _broken(broken: Shown, locate: Callable[[Place], dict[str, Any]]) -> dict[str, Any]:
    return {
        "fault": broken.fault,
        "at": locate(broken.place),
        "facts": dict(broken.facts),
        "walk": [
            {"at": locate(stop.place), "label": stop.label, "minutes": stop.minutes, "elapsed": stop.elapsed}
            for stop in broken.walk
        ],
        "minutes": broken.minutes,
        "limit": broken.limit,
        "starts-after": broken.starts_after,
        "sum": [{"step": step, "minutes": minutes} for step, minutes in broken.total],
    }
