"""Every rule on the shelf says why, shows what it means, and finds exactly that."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from corpus import judges_whole_ways
from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.ground.finding import Finding
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.rules import GROUPS, Example, all_rules
from handrail.rules._samples import PAGE, sections, sop_file
from wording import agreed, wording

RULES = list(all_rules())
STARTER = Path(__file__).parents[1] / "tooling" / "handrail" / "starter" / "sops"
CARDS = {"invalid-yaml", "rule-crashed", "stale-baseline", "unreadable-file"}
"""What no text of a file can bring about in an example, or what spoils a whole file."""
FOLLOWS = {"unused-definition"} | {name for name in RULES if judges_whole_ways(name)}
"""What nearly every fault brings along: names that are no longer used, cases that go another way or take longer."""
TWINS = {"sla-unbounded": "unbounded-loop", "unversioned-change": "approval-stale"}
"""The same fault for two readers: a ring has no end, and a promise that rests on it; a version, and its approvals."""

BAD = [
    pytest.param(rule, number, id=f"{rule}-{number}") for rule in RULES for number in range(len(all_rules()[rule].bad))
]
GOOD = [
    pytest.param(rule, number, id=f"{rule}-{number}") for rule in RULES for number in range(len(all_rules()[rule].good))
]


@pytest.fixture(scope="module")
def starter() -> Mapping[str, str]:
    return {path.relative_to(STARTER).as_posix(): path.read_text() for path in sorted(STARTER.rglob("*.*"))}


def run(example: Example, starter: Mapping[str, str], as_of: date, only: str = "") -> Report:
    sources = [Source(path, text.encode()) for path, text in example.overlay(starter).items()]
    rules = [rule for rule in choose_rules(Selection()) if only in ("", rule.id)]
    return check_sources(sources, rules=rules, as_of=as_of)


def seen(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.at.path, finding.message


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_is_wrong_and_why(name: str) -> None:
    rule = all_rules()[name]()

    assert rule.id == name
    assert rule.summary.endswith((".", "?"))
    assert len(rule.reason) > 80
    assert rule.group in GROUPS


@pytest.mark.parametrize("name", sorted(set(RULES) - CARDS))
def test_a_rule_shows_a_bad_and_a_good_example(name: str) -> None:
    rule = all_rules()[name]

    assert rule.bad
    assert rule.good


@pytest.mark.parametrize(("name", "number"), BAD)
def test_a_bad_example_is_found_where_it_says(name: str, number: int, starter: Mapping[str, str], as_of: date) -> None:
    example = all_rules()[name].bad[number]
    whole = example.overlay(starter)[example.file]
    before = whole[: whole.index(example.at)]
    begins = (example.file, before.count("\n") + 1, len(before) - before.rfind("\n"))

    report = run(example, starter, as_of)
    found = [finding for finding in report.findings if finding.rule == name]

    text = wording(found)
    assert text == agreed(name, f"bad {number}", text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
    assert begins in [(f.at.path, f.at.span.line, f.at.span.column) for f in found if f.at.span]
    assert [finding for finding in found if example.says in finding.message]


@pytest.mark.parametrize(("name", "number"), BAD)
def test_a_bad_example_has_one_fault(name: str, number: int, starter: Mapping[str, str], as_of: date) -> None:
    example = all_rules()[name].bad[number]
    report = run(example, starter, as_of, only="" if example.instead else name)

    assert [seen(finding) for finding in report.findings if finding.rule not in {name, TWINS.get(name), *FOLLOWS}] == []


@pytest.mark.parametrize(("name", "number"), GOOD)
def test_a_good_example_has_no_fault(name: str, number: int, starter: Mapping[str, str], as_of: date) -> None:
    example = all_rules()[name].good[number]
    report = run(example, starter, as_of, only="" if example.instead else name)

    assert [seen(finding) for finding in report.findings] == []


@pytest.mark.parametrize(("name", "number"), BAD)
def test_asking_about_one_file_finds_what_is_found_there(
    name: str, number: int, starter: Mapping[str, str], as_of: date
) -> None:
    """Nobody looks at other items then, so no rule about an item may speak of another item's file."""
    example = all_rules()[name].bad[number]
    sources = [Source(path, text.encode()) for path, text in example.overlay(starter).items()]
    rules = [rule for rule in choose_rules(Selection()) if rule.id == name]
    every = check_sources(sources, rules=rules, as_of=as_of)
    for path in {finding.at.path for finding in every.findings}:
        one = check_sources(sources, rules=rules, as_of=as_of, only=frozenset({path})).only(frozenset({path}))
        assert [seen(finding) for finding in one.findings] == [seen(f) for f in every.findings if f.at.path == path]


def test_the_page_of_the_examples_is_a_sound_one(starter: Mapping[str, str], as_of: date) -> None:
    example = Example(sop_file(sections()), file=PAGE)
    sources = [Source(path, text.encode()) for path, text in example.overlay(starter).items()]
    report = check_sources(sources, rules=choose_rules(Selection(select=ALWAYS)), as_of=as_of)

    assert report.findings == ()
    sop = report.handbook.procedures["late-parcel"]
    assert all(
        (sop.title, sop.summary, sop.number, sop.owner, sop.audience, sop.review_every, sop.metrics, sop.changes)
    )
