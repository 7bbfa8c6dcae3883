"""The track: one row a step, at most five lanes, and no line that lies about where a case can go."""

import random
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.ground.finding import Place
from handrail.ground.model import Outcome, Step, Verb, Workflow
from handrail.pages._track.gutter import FULL, GLANCE, between, gutter
from handrail.pages._track.lanes import MOST, Track, track
from handrail.pages._track.plan import END, plan

PLACE = Place("workflows/test.yml")


def step(name: str, ways: list[str], *, no_answer: str = "", when: bool = False) -> Step:
    answers = {f"answer-{number}": way for number, way in enumerate(ways)} if len(ways) > 1 else {}
    return Step(
        id=name,
        place=PLACE.at("steps", name),
        verb=Verb.ASK if answers else Verb.DO,
        words=f"Step {name}",
        answers=answers,
        go=ways[0] if len(ways) == 1 and ways[0] != "next" else "",
        if_no_answer=no_answer,
        when=({"fact": ("yes",)},) if when else (),
    )


def workflow(steps: list[Step], outcomes: tuple[str, ...] = ("done", "other")) -> Workflow:
    return Workflow(
        id="test",
        area="",
        place=PLACE,
        title="Test",
        summary="",
        number="",
        procedure="",
        starts_when="",
        given=(),
        team="",
        severity="",
        close_within=None,
        outcomes={name: Outcome(name, PLACE.at("outcomes", name), name) for name in outcomes},
        left_open={},
        steps=tuple(steps),
    )


@st.composite
def tangled(draw: st.DrawFn) -> Workflow:
    """A workflow of which every step leads anywhere: far down, back, to itself, to an end, to another workflow."""
    count = draw(st.integers(1, 30))
    names = [f"s{number}" for number in range(count)]
    anywhere = st.one_of(
        st.just("next"),
        st.sampled_from(names),
        st.sampled_from(["done", "other", "elsewhere"]),
    )
    steps = []
    for place, name in enumerate(names):
        ways = draw(st.lists(anywhere, min_size=1, max_size=4))
        late = draw(st.one_of(st.just(""), anywhere))
        if place == count - 1:
            ways = ["done" if way == "next" else way for way in ways]
            late = "done" if late == "next" else late
        steps.append(step(name, ways, no_answer=late, when=draw(st.booleans()) and place < count - 1))
    return workflow(steps)


def stretches(drawn: Track) -> Iterator[tuple[int, int, int, frozenset[str]]]:
    """Each vertical run: its lane, its half rows, and the two stations that may touch it."""
    for line, lane in drawn.runs:
        ends = frozenset((line.source, line.target))
        yield lane, 2 * drawn.row[line.source] + 1, 2 * drawn.row[line.target], ends
    for line, lane in drawn.loops:
        yield (
            lane,
            2 * drawn.row[line.target],
            2 * drawn.row[line.source] + 1,
            frozenset((line.source, line.target, "back")),
        )


@given(tangled())
@settings(max_examples=80, deadline=None)
def test_never_more_than_five_lanes(tangle: Workflow) -> None:
    assert track(tangle).lanes <= MOST


@given(tangled())
@settings(max_examples=80, deadline=None)
def test_no_line_runs_through_a_strange_station(tangle: Workflow) -> None:
    drawn = track(tangle)
    for lane, top, bottom, ends in stretches(drawn):
        through = [
            name
            for name, own in drawn.lane.items()
            if own == lane and name not in ends and top <= 2 * drawn.row[name] + 1 and 2 * drawn.row[name] <= bottom
        ]
        assert not through


@given(tangled())
@settings(max_examples=80, deadline=None)
def test_two_lines_share_a_stretch_only_when_they_share_an_end(tangle: Workflow) -> None:
    for one, two in combinations(stretches(track(tangle)), 2):
        if one[0] == two[0] and one[1] <= two[2] and two[1] <= one[2]:
            assert one[3] & two[3] - {"back"}
            assert "back" not in one[3] | two[3]


@given(tangled())
@settings(max_examples=50, deadline=None)
def test_a_way_back_stays_outside_what_touches_its_two_rows(tangle: Workflow) -> None:
    drawn = track(tangle)
    for back, lane in drawn.loops:
        ends = {back.source, back.target}
        assert lane > max(drawn.lane[name] for name in ends)
        assert all(lane > other for line, other in drawn.runs if ends & {line.source, line.target})


@given(tangled())
@settings(max_examples=50, deadline=None)
def test_every_way_between_steps_is_a_line_a_way_back_or_a_number(tangle: Workflow) -> None:
    drawn = track(tangle)
    shown = [line for line, _ in (*drawn.runs, *drawn.loops)] + list(drawn.hops)
    assert sorted((line.source, line.target) for line in shown) == sorted(
        (line.source, line.target) for line in plan(tangle).lines
    )
    assert all(drawn.row[line.source] < drawn.row[line.target] for line, _ in drawn.runs)
    assert all(drawn.row[line.source] > drawn.row[line.target] for line, _ in drawn.loops)


@given(tangled())
@settings(max_examples=50, deadline=None)
def test_the_main_line_runs_straight_down_the_first_lane(tangle: Workflow) -> None:
    drawn = track(tangle)
    main = drawn.plan.main
    assert main[0] == tangle.steps[0].id
    assert {drawn.lane[name] for name in main} == {0}
    assert [drawn.row[name] for name in main] == sorted({drawn.row[name] for name in main})
    assert all(drawn.lane[name] > 0 for name in drawn.plan.rows if name not in main)


@given(tangled())
@settings(max_examples=25, deadline=None)
def test_the_same_workflow_is_drawn_the_same_way(tangle: Workflow) -> None:
    again = workflow([*tangle.steps])
    one, two = track(tangle), track(again)
    for name in one.plan.rows:
        here = tangle.by_id.get(name)
        for size in (FULL, GLANCE):
            assert gutter(one, name, size, here) == gutter(two, name, size, here)
            assert between(one, name, size) == between(two, name, size)


@given(tangled())
@settings(max_examples=25, deadline=None)
def test_every_gutter_is_well_formed_and_stays_inside_its_width(tangle: Workflow) -> None:
    drawn = track(tangle)
    for name in drawn.plan.rows:
        for size in (FULL, GLANCE):
            box = ET.fromstring(gutter(drawn, name, size, tangle.by_id.get(name)))  # noqa: S314 - our own
            width = float(box.attrib["style"].removeprefix("width:").removesuffix("px"))
            for line in box.iter("line"):
                assert 0 <= float(line.attrib["x1"]) <= width
            assert [child.tag for child in box] == ["svg"]


def random_workflow(seed: int, extra: int = -1) -> Workflow:
    """A plausible workflow, mostly going down; `extra` puts one more step behind that place."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    count = dice.randint(10, 30)
    names = [f"s{number}" for number in range(count)]
    steps = []
    for place, name in enumerate(names):
        ahead = names[place + 2 : place + 6] or ["done"]
        ways = ["next"] if dice.random() < 0.55 else ["next", dice.choice(ahead)]
        if dice.random() < 0.1 and place:
            ways = [*ways, names[max(0, place - 3)]]
        if place == count - 1:
            ways = ["done"]
        steps.append(step(name, ways))
        if place == extra:
            steps.append(step("new", ["next"]))
    return workflow(steps)


def test_one_more_step_seldom_moves_another() -> None:
    kept = tried = 0
    for seed in range(120):
        before = track(random_workflow(seed))
        after = track(random_workflow(seed, extra=seed % 9))
        steps = [name for name in before.plan.rows if not name.endswith(END)]
        tried += 1
        kept += all(before.lane[name] == after.lane[name] for name in steps)
    assert kept / tried >= 0.9


def test_the_main_line_takes_the_first_answer_that_reaches_the_first_outcome() -> None:
    drawn = plan(
        workflow(
            [
                step("a", ["other", "c", "next"]),
                step("b", ["next"]),
                step("c", ["next"]),
                step("d", ["done"]),
            ]
        )
    )
    assert drawn.main == ("a", "c", "d", "d/end")


def test_where_the_first_outcome_cannot_be_reached_the_next_one_leads() -> None:
    drawn = plan(workflow([step("a", ["next"]), step("b", ["other"])]))
    assert drawn.main == ("a", "b", "b/end")
    assert drawn.ends["b/end"].target == "other"


def test_an_end_that_a_step_runs_into_is_a_station_and_an_answer_is_a_badge() -> None:
    drawn = plan(workflow([step("a", ["next", "other"]), step("b", ["done"])]))
    assert drawn.rows == ("a", "b", "b/end")
    assert [(line.source, line.target) for line in drawn.lines] == [("a", "b"), ("b", "b/end")]


def test_parallel_ways_are_one_line() -> None:
    late = Step(id="a", place=PLACE, verb=Verb.ESCALATE, targets=("desk",), if_no_answer="next")
    drawn = plan(workflow([late, step("b", ["done"])]))
    (line, _) = drawn.lines
    assert [way.on.value for way in line.ways] == ["done", "no answer"]
    assert not line.style.value


@pytest.mark.parametrize("count", [1, 200])
def test_long_and_short_workflows_are_drawn(count: int) -> None:
    steps = [step(f"s{number}", ["next", "done"]) for number in range(count - 1)] + [step("last", ["done"])]
    assert len(track(workflow(steps)).plan.rows) == count + 1


@pytest.mark.catalogue(44)
def test_a_workflow_without_steps_is_drawn_as_nothing() -> None:
    assert track(workflow([])).lanes == 0
