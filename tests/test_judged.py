"""How controls are judged at the edges: exceptions, several doors, rings, and what nobody could see or work out."""

from dataclasses import replace

import pytest

import starter as example
from handrail.ground.model import Control, Handbook
from handrail.reasoning import assurance as assuring
from handrail.reasoning import proof
from handrail.reasoning.assurance import assurance, swallowing
from handrail.reasoning.proof import Result, Verdict, margins, prove
from handrail.reasoning.regions import TooComplexError
from handrail.reasoning.survey import survey
from test_reasoning_corners import full


def controlled(control: str, workflow: str) -> tuple[Handbook, Control]:
    """The starter handbook with another control and another workflow."""
    laid = example.files() | {
        "controls/example/sender-is-told.yml": control.encode(),
        example.WORKFLOW: workflow.encode(),
    }
    for path in ("scenarios/lost-parcel.yml", "register/severities.yml"):
        laid = laid | {path: laid[path]}
    handbook = example.book(laid)
    return handbook, handbook.controls["sender-is-told"]


HEAD = "title: The sender learns what happened\nduties: [honest-answer]\n"
ASKED = "  reach:\n    ask: can-be-reached\n    within: 1 hour\n  tell:\n    do: Tell\n    within: 1 hour\n    marks: [sender-told]\n    go: answered\n"  # fmt: skip


def test_exceptions_that_leave_no_case_are_named_one_by_one_where_one_is_enough() -> None:
    every = "  - when: {can-be-reached: [yes, no, unknown]}\n    because: Never.\n"
    one = "  - when: {can-be-reached: no}\n    because: There is no address.\n"
    halves = "  - when: {can-be-reached: [yes, unknown]}\n    because: Never.\n"
    require = "require:\n  - mark: sender-told\nexcept:\n"

    def swallows(exceptions: str) -> list[int]:
        handbook, control = controlled(HEAD + require + exceptions, example.workflow(ASKED))
        found = swallowing(handbook, control.id)
        return [control.exemptions.index(each) for each in found]

    assert swallows(one) == []
    assert swallows(every) == [0]
    assert swallows(one + every) == [1]
    assert swallows(every + one) == [0]
    assert swallows(one + halves) == [0]
    assert swallows(every + every) == [0, 1], "each of them is enough, so both are to blame"
    handbook, control = controlled(HEAD + "require:\n  - mark: sender-told\n", example.workflow(ASKED))
    assert swallowing(handbook, control.id) == ()


def test_where_nobody_could_see_whether_a_control_binds_no_exception_is_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    every = "except:\n  - when: {can-be-reached: [yes, no, unknown]}\n    because: Never.\n"
    handbook, control = controlled(HEAD + "require:\n  - mark: sender-told\n" + every, example.workflow(ASKED))
    monkeypatch.setattr(assuring, "bounded", full)
    every_case = replace(control, exemptions=())
    assert assuring._closes(handbook, every_case)
    monkeypatch.undo()
    monkeypatch.setattr("handrail.reasoning.compile.MOST_NODES", 1)
    assert assuring._closes(handbook, every_case)


def test_the_verdict_on_a_control_is_the_worst_of_all_doors() -> None:
    handbook, control = controlled(HEAD + "require:\n  - mark: sender-told\n", example.workflow(ASKED))
    found = assurance(handbook)
    assert found.verdict(control.id) is Verdict.PROVEN
    assert found.verdict("nobody") is Verdict.DOES_NOT_ARISE
    broken, control = controlled(HEAD + "require:\n  - mark: open-parcel\n", example.workflow(ASKED))
    assert assurance(broken).verdict(control.id) is Verdict.BROKEN


@pytest.mark.parametrize(("other", "verdict"), [("", Verdict.BROKEN), ("    by-other-than: first\n", Verdict.PROVEN)])
def test_a_step_that_is_done_by_another_than_the_first_one_is(other: str, verdict: Verdict) -> None:
    steps = (
        "  first:\n    do: Look\n    within: 1 hour\n    marks: [look-up]\n"
        f"  second:\n    do: Tell\n    within: 1 hour\n{other}    marks: [sender-told]\n    go: answered\n"
    )
    control = HEAD + "require:\n  - mark: sender-told\n    by-other-than: [look-up]\n"
    handbook, control_ = controlled(control, example.workflow(steps))

    (found,) = (each for each in prove(handbook, "lost-parcel").results if each.control == control_.id)
    assert found.verdict is verdict


CONTROLS = {
    "holds": "require:\n  - mark: sender-told\n",
    "is broken": "require:\n  - mark: look-up\n",
    "never arises": "when: {look-up: done}\nrequire:\n  - mark: sender-told\n",
    "in time": "require:\n  - mark: sender-told\n    within: 2 hours\n    from: received\n",
    "too late": "require:\n  - mark: sender-told\n    within: 1 hour\n    from: received\n",
    "after": "when: {can-be-reached: yes}\nrequire:\n  - mark: sender-told\n    before: look-up\n",
}


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_is_judged_the_same_where_the_survey_could_not_see_everything(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    handbook, control = controlled(HEAD + CONTROLS[name], example.workflow(ASKED))
    (known,) = prove(handbook, "lost-parcel").results
    other, _ = controlled(HEAD + CONTROLS[name], example.workflow(ASKED))
    monkeypatch.setattr(proof, "survey", lambda book, door: replace(survey(book, door), complete=False))
    monkeypatch.setattr(proof, "just_surveyed", lambda *_: None)
    prove.cache_clear()
    (blind,) = prove(other, "lost-parcel").results

    assert (blind.control, blind.verdict) == (control.id, known.verdict)
    assert known.verdict is {
        "is broken": Verdict.BROKEN, "too late": Verdict.BROKEN, "never arises": Verdict.DOES_NOT_ARISE
    }.get(name, Verdict.PROVEN)  # fmt: skip


def test_two_ways_to_judge_that_disagree_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    handbook, control = controlled(HEAD + CONTROLS["too late"], example.workflow(ASKED))
    monkeypatch.setattr(proof, "_judge_whole", lambda *_: Result(control.id, "lost-parcel", Verdict.PROVEN))
    (found,) = prove(handbook, "lost-parcel").results

    assert (found.verdict, found.bound) == (
        Verdict.NOT_PROVEN,
        "two ways to judge it disagree, which is our fault",
    )


def test_how_close_a_limit_is_stays_unsaid_where_nobody_could_work_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    handbook, control = controlled(HEAD + CONTROLS["in time"], example.workflow(ASKED))
    assert [margin.minutes for margin in margins(handbook, "lost-parcel")[control.id]] == [120]
    again, control = controlled(HEAD + CONTROLS["in time"], example.workflow(ASKED))

    def too_much(*_: object) -> None:
        raise TooComplexError("it is too much")

    monkeypatch.setattr(proof, "slowest_in_slice", too_much)
    assert margins(again, "lost-parcel")[control.id] == ()


def test_a_limit_whose_clock_never_starts_has_no_margin() -> None:
    never = "require:\n  - mark: sender-told\n    within: 2 hours\n    from: look-up\n"
    last = "require:\n  - mark: sender-told\n    within: 2 hours\n    from: close\n"
    handbook, control = controlled(HEAD + never, example.workflow(ASKED))
    assert margins(handbook, "lost-parcel").get(control.id, ()) == ()
    both = ASKED.replace("    marks: [sender-told]\n", "    marks: [sender-told, close]\n")
    handbook, control = controlled(HEAD + last, example.workflow(both))
    assert [margin.minutes for margin in margins(handbook, "lost-parcel").get(control.id, ())] == []


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("complete", [True, False])
def test_a_workflow_that_can_go_round_is_judged_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, name: str, *, complete: bool
) -> None:
    round_ = ASKED.replace("    within: 1 hour\n  tell", "    again: yes\n    within: 1 hour\n    answers: {yes: next, no: reach, unknown: next}\n  tell")  # fmt: skip
    assert round_ != ASKED
    handbook, control = controlled(HEAD + CONTROLS[name], example.workflow(round_))
    if not complete:
        monkeypatch.setattr(proof, "survey", lambda book, door: replace(survey(book, door), complete=False))
        monkeypatch.setattr(proof, "just_surveyed", lambda *_: None)
    (found,) = prove(handbook, "lost-parcel").results

    assert (found.control, found.verdict) == (
        control.id,
        {
            "is broken": Verdict.BROKEN, "too late": Verdict.NOT_PROVEN, "in time": Verdict.NOT_PROVEN,
            "never arises": Verdict.DOES_NOT_ARISE,
        }.get(name, Verdict.PROVEN),
    )  # fmt: skip
