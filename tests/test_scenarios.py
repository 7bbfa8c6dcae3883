"""Scenarios: which ways their cases take, which are still open, and which no case can ever take."""

from handrail.review.scenarios import coverage
from starter import WORKFLOW, lay, text

SCENARIO = "scenarios/lost-parcel.yml"


def open_ways(path: str, laid: str) -> set[tuple[str, str, str]]:
    """The ways of the starter's workflow that no case takes: step, on what, which label."""
    covered = coverage(lay(path, laid).handbook)["lost-parcel"]
    assert covered.taken + len(covered.untested) == covered.ways
    return {(way.step, way.on.value, way.label) for way in covered.untested}


def test_a_way_that_no_case_takes_is_open() -> None:
    without = text(SCENARIO)[: text(SCENARIO).index("  a-light-parcel-is-gone")]

    assert {("who-decides", "branch", "0"), ("was-it-found", "answer", "no")} <= open_ways(SCENARIO, without)


def test_a_way_that_a_case_takes_is_not_open() -> None:
    assert ("who-decides", "branch", "0") not in open_ways(SCENARIO, text(SCENARIO))


def test_a_way_that_no_case_can_ever_take_does_not_count() -> None:
    settled = "    records:\n      parcel-found: yes\n"
    asked = "    go: inform\n"
    decide = """\
  never-no:
    decide: Was it found?
    branches:
      - when: {parcel-found: yes}
        go: inform
      - when: {parcel-found: no}
        go: search
      - unknown: search
"""
    before = text(WORKFLOW)
    assert before.count(settled + asked) == 1
    after = before.replace(settled + asked, settled + decide)
    covered = [coverage(lay(WORKFLOW, each).handbook)["lost-parcel"] for each in (before, after)]

    # the branch that is taken stands in the place of `go`; those for `no` and `unknown` cannot be
    assert covered[1].ways == covered[0].ways + 1
    assert {way.step for way in covered[1].untested} == {way.step for way in covered[0].untested}
