"""The guided run takes the ways that the engine takes: the same cases, walked in a browser and by review/walk.py."""

import copy
import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from handrail.ground.finding import Place
from handrail.ground.hours import Hours
from handrail.ground.model import Case, Handbook, Hub, Rota, Scenario
from handrail.ground.report import Report
from handrail.pages import Site, workflow
from handrail.pages._run.people import people
from handrail.pages._run.workflow import workflow_data
from handrail.reasoning.staffing import horizon, staffed
from handrail.review.walk import walk
from oracle.books import Data, books, read

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SCRIPTS = Path(workflow.__file__).parent / "assets" / "run"
DRIVER = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")
PLACE = Place("scenarios/test.yml")


@pytest.fixture(scope="module")
def engine(browser: "Browser") -> Iterator["Page"]:
    page = browser.new_page()
    for name in ("store", "engine", "hours"):
        page.add_script_tag(content=(SCRIPTS / f"{name}.js").read_text(encoding="utf-8"))
    yield page
    page.close()


@pytest.fixture(scope="module")
def handbook(report: Report) -> Handbook:
    return report.handbook


def flows(book: Handbook) -> dict[str, Any]:
    site = Site(book)
    return {
        name: workflow_data(site, each) | {"door": bool(each.starts_when)}
        for name, each in book.workflows.items()
        if each.steps
    }


def told(scenario: Scenario, case: Case) -> dict[str, Any]:
    answers = {name: list(said) for name, said in {**scenario.usual, **case.facts}.items()}
    return {"workflow": scenario.id, "answers": answers, "own": list(case.facts), "late": list(case.no_answer)}


def by_the_engine(book: Handbook, scenario: Scenario, case: Case) -> dict[str, Any]:
    walked = walk(book, scenario, case)
    strides = [
        [s.edge.workflow, s.edge.step.id, s.edge.on.value, s.elapsed, dict(s.said), list(s.edge.passes)]
        for s in walked.strides
    ]
    return {"strides": strides, "ends": walked.ends, "stopped": walked.stopped, "facts": dict(walked.facts)}


def compare(page: "Page", book: Handbook, cases: list[tuple[Scenario, Case]]) -> int:
    job = {"flows": flows(book), "cases": [told(*each) for each in cases]}
    found = page.evaluate(DRIVER, job)
    for (scenario, case), there in zip(cases, found, strict=True):
        assert there == by_the_engine(book, scenario, case), (scenario.id, case.facts, case.no_answer)
    return sum(len(there["strides"]) for there in found)


def test_every_case_of_the_handbook_goes_the_same_way(engine: "Page", handbook: Handbook) -> None:
    cases = [(scenario, case) for scenario in handbook.scenarios.values() for case in scenario.cases]

    assert compare(engine, handbook, cases) > 10 * len(cases)


def drawn(book: Handbook, dice: random.Random) -> Iterator[tuple[Scenario, Case]]:
    """Random cases: mostly everything is said, sometimes twice and sometimes not at all; now and then nobody answers."""
    for each in book.workflows.values():
        if not each.steps:
            continue
        for _ in range(6):
            facts = {name: tuple(dice.choices(answers, k=dice.randint(1, 3))) for name, answers in _answers(book)}
            said = {name: answers for name, answers in facts.items() if dice.random() > 0.05}
            own = {name: answers for name, answers in said.items() if dice.random() > 0.5}
            late = tuple(step.id for step in each.every_step() if dice.random() > 0.6)
            case = Case("case", PLACE, "", own, late, "", (), (), None)
            yield Scenario(each.id, PLACE, said, (case,)), case


def with_calls(files: Mapping[str, Data], dice: random.Random) -> Mapping[str, Data]:
    """The same handbook with workflows run side by side with other things, which the random ones never do."""
    flows = [path for path in files if path.startswith("workflows/")]
    names = sorted(path.rpartition("/")[2].removesuffix(".yml") for path in flows)
    made = copy.deepcopy(dict(files))
    for path in flows:
        own = path.rpartition("/")[2].removesuffix(".yml")
        later = [name for name in names if names.index(name) > names.index(own)]
        for name, step in made[path]["steps"].items():
            if "together" not in step or not later:
                continue
            items = list(step["steps"].items())
            for number in range(dice.choice([1, 1, 2])):
                call: Data = {"run": dice.choice(later), "outcomes": "next"}
                if dice.random() > 0.5:
                    call["marks"] = [dice.choice(["report", "check"])]
                items.insert(dice.randint(0, len(items)), (f"{name}-call-{number}", call))
            step["steps"] = dict(items)
    return made


def _answers(book: Handbook) -> Iterator[tuple[str, list[str]]]:
    for fact in book.facts.values():
        numbers = [str(number) for number in range(fact.least, fact.most + 1)] if not fact.answers else []
        yield fact.id, [*numbers, *fact.every_answer]


def test_random_cases_go_the_same_way(engine: "Page", handbook: Handbook) -> None:
    assert compare(engine, handbook, list(drawn(handbook, random.Random(1)))) > 100  # noqa: S311 - no secret


@pytest.mark.parametrize("number", [1, 2])
def test_random_handbooks_are_walked_the_same_way(engine: "Page", number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - no secret
    seen: list[int] = []

    @seed(number)
    @settings(
        max_examples=300, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(books())
    def run(files: Mapping[str, Data]) -> None:
        book = read(with_calls(files, dice))
        seen.append(compare(engine, book, list(drawn(book, dice))))

    run()
    assert sum(seen) > 10_000


ZONES = (
    "Europe/Dublin",
    "America/Los_Angeles",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Africa/Cairo",  # at midnight
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/St_Johns",
    "UTC",
)


def test_the_browser_knows_who_is_awake_over_a_whole_year(engine: "Page", handbook: Handbook) -> None:
    assert_awake(engine, handbook)


@pytest.mark.parametrize("zone", ZONES)
def test_shifts_in_the_nights_of_clock_changes_have_their_true_length(
    zone: str, engine: "Page", handbook: Handbook
) -> None:
    """Hours that begin and end where a clock jumps or comes twice."""
    texts = ("Sunday 01:30 to 02:30", "every day 02:00 to 03:00", "Saturday 22:00 to 01:15", "Sunday 02:15 to 02:15")
    shifts = {text: hours for text in texts if (hours := Hours.parse(text))}
    hub = Hub("here", PLACE, "Here", zone, (), shifts, {dt.date(2027, 3, 28): "Off"})
    rota = Rota("rota", PLACE, "Rota", "here", Hours.parse("Sunday 00:30 to 01:45"), None)
    team = handbook.teams["crisis-desk"]
    teams = {
        "works": replace(team, id="works", staffed=("here",), on_call=("rota",)),
        "rests": replace(team, id="rests", staffed=("here",), on_call=(), works_on_holidays=False),
        "some-days": replace(team, id="some-days", staffed=("here",), on_call=(), days=frozenset({5, 6})),
    }
    assert_awake(engine, Handbook(handbook.as_of, hubs={"here": hub}, rotas={"rota": rota}, teams=teams))


def assert_awake(engine: "Page", handbook: Handbook) -> None:
    year = horizon(handbook)
    ask = "([people, span]) => Object.fromEntries(Object.keys(people.teams).map((t) => [t, handrailRun.hours.staffed(people, t, span)]))"
    found = engine.evaluate(ask, [people(handbook), [year.start, year.end]])

    assert any(found.values())
    for team in handbook.teams:
        assert found[team] == [[each.start, each.end] for each in staffed(handbook, team)], team
