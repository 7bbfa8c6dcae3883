"""For which facts? Regions: sets of cases, exact, as binary decision diagrams (Bryant 1986).

A case is a valuation of variables. A fact has the values `never` (nobody asked), `unknown` and its answers; a mark or a
monitor's bit has two. Each variable takes a few diagram variables; the codes that are left over mean its last value,
too, so that every code means something and no region has to rule any out. This module alone knows which library holds
the diagrams: oxidd, because it is fast (written in Rust), needs no compiler to install, and says so when its memory is
full.

`Op`s describe what a step does to a case. Each can be run forwards (image) and backwards (preimage), which is all that
reachability and witnesses need.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from weakref import finalize

if TYPE_CHECKING:
    from oxidd.bdd import BDDFunction, BDDManager

    Region: TypeAlias = BDDFunction
else:
    Region = object
    """A set of cases. `&`, `|` and `~` are what they look like; the library is imported when the first one is made."""

NEVER = "never asked"
UNKNOWN = "unknown"
ON, OFF = "on", "off"
MOST_NODES = 1 << 22
"""How many diagram nodes one door's reasoning may hold before it gives up and says so (about 120 MB)."""
MANY_NODES = 1 << 19
"""After so many nodes the unused ones are given back, so that memory stays small."""
_MOST_SPARE = 2
"""So many stores of diagram nodes wait to be used again."""
_SMALL = 1 << 15
"""With more nodes that nobody needs a store is cleared before it is used again."""
_spare: "dict[int, list[BDDManager]]" = {}
"""The stores that wait, by how many nodes they have room for."""


class TooComplexError(Exception):
    """The question outgrew its bounds: nothing is proven, and the user is told."""


@contextmanager
def bounded() -> Iterator[None]:
    """Turn the library's running out of nodes into TooComplexError."""
    try:
        yield
    except MemoryError as error:
        raise TooComplexError(f"its sets of cases need more than {MOST_NODES:,} nodes") from error


class Kind(StrEnum):
    """What an operation does to a case."""

    ASSUME = "assume"
    """Go on only if the case is in a region."""
    SET = "set"
    """A variable has this value from now on."""
    ASK = "ask"
    """A variable that has the value `never` takes any of the values given; otherwise it keeps its own."""
    FORGET = "forget"
    """A variable takes any of the values given, whatever it was."""
    SET_IF = "set if"
    """A variable has this value from now on, if the case is in a region."""
    DROP = "drop"
    """These variables do not matter any more."""


class Op(NamedTuple):
    """One operation. `variable` and `values` for all but ASSUME (a region) and DROP.

    `variables` are those that are dropped, or those that the region speaks of.
    """

    kind: Kind
    variable: str = ""
    values: tuple[str, ...] = ()
    region: Region | None = None
    variables: frozenset[str] = frozenset()


def _store() -> "BDDManager":
    """A store of diagram nodes: to make one, or to clear one, takes longer than most questions about a workflow."""
    spare = _spare.setdefault(MOST_NODES, [])
    while spare:
        store = spare.pop()
        if store.num_inner_nodes() > _SMALL:
            store.gc()
        if store.num_inner_nodes() <= _SMALL:  # else somebody still holds a region of it
            return store
    from oxidd.bdd import BDDManager

    return BDDManager(MOST_NODES, 1 << 16, 1)


def _give_back(store: "BDDManager", room: int) -> None:
    """Keep a store that its space does not need any more; one that has grown is let go, with its memory."""
    if len(_spare[room]) < _MOST_SPARE and store.num_inner_nodes() <= MANY_NODES:
        _spare[room].append(store)


class Space:
    """The variables of one program, their values, and the regions over them.

    Diagrams stay small where variables that belong together are neighbours in them, so `together` may say their order.
    """

    def __init__(self, values: Mapping[str, Sequence[str]], together: Sequence[str] = ()) -> None:
        self.values = {name: tuple(domain) for name, domain in values.items()}
        self._manager = _store()
        finalize(self, _give_back, self._manager, MOST_NODES).atexit = False
        self._bits: dict[str, tuple[int, ...]] = {}
        first = 0
        order = dict.fromkeys(name for name in (*together, *self.values) if name in self.values)
        for name in order:
            domain = self.values[name]
            width = max((len(domain) - 1).bit_length(), 1)
            self._bits[name] = tuple(range(first, first + width))
            first += width
        self._manager.add_vars(max(first - self._manager.num_vars(), 0))
        self.none: Region = self._manager.false()
        self.all: Region = self._manager.true()
        self._in_use = 0
        self._vars = [self._manager.var(bit) for bit in range(first)]
        self._points: dict[tuple[str, str], Region] = {}
        self._cubes: dict[frozenset[str], Region] = {}
        self._turns: dict[tuple[str, tuple[str, ...]], tuple[Region, Region]] = {}

    def _code(self, name: str, index: int) -> Region:
        if index and index == len(self.values[name]) - 1:
            return ~self._union(self._code(name, other) for other in range(index))
        region = self._manager.true()
        for place, bit in enumerate(self._bits[name] if index or len(self.values[name]) > 1 else ()):
            region = region & (self._vars[bit] if index >> place & 1 else ~self._vars[bit])
        return region

    def _union(self, regions: Iterable[Region]) -> Region:
        found = self._manager.false()
        for region in regions:
            found = found | region
        return found

    def point(self, name: str, value: str) -> Region:
        """Every case in which a variable has a value; none when the variable cannot have it."""
        key = (name, value)
        if key not in self._points:
            domain = self.values[name]
            self._points[key] = self._code(name, domain.index(value)) if value in domain else self.none
        return self._points[key]

    def among(self, name: str, values: Iterable[str]) -> Region:
        """Every case in which a variable has one of these values."""
        return self._union(self.point(name, value) for value in values)

    def union(self, regions: Iterable[Region]) -> Region:
        """Every case that lies in one of the regions."""
        return self._union(regions)

    def drop(self, region: Region, names: frozenset[str]) -> Region:
        """The region when these variables may have any value."""
        if not names:
            return region
        cube = self._cubes.get(names)
        return region.exists(self._cube(names) if cube is None else cube)

    def _cube(self, names: frozenset[str]) -> Region:
        if names not in self._cubes:
            cube = self._manager.true()
            for bit in sorted((bit for name in names for bit in self._bits.get(name, ())), reverse=True):
                cube = self._vars[bit] & cube  # from below: each one goes on top of the others
            self._cubes[names] = cube
        return self._cubes[names]

    def forward(self, ops: Sequence[Op], region: Region) -> Region:
        """The cases into which operations turn those of a region."""
        for op in ops:
            try:
                region = self._image(op, region)
            except MemoryError:  # what nobody holds any more may only be waiting to be collected
                self.tidy()
                region = self._image(op, region)
        return region

    def tidy(self) -> None:
        """Give back the nodes that no region holds any more: the library does so too, but late on a busy machine."""
        self._manager.gc()

    def tidy_when_full(self) -> None:
        """Give them back when there are many."""
        if self._manager.num_inner_nodes() > max(MANY_NODES, 2 * self._in_use):
            self.tidy()
            self._in_use = self._manager.num_inner_nodes()

    def _image(self, op: Op, region: Region) -> Region:
        match op.kind:
            case Kind.ASSUME:
                return region & op.region if op.region is not None else region
            case Kind.DROP:
                return self.drop(region, op.variables)
            case Kind.SET_IF if op.region is not None:
                return (region & ~op.region) | self._set(region & op.region, op)
            case Kind.ASK:
                fresh = region & self.point(op.variable, NEVER)
                if not fresh.satisfiable():
                    return region
                kept = region & ~self.point(op.variable, NEVER)
                return kept | (self.drop(fresh, frozenset({op.variable})) & self.among(op.variable, op.values))
            case _:
                return self._set(region, op)

    def _set(self, region: Region, op: Op) -> Region:
        cube, taken = self._turned(op)
        return region.exists(cube) & taken

    def _unset(self, region: Region, op: Op) -> Region:
        cube, taken = self._turned(op)
        return (region & taken).exists(cube)

    def _turned(self, op: Op) -> tuple[Region, Region]:
        """What an operation forgets of a case, and the cases that it makes."""
        key = (op.variable, op.values)
        if key not in self._turns:
            self._turns[key] = (self._cube(frozenset({op.variable})), self.among(op.variable, op.values))
        return self._turns[key]

    def backward(self, ops: Sequence[Op], region: Region) -> Region:
        """The cases that operations can turn into one of a region."""
        for op in reversed(ops):
            region = self._preimage(op, region)
        return region

    def _preimage(self, op: Op, region: Region) -> Region:
        match op.kind:
            case Kind.ASSUME:
                return region & op.region if op.region is not None else region
            case Kind.DROP:
                return self.drop(region, op.variables)
            case Kind.SET_IF if op.region is not None:
                return (region & ~op.region) | (self._unset(region, op) & op.region)
            case Kind.ASK:
                kept = region & ~self.point(op.variable, NEVER)
                return kept | (self._unset(region, op) & self.point(op.variable, NEVER))
            case _:
                return self._unset(region, op)

    def pick(self, region: Region) -> dict[str, str] | None:
        """One case of a region, always the same one, or None when it is empty."""
        if not region.satisfiable():
            return None
        case: dict[str, str] = {}
        for name, domain in self.values.items():
            for value in domain:  # pragma: no branch - one of them fits, for the region is not empty
                narrowed = region & self.point(name, value)
                if narrowed.satisfiable():
                    case[name], region = value, narrowed
                    break
        return case

    def exactly(self, case: Mapping[str, str]) -> Region:
        """The region of a (partial) case."""
        region = self.all
        for name, value in case.items():
            region = region & self.point(name, value)
        return region

    @cached_property
    def names(self) -> frozenset[str]:
        """Every variable."""
        return frozenset(self.values)
