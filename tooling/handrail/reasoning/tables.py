"""Can tables hold together? Judged by themselves, whatever a workflow asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from handrail.ground.model import Handbook, Table
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Program
from handrail.reasoning.regions import OFF, ON, Region
from handrail.reasoning.vocabulary import mark_bit, vocabulary


@dataclass(frozen=True)
class Meaning:
    """What some tables mean as sets of cases."""

    handbook: Handbook
    tables: tuple[Table, ...]

    @cached_property
    def _machine(self) -> Machine:
        nothing = Program("", (), (), ())
        return Machine(self.handbook, nothing, vocabulary(self.handbook, nothing, self.tables))

    def possible(self, *every: tuple[Table, ...]) -> bool:
        """Whether a case can be as all of these say, each a list of which one table must hold.

        A row that takes no value at all is a slip that other rules name: such tables are not judged.
        """
        if not self._may_contradict([table for tables in every for table in tables]):
            return True
        region = self._sensible()
        for tables in every:
            region = region & self._machine.tables(tables, unasked=False)
        return bool(region.satisfiable())

    def _may_contradict(self, tables: Iterable[Table]) -> bool:
        """Whether it is worth a look: a name comes twice, or a mark with a wider one; and each row takes something."""
        rows = [(name, values) for table in tables for name, values in table.items()]
        names = [name for name, _ in rows]
        marks = self.handbook.marks
        nested = any(marks[name].counts_as in names for name in names if name in marks and marks[name].counts_as)
        if not nested and len(set(names)) == len(names):
            return False
        return all(self._machine.row(name, values, unasked=True).satisfiable() for name, values in rows)

    def _sensible(self) -> Region:
        """The cases in which a mark that counts as a wider one comes with that one."""
        space = self._machine.space
        region = space.all
        for narrow, wide in self._pairs():
            region = region & ~(space.point(narrow, ON) & space.point(wide, OFF))
        return region

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for name, mark in self.handbook.marks.items():
            narrow, wide = mark_bit(name), mark_bit(mark.counts_as)
            if mark.counts_as and narrow in self._machine.space.values and wide in self._machine.space.values:
                yield narrow, wide
