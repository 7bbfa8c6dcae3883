"""Broken copies of a real handbook: each gets the finding that it must get, at its line, and each near miss none."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

import pytest

from corpus import COVERED, HERE, Case, begins, corpora, edited, files, handbook, judges_whole_ways, load, together
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.finding import Finding
from handrail.ground.source import Source
from handrail.reading.document.reader import read
from handrail.reading.schema import validate
from handrail.rules import all_rules

CARDS = {"rule-crashed", "stale-baseline", "unreadable-file"}
"""What no text of a file can bring about."""
PROVERS = frozenset(rule for rule in all_rules() if judges_whole_ways(rule))
"""Nearly every change of a workflow changes what they find: each is asked in its own cases alone."""
SLOW = {"control-broken"}
"""Proving every control takes seconds: three cases of such a rule are tried each time, the others by `make test-deep`."""
ENOUGH = 3
CASES = [case for corpus in corpora().values() for case in corpus.cases]
TRIED = [
    pytest.param(case, id=case.id, marks=[pytest.mark.deep] * (corpus.rule in SLOW and number >= ENOUGH))
    for corpus in corpora().values()
    for number, case in enumerate(corpus.cases)
]
NEAR_MISSES = [pytest.param(rule, marks=[pytest.mark.deep] * (rule in SLOW)) for rule in sorted(corpora())]
BRIEF = load(HERE / "brief.yml")

Check: TypeAlias = Callable[[Mapping[str, str], str], tuple[Finding, ...]]


@cache
def source(path: str, text: str) -> Source:
    return Source(path, text.encode())


@pytest.fixture(scope="module")
def check(as_of: dt.date) -> Iterator[Check]:
    """Check a handbook for a rule's cases; what stands in the real one unchanged is read and validated once."""
    rules = choose_rules(Selection())
    documents = {one: read(one) for one in (source(path, text) for path, text in handbook().items())}
    formed = {id(each.data): validate(each.slot.kind, each.data, each.path) for each in documents.values() if each}

    def read_once(one: Source) -> object:
        return documents[one] if one in documents else read(one)

    def validate_once(kind: str, data: object, path: str) -> tuple[Finding, ...]:
        return formed[id(data)] if id(data) in formed else validate(kind, data, path)

    def checked(texts: Mapping[str, str], rule: str) -> tuple[Finding, ...]:
        sources = [source(path, text) for path, text in texts.items()]
        chosen = [each for each in rules if each.id == rule or each.id not in PROVERS]
        return check_sources(sources, rules=chosen, as_of=as_of).findings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handrail.reading.document.reader.read", read_once)
        patch.setattr("handrail.reading.schema.validate", validate_once)
        yield checked


def told(findings: Iterable[Finding]) -> list[str]:
    return [
        f"{found.at.path}:{found.at.span.line}:{found.at.span.column} {found.rule}: {found.message}"
        for found in findings
        if found.at.span
    ]


def test_the_handbook_itself_is_clean(check: Check) -> None:
    assert told(check(handbook(), "")) == []


@pytest.mark.parametrize("rule", sorted(set(all_rules()) - CARDS - PROVERS | set(corpora())))
def test_a_rule_has_a_case_or_a_reason_for_every_file(rule: str) -> None:
    assert rule in corpora(), (
        f"tests/defects/{rule}/cases.yml is missing; tests/defects/README.md says what stands there"
    )
    corpus = corpora()[rule]

    assert {folder: corpus.silent_about(folder) for folder in COVERED} == {folder: [] for folder in COVERED}
    assert corpus.cases
    assert [reason for reason in corpus.reasons.values() if not reason.endswith(".")] == []


def test_the_corpus_speaks_of_rules_and_files_that_exist() -> None:
    assert set(corpora()) <= set(all_rules()) - CARDS
    strange = [
        f"{corpus.rule}/{folder}/{name}"
        for corpus in corpora().values()
        for folder, name in [*corpus.reasons, *((case.folder, case.name) for case in corpus.cases)]
        if name and folder in COVERED and name not in files(folder)
    ]
    assert strange == []


@pytest.mark.parametrize("case", TRIED)
def test_a_defect_is_found_where_it_stands(case: Case, check: Check) -> None:
    texts = edited(case.edits)
    line, column = begins(texts[case.path], case.at, case.path)

    findings = check(texts, case.rule)
    own = [found for found in findings if found.rule == case.rule]

    assert [each.split(" ")[0] for each in told(own)] == [f"{case.path}:{line}:{column}"], told(findings)
    assert case.says in own[0].message
    assert {found.rule for found in findings} - {case.rule} == case.also, told(findings)


@pytest.mark.parametrize("rule", NEAR_MISSES)
def test_a_near_miss_is_silent(rule: str, check: Check) -> None:
    for edits in together(corpora()[rule].cases):
        assert edits
        assert told(check(edited(edits), rule)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_edit_changes_something(case: Case) -> None:
    for edits in (case.edits, case.near_edits):
        assert edited(edits) != handbook()


@pytest.mark.parametrize(("defect", "entry"), list(BRIEF.items()), ids=list(BRIEF))
def test_a_known_defect_is_covered_or_says_why_not_yet(defect: str, entry: dict[str, Any]) -> None:
    known = {case.id for case in CASES}

    assert entry["defect"].endswith(".")
    assert entry.get("cases") or entry.get("later")
    assert sorted(set(entry.get("cases", ())) - known) == []
    assert {case.partition("/")[0] for case in entry.get("cases", ())} == set(entry.get("rules", ()))


def test_every_known_defect_is_listed() -> None:
    assert list(BRIEF) == [f"D{number:02}" for number in range(1, 45)]
