"""When does a control bind? While the facts are as its `when` says, and no exemption holds.

At a step only what was answered binds. When the case closes, a fact that nobody asked counts as `unknown` if another
fact of the same table was answered: whoever knows a part has to have thought of the rest.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handrail.ground.model import Control, Requirement, Table
from handrail.reasoning.machine import Machine
from handrail.reasoning.regions import NEVER, UNKNOWN, Region


class Binding(NamedTuple):
    """The cases that a control binds: by what is known at a step, and by what is known when the case closes."""

    now: Region
    close: Region


def tables_of(control: Control) -> Iterator[Table]:
    """Every table that a control looks at."""
    yield from control.when
    for requirement in control.require:
        yield from requirement.when
    for exemption in control.exemptions:
        yield from exemption.when


def binding(machine: Machine, control: Control, requirement: Requirement | None = None) -> Binding:
    """When a control binds, or one of its requirements."""
    space = machine.space
    further = requirement.when if requirement else ()
    now = machine.tables(control.when, unasked=False) & machine.tables(further, unasked=False)
    close = at_close(machine, control.when) & at_close(machine, further)
    for exemption in control.exemptions:
        if exemption.door:
            here = space.all if exemption.door == machine.program.door else space.none
            now, close = now & ~here, close & ~here
        else:
            now = now & ~machine.tables(exemption.when, unasked=False)
            close = close & ~at_close(machine, exemption.when)
    return Binding(now, close)


def at_close(machine: Machine, tables: Iterable[Table]) -> Region:
    """The cases in which one of the tables holds by what is known when the case closes."""
    every = [_table_at_close(machine, table) for table in tables]
    return machine.space.union(every) if every else machine.space.all


def _table_at_close(machine: Machine, table: Table) -> Region:
    facts = [name for name in table if name in machine.domains]
    answered = {name: machine.space.all & ~machine.space.point(name, NEVER) for name in facts}
    region = machine.space.all
    for name, values in table.items():
        row = machine.row(name, values, unasked=False)
        if name in answered and UNKNOWN in values:
            others = machine.space.union(answered[other] for other in facts if other != name)
            row = row | (machine.space.point(name, NEVER) & others)
        region = region & row
    return region
