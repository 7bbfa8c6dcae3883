"""Operations put together do what they do one by one, whatever they are and in whatever order."""

import random

import pytest

from handrail.reasoning.moves import Stage, move_of, moved
from handrail.reasoning.regions import NEVER, OFF, ON, Kind, Op, Region, Space

VALUES = {
    "depth": (NEVER, "low", "high", "unknown"),
    "colour": (NEVER, "red", "blue"),
    "mark closed": (OFF, ON),
    "owed": (OFF, ON),
}
ANSWERS = {name: tuple(value for value in values if value != NEVER) for name, values in VALUES.items()}


def some_region(space: Space, chance: random.Random, names: list[str]) -> Region:
    region = space.none
    for _ in range(chance.randint(1, 3)):
        part = space.all
        for name in names:
            part = part & space.among(name, chance.sample(VALUES[name], chance.randint(1, len(VALUES[name]))))
        region = region | part
    return region


def some_op(space: Space, chance: random.Random) -> Op:
    names = chance.sample(list(VALUES), chance.randint(1, 2))
    match chance.choice(list(Kind)):
        case Kind.ASSUME:
            return Op(Kind.ASSUME, region=some_region(space, chance, names), variables=frozenset(names))
        case Kind.SET:
            return Op(Kind.SET, names[0], (chance.choice(ANSWERS[names[0]]),))
        case Kind.FORGET:
            return Op(Kind.FORGET, names[0], ANSWERS[names[0]])
        case Kind.ASK:
            fact = chance.choice(["depth", "colour"])
            return Op(Kind.ASK, fact, ANSWERS[fact])
        case Kind.SET_IF:
            region, bit = some_region(space, chance, names), chance.choice(["mark closed", "owed"])
            return Op(Kind.SET_IF, bit, (chance.choice((OFF, ON)),), region, frozenset(names))
        case _:
            return Op(Kind.DROP, variables=frozenset(names))


@pytest.mark.parametrize("seed", range(20))
def test_operations_together_do_what_they_do_one_by_one(seed: int) -> None:
    chance, space = random.Random(seed), Space(VALUES)  # noqa: S311 - no secret
    for _ in range(60):
        ops = [some_op(space, chance) for _ in range(chance.randint(0, 6))]
        dead = frozenset(chance.sample(list(VALUES), chance.randint(0, 2)))
        region = some_region(space, chance, chance.sample(list(VALUES), chance.randint(1, 4)))

        together = moved(space, move_of(space, ops, dead), region)

        assert together == space.drop(space.forward(ops, region), dead), ops


def test_an_edge_that_looks_asks_and_marks_is_one_stage() -> None:
    space = Space(VALUES)
    ops = [
        Op(Kind.ASSUME, region=space.point("colour", "red"), variables=frozenset({"colour"})),
        Op(Kind.FORGET, "depth", ANSWERS["depth"]),
        Op(Kind.ASSUME, region=space.point("depth", "low"), variables=frozenset({"depth"})),
        Op(Kind.SET, "mark closed", (ON,)),
    ]

    (stage,) = move_of(space, ops, frozenset({"owed"}))

    assert isinstance(stage, Stage)
    assert stage.forgets == {"depth", "mark closed", "owed"}


def test_a_question_behind_its_own_guard_is_none_or_one_stage() -> None:
    """`ask` keeps what is known: behind a guard that says whether it is, there is nothing left to decide."""
    space, fact = Space(VALUES), frozenset({"depth"})
    ask = Op(Kind.ASK, "depth", ANSWERS["depth"])
    never = space.point("depth", NEVER)

    known = move_of(space, [Op(Kind.ASSUME, region=~never, variables=fact), ask])
    unknown = move_of(space, [Op(Kind.ASSUME, region=never, variables=fact), ask])

    assert known == (Stage(~never, frozenset(), None),)
    assert unknown == (Stage(never, fact, space.among("depth", ANSWERS["depth"])),)
