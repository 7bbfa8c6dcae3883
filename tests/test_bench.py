"""What `make bench` measures on is a sound handbook; how fast anything is, no test says."""

from datetime import date

import bench
import made_up
import made_up_proof

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.model import Verb
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.reasoning.proof import Verdict, prove


def checked(count: int) -> Report:
    sources = [Source(path, text.encode()) for path, text in made_up.handbook(count).items()]
    return check_sources(sources, rules=choose_rules(Selection()), as_of=date(2026, 11, 25))


def test_the_made_up_handbook_has_no_findings() -> None:
    assert checked(12).findings == ()


def test_it_uses_every_verb_and_its_workflows_are_as_long_as_asked() -> None:
    book = checked(2).handbook

    assert {step.verb for step in book.workflows["find-1"].every_step()} == set(Verb)
    assert 140 <= len(made_up.workflow(1, 1000).splitlines()) <= 160


def test_the_rules_that_walk_every_case_are_told_apart() -> None:
    assert "control-broken" in bench.walkers()
    assert not {"dead-end", "unknown-step", "schema-violation"} & set(bench.walkers())


def test_the_rules_about_form_are_those_of_the_schema_the_graph_and_references() -> None:
    rules = bench.forms()

    assert {"schema-violation", "invalid-yaml", "dead-end", "unreachable-step", "unknown-step", "unknown-team"} <= rules
    assert not {"vague-wording", "asked-again", *bench.walkers()} & rules


def test_every_control_of_the_long_workflow_is_proven() -> None:
    sources = [Source(path, text.encode()) for path, text in made_up_proof.handbook().items()]
    book = check_sources(sources, rules=choose_rules(Selection()), as_of=date(2026, 11, 25)).handbook
    results = prove(book, made_up_proof.ID).results

    assert len(book.workflows[made_up_proof.ID].steps) == 200
    assert len(results) == made_up_proof.CONTROLS + 1
    assert {result.verdict for result in results} == {Verdict.PROVEN}
