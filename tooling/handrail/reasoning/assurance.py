"""What is assured: each control in each workflow, the ways that leave a case open, and the answers that are overruled.

The proofs say from which doors a control holds. Where it binds on the way, and everything else here, is read off the
exact regions that reach each node of a door's program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from handrail.ground.finding import Place
from handrail.ground.model import Control, Exemption, Handbook, Names
from handrail.reasoning.binding import binding, tables_of
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Does, Edge, Program
from handrail.reasoning.proof import Proof, Result, Verdict, arises_in, closing, prove
from handrail.reasoning.regions import UNKNOWN, TooComplexError, bounded
from handrail.reasoning.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, order=True)
class LeftOpen:
    """An end at which a case stays open, and the team that has it then."""

    door: str
    workflow: str
    outcome: str
    team: str


@dataclass(frozen=True, slots=True, order=True)
class Overruled:
    """An answer that a control names, and that a later step replaces by one that it does not name."""

    control: str
    fact: str
    before: str
    after: str
    workflow: str
    step: str
    by: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What the regions of one door tell: where each control binds, which ends leave a case open, what is overruled."""

    door: str
    arises: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left_open: tuple[LeftOpen, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Assurance:
    """Everything that is proven about a handbook: from each door, and for each workflow on the way."""

    proofs: tuple[Proof, ...] = ()
    surveys: Mapping[str, Survey] = field(default_factory=dict)

    def of_control(self, control: str) -> tuple[Result, ...]:
        """A control's verdict from each door."""
        return tuple(result for proof in self.proofs for result in proof.results if result.control == control)

    def verdict(self, control: str) -> Verdict:
        """A control's verdict from all doors together: the worst one."""
        return worst_of(result.verdict for result in self.of_control(control))

    def doors(self, workflow: str) -> Names:
        """The doors from which a case can come into a workflow."""
        found = (proof for proof in self.proofs if any(node.workflow == workflow for node in proof.program.nodes))
        return tuple(proof.door for proof in found)

    def arises(self, control: str, workflow: str, door: str) -> bool:
        """Whether a control binds in a workflow for cases from a door."""
        survey = self.surveys.get(door)
        return bool(survey and (workflow in survey.arises.get(control, ()) or not survey.complete))

    def inside(self, control: str, workflow: str) -> Verdict:
        """A control's verdict in a workflow: that of the cases that come into it and bind there."""
        results = (result for result in self.of_control(control) if self.arises(control, workflow, result.door))
        return worst_of(result.verdict for result in results)


_WORST_FIRST = (Verdict.BROKEN, Verdict.NOT_PROVEN, Verdict.PROVEN)


def worst_of(verdicts: Iterator[Verdict]) -> Verdict:
    """The worst of several verdicts; none at all means that the control does not arise."""
    found = set(verdicts)
    return next((verdict for verdict in _WORST_FIRST if verdict in found), Verdict.DOES_NOT_ARISE)


def doors_of(handbook: Handbook) -> Names:
    """The workflows at which cases begin."""
    return tuple(name for name in handbook.workflows if handbook.door(name) and handbook.workflows[name].steps)


@lru_cache(maxsize=2)
def proofs(handbook: Handbook, only: frozenset[str] = frozenset()) -> tuple[Proof, ...]:
    """Every control judged from every door, or only some of them."""
    return tuple(prove(handbook, door, only) for door in doors_of(handbook)) if handbook.controls else ()


def nowhere(handbook: Handbook) -> Iterator[Control]:
    """The controls that arise from no door."""
    every = proofs(handbook)
    arising = {
        result.control for proof in every for result in proof.results if result.verdict is not Verdict.DOES_NOT_ARISE
    }
    yield from (control for control in handbook.controls.values() if every and control.id not in arising)


@lru_cache(maxsize=256)
def swallowing(handbook: Handbook, name: str) -> tuple[Exemption, ...]:
    """The exceptions because of which a control binds no case that closes; none where some case is left."""
    control = handbook.controls[name]
    if not control.exemptions:
        return ()
    if not any(each.order in _AT_CLOSE for each in control.require) and control not in nowhere(handbook):
        return ()
    if _closes(handbook, control) or not _closes(handbook, replace(control, exemptions=())):
        return ()
    for exemption in control.exemptions:
        others = tuple(each for each in control.exemptions if each is not exemption)
        if _closes(handbook, replace(control, exemptions=others)):
            return (exemption,)
    return control.exemptions


_AT_CLOSE = ("", "after")
"""The orders whose marks are missed only when a case closes; everything else is judged on the way, too."""


def _closes(handbook: Handbook, control: Control) -> bool:
    """Whether a case can close, from any door, while a control binds it."""
    for proof in proofs(handbook):
        if not proof.program.complete:
            return True
        try:
            with bounded():
                machine = Machine(
                    handbook, proof.program, vocabulary(handbook, proof.program, tuple(tables_of(control)))
                )
                bound = binding(machine, control).close
                if any((machine.reach[end] & bound).satisfiable() for end in closing(machine)):
                    return True
        except TooComplexError:
            return True
    return False


@lru_cache(maxsize=2)
def assurance(handbook: Handbook, only: frozenset[str] = frozenset()) -> Assurance:
    """Everything that is proven about a handbook, or about some of its controls."""
    found = proofs(handbook, only)
    return Assurance(found, {proof.door: survey(handbook, proof.program) for proof in found})


def survey(handbook: Handbook, program: Program) -> Survey:
    """Read off the regions of a door where controls bind, how cases stay open, and what is overruled."""
    tables = [table for control in handbook.controls.values() for table in tables_of(control)]
    if not program.complete:
        return Survey(program.door, complete=False)
    try:
        with bounded():
            machine = Machine(handbook, program, vocabulary(handbook, program, tables))
            arises = {control.id: arises_in(machine, control) for control in handbook.controls.values()}
            return Survey(program.door, arises, tuple(_left_open(machine)), tuple(sorted(set(_overruled(machine)))))
    except TooComplexError:
        return Survey(program.door, complete=False)


def _left_open(machine: Machine) -> Iterator[LeftOpen]:
    for number in machine.program.ends():
        node = machine.program.nodes[number]
        team = machine.handbook.workflows[node.workflow].left_open.get(node.outcome)
        if team is not None and machine.reach[number].satisfiable():
            yield LeftOpen(machine.program.door, node.workflow, node.outcome, team)


def _overruled(machine: Machine) -> Iterator[Overruled]:
    """Each edge that gives a fact another answer than the known one that a control names."""
    named = [
        (control, fact, taken) for control in machine.handbook.controls.values() for fact, taken in _named(control)
    ]
    for number, edge in enumerate(machine.program.edges):
        told = {name for act in edge.acts if act.does in (Does.AGAIN, Does.SET) for name in act.facts}
        for control, fact, taken in named:
            if fact in told and fact in machine.domains:
                yield from _replaced(machine, number, control, fact, taken)


def _named(control: Control) -> Iterator[tuple[str, frozenset[str]]]:
    """The facts of a control's `when` with the answers that it names."""
    taken: dict[str, set[str]] = {}
    for table in control.when:
        for name, values in table.items():
            taken.setdefault(name, set()).update(values)
    yield from ((name, frozenset(values)) for name, values in taken.items())


def _replaced(
    machine: Machine, number: int, control: Control, fact: str, written: frozenset[str]
) -> Iterator[Overruled]:
    edge = machine.program.edges[number]
    domain, space = machine.domains[fact], machine.space
    named = domain.taken(written)
    here = machine.reach[edge.source]
    for before in sorted(named - {UNKNOWN}):
        held = here & space.point(fact, before)
        if not held.satisfiable():
            continue
        left = machine.step(number, held)
        for after in domain.answers:
            if after not in named and (left & space.point(fact, after)).satisfiable():
                yield _told(edge, control.id, fact, before, after)


def _told(edge: Edge, control: str, fact: str, before: str, after: str) -> Overruled:
    return Overruled(control, fact, before, after, edge.workflow, edge.step.id, edge.performer)


def places_of(handbook: Handbook, overruled: Overruled) -> Place:
    """Where the step stands that overrules an answer."""
    return handbook.workflows[overruled.workflow].by_id[overruled.step].place
