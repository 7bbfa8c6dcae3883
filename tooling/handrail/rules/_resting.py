"""Which duties an SOP rests on: what it names itself, and what the controls on its workflows serve."""

from collections.abc import Mapping
from functools import lru_cache

from handrail.ground.model import Control, Handbook, Names, Workflow


@lru_cache(maxsize=4)
def duties_by_sop(handbook: Handbook) -> Mapping[str, Names]:
    """The duties that each SOP rests on, sorted."""
    found: dict[str, set[str]] = {sop.id: set(sop.duties) for sop in handbook.procedures.values()}
    serving = [(control, _wanted(control)) for control in handbook.controls.values() if control.duties]
    for workflow in handbook.workflows.values() if serving else ():
        carried = marks_carried(workflow, handbook)
        for control, wanted in serving:
            if workflow.procedure in found and carried & wanted:
                found[workflow.procedure] |= set(control.duties)
    return {sop: tuple(sorted(duties)) for sop, duties in found.items()}


def marks_carried(workflow: Workflow, handbook: Handbook) -> frozenset[str]:
    """The marks of a workflow's steps, of the messages that they send, and the wider marks that these count as."""
    own = {mark for step in workflow.every_step() for mark in step.own_marks}
    for step in workflow.every_step():
        if step.message in handbook.messages:
            own |= set(handbook.messages[step.message].marks)
    return frozenset(own | {handbook.marks[mark].counts_as for mark in own if mark in handbook.marks})


def _wanted(control: Control) -> frozenset[str]:
    return frozenset(mark for requirement in control.require for mark in requirement.marks)
