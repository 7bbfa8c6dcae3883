"""The index of the search: the same bytes for the same handbook, everything in it that can be found, nothing active."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handrail.check import check
from handrail.ground.model import Handbook
from handrail.ground.report import Report
from handrail.pages import Site, words
from handrail.pages._escape import esc
from handrail.pages._search.everyday import families
from handrail.pages._search.words import folded, root, says, stem, units
from handrail.pages.search import FIRST, MORE, pages
from handrail.reading.cache import DiskMemory
from handrail.reading.config import Config
from published import attacked
from slips import KINDS, slipped

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "tooling" / "handrail" / "pages" / "assets"
QUERIES = ROOT / "tests" / "search" / "queries.tsv"
FLOOR = dict.fromkeys(KINDS, 0.97) | {"heard": 0.95}
"""How many of the queries that find their page still find it with a slip of a kind."""


@pytest.fixture(scope="module")
def book(report: Report) -> Handbook:
    return report.handbook


def made(book: Handbook) -> Mapping[str, str]:
    return {page.path: page.text for page in pages(Site(book))}


def data(script: str, call: str) -> dict[str, Any]:
    """What a script hands over; it is one call with JSON and nothing else."""
    start, end = f"handrailSearch.{call}(", ");\n"
    assert script.startswith(start)
    assert script.endswith(end)
    found: dict[str, Any] = json.loads(script[len(start) : -len(end)])
    return found


def column(table: Mapping[str, str], name: str) -> list[str]:
    return table[name].split("\n")


def test_the_same_handbook_gives_the_same_bytes(book: Handbook, as_of: dt.date, memory: DiskMemory) -> None:
    again = check(Config(ROOT, ROOT / "sops"), as_of=as_of, memory=memory).handbook

    assert made(book) == made(again)


def test_every_step_can_be_found(book: Handbook) -> None:
    scripts = made(book)
    first, more = data(scripts[FIRST], "first"), data(scripts[MORE], "more")
    steps = {step.id for workflow in book.workflows.values() for step in workflow.every_step()}

    assert first["print"] == more["print"]
    assert steps <= set(column(more["places"], "anchor"))
    assert {sop.number for sop in book.procedures.values()} <= set(column(first["pages"], "number"))
    assert sum(map(int, column(first["pages"], "places"))) == len(column(more["places"], "anchor"))
    assert {len(column(first["pages"], name)) for name in first["pages"]} == {
        len(book.workflows) + len(book.procedures)
    }


@pytest.mark.parametrize("file", ["queries.tsv", "locked.tsv"])
def test_every_page_and_step_that_a_query_is_labelled_with_is_in_the_handbook(file: str, book: Handbook) -> None:
    """What is labelled with something that is gone would count nowhere, and make the measure look better."""
    numbers = {thing.number for shelf in (book.workflows, book.procedures) for thing in shelf.values()}
    known = {*book.workflows, *book.procedures, *numbers} - {""}
    steps = {f"{flow.id}#{step.id}" for flow in book.workflows.values() for step in flow.every_step()}
    rows = [row.split("\t") for row in (QUERIES.parent / file).read_text(encoding="utf-8").splitlines()[1:]]
    labelled = [name for row in rows for name in row[3].split(",")]
    meant = [row[4] for row in rows if row[4]]

    assert len(rows) >= 200
    assert len(meant) >= 50
    assert [name for name in labelled if name not in known] == []
    assert [name for name in meant if name not in steps] == []


def test_lists_are_differences_to_base_36(book: Handbook) -> None:
    more = data(made(book)[MORE], "more")
    words, lists = more["words"].split(" "), more["lists"].split(",")
    count = len(column(more["places"], "anchor"))

    assert len(words) == len(lists) == len(more["abouts"].split(","))
    assert words == sorted(set(words))
    for each in (*lists, *more["abouts"].split(",")):
        assert sum(int(step, 36) for step in each.split()) < count


def test_what_people_type_for_a_step_or_a_procedure_is_in_the_index(book: Handbook) -> None:
    scripts = made(book)
    first, more = data(scripts[FIRST], "first"), data(scripts[MORE], "more")
    steps = [step for workflow in book.workflows.values() for step in workflow.every_step() if step.asked_as]
    asked = {phrase for said in column(more["places"], "asked") for phrase in said.split("|")}
    page = next(sop for sop in book.procedures.values() if sop.asked_as)

    assert steps
    for step in steps:
        assert {" ".join(filter(says, folded(phrase))) for phrase in step.asked_as} <= asked
    assert " ".join(filter(says, folded(page.asked_as["en"][0]))) in "|".join(column(first["pages"], "asked")).split(
        "|"
    )


def test_a_step_that_runs_another_workflow_lends_its_heading(book: Handbook) -> None:
    places = data(made(book)[MORE], "more")["places"]
    lent = {title for title, mark in zip(column(places, "title"), column(places, "lent"), strict=True) if mark}

    assert lent
    assert lent <= {workflow.title for workflow in book.workflows.values()}


def test_the_list_from_a_to_z_has_every_number_title_and_phrase(book: Handbook) -> None:
    (page,) = words.pages(Site(book))
    for sop in book.procedures.values():
        assert esc(sop.title) in page.text
        assert esc(sop.number) in page.text
    assert all(esc(workflow.title) in page.text for workflow in book.workflows.values())
    for term in book.terms.values():
        for said in ((term.term, *term.also), *term.reporters_say.values()):
            assert all(esc(phrase) in page.text for phrase in said), term.id
    assert page.text.count("<details ") == len({code for term in book.terms.values() for code in term.reporters_say})
    assert len(page.text) < 400_000


Answers = Callable[[Sequence[str]], list[list[list[str]]]]
"""What makes of each query its first three results: the page's number, its name, and the steps that are shown."""


@pytest.fixture(scope="module")
def answers(browser: "Browser", book: Handbook) -> Iterator[Answers]:
    scripts, page = made(book), browser.new_page()
    for name in ("folding", "lexicon", "slips", "readings", "weigh", "steps", "rank"):
        page.add_script_tag(content=(ASSETS / f"handrail-search-{name}.js").read_text(encoding="utf-8"))
    page.evaluate("""() => {
      globalThis.lexicon = new HandrailLexicon();
      globalThis.handrailSearch = {first: (data) => lexicon.first(data), more: (data) => lexicon.more(data)};
    }""")
    for script in (scripts[FIRST], scripts[MORE]):
        page.add_script_tag(content=script)
    ask = """queries => queries.map((query) => handrailRank.rank(lexicon, query).slice(0, 3).map(({page, place, more}) =>
      [page.number, page.name, ...[place, ...more].filter(Boolean).map(({anchor}) => `${page.name}#${anchor}`)]))"""
    yield lambda queries: page.evaluate(ask, queries)
    page.close()


@pytest.mark.browser
def test_labelled_queries_find_their_page_and_their_step(answers: Answers) -> None:
    """The floor below which no change may bring the search; `make bench-search` has the figures themselves."""
    rows = [line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines()[1:]]
    right = {"page": 0, "foreign": 0, "misspelt": 0, "step": 0}
    for (_, language, kind, wanted, *step), found in zip(rows, answers([row[0] for row in rows]), strict=True):
        hit = any(set(wanted.split(",")) & set(names) for names in found)
        right["page"] += hit
        right["foreign"] += hit and language != "en"
        right["misspelt"] += hit and kind == "misspelt"
        right["step"] += bool(step and step[0] and any(step[0] in names for names in found))

    assert right["page"] >= 0.93 * len(rows)
    assert right["foreign"] >= 0.9 * sum(row[1] != "en" for row in rows)
    assert right["misspelt"] >= 0.95 * sum(row[2] == "misspelt" for row in rows)
    assert right["step"] >= 0.7 * sum(bool(row[4:] and row[4]) for row in rows)


Labelled = list[tuple[str, set[str]]]


@pytest.fixture(scope="module")
def well_spelt(answers: Answers) -> Labelled:
    """Well-spelt queries that find one of their pages, and these pages."""
    rows = [line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines()[1:]]
    said = [(row[0], set(row[3].split(","))) for row in rows if row[2] == "words" and row[1] != "zh"]
    return [each for each, right in zip(said, finds(answers, said), strict=True) if right]


def finds(answers: Answers, queries: Labelled) -> list[bool]:
    found = answers([query for query, _ in queries])
    return [any(pages & set(names) for names in each) for (_, pages), each in zip(queries, found, strict=True)]


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_one_slip_does_not_lose_the_page(answers: Answers, well_spelt: Labelled, kind: str) -> None:
    """Of the well-spelt queries that find their page, nearly all find it with a slip in one of their words."""
    slips = [(slipped(query, kind, 1), pages) for query, pages in well_spelt if slipped(query, kind, 1) != query]

    assert len(slips) > 100
    assert sum(finds(answers, slips)) >= FLOOR[kind] * len(slips)


@pytest.mark.catalogue(39)
@pytest.mark.promise("no-markup")
def test_what_attacks_stays_a_text(book: Handbook) -> None:
    scripts = made(attacked(book))

    for script, call in ((scripts[FIRST], "first"), (scripts[MORE], "more")):
        table = data(script, call)["pages"]
        assert len({len(column(table, name)) for name in table}) == 1


@pytest.mark.catalogue(39)
def test_what_answers_first_is_small(book: Handbook) -> None:
    assert len(made(book)[FIRST].encode("utf-8")) < 150_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WF-013", ["wf", "13"]),
        ("48h take it down", ["48", "take", "down"]),
        ("P0 e4", ["p0", "e4"]),
        ("Shared, sharing; shares!", ["shar", "shar", "shar"]),
        ("contraseña", ["contrasen"]),
        ("账号被盗", ["账号", "号被", "被盗"]),
        ("用AI换脸", ["用", "ai", "换脸"]),
        ("don\u2019t", []),
        ("தமிழ்", ["தமிழ்"]),
    ],
)
def test_words_are_taken_apart(text: str, found: list[str]) -> None:
    assert list(units(text)) == found


@pytest.mark.parametrize(("word", "found"), [("disebarkan", "sebar"), ("tersebar", "sebar"), ("gambar", "gambar")])
def test_a_malay_word_has_a_root(word: str, found: str) -> None:
    assert root(word) == found


def test_an_everyday_line_serves_where_one_of_its_words_stands() -> None:
    (line,) = families({stem("video")})

    assert {"clip", "rakaman", "视频"} <= set(line)
    assert families(set()) == ()


@pytest.mark.browser
def test_browser_and_builder_take_words_apart_alike(browser: "Browser", book: Handbook) -> None:
    texts = QUERIES.read_text(encoding="utf-8").splitlines()
    texts += [phrase for term in book.terms.values() for said in term.reporters_say.values() for phrase in said]
    texts += [step.details for workflow in book.workflows.values() for step in workflow.every_step()]
    texts += [
        "P0 p1x E4/E3 48h 2703f it\u2019s ① ½ ÄÖ straße İstanbul தமிழ் ﬁle a1b\uff12\uff10 _a_ foo_bar かが 한국어 العربية"
    ]
    page = browser.new_page()
    page.add_script_tag(content=(ASSETS / "handrail-search-folding.js").read_text(encoding="utf-8"))
    theirs = page.evaluate(
        "texts => texts.map(text => [handrailWords.units(text), handrailWords.folded(text).map(handrailWords.root)])",
        texts,
    )
    page.close()

    for text, (found, roots) in zip(texts, theirs, strict=True):
        assert (found, roots) == (list(units(text)), [root(word) for word in folded(text)]), text


def test_the_queries_are_what_they_promise() -> None:
    rows = [line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    queries = rows[1:]

    assert rows[0] == ["query", "language", "kind", "pages", "step"]
    assert len(queries) >= 200
    assert len({query[0] for query in queries}) == len(queries)
    assert sum(query[2] == "misspelt" for query in queries) >= len(queries) / 4
    assert sum(query[1] != "en" for query in queries) >= len(queries) / 3
