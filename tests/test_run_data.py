"""The data of the guided run: small, always the same, and with another print as soon as anything changes."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handrail.check import check
from handrail.ground.model import Handbook
from handrail.ground.report import Report
from handrail.pages import Site, run
from handrail.pages._run.letter import running
from handrail.pages._run.prose import blocks
from handrail.pages._run.workflow import workflow_data
from handrail.reading.cache import DiskMemory
from handrail.reading.config import Config


@pytest.fixture(scope="module")
def book(standing: Report) -> Handbook:
    return standing.handbook


def read(text: str) -> tuple[str, Mapping[str, Any]]:
    """What a data script hands over."""
    assert text.startswith("handrailRun.hold(")
    assert text.endswith(");\n")
    name, data = json.loads(f"[{text[len('handrailRun.hold(') : -3]}]")
    return name, data


def test_each_workflow_and_message_has_its_own_small_file(book: Handbook) -> None:
    made = {page.path: read(page.text) for page in run.pages(Site(book))}

    assert len(made) == 2 + len(book.workflows) + len(book.messages)
    for workflow in book.workflows.values():
        name, data = made[f"assets/handrail/run-data/workflows/{workflow.id}.js"]
        assert name == f"workflows/{workflow.id}"
        assert [step["id"] for step in data["steps"]] == [step.id for step in workflow.steps]
    assert max(len(page.text.encode()) for page in run.pages(Site(book))) < 30_000


def test_the_same_handbook_gives_the_same_bytes(book: Handbook, repo: Path, as_of: dt.date, memory: DiskMemory) -> None:
    again = check(Config(repo / "tests", repo / "tests" / "handbook"), as_of=as_of, memory=memory).handbook

    assert [page.text for page in run.pages(Site(again))] == [page.text for page in run.pages(Site(book))]


def print_of(book: Handbook, name: str) -> object:
    return workflow_data(Site(book), book.workflows[name])["print"]


def test_the_print_changes_with_the_words_of_a_message_and_with_nothing_else(book: Handbook) -> None:
    message = book.messages["csam-report-received"]
    other = replace(message, text={**message.text, "en": message.text["en"] + " More."})
    changed = replace(book, messages={**book.messages, message.id: other})

    assert print_of(changed, "apparent-csam") != print_of(book, "apparent-csam")
    assert print_of(changed, "evidence-preservation") == print_of(book, "evidence-preservation")
    assert print_of(replace(book, as_of=book.as_of + dt.timedelta(1)), "apparent-csam") == print_of(
        book, "apparent-csam"
    )


def test_the_print_changes_with_a_step(book: Handbook) -> None:
    flow = book.workflows["evidence-preservation"]
    steps = (replace(flow.steps[0], words="Something else"), *flow.steps[1:])
    changed = replace(book, workflows={**book.workflows, flow.id: replace(flow, steps=steps)})

    assert print_of(changed, flow.id) != print_of(book, flow.id)
    data = workflow_data(Site(changed), changed.workflows["apparent-csam"])
    assert data["print"] == print_of(book, "apparent-csam")
    others = data["others"]
    assert isinstance(others, dict)
    assert others[flow.id] == print_of(changed, flow.id)


def test_details_become_blocks_of_words() -> None:
    text = "Look *once*, then **stop**.\nUse `hide`.\n\n- one\n- [two](x.md) <b>\n\n## Last\nsnake_case_name"

    assert blocks(text) == [
        ["p", "Look ", ["em", "once"], ", then ", ["strong", "stop"], ". Use ", ["code", "hide"], "."],
        ["li", "one"],
        ["li", "two", " <b>"],
        ["h", "Last"],
        ["p", "snake_case_name"],
    ]


def test_a_message_is_sent_with_its_paragraphs_on_one_line() -> None:
    assert running("Dear\nyou,\n\n- a\n- b\n  c\n") == "Dear you,\n\n- a\n- b c"
