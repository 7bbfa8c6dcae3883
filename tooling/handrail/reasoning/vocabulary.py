"""What a machine keeps track of: the facts, marks and bits that a program and some questions about it speak of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from handrail.ground.model import Handbook, Names, Table
from handrail.reasoning.domains import Domain
from handrail.reasoning.program import Act, Program
from handrail.reasoning.regions import NEVER, OFF, ON


def mark_bit(mark: str) -> str:
    """The variable that says whether a mark was passed."""
    return f"mark {mark}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a machine keeps track of: the facts with the texts said about them, the marks, and monitors' own bits.

    `lasting` are the facts and bits that matter to the very end, because a control looks at them when the case closes.
    """

    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    bits: Names = ()
    lasting: frozenset[str] = frozenset()


def vocabulary(
    handbook: Handbook, program: Program, tables: Iterable[Table] = (), marks: Iterable[str] = (), bits: Names = ()
) -> Vocabulary:
    """Everything that a program speaks of, and some further tables, marks and bits, which matter to the end."""
    said: dict[str, set[str]] = {}
    looked: set[str] = set(marks)
    lasting = {mark_bit(mark) for mark in marks} | set(bits)
    for number, table in enumerate(chain(more := list(tables), _tables_of(program))):
        for name, values in table.items():
            if name in handbook.facts:
                said.setdefault(name, set()).update(values)
            else:
                looked.add(name)
            if number < len(more):
                lasting.add(name if name in handbook.facts else mark_bit(name))
    for act in (act for edge in program.samples for act in edge.acts):
        for name in act.facts:
            if name in handbook.facts:
                said.setdefault(name, set()).update(act.values)
    facts = {name: frozenset((*values, handbook.facts[name].at_first)) for name, values in said.items()}
    return Vocabulary(facts, frozenset(looked), bits, frozenset(lasting))


def _tables_of(program: Program) -> Iterator[Table]:
    for edge in program.samples:
        for act in edge.acts:
            yield from tables_in(act)


def tables_in(act: Act) -> tuple[Table, ...]:
    """Every table that an act looks at."""
    return (*act.tables, *(table for branch in (act.step.branches if act.step else ()) for table in branch.when))


def variables(domains: Mapping[str, Domain], words: Vocabulary) -> dict[str, Sequence[str]]:
    """The variables of a space with their values: the facts, the marks, and the bits of monitors."""
    values: dict[str, Sequence[str]] = {
        name: (NEVER, *found.answers) for name, found in domains.items() if found.answers
    }
    values |= {mark_bit(mark): (OFF, ON) for mark in sorted(words.marks)}
    return values | dict.fromkeys(words.bits, (OFF, ON))


def first_told(program: Program) -> Names:
    """The facts and marks in the order in which a program comes to them."""
    told = (([name for act in edge.acts for name in act.facts], map(mark_bit, edge.passes)) for edge in program.samples)
    return tuple(dict.fromkeys(name for facts, marks in told for name in (*facts, *marks)))
