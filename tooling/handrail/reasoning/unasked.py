"""Does it matter that nobody asked? A fact that was never asked counts as unknown; mostly that changes nothing.

It matters in a case where some answer to it would have led elsewhere, whatever else nobody asked might have been.
"""

from collections.abc import Iterable, Mapping, Sequence

from handrail.ground.model import Names
from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import NEVER, Region


def matters(machine: Machine, classes: Sequence[Region], facts: Iterable[str]) -> Mapping[str, Region]:
    """For each fact the cases in which nobody asked it and its answer would change the class that the case is in."""
    names = tuple(name for name in facts if name in machine.domains)
    found = {}
    for name in names:
        differs = _differs(machine, classes, name)
        for other in names:
            if other != name:
                differs = differs | _opened(machine, differs, other)
        region = differs & machine.space.point(name, NEVER)
        if region.satisfiable():
            found[name] = region
    return found


def _differs(machine: Machine, classes: Sequence[Region], name: str) -> Region:
    """The cases in which two answers to a fact lead to two classes; what the fact is does not count."""
    answered = _answered(machine, name)
    alone = frozenset({name})
    space = machine.space
    return space.union(space.drop(each & answered, alone) & space.drop(answered & ~each, alone) for each in classes)


def _opened(machine: Machine, region: Region, name: str) -> Region:
    """The cases in which nobody asked a fact that with some answer would lie in a region."""
    some = machine.space.drop(region & _answered(machine, name), frozenset({name}))
    return some & machine.space.point(name, NEVER)


def _answered(machine: Machine, name: str) -> Region:
    return machine.space.among(name, machine.domains[name].answers)


def least_case(machine: Machine, bad: Region, arriving: Region, facts: Names) -> dict[str, str]:
    """A case of a region in as few facts as say it: whatever arrives with these answers lies in the region, too."""
    picked = machine.space.pick(bad & arriving) or {}
    case = {name: picked[name] for name in facts if name in picked}
    for name in tuple(case):
        rest = {other: value for other, value in case.items() if other != name}
        if not (machine.space.exactly(rest) & arriving & ~bad).satisfiable():
            case = rest
    return case
