"""The engine says what is true: a brute-force oracle, written without it, agrees on every claim. See oracle/README.md."""

from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, Phase, given, reject, seed, settings

from handrail.ground.model import Handbook
from handrail.reasoning.alone import alone, from_door
from handrail.reasoning.longest import worst
from handrail.reasoning.machine import Machine
from handrail.reasoning.proof import Result, prove
from handrail.reasoning.survey import survey
from oracle.agree import MOST, disagreements
from oracle.books import Data, books, read
from oracle.judge import Judge, verdicts
from oracle.walks import EndlessError, TooManyError, World, histories

AGREES = 250
DEEP = 500


def each(number: int, examples: int, check: Callable[[Handbook], None]) -> None:
    """Check so many handbooks, always the same ones for a number."""

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(books())
    def run(files: dict[str, Data]) -> None:
        try:
            check(read(files))
        except TooManyError:
            reject()

    run()


def agree(handbook: Handbook) -> None:
    assert list(disagreements(handbook)) == []


@pytest.mark.parametrize("number", range(2))
def test_the_engine_and_the_oracle_agree(number: int) -> None:
    each(number, AGREES, agree)


@pytest.mark.deep
@pytest.mark.parametrize("number", range(100, 140))
def test_they_agree_on_twenty_thousand(number: int) -> None:
    each(number, DEEP, agree)


def test_the_handbooks_are_worth_it() -> None:
    """Every kind of requirement is proven and broken among them, every verb happens, and cases get stuck."""
    seen: Counter[str] = Counter()

    def look(handbook: Handbook) -> None:
        for workflow in handbook.workflows.values():
            if not workflow.starts_when:
                continue
            world = World(handbook, tuple(handbook.facts))
            try:
                cases = list(histories(world, workflow.id, MOST))
            except EndlessError:
                seen["endless"] += 1
                continue
            seen.update(event.step.verb.value for history in cases for event in history.events)
            seen["stuck"] += any(history.stuck for history in cases)
            for name, verdict in verdicts(Judge(world, workflow.id), cases, handbook.controls).items():
                kinds = {requirement.order or "mark" for requirement in handbook.controls[name].require}
                kinds |= {"never"} if handbook.controls[name].never else set()
                seen.update(f"{kind} {verdict.words}" for kind in kinds)
                seen["late"] += bool(verdict.late and verdict.shortest is None)

    each(7, 400, look)
    orders = ("mark", "within", "before", "after", "directly-before", "only-by", "by-other-than", "never")
    wanted = {f"{order} {verdict}" for order in orders for verdict in ("proven", "broken", "does not arise")}
    wanted |= {"do", "decide", "together", "ask", "escalate", "tell", "wait", "run", "stuck", "late"}
    assert wanted - seen.keys() == set()


# ---- what was found, in the smallest handbooks that show it

FACTS: Data = {
    "clear": {"asks": "Is it clear?", "answers": "yes or no"},
    "age": {"asks": "How old is it?", "answers": "0 to 3 years"},
}
MARKS: Data = {"hide": "Hidden.", "report": "Reported.", "check": "Checked."}


def small(
    steps: Data,
    *controls: Data,
    facts: Data | None = None,
    flow: Data | None = None,
    others: Mapping[str, Data] | None = None,
) -> Handbook:
    first = {"title": "First", "starts-when": "Something happens.", "outcomes": {"good": "It ended"}, "steps": steps}
    told = {"title": "It holds", "because": "It matters."}
    return read(
        {
            "register/facts.yml": FACTS | (facts or {}),
            "register/marks.yml": MARKS,
            "workflows/all/first.yml": first | (flow or {}),
            **{f"workflows/all/{name}.yml": other for name, other in (others or {}).items()},
            **{f"controls/all/c{number}.yml": told | control for number, control in enumerate(controls)},
        }
    )


def do(**more: str | list[str] | Data) -> Data:
    return {
        "do": "Do something",
        "within": "10 minutes",
        **{key.replace("_", "-"): value for key, value in more.items()},
    }


def judged(handbook: Handbook) -> Result:
    agree(handbook)
    return prove(handbook, "first").results[0]


def test_otherwise_takes_the_numbers_that_no_answer_names() -> None:
    ask: Data = {"ask": "age", "within": "1 hour", "answers": {"0": "good", "otherwise": "next", "unknown": "good"}}
    handbook = small({"a": ask, "b": do(go="good")})
    machine = from_door(handbook, "first")
    assert any(node.step == "b" for node in machine.program.nodes)
    agree(handbook)


def test_what_a_run_marks_comes_after_what_it_ran() -> None:
    inner: Data = {"title": "Inner", "outcomes": {"fine": "It ended"}, "steps": {"b": do(marks=["report"], go="fine")}}
    run: Data = {"run": "inner", "outcomes": "good", "marks": ["hide"]}
    before: Data = {"require": [{"mark": "report", "before": "hide"}]}
    assert judged(small({"a": run}, before, others={"inner": inner})).verdict == "proven"
    after: Data = {"require": [{"mark": "hide", "before": "report"}]}
    assert judged(small({"a": run}, after, others={"inner": inner})).verdict == "broken"


def test_a_decision_is_no_step_that_comes_between() -> None:
    decide: Data = {
        "decide": "Which way?",
        "branches": [{"when": {"clear": "yes"}, "go": "next"}, {"otherwise": "next"}, {"unknown": "next"}],
    }
    steps = {"a": do(marks=["check"]), "b": decide, "c": do(marks=["hide"], go="good")}
    assert judged(small(steps, {"require": [{"mark": "check", "directly-before": "hide"}]})).verdict == "proven"


def together(*items: Data, **more: str | list[str]) -> Data:
    return {"together": "At the same time", "steps": {f"t{n}": item for n, item in enumerate(items)}, **more}


def test_side_by_side_nothing_comes_earlier() -> None:
    steps = {"a": together(do(marks=["check"]), {**do(marks=["hide"]), "within": "1 hour"}, go="good")}
    for order in ({"mark": "check", "before": "hide"}, {"mark": "hide", "after": "check"}):
        assert judged(small(steps, {"require": [order]})).verdict == "broken"


def test_a_clock_that_an_item_starts_may_start_at_once() -> None:
    """The item is done at once and the other one takes its hour: an hour passes, not fifty minutes."""
    steps = {
        "a": together(do(marks=["check"]), {**do(), "within": "1 hour"}),
        "b": do(marks=["hide"], within="1 minute", go="good"),
    }
    result = judged(small(steps, {"require": [{"mark": "hide", "within": "55 minutes", "from": "check"}]}))
    assert result.counterexample
    assert result.counterexample.minutes == 61


def test_a_together_is_one_step_to_what_comes_before_and_after_it() -> None:
    steps = {"a": together(do(marks=["check"]), do()), "b": do(marks=["hide"], go="good")}
    assert judged(small(steps, {"require": [{"mark": "check", "directly-before": "hide"}]})).verdict == "proven"
    steps = {"a": do(marks=["check"]), "b": together(do(marks=["hide"]), do(), go="good")}
    assert judged(small(steps, {"require": [{"mark": "check", "directly-before": "hide"}]})).verdict == "proven"
    steps = {"a": together(do(marks=["check"]), do(marks=["hide"]), go="good")}
    assert judged(small(steps, {"require": [{"mark": "check", "directly-before": "hide"}]})).verdict == "broken"
    steps = {"a": do(marks=["check"]), "b": together(do(), do()), "c": do(marks=["hide"], go="good")}
    assert judged(small(steps, {"require": [{"mark": "check", "directly-before": "hide"}]})).verdict == "broken"


def test_what_nobody_asked_is_unknown_where_a_step_is_done_for_that() -> None:
    steps = {"a": do(when={"clear": "unknown"}, marks=["hide"]), "b": do(go="good")}
    assert judged(small(steps, {"require": [{"mark": "hide"}]})).verdict == "proven"
    steps = {"a": do(unless={"clear": "unknown"}, marks=["hide"]), "b": do(go="good")}
    assert judged(small(steps, {"require": [{"mark": "hide"}]})).verdict == "broken"


def test_one_step_is_done_by_one_person() -> None:
    steps = {"a": do(marks=["check", "hide"], go="good")}
    assert judged(small(steps, {"require": [{"mark": "hide", "by-other-than": "check"}]})).verdict == "broken"


def test_what_must_follow_within_a_time_is_judged_when_the_case_closes() -> None:
    """It bound when the clock started, and does not bind any more: only order remembers that."""
    steps = {"a": {"ask": "clear", "within": "1 hour"}, "b": do(marks=["check"], records={"clear": "no"}, go="good")}
    within: Data = {"when": {"clear": "yes"}, "require": [{"mark": "hide", "within": "1 day", "from": "check"}]}
    assert judged(small(steps, within)).verdict == "proven"
    after: Data = {"when": {"clear": "yes"}, "require": [{"mark": "hide", "after": "check"}]}
    assert judged(small(steps, after)).verdict == "broken"


def test_a_limit_is_passed_where_a_case_is_stuck() -> None:
    decide: Data = {"decide": "Which way?", "branches": [{"when": {"clear": "yes"}, "go": "good"}]}
    result = judged(small({"a": do(), "b": decide}, {"require": [{"mark": "hide", "within": "5 minutes"}]}))
    assert result.verdict == "broken"


def test_a_clock_runs_for_who_is_bound_only_later() -> None:
    ask: Data = {"ask": "clear", "within": "3 days"}
    steps = {"a": do(marks=["check"]), "b": ask, "c": do(marks=["hide"], go="good")}
    control: Data = {"when": {"clear": "yes"}, "require": [{"mark": "hide", "within": "1 day", "from": "check"}]}
    result = judged(small(steps, control))
    assert result.verdict == "broken"
    assert result.counterexample


# ---- what was wrong once


def test_a_number_can_hold_at_first() -> None:
    facts: Data = {"age": FACTS["age"] | {"at-first": "2"}}
    decide: Data = {
        "decide": "Which way?",
        "branches": [{"when": {"age": "under 2"}, "go": "good"}, {"otherwise": "good"}, {"unknown": "good"}],
    }
    found = worst(from_door(small({"a": do(), "b": decide}, facts=facts), "first"))
    assert found
    assert found.minutes == 10


def test_what_holds_at_first_was_never_unasked() -> None:
    facts: Data = {"clear": FACTS["clear"] | {"always-known": "yes", "at-first": "no"}}
    branches = [{"when": {"clear": "yes"}, "go": "fine"}, {"when": {"clear": "no"}, "go": "fine"}]
    decide: Data = {"a": {"decide": "Which way?", "branches": branches}}
    inner: Data = {"title": "Inner", "outcomes": {"fine": "It ended"}, "steps": decide}
    handbook = small({"a": {"run": "inner", "outcomes": "good"}}, facts=facts, others={"inner": inner})
    machine: Machine = alone(handbook, handbook.workflows["inner"])
    step = handbook.workflows["inner"].steps[0]
    assert not (machine.reach[0] & machine.undecided(step)).satisfiable()


def test_a_control_binds_while_a_mark_is_not_done() -> None:
    control: Data = {"when": {"check": "not-done"}, "require": [{"mark": "hide"}]}
    assert prove(small({"a": do(go="good")}, control), "first").results[0].verdict == "broken"


def test_a_clock_can_start_at_an_exposure() -> None:
    steps = {"a": {**do(), "within": "1 hour"}, "b": do(exposure="E3"), "c": do(marks=["hide"], go="good")}
    control: Data = {"require": [{"mark": "hide", "within": "30 minutes", "from": "E3"}]}
    assert prove(small(steps, control), "first").results[0].verdict == "proven"


@pytest.mark.parametrize("known", ["given", "at-first"])
def test_a_fact_that_the_case_begins_with_was_settled_then(known: str) -> None:
    facts: Data = {"clear": FACTS["clear"] | {"at-first": "yes"}} if known == "at-first" else {}
    flow: Data = {"given": ["clear"]} if known == "given" else {}
    control: Data = {"when": {"clear": "yes"}, "require": [{"mark": "hide", "within": "5 minutes", "from": "clear"}]}
    handbook = small({"a": do(marks=["hide"], go="good")}, control, facts=facts, flow=flow)
    assert prove(handbook, "first").results[0].verdict == "broken"


def test_a_fact_that_nobody_settles_starts_no_clock() -> None:
    control: Data = {"require": [{"mark": "hide", "within": "5 minutes", "from": "clear"}]}
    assert prove(small({"a": do(marks=["hide"], go="good")}, control), "first").results[0].verdict == "proven"


def test_what_binds_only_at_the_close_does_not_arise_where_nothing_closes() -> None:
    control: Data = {"when": {"clear": "unknown", "age": ["0", "1 to 3"]}, "require": [{"mark": "hide"}]}
    ask: Data = {"ask": "age", "within": "1 hour", "go": "good"}
    handbook = small({"a": ask}, control, flow={"left-open": {"good": "desk"}})
    assert survey(handbook, "first").arises["c0"] == frozenset()
