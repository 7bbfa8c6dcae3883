"""A walk that was kept as its turns is told in the same words as where it was found."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from handrail.check import Selection, check_sources, choose_rules
from handrail.formats import Look, named
from handrail.ground.model import Handbook
from handrail.ground.source import Source
from handrail.reasoning.alone import from_door
from handrail.reasoning.cut import until
from handrail.reasoning.longer import longer
from handrail.reasoning.longest import elapsed
from handrail.reasoning.machine import Machine
from handrail.reasoning.program import Edge, Program
from handrail.reasoning.replay import replayed, turns
from handrail.reasoning.telling import stops
from handrail.reasoning.vocabulary import vocabulary
from handrail.reasoning.witness import Walk
from oracle.books import Data, books, read
from starter import AS_OF, files
from test_memory import Notebook

SEVERITIES = "register/severities.yml"


def slowest(handbook: Handbook, program: Program) -> tuple[Program, Walk] | None:
    """A walk through a program that is cut down to what takes more than an hour, as promises are looked at."""

    def ends(edge: Edge) -> bool:
        return bool(program.nodes[edge.target].outcome)

    order = program.order
    part = until(program, order, stops=ends, minutes=elapsed, more_than=60) if order else None
    if part is None:
        return None

    def done(edge: Edge) -> bool:
        return bool(part.nodes[edge.target].outcome)

    machine = Machine(handbook, part, vocabulary(handbook, part))
    found = longer(machine, 60, minutes=elapsed, stops=done)
    return (part, found[1]) if found else None


def test_it_is_told_the_same_stop_by_stop() -> None:
    told = []

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True)
    @given(books())
    def tell(data: dict[str, Data]) -> None:
        handbook = read(data)
        for name in filter(handbook.door, handbook.workflows):
            found = slowest(handbook, from_door(handbook, name).program)
            if found is None:
                continue
            part, walk = found
            taken = turns(handbook, part, walk)
            assert taken is not None
            again, way = replayed(handbook, name, taken, elapsed), Walk(tuple(range(len(taken))), walk.case)
            assert stops(handbook, again, way) == stops(handbook, part, walk)
            assert _frames(again, way) == _frames(part, walk)
            told.append(len(taken))

    tell()
    assert sum(length > 1 for length in told) > 10, "too few walks to tell anything"


def _frames(program: Program, walk: Walk) -> list[object]:
    return [program.nodes[program.edges[number].source].frames for number in walk.edges]


def test_a_walk_of_another_program_is_not_kept() -> None:
    steps: Data = {"look": {"do": "Look", "within": "9 days", "go": "good"}}
    flow: Data = {
        "title": "First",
        "starts-when": "Something happens.",
        "outcomes": {"good": "It ended"},
        "steps": steps,
    }
    handbook, other = (
        read(
            {
                "workflows/all/first.yml": flow
                | {"steps": {"look": {"do": "Look", "within": "9 days", "go": "good", **more}}}
            }
        )
        for more in ({}, {"marks": ["seen"]})
    )
    found = slowest(other, from_door(other, "first").program)
    assert found
    assert turns(other, *found) == [0]
    assert turns(handbook, *found) is None


@pytest.mark.promise("memory")
def test_a_late_mark_is_found_once_and_told_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: data.decode() for path, data in files().items()}
    late = before | {SEVERITIES: re.sub(r"sender-told: \d days?", "sender-told: 5 minutes", before[SEVERITIES])}
    reworded = late | {SEVERITIES: late[SEVERITIES].replace("title: ", "title: Very ")}
    memory, rules = Notebook(), choose_rules(Selection(select=frozenset({"sla-overrun"})))
    for number, texts in enumerate((late, reworded)):
        sources = [Source(path, text.encode()) for path, text in texts.items()]
        fresh = check_sources(sources, rules=rules, as_of=AS_OF)
        with monkeypatch.context() as patch:
            if number:
                patch.setattr("handrail.reasoning.budget.late_marks", None)
            report = check_sources(sources, rules=rules, as_of=AS_OF, memory=memory)
        assert any("sender-told" in each.message and each.walk for each in report.findings)
        assert named("json").render(report, Look()) == named("json").render(fresh, Look())


def test_a_walk_that_cannot_be_kept_is_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {path: data.decode() for path, data in files().items()}
    texts[SEVERITIES] = re.sub(r"sender-told: \d days?", "sender-told: 5 minutes", texts[SEVERITIES])
    sources = [Source(path, text.encode()) for path, text in texts.items()]
    memory, rules = Notebook(), choose_rules(Selection(select=frozenset({"sla-overrun"})))
    fresh = check_sources(sources, rules=rules, as_of=AS_OF)
    with monkeypatch.context() as patch:
        patch.setattr("handrail.reasoning.budget.turns", lambda *_: None)
        report = check_sources(sources, rules=rules, as_of=AS_OF, memory=memory)

    assert report.findings
    assert report.findings == fresh.findings
