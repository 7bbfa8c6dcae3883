"""Pages say what the handbook says: one for each thing, each link to something, and no word that acts."""

import csv
import dataclasses
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from jsonschema import Draft202012Validator

from handrail.ground.duration import Duration
from handrail.ground.model import Change, Handbook, Kind, Sop
from handrail.ground.report import Report
from handrail.pages import Site, SitePage, all_pages
from handrail.pages._body import body, resolved, sections
from handrail.pages._hours import always, words
from handrail.pages._letter import letter
from handrail.pages._review import news, until, version
from handrail.pages._run.data import FOLDER
from handrail.pages._yaml import written
from handrail.pages.assurance import sheet
from handrail.pages.search import FIRST, MORE
from handrail.publish import assets, navigation, site_of
from handrail.reasoning.reviewing import after, next_review
from published import EVIL, EVIL_MARKDOWN, KINDS_WITH_PAGES, acting, attacked

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^()\s]+)\)")
PAGE = "procedures/shared/initial-triage.md"


@pytest.fixture(scope="module")
def book(standing: Report) -> Handbook:
    return standing.handbook


@pytest.fixture(scope="module")
def site(standing: Report) -> Site:
    return site_of(standing)


@pytest.fixture(scope="module")
def pages(site: Site) -> tuple[SitePage, ...]:
    return all_pages(site)


@pytest.mark.parametrize("kind", KINDS_WITH_PAGES)
def test_every_thing_has_its_page(kind: Kind, site: Site, pages: tuple[SitePage, ...]) -> None:
    there = {page.path for page in pages}
    names = site.handbook.named(kind)

    assert names
    assert [name for name in names if site.path(kind, name).partition("#")[0] not in there] == []


def test_every_rule_and_every_kind_of_file_has_its_page(site: Site, pages: tuple[SitePage, ...]) -> None:
    there = {page.path for page in pages}

    assert {f"handbook/rules/{rule.id}.md" for rule in site.rules} <= there
    assert {f"handbook/language/{kind}.md" for kind in site.schemas} <= there


SEARCH = (FIRST, MORE)
WHOLE = ("handbook.json", "llms.txt", "changes.", "reviews/", "jurisdictions/", *SEARCH)
"""What is made from the whole handbook, or from many of its entries."""


def test_there_is_no_page_about_nothing(site: Site, pages: tuple[SitePage, ...]) -> None:
    about = {site.path(kind, name).partition("#")[0] for kind in KINDS_WITH_PAGES for name in site.handbook.named(kind)}
    entries = [
        page.path
        for page in pages
        if not page.path.startswith(("handbook/", FOLDER, *WHOLE)) and not page.path.endswith(("index.md", ".svg"))
    ]

    assert set(entries) - about <= {"a-z.md", "helplines.md", "glossary.md", "metrics.md", *site.handbook.pages}


def test_no_address_is_used_twice(pages: tuple[SitePage, ...]) -> None:
    assert [path for path, times in Counter(page.path for page in pages).items() if times > 1] == []


def test_every_page_leads_to_the_file_that_it_was_made_from(pages: tuple[SitePage, ...], book: Handbook) -> None:
    shared = ("handbook/", f"{FOLDER}/people.js", f"{FOLDER}/clocks.js", *WHOLE)
    made = [page for page in pages if not page.path.startswith(shared) and not page.path.endswith("/index.md")]

    assert [page.path for page in made if page.edit not in book.files] == []


def test_every_link_leads_to_a_page(pages: tuple[SitePage, ...]) -> None:
    there = {page.path for page in pages}
    for page in pages:
        for address in _LINK.findall(page.text) if page.path.endswith(".md") else ():
            target = (
                normpath(join(dirname(page.path), address.partition("#")[0])) if not address.startswith("#") else ""
            )
            assert not target or target in there, f"{page.path} leads to {address}"


def test_the_navigation_holds_every_page_once(site: Site, pages: tuple[SitePage, ...]) -> None:
    def paths(tree: object) -> list[str]:
        if isinstance(tree, str):
            return [tree]
        return [path for entry in tree for path in paths(entry[1] if isinstance(entry, tuple) else entry)]  # type: ignore[attr-defined]

    listed = paths(navigation(site, pages))

    assert sorted(listed) == sorted(page.path for page in pages if page.path.endswith(".md"))


def test_the_assurance_report_says_the_same_to_people_programs_and_sheets(
    site: Site, pages: tuple[SitePage, ...], repo: Path
) -> None:
    made = {page.path: page.text for page in pages}
    data = json.loads(made["handbook/assurance.json"])
    rows = list(csv.DictReader(made["handbook/assurance.csv"].splitlines()))

    Draft202012Validator(json.loads((repo / "schemas" / "proof.schema.json").read_text())).validate(data)
    assert data["counts"]["proven"] == len(site.handbook.controls)
    assert {row["control"] for row in rows if row["control"]} == {control["id"] for control in data["controls"]}
    verdicts = {(each["id"], control): said for each in data["workflows"] for control, said in each["controls"].items()}
    for row in rows:
        said = row["verdict"].lower().replace(" ", "-")
        assert said == (verdicts[row["workflow"], row["control"]] if row["control"] else "no-control")
    told = made["handbook/assurance.md"].partition("## Duties and controls")[2].partition("\n## ")[0]
    binding = re.findall(r"\(\.\./workflows/", told)
    assert len(binding) == sum(row["verdict"] == "Proven" for row in rows)


@pytest.mark.catalogue(45)
def test_no_cell_of_the_sheet_is_a_formula(site: Site) -> None:
    book, found = site.handbook, site.proven
    assert found is not None
    for evil in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"):
        first = next(iter(book.duties.values()))
        changed = dataclasses.replace(book, duties={**book.duties, first.id: dataclasses.replace(first, article=evil)})
        cells = [cell for row in csv.reader(sheet(changed, found).splitlines()) for cell in row]
        assert f"'{evil}" in cells
        assert [cell for cell in cells if cell.strip(" ").startswith(("=", "+", "-", "@", "\t"))] == []


@pytest.mark.promise("same-bytes")
def test_pages_of_the_same_handbook_are_the_same(standing: Report, pages: tuple[SitePage, ...]) -> None:
    assert all_pages(site_of(standing)) == pages


@pytest.mark.catalogue(37, 38)
@pytest.mark.promise("no-network")
def test_what_pages_load_comes_with_them() -> None:
    loaded = b"\n".join(assets().values()).decode()

    assert {path.rpartition(".")[2] for path in assets()} == {"css", "js"}
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/)", loaded)


@pytest.mark.catalogue(36, 37)
@pytest.mark.promise("no-markup")
def test_a_hostile_handbook_leaves_nothing_that_acts_in_the_source(book: Handbook) -> None:
    hostile = all_pages(Site(attacked(book)))
    assert sum("alert" in page.text for page in hostile) > len(hostile) / 2
    for page in hostile:
        assert not acting(page), page.path


# ---- the body of a Markdown file


def shown(text: str, site: Site) -> str:
    return body(site, PAGE, text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "../../workflows/child-safety/apparent-csam.yml#stop-viewing",
            "../../workflows/child-safety/apparent-csam.md#stop-viewing",
        ),
        ("../../controls/child-safety/report-ncmec.yml", "../../controls/child-safety/report-ncmec.md"),
        ("../../messages/report-received.yml", "../../messages/report-received.md"),
        ("../../register/organisation.yml#team-lead", "../../teams/team-lead.md"),
        ("../../register/organisation.yml#child-safety-reviewer", "../../teams/child-safety-desk.md"),
        ("../../register/organisation.yml", "../../teams/index.md"),
        ("../../register/facts.yml#imminence", "../../facts/imminence.md"),
        ("../../register/severities.yml#P1", "../../severities/P1.md"),
        ("../../register/glossary.yml#csam", "../../glossary.md#csam"),
        ("../../register/helplines.yml#MY", "../../helplines.md#MY"),
        ("imminent-harm.md#purpose", "imminent-harm.md#purpose"),
        ("#records", "#records"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("mailto:duty@example.org", "mailto:duty@example.org"),
        ("tel:999", "tel:999"),
        ("javascript:alert(1)", "#"),
        ("JAVA\tSCRIPT:alert(1)", "#"),
        ("java&#115;cript:alert(1)", "#"),
        ("&#106;&#97;vascript&colon;alert(1)", "#"),
        ("data:text/html,x", "#"),
        ("vbscript:x", "#"),
        ("file:///etc/passwd", "#"),
    ],
)
def test_a_link_leads_to_the_page_that_is_made_from_the_file(text: str, address: str, site: Site) -> None:
    assert resolved(site, PAGE, text) == address


@pytest.mark.catalogue(20)
def test_an_old_name_leads_to_the_new_page(book: Handbook) -> None:
    flow = book.workflows["apparent-csam"]
    sop_ = book.procedures["initial-triage"]
    renamed = dataclasses.replace(
        book,
        workflows={**book.workflows, flow.id: dataclasses.replace(flow, formerly=("csam", "workflows/old/csam"))},
        procedures={**book.procedures, sop_.id: dataclasses.replace(sop_, formerly=("triage",))},
    )
    site = Site(renamed)
    there = {page.path: page.text for page in all_pages(site)}

    assert "(apparent-csam.md)" in there["workflows/child-safety/csam.md"]
    assert "(../child-safety/apparent-csam.md)" in there["workflows/old/csam.md"]
    assert "(initial-triage.md)" in there["procedures/shared/triage.md"]
    assert (
        resolved(site, PAGE, "../../workflows/old/csam.yml#hide")
        == "../../workflows/child-safety/apparent-csam.md#hide"
    )
    assert resolved(site, PAGE, "triage.md#records") == "initial-triage.md#records"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>bold</b> word", "a &lt;b>bold&lt;/b> word"),
        ("before <!-- handrail: ignore[x] y --> after", "before  after"),
        ("say `{case-number}`", "say <code>&#123;case-number&#125;</code>"),
        ("## Title {#own}", "## Title {: #own }"),
        ("## Title {onclick=x}", "## Title &#123;onclick=x&#125;"),
        ("**strong** {: onclick=x }", "**strong** &#123;: onclick=x &#125;"),
        ("![alt](https://other.example/p.png)", "[alt](https://other.example/p.png)"),
        ("![alt](picture.png)", "![alt](picture.png)"),
        ("<https://example.org/x>", "[https://example.org/x](https://example.org/x)"),
        ("[words](triage.md 'title')", "[words](triage.md)"),
        ("- one\n- two", "- one\n- two"),
        ("| a |\n|---|\n| b |", "| a |\n|---|\n| b |"),
    ],
)
def test_markdown_stays_and_nothing_acts(text: str, expected: str, site: Site) -> None:
    assert shown(text, site) == expected


def test_code_keeps_its_lines_and_signs(site: Site) -> None:
    assert shown("```yaml\na: {b}\n  c: <d>\n```", site) == (
        "<pre><code>a&#58;&#32;&#123;b&#125;&#10;&#32;&#32;c&#58;&#32;&lt;d&gt;</code></pre>"
    )


def test_a_fence_is_shown_by_whom_it_concerns(site: Site) -> None:
    text = "before\n\n```workflow some-name\nsteps records\n```\n\nafter"

    assert body(site, PAGE, text, lambda name, parts: f"[{name}: {', '.join(parts)}]").split() == [
        "before",
        "[some-name:",
        "steps,",
        "records]",
        "after",
    ]


def test_a_text_is_cut_at_headings_and_not_in_code() -> None:
    text = "lead\n\n## One\n\na\n\n```\n## not this\n```\n\n### deeper\n\n## Two\nb"

    assert [section.title for section in sections(text)] == ["", "One", "Two"]


@pytest.mark.catalogue(37)
@pytest.mark.promise("no-markup")
def test_hostile_markdown_keeps_only_links_that_may_stand(site: Site) -> None:
    made = shown(EVIL_MARKDOWN, site)

    assert set(re.findall(r"\]\(([^)]*)\)", made)) <= {
        "#",
        "//evil.example/page",
        "//evil.example/p.png",
        "https://evil.example/picture.png",
        "https://harmless.example/page",
        "java",
    }
    assert "![" not in made


# ---- reviews and changes


def sop(**known: object) -> Sop:
    given = {
        "id": "x", "area": "", "place": None, "title": "", "summary": "", "number": "", "owner": "", "audience": (),
        "review_every": Duration.parse("3 months"), "metrics": (), "terms": (), "changes": (), "last_reviewed": None,
        "draft": False, "retired_on": None, "replaced_by": "", "duties": (), "exposure": "", "formerly": (), "page": None,
    }  # fmt: skip
    return Sop(**{**given, **known})  # type: ignore[arg-type]


def change(day: str, kind: str = "") -> Change:
    return Change(None, date.fromisoformat(day), "what", kind, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("time", "expected"),
    [("1 month", "2027-02-28"), ("3 months", "2027-04-30"), ("1 year", "2028-01-31"), ("14 days", "2027-02-14")],
)
def test_a_month_is_a_month_of_the_calendar(time: str, expected: str) -> None:
    length = Duration.parse(time)

    assert length
    assert after(date(2027, 1, 31), length) == date.fromisoformat(expected)


def test_a_review_is_due_after_the_last_look_of_any_kind(as_of: date) -> None:
    looked = sop(changes=(change("2026-09-01", "editorial"), change("2026-03-01")), last_reviewed=date(2026, 10, 5))

    assert next_review(looked, as_of) == date(2027, 1, 5)
    assert next_review(sop(), as_of) is None


def test_news_are_material_recent_and_not_the_first_version(as_of: date) -> None:
    newest = change("2026-11-01")

    assert news(sop(changes=(newest, change("2026-03-01"))), as_of) is newest
    assert news(sop(changes=(change("2026-11-01", "editorial"), change("2026-03-01"))), as_of) is None
    assert news(sop(changes=(change("2026-12-24"), change("2026-03-01"))), as_of) is None
    assert news(sop(changes=(newest,)), as_of) is None


def test_material_changes_that_are_in_force_make_the_version(as_of: date) -> None:
    known = (change("2026-12-24"), change("2026-11-01"), change("2026-10-01", "editorial"), change("2026-03-01"))

    assert version(sop(changes=known), as_of) == 2


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-25", "today"), ("2026-11-26", "in 1 day"), ("2026-11-20", "5 days over")]
)
def test_how_far_a_day_is_away(day: str, said: str, as_of: date) -> None:
    assert until(date.fromisoformat(day), as_of) == said


# ---- teams, messages, examples


def test_hours_are_said_in_few_words(book: Handbook) -> None:
    assert words(book, "child-safety-desk") == "day and night"
    assert words(book, "policy-design") == "08:00 to 18:00 London (Monday to Friday)"


def test_a_last_resort_is_always_there(book: Handbook) -> None:
    last = [team.id for team in book.teams.values() if team.last_resort]

    assert last
    assert all(always(book, team) for team in last)


def test_a_message_shows_every_language_and_its_blanks(book: Handbook) -> None:
    card = letter(book, book.messages["report-received"])

    assert card.count("<blockquote") == card.count('type="radio"') == len(book.messages["report-received"].text)
    assert card.count('checked="checked"') == 1
    assert 'class="hr-blank"' in card
    assert "{" not in re.sub(r"&#\d+;", "", card)


def test_an_example_is_written_as_an_author_writes_it() -> None:
    assert written({"a": ["b", "c"], "d": {"e": "f: g"}, "h": "two\nlines\n", "i": [{"j": "k"}], "l": ""}) == (
        'a: [b, c]\nd:\n  e: "f: g"\nh: |\n  two\n  lines\ni:\n  - j: k\nl: ""'
    )


def test_an_attack_is_one() -> None:
    assert EVIL.count("alert") == 6


def test_what_reporters_say_is_on_the_page_and_in_no_table_of_contents(pages: tuple[SitePage, ...]) -> None:
    page = next(page for page in pages if page.path == PAGE)
    hidden = re.findall(r'<p class="hr-words" hidden="hidden">(.*?)</p>', page.text)

    assert len(hidden) == 1
    assert " · " in hidden[0]
    assert re.findall(r"<h\d[^>]*hidden|<h\d[^>]*_said", page.text) == []
