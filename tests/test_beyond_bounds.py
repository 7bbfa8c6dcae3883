"""What grows beyond a bound is called not proven, by every part that comes upon it: never broken, never sound."""

import datetime as dt

import pytest

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.reasoning.assurance import assurance
from handrail.reasoning.dossier import dossier
from handrail.reasoning.proof import Verdict
from starter import files

BOUNDS = {
    "places in which a case can be": {"compile.MOST_NODES": 10},
    "nodes of a diagram": {"regions.MOST_NODES": 64},
}
"""Each with a bound so low that the starter handbook is beyond it."""


def beyond(monkeypatch: pytest.MonkeyPatch, bound: str) -> Report:
    for name, most in BOUNDS[bound].items():
        monkeypatch.setattr(f"handrail.reasoning.{name}", most)
    sources = [Source(path, data) for path, data in files().items()]
    return check_sources(sources, rules=choose_rules(Selection()), as_of=dt.date(2026, 11, 25))


@pytest.mark.parametrize("bound", BOUNDS)
def test_beyond_a_bound_nothing_is_claimed(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = beyond(monkeypatch, bound)
    found = {finding.rule for finding in report.findings}

    assert not report.crashed
    assert {"control-not-proven", "too-complex-to-prove"} & found
    assert not {"control-broken", "control-never-arises", "control-not-timed"} & found
    verdicts = dossier(report.handbook, assurance(report.handbook))
    assert {each.verdict for each in verdicts.judged} == {Verdict.NOT_PROVEN}
