"""Who has the case at each step, and what must be known before the first."""

import datetime as dt

from handrail.ground.finding import Place
from handrail.ground.model import Branch, Handbook, Outcome, Step, Verb, Workflow
from handrail.reasoning.custody import SOMEBODY, holders
from handrail.reasoning.needs import needs

PLACE = Place("workflows/test.yml")


def flow(name: str, *steps: Step, team: str = "first", given: tuple[str, ...] = ()) -> Workflow:
    return Workflow(
        id=name,
        area="",
        place=PLACE,
        title="",
        summary="",
        number="",
        procedure="",
        starts_when="",
        given=given,
        team=team,
        severity="",
        close_within=None,
        outcomes={"over": Outcome("over", PLACE, "Over")},
        left_open={},
        steps=steps,
    )


def book(*flows: Workflow) -> Handbook:
    return Handbook(as_of=dt.date(2026, 11, 25), workflows={each.id: each for each in flows})


def test_a_hand_over_moves_the_case_whether_or_not_it_is_answered() -> None:
    hand = Step(id="hand", place=PLACE, verb=Verb.ESCALATE, targets=("desk",), if_no_answer="late", go="next")
    found = holders(
        flow(
            "test",
            hand,
            Step(id="next-one", place=PLACE, verb=Verb.DO, go="over"),
            Step(id="late", place=PLACE, verb=Verb.DO, go="over"),
        )
    )
    assert found == {"hand": {"first"}, "next-one": {"desk"}, "late": {"desk"}}


def test_a_step_that_two_teams_can_reach_has_both() -> None:
    ask = Step(id="ask", place=PLACE, verb=Verb.ASK, targets=("fact",), answers={"yes": "next", "no": "both"})
    hand = Step(id="hand", place=PLACE, verb=Verb.ESCALATE, targets=("desk",))
    both = Step(id="both", place=PLACE, verb=Verb.DO, go="over")
    assert holders(flow("test", ask, hand, both, team=""))["both"] == {SOMEBODY, "desk"}


def test_what_is_looked_at_before_it_is_asked_must_be_known_first() -> None:
    look = Step(
        id="look",
        place=PLACE,
        verb=Verb.DECIDE,
        branches=(Branch(PLACE, "when", ({"early": ("yes",)},), "next"), Branch(PLACE, "otherwise", (), "late")),
    )
    ask = Step(id="ask", place=PLACE, verb=Verb.ASK, targets=("asked",))
    late = Step(id="late", place=PLACE, verb=Verb.DO, when=({"asked": ("yes",), "given": ("yes",)},), go="over")
    test = flow("test", look, ask, late, given=("given",))
    assert needs(book(test), test).first == ("early", "asked")


def test_a_workflow_that_is_run_needs_and_settles() -> None:
    inner = flow(
        "inner",
        Step(id="use", place=PLACE, verb=Verb.DO, when=({"wanted": ("yes",), "handed": ("yes",)},)),
        Step(id="ask", place=PLACE, verb=Verb.ASK, targets=("learned",), go="over"),
    )
    outer = flow(
        "outer",
        Step(
            id="run", place=PLACE, verb=Verb.RUN, targets=("inner",), settles={"handed": "yes"}, outcomes={"": "next"}
        ),
        Step(id="use", place=PLACE, verb=Verb.DO, when=({"learned": ("yes",)},), go="over"),
    )
    assert needs(book(outer, inner), outer).first == ("wanted",)
