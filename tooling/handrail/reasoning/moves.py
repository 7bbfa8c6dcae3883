"""Operations put together: what several of them do to cases, in as few steps over diagrams as give exactly the same.

Most edges only look at some variables and set others. Then all of it is one stage: the guards together, everything that
is changed or forgotten let go at once, and the new values together. What depends on what was there before (an answer
that is only given where there was none, a bit that is set in some cases) is a stage of its own.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from handrail.reasoning.regions import NEVER, Kind, Op, Region, Space


class Stage(NamedTuple):
    """Go on only in the cases of `guard`, forget some variables, and go on in the cases of `taken`. None: nothing."""

    guard: Region | None
    forgets: frozenset[str]
    taken: Region | None


Move: TypeAlias = tuple[Stage | Op, ...]


def move_of(space: Space, ops: Iterable[Op], dead: frozenset[str] = frozenset()) -> Move:
    """What operations do, and then forgetting some variables."""
    made = _Making(space)
    for op in ops:
        made.add(op)
    made.forget(dead)
    made.close()
    return tuple(made.stages)


class _Making:
    """The stages so far, and the one that is being put together."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.stages: list[Stage | Op] = []
        self.guard: Region | None = None
        self.gone: set[str] = set()
        self.taken: dict[str, Region] = {}

    def add(self, op: Op) -> None:
        match op.kind:
            case Kind.ASSUME:
                if op.region is not None:  # pragma: no branch - what assumes says what
                    self._assume(op.region, op.variables)
            case Kind.DROP:
                self.forget(op.variables)
            case Kind.ASK:
                self._ask(op)
            case Kind.SET_IF if op.region is not None:
                self.close()
                self.stages.append(op)
            case _:
                self._set(op)

    def _assume(self, region: Region, variables: frozenset[str]) -> None:
        if len(variables) == 1 and variables <= self.taken.keys():
            (name,) = variables
            self.taken[name] = self.taken[name] & region
            return
        if self.gone and (not variables or variables & self.gone):
            self.close()
        self.guard = region if self.guard is None else self.guard & region

    def forget(self, names: frozenset[str]) -> None:
        self.gone |= names
        for name in names & self.taken.keys():
            if not self.taken[name].satisfiable():
                continue  # no case comes as far as this: that stays so
            del self.taken[name]

    def _set(self, op: Op) -> None:
        if op.variable in self.gone:
            self.close()
        self.gone.add(op.variable)
        self.taken[op.variable] = self.space.among(op.variable, op.values)

    def _ask(self, op: Op) -> None:
        """Whether the guard before it says already that somebody asked, or nobody, decides what is left to do."""
        never = self.space.point(op.variable, NEVER)
        if not self.gone and self.guard is not None:
            if not (self.guard & never).satisfiable():
                return
            if not (self.guard & ~never).satisfiable():
                self._set(op)
                return
        self.close()
        self.stages.append(op)

    def close(self) -> None:
        if self.guard is None and not self.gone:
            return
        taken: Region | None = None
        for region in self.taken.values():
            taken = region if taken is None else taken & region
        self.stages.append(Stage(self.guard, frozenset(self.gone), taken))
        self.guard, self.gone, self.taken = None, set(), {}


def moved(space: Space, move: Sequence[Stage | Op], region: Region) -> Region:
    """The cases into which a move turns those of a region."""
    try:
        return _moved(space, move, region)
    except MemoryError:  # what nobody holds any more may only be waiting to be collected
        space.tidy()
        return _moved(space, move, region)


def _moved(space: Space, move: Sequence[Stage | Op], region: Region) -> Region:
    for stage in move:
        if isinstance(stage, Op):
            region = space.forward((stage,), region)
            continue
        guard, forgets, taken = stage
        if guard is not None:
            region = region & guard
            if not region.satisfiable():
                return region
        if forgets:
            region = space.drop(region, forgets)
        if taken is not None:
            region = region & taken
    return region
