"""What the page about the tool says of itself is true: every fault and promise has its test, every figure its source."""

import json
import re
from pathlib import Path

import jsonschema
import kept
import measured
import pytest

from handrail.ground.model import Handbook
from handrail.pages import Site
from handrail.pages.withstands import pages
from handrail.withstands import endurance
from handrail.withstands.faults import FAULTS
from handrail.withstands.promises import PROMISES
from starter import AS_OF

NUMBERS = [str(fault.number) for fault in FAULTS]
NAMES = [promise.id for promise in PROMISES]

FORM = {
    "type": "object",
    "propertyNames": {"enum": ["bench", "coverage", "fuzz", "mutation"]},
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "says", "made-by", "date", "commit", "machine", "columns", "rows"],
        "properties": {
            "title": {"type": "string", "minLength": 3},
            "says": {"type": "string", "minLength": 10},
            "made-by": {"type": "string", "pattern": "^make [a-z-]+"},
            "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "commit": {"type": "string", "pattern": "^([0-9a-f]{7,40}\\+?|no commit)$"},
            "machine": {"type": "string", "pattern": "^[0-9]+ cores? of [a-z0-9_]+, [A-Za-z]+, Python 3[0-9.]+$"},
            "columns": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "rows": {"type": "array", "items": {"type": "array", "items": {"type": ["string", "number"]}}},
        },
    },
}


def test_every_fault_is_shown_and_every_promise_kept_by_a_test() -> None:
    tests = kept.kept()

    assert [str(number) for number in range(1, 46)] == NUMBERS
    assert set(tests) == {*NUMBERS, *NAMES}


def test_the_list_of_tests_is_that_of_today() -> None:
    """Otherwise: make kept."""
    assert kept.FILE.read_text(encoding="utf-8") == kept.written()


def test_what_was_measured_has_its_form() -> None:
    told = json.loads(measured.FILE.read_text(encoding="utf-8"))

    jsonschema.validate(told, FORM)
    for part in told.values():
        assert {len(row) for row in part["rows"]} == {len(part["columns"])}


def test_a_part_is_replaced_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "measured.json"
    monkeypatch.setattr(measured, "FILE", file)
    for part, figure in (("bench", 1), ("fuzz", 2), ("bench", 3)):
        measured.record(part, made_by="make it", title="Title", says="What it says.", columns=["A"], rows=[[figure]])

    told = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(told, FORM)
    assert [part["rows"] for part in told.values()] == [[[3]], [[2]]]


def test_the_page_shows_every_limit_promise_fault_and_figure() -> None:
    known = endurance()
    (page,) = pages(Site(Handbook(as_of=AS_OF), endurance=known))

    rows = len(re.findall("<tr", page.text)) - len(re.findall("<thead", page.text))
    assert rows == len(known.limits) + sum(len(each.rows) for each in known.measured)
    assert page.text.count("<li") == len(known.promises) + len(known.faults)
    assert page.text.count("by: <span") == len(known.promises) + len(known.faults), "each has its tests"
    assert "1,024 kB" in page.text
    assert "_" not in "".join(re.findall(r'<span title="[^"]+">([^<]*)</span>', page.text))
