"""What is assured: each control from each door and in each workflow.

The proofs say from which doors a control holds, the surveys where it binds on the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from handrail.ground.model import Control, Exemption, Handbook, Names
from handrail.reasoning.binding import binding, tables_of
from handrail.reasoning.compile import compile_program
from handrail.reasoning.machine import Machine
from handrail.reasoning.proof import Proof, Result, Verdict, prove
from handrail.reasoning.regions import TooComplexError, bounded
from handrail.reasoning.survey import Survey, closing, survey
from handrail.reasoning.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Assurance:
    """Everything that is proven about a handbook: from each door, and for each workflow on the way."""

    proofs: tuple[Proof, ...] = ()
    surveys: Mapping[str, Survey] = field(default_factory=dict)

    def of_control(self, control: str) -> tuple[Result, ...]:
        """A control's verdict from each door."""
        return _by_control(self).get(control, ())

    def verdict(self, control: str) -> Verdict:
        """A control's verdict from all doors together: the worst one."""
        return worst_of(result.verdict for result in self.of_control(control))

    def doors(self, workflow: str) -> Names:
        """The doors from which a case can come into a workflow."""
        return tuple(door for door, workflows in _led_to(self).items() if workflow in workflows)

    def arises(self, control: str, workflow: str, door: str) -> bool:
        """Whether a control binds in a workflow for cases from a door."""
        survey = self.surveys.get(door)
        return bool(survey and (workflow in survey.arises.get(control, ()) or not survey.complete))

    def inside(self, control: str, workflow: str) -> Verdict:
        """A control's verdict in a workflow: that of the cases that come into it and bind there."""
        return _inside(self, control, workflow)


@lru_cache(maxsize=1 << 14)
def _inside(assurance: Assurance, control: str, workflow: str) -> Verdict:
    """Many pages ask the same."""
    results = (each for each in assurance.of_control(control) if assurance.arises(control, workflow, each.door))
    return worst_of(result.verdict for result in results)


@lru_cache(maxsize=4)
def _led_to(assurance: Assurance) -> Mapping[str, frozenset[str]]:
    """Each door with the workflows that cases come into from there."""
    return {proof.door: frozenset(node.workflow for node in proof.program.nodes) for proof in assurance.proofs}


@lru_cache(maxsize=4)
def _by_control(assurance: Assurance) -> Mapping[str, tuple[Result, ...]]:
    """Every verdict by its control: pages ask for each control in each workflow."""
    found: dict[str, list[Result]] = {}
    for proof in assurance.proofs:
        for result in proof.results:
            found.setdefault(result.control, []).append(result)
    return {control: tuple(results) for control, results in found.items()}


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
    if control is handbook.controls[control.id]:
        surveys = (survey(handbook, door) for door in doors_of(handbook))
        return any(control.id in seen.closes or not seen.complete for seen in surveys)
    try:
        with bounded():
            return any(_closes_from(handbook, door, control) for door in doors_of(handbook))
    except TooComplexError:
        return True


def _closes_from(handbook: Handbook, door: str, control: Control) -> bool:
    program = compile_program(handbook, door)
    if not program.complete:
        return True
    machine = Machine(handbook, program, vocabulary(handbook, program, tuple(tables_of(control))))
    bound = binding(machine, control).close
    return any((machine.reach[end] & bound).satisfiable() for end in closing(machine))


@lru_cache(maxsize=2)
def assurance(handbook: Handbook, only: frozenset[str] = frozenset()) -> Assurance:
    """Everything that is proven about a handbook, or about some of its controls."""
    found = proofs(handbook, only)
    return Assurance(found, {proof.door: survey(handbook, proof.door) for proof in found})
