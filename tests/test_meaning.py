"""What the fingerprint of a procedure covers: its meaning and not its words, on every machine the same."""

import copy
import shutil
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, seed, settings
from hypothesis import strategies as st

import starter
from edits import EDITS
from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.ground.model import Branch, Fact, Handbook, Message, Sop, Step, Workflow
from handrail.ground.source import Source
from handrail.reading.config import Config
from handrail.reading.revision import sources_at
from handrail.reasoning.meaning import WORDS_COUNT, fingerprint, meaning_of_workflow
from handrail.review.behaviour.verdict import Known, goings
from handrail.review.matching import renames
from handrail.review.pair import Pair
from handrail.rules._samples import HEADINGS
from oracle.books import books, read
from test_diff_oracle import pairs

HERE = Path(__file__).parent
DAY = date(2026, 11, 25)
PAGE, FLOW, LETTER = starter.PAGE, starter.WORKFLOW, "messages/parcel-found.yml"
ORGANISATION, FACTS = "register/organisation.yml", starter.FACTS
WRITE_BACK = "workflows/example/write-back.yml"
_RULES = choose_rules(Selection(select=ALWAYS))


def prints(sources: Mapping[str, bytes]) -> dict[str, str]:
    """The fingerprint of every SOP of some files."""
    report = check_sources([Source(*each) for each in sources.items()], rules=_RULES, as_of=DAY)
    assert not report.findings, report.findings
    book = report.handbook
    return {sop.number: fingerprint(book, sop) for sop in book.procedures.values()}


def own(sources: Mapping[str, bytes]) -> str:
    """The fingerprint of the starter's procedure about lost parcels."""
    return prints(sources)["SOP-001"]


def edited(path: str, old: str, new: str) -> dict[str, bytes]:
    files = dict(starter.files())
    text = files[path].decode()
    assert old in text, (path, old)
    return files | {path: text.replace(old, new, 1).encode()}


# ---- words, places and order say nothing

SAYS_NOTHING = {
    "another title": (PAGE, "title: Find a lost parcel", "title: Look for a parcel"),
    "another summary": (FLOW, "summary: From the first", "summary: All the way from the first"),
    "another heading of a step": (FLOW, "do: Look the parcel up by its number", "do: Find it by its number"),
    "other details": (FLOW, "Without it, name and day are enough.", "Name and day are enough, too."),
    "another name of a step": (FLOW, "  read-proof:\n", "  read-the-proof:\n"),
    "another label of an outcome": (FLOW, "waiting: The parcel waits", "waiting: It waits"),
    "another reason to begin": (FLOW, "Somebody asks where a parcel is.", "A parcel is missed."),
    "a comment": (FLOW, "# a door: cases begin here", "# whoever asks"),
    "answers in another order": (
        FLOW,
        "      delivered: next\n      delayed: wait-for-van\n",
        "      delayed: wait-for-van\n      delivered: next\n",
    ),
    "a list in another style": (FLOW, "marks: [look-up]", "marks:\n      - look-up"),
    "names in another order": (PAGE, "audience: [support, helper]", "audience: [helper, support]"),
    "a length of time in another unit": (FLOW, "within: 4 hours", "within: 240 minutes"),
    "a pause in another unit": (FLOW, "wait: 1 day", "wait: 24 hours"),
    "other words in another section": (PAGE, "Whoever waits for a parcel wants", "People who wait for one want"),
    "an entry of changes": (PAGE, "what: The first version.", "what: The very first version."),
    "a review": (PAGE, "terms: [missing-parcel]", "terms: [missing-parcel]\nlast-reviewed: 2026-11-20"),
    "a link that leads elsewhere": (PAGE, "](write-back.md)", "](./write-back.md)"),
    "lines broken elsewhere": (PAGE, "answer is missing, go to\n[", "answer is missing,\ngo to ["),
    "the words of an answer": (FACTS, "delivered: ", "delivered: Now "),
}


@pytest.mark.parametrize("name", SAYS_NOTHING)
def test_words_and_form_keep_the_fingerprint(name: str) -> None:
    path, old, new = SAYS_NOTHING[name]
    assert own(edited(path, old, new)) == own(starter.files())


def test_moving_and_renaming_files_keeps_the_fingerprint() -> None:
    moved = {
        path.replace("example/", "parcels/").replace("parcels/write-back.yml", "parcels/tell-sender.yml"): data.replace(
            b"run: write-back", b"run: tell-sender"
        )
        .replace(b"```workflow write-back", b"```workflow tell-sender")
        .replace(b"workflows/example/", b"workflows/parcels/")
        for path, data in starter.files().items()
        if not path.startswith("scenarios/")
    }

    assert prints(moved) == prints(starter.files())


def test_line_ends_and_the_order_of_keys_keep_the_fingerprint() -> None:
    dos = {
        path: data.replace(b"\n", b"\r\n") if path.endswith(("yml", "md")) else data
        for path, data in starter.files().items()
    }

    assert prints(dos) == prints(starter.files())


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@seed(20261126)
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_comments_keep_the_meaning(book: dict[str, Any], chance: Random) -> None:
    other = {
        path: _shuffled(copy.deepcopy(data), chance) if path.startswith("workflows/") else data
        for path, data in book.items()
    }
    before, after = read(book), read(other)

    assert {name: meaning_of_workflow(before, flow) for name, flow in before.workflows.items()} == {
        name: meaning_of_workflow(after, flow) for name, flow in after.workflows.items()
    }


def _shuffled(data: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The same with the keys of the file and of each step in another order; the steps keep theirs."""
    for key, step in data.get("steps", {}).items():
        data["steps"][key] = _shuffled(step, chance)
    items = list(data.items())
    chance.shuffle(items)
    return dict(items)


# ---- whatever means something changes it

MEANS = {
    "another time": (FLOW, "within: 10 minutes", "within: 20 minutes"),
    "another way on": (FLOW, "lost: search", "lost: was-it-found"),
    "another mark": (FLOW, "marks: [look-up]", "marks: [search-parcel]"),
    "no mark": (FLOW, "    marks: [look-up]\n", ""),
    "another person": (FLOW, "    by: helper # a role; left out, it is the team that has the case\n", ""),
    "another team": (FLOW, "escalate: team-lead", "escalate: duty-manager"),
    "fewer facts handed over": (FLOW, "[where-is-it, parcel-weight]", "[where-is-it]"),
    "another condition": (FLOW, "[elsewhere, unknown]", "[elsewhere]"),
    "another bound": (FLOW, "parcel-weight: under 20", "parcel-weight: under 30"),
    "another record": (FLOW, "parcel-found: yes\n    go", "parcel-found: no\n    go"),
    "asked only once": (FLOW, "    again: yes # asked anew whenever the case comes round\n", ""),
    "more rounds": (FLOW, "at-most: 2 times", "at-most: 3 times"),
    "another severity": (FLOW, "severity: P3", "severity: P2"),
    "another owner of the case": (FLOW, "team: support\n", "team: team-lead\n"),
    "no door": (FLOW, "starts-when: Somebody asks where a parcel is. # a door: cases begin here\n", ""),
    "a renamed outcome": (FLOW, "  waiting: The", "  kept-here: The"),
    "an exposure": (FLOW, "    marks: [look-up]\n", "    marks: [look-up]\n    exposure: E1\n"),
    "a second person": (FLOW, "    marks: [pay-sender]\n", "    marks: [pay-sender]\n    and-by: duty-manager\n"),
    "two steps in another order": (FLOW, "go: pay\n      - otherwise: next", "go: pay\n      - otherwise: pay"),
    "another owner of the page": (PAGE, "owner: team-lead", "owner: duty-manager"),
    "another audience": (PAGE, "audience: [support, helper]", "audience: [support]"),
    "rarer reviews": (PAGE, "review-every: 12 months", "review-every: 36 months"),
    "another use": (PAGE, "Use it when somebody asks", "Use it when nobody asks"),
    "another never": (PAGE, "- Never", "- Sometimes"),
    "the time that the team promises": (ORGANISATION, "30 minutes\n    expects", "40 minutes\n    expects"),
}


@pytest.mark.parametrize("name", MEANS)
def test_whatever_means_something_changes_the_fingerprint(name: str) -> None:
    path, old, new = MEANS[name]
    files = edited(path, old, new)
    if name == "a renamed outcome":
        files[FLOW] = (
            files[FLOW]
            .replace(b"kept: waiting", b"kept: kept-here")
            .replace(b"  waiting: support", b"  kept-here: support")
        )

    assert own(files) != own(starter.files())


def test_the_english_words_of_a_letter_count_and_a_translation_does_not() -> None:
    before = prints(starter.files())
    english = prints(edited(LETTER, "  en: |\n    ", "  en: |\n    Please "))
    german = prints(edited(LETTER, "  de: |\n    ", "  de: |\n    Also: "))

    assert {number for number in before if before[number] != english[number]} == {"SOP-002"}
    assert german == before


def test_an_answer_more_changes_those_who_ask_and_nobody_else() -> None:
    before = prints(starter.files())
    after = prints(edited(FACTS, "elsewhere: ", "nearby: Next door\n    elsewhere: "))

    assert {number for number in before if before[number] != after[number]} == {"SOP-001"}


def test_bullets_have_no_order_but_a_bullet_cannot_change_its_list() -> None:
    text = starter.text(PAGE)
    start = "- a parcel is late;\n- a parcel is lost.\n\nDo not use it\n\n- when it is here.\n"
    places = text.index("Use it when somebody asks"), text.index("## Before you open")
    use = text[places[0] : places[1]]

    def laid(body: str) -> str:
        return own(dict(starter.files()) | {PAGE: text.replace(use, f"Use it when\n\n{body}\n").encode()})

    other = "- a parcel is lost.\n- a parcel is late;\n\nDo not use it\n\n- when it is here.\n"
    turned = "- a parcel is late;\n\nDo not use it\n\n- when it is here.\n- a parcel is lost.\n"
    assert laid(start) == laid(other)
    assert laid(start) != laid(turned)


def test_the_time_in_which_a_team_accepts_counts_where_a_case_is_handed_over() -> None:
    def told(verb: str, accepts: str) -> str:
        text = starter.text(WRITE_BACK).replace("tell: reporter\n    message: parcel-gone\n    within: 1 hour", verb)
        people = starter.text(ORGANISATION).replace("accepts-within: 30 minutes", f"accepts-within: {accepts}")
        book = starter.book(starter.files() | {WRITE_BACK: text.encode(), ORGANISATION: people.encode()})
        return fingerprint(book, book.procedures["write-back"])

    tell, escalate = "tell: team-lead\n    message: parcel-gone", "escalate: team-lead"
    assert told(tell, "30 minutes") == told(tell, "40 minutes")
    assert told(escalate, "30 minutes") != told(escalate, "40 minutes")


def test_the_headings_whose_words_count_are_headings_of_every_sop() -> None:
    assert set(WORDS_COUNT) <= set(HEADINGS)


def test_a_fingerprint_never_changes_by_itself() -> None:
    """A new version must find the fingerprints that an older one has written. Or else it begins `m2`."""
    assert prints(starter.files()) == {"SOP-001": "m1-288f56e8f082", "SOP-002": "m1-277e8d507ccd"}


COVERED = {
    Workflow: "starts_when given team severity close_within outcomes left_open steps number",
    Step: "verb targets by and_by by_other_than within marks exposure when unless records again answers branches hand_over "
    "message settles outcomes at_most then restarts if_no_answer go items",
    Branch: "kind when go",
    Fact: "kind answers least most unit always_known at_first",
    Message: "to marks choices text",
    Sop: "owner audience duties exposure review_every retired_on replaced_by page number",
}
NOT_COVERED = {
    Workflow: "id area place title summary procedure formerly by_id _every",
    Step: "id place words details formerly asked_as",
    Branch: "place",
    Fact: "id place asks formerly",
    Message: "id place title owner placeholders checked",
    Sop: "id area place title summary metrics terms changes last_reviewed draft formerly asked_as",
}


@pytest.mark.parametrize("kind", COVERED)
def test_of_every_field_somebody_decided_whether_it_is_covered(kind: type) -> None:
    assert {field.name for field in fields(kind)} == {*COVERED[kind].split(), *NOT_COVERED[kind].split()}


# ---- ten real edits, and thousands of small ones

STALE = {
    "a-new-branch": {"terrorist-content-orders"},
    "a-renamed-outcome": {"evidence-and-holds"},
    "a-longer-deadline": {"evidence-and-holds"},
    "a-removed-report": {"apparent-csam"},
}
"""Whose approvals end by an edit. The others are words, places, order, or what pages only name."""


@pytest.fixture(scope="module")
def standing_prints() -> dict[str, str]:
    return _of_folder(HERE / "handbook")


def _of_folder(folder: Path) -> dict[str, str]:
    state = sources_at(Config(folder.parent, folder))
    book = check_sources(state.sources, rules=_RULES, as_of=DAY, files=state.files).handbook
    return {name: fingerprint(book, sop) for name, sop in book.procedures.items()}


@pytest.mark.parametrize("name", EDITS)
def test_a_real_edit_ends_the_approvals_that_it_must(
    name: str, tmp_path: Path, standing_prints: dict[str, str]
) -> None:
    folder = tmp_path / "sops"
    shutil.copytree(HERE / "handbook", folder)
    EDITS[name](folder)
    now = _of_folder(folder)

    assert {sop for sop, told in standing_prints.items() if now[sop] != told} == STALE.get(name, set())


def form(book: Handbook) -> dict[str, Any]:
    return {name: meaning_of_workflow(book, flow) for name, flow in book.workflows.items()}


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@seed(20261126)
@given(pairs())
def test_what_keeps_its_fingerprint_keeps_its_behaviour(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    before, after = map(read, pair)
    assume(form(before) == form(after))
    try:
        found = goings(Pair(before, after, renames(before, after)))
    except KeyError:
        reject()
    assert {going.known for going in found} <= {Known.ALIKE, Known.SAME, Known.NOT_PROVEN}
