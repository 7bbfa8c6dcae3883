"""Which names are used at all, and who uses a thing. What is asked of all uses is answered from one look at them.

There are fifty uses in a workflow, and nearly all of them are as they should be: the index knows in which parts of the
handbook a name is used and what for. A use itself is made again for whoever wants to see it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from handrail.ground.model import Handbook, Kind
from handrail.reasoning.uses import How, Use, parts

_Kinds: TypeAlias = tuple[Kind, ...]


def named(handbook: Handbook, kind: Kind) -> Iterator[tuple[str, Iterator[Use]]]:
    """The names that most likely mean something of this kind, each with its uses."""
    for kinds, names in _names(handbook).items():
        for name in names if kinds[0] is kind else ():
            yield name, _uses_of(handbook, kinds, name)


def strays(handbook: Handbook, kind: Kind) -> Iterator[Use]:
    """The uses of names that most likely mean something of this kind, and that nothing has, name by name."""
    for kinds, names in _names(handbook).items():
        for name in names if kinds[0] is kind else ():
            if not any(handbook.knows(other, name) for other in kinds):
                yield from _uses_of(handbook, kinds, name)


def used_as(handbook: Handbook, kind: Kind, name: str) -> frozenset[How]:
    """What something that exists is used for; nothing, where nobody uses it."""
    meant, index = [kinds for kinds in _names(handbook) if kind in kinds], _index(handbook)
    return frozenset(how for how in How if any((kinds, name, how) in index for kinds in meant))


@lru_cache(maxsize=256)
def users(handbook: Handbook, kind: Kind, name: str) -> tuple[Use, ...]:
    """The uses of something that exists."""
    known = handbook.knows(kind, name)
    meant = [kinds for kinds in _names(handbook) if kind in kinds] if known else []
    inside = (use for part in _parts_with(handbook, meant, name) for use in _inside(handbook, part))
    return tuple(use for use in inside if use.name == name and kind in use.kinds)


@lru_cache(maxsize=4)
def _index(handbook: Handbook) -> Mapping[tuple[_Kinds, str, How], Sequence[int]]:
    """The parts of the handbook in which a name is used, by what it may mean and what it is used for."""
    found: dict[tuple[_Kinds, str, How], list[int]] = defaultdict(list)
    for number, (make, thing) in enumerate(parts(handbook)):
        for key in dict.fromkeys([use[:3] for use in make(thing, handbook)]):
            found[key].append(number)
    return {key: numbers for key, numbers in found.items() if key[1]}


@lru_cache(maxsize=4)
def _names(handbook: Handbook) -> Mapping[_Kinds, Mapping[str, None]]:
    """The names that are used, by what they may mean."""
    found: dict[_Kinds, dict[str, None]] = defaultdict(dict)
    for kinds, name, _ in _index(handbook):
        found[kinds][name] = None
    return found


def _uses_of(handbook: Handbook, kinds: _Kinds, name: str) -> Iterator[Use]:
    for part in _parts_with(handbook, [kinds], name):
        yield from (use for use in _inside(handbook, part) if use.name == name and use.kinds == kinds)


def _parts_with(handbook: Handbook, meant: Sequence[_Kinds], name: str) -> Sequence[int]:
    index = _index(handbook)
    return sorted({part for kinds in meant for how in How for part in index.get((kinds, name, how), ())})


@lru_cache(maxsize=1024)
def _inside(handbook: Handbook, part: int) -> tuple[Use, ...]:
    """The uses in a part of the handbook."""
    make, thing = parts(handbook)[part]
    return tuple(make(thing, handbook))
