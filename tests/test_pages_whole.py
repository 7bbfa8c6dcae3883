"""Pages made from the whole handbook: reviews, changes, jurisdictions, a team's week, and the handbook as data."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from handrail.ground.commit import Commit
from handrail.ground.errors import HandrailError
from handrail.ground.model import Change, Handbook, Kind, Step, Verb, Workflow
from handrail.ground.report import Report
from handrail.pages import Site, all_pages
from handrail.pages._flaw import flaw
from handrail.pages._review import every
from handrail.pages._run.step import step_print
from handrail.pages._week import DAYS, picture, week
from handrail.pages.reviews import pages as review_pages
from handrail.publish import site_of
from handrail.reading.config import Config, load_config
from handrail.reading.history import history
from handrail.reasoning.graph import runs
from handrail.reasoning.index import users
from handrail.reasoning.needs import needs
from handrail.reasoning.staffing import staffed
from handrail.reasoning.uses import How
from handrail.review.due import Why, reviews
from handrail.review.impact import rests_on
from published import EVIL, attacked

ATOM = "{http://www.w3.org/2005/Atom}"
COMMITS = (
    Commit("b" * 40, date(2026, 11, 24), f"Mend {EVIL}", ("workflows/child-safety/apparent-csam.yml", "index.md")),
    Commit("a" * 40, date(2026, 10, 2), "Begin", ("procedures/child-safety/apparent-csam.md",)),
)


@pytest.fixture(scope="session")
def whole(standing: Report) -> Site:
    return site_of(standing, (), COMMITS, "https://git.example/new?title={title}&body={page}%23{step}@{version}")


@pytest.fixture(scope="session")
def made(whole: Site) -> Mapping[str, str]:
    return {page.path: page.text for page in all_pages(whole)}


# ---- reviews


def reviews_page(whole: Site, book: Handbook) -> str:
    return next(page.text for page in review_pages(replace(whole, handbook=book)) if page.path == "reviews/index.md")


def listed(page: str, title: str) -> list[str]:
    """The procedures below a heading, in order."""
    return re.findall(r"/([a-z0-9-]+)\.md\)</b>", page.partition(f"## {title}")[2].partition("\n## ")[0])


def test_every_procedure_in_use_is_in_the_calendar_the_most_overdue_first(whole: Site, made: Mapping[str, str]) -> None:
    later = replace_day(whole.handbook, date(2027, 2, 1))
    text = reviews_page(whole, later)
    due = [each for each in reviews(later, within=0) if each.day <= later.as_of]

    assert len(due) > 1
    assert listed(text, "Due now") == [each.sop.id for each in due]
    assert sorted(re.findall(r"/([a-z0-9-]+)\.md\)</b>", text)) == sorted(every(later))
    now = len(reviews(whole.handbook, within=0))
    assert f"<b>{now}</b> of 14 procedures" in made["reviews/index.md"]
    read = {name: replace(sop, last_reviewed=later.as_of) for name, sop in later.procedures.items()}
    assert "None of 14 procedures is due" in reviews_page(whole, replace(later, procedures=read))


def test_what_changed_after_a_review_makes_it_due_on_every_page_as_in_the_command(whole: Site) -> None:
    """The list, the front page, the SOP, its owner's page and both calendars ask what `handrail review due` asks."""
    book = much_changed(whole.handbook)
    due = reviews(book, within=0)
    pages = {page.path: page.text for page in all_pages(replace(whole, handbook=book))}
    rows = dict(zip((each.sop.id for each in due), due_rows(pages["reviews/index.md"]), strict=True))

    assert {reason.why for each in due for reason in each.reasons} == {Why.DUTY, Why.TEAM, Why.WORKFLOW, Why.APPROVAL}
    assert listed(pages["reviews/index.md"], "Due now") == list(rows)
    assert listed(pages["index.md"], "Reviews that are due") == list(rows)[:6]
    for each in due:
        row, owner, name = rows[each.sop.id], each.sop.owner, each.sop.number
        assert row.count("<small>") == len(each.reasons)
        for reason in each.reasons:
            assert not reason.thing or f"/{reason.thing.partition(':')[2]}.md)" in row
            assert f'datetime="{reason.day.isoformat()}"' in row
        assert f"/{owner}.md)" in row
        assert "Due now:" in pages[each.sop.place.path]
        assert "to be read again now" in pages[f"teams/{owner}.md"]
        for calendar in ("reviews", owner):
            event = pages[f"reviews/{calendar}.ics"].partition(f"UID:review-{name}@")[2].partition("END:VEVENT")[0]
            assert f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}" in event


def due_rows(page: str) -> list[str]:
    return page.partition("## Due now")[2].partition("\n## ")[0].split("<li ")[1:]


def much_changed(book: Handbook) -> Handbook:
    """The handbook in which today a duty, a team and a workflow that others run are not what they were."""
    run = next(book.workflows[name].procedure for name in runs(book) if name in book.workflows)
    others = [sop for sop in book.procedures.values() if sop.id != run]
    duty = next(name for sop in others for kind, name in rests_on(book, sop) if kind is Kind.DUTY)
    owners = {sop.owner for sop in book.procedures.values()}
    teams = (name for sop in others for kind, name in rests_on(book, sop) if kind is Kind.TEAM)
    team = next(name for name in teams if name not in owners)
    sop = book.procedures[run]
    version = Change(sop.place, book.as_of, "It goes another way.", "", ())
    return replace(
        book,
        duties={**book.duties, duty: replace(book.duties[duty], updated_on=book.as_of)},
        teams={**book.teams, team: replace(book.teams[team], retired_on=book.as_of)},
        procedures={**book.procedures, run: replace(sop, changes=(version, *sop.changes))},
    )


def replace_day(book: Handbook, day: date) -> Handbook:
    return replace(book, as_of=day)


def test_calendars_are_read_by_calendars(whole: Site, made: Mapping[str, str]) -> None:
    due = every(whole.handbook).values()
    calendars = {path: text for path, text in made.items() if path.endswith(".ics")}
    for text in calendars.values():
        assert text.endswith("\r\n")
        assert "\n" not in text.replace("\r\n", "")
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    events = re.findall(r"UID:review-([A-Za-z0-9-]+)@", calendars["reviews/reviews.ics"])
    assert events == [each.sop.number or each.sop.id for each in due]
    owners = {each.sop.owner for each in due}
    assert set(calendars) == {"reviews/reviews.ics", *(f"reviews/{owner}.ics" for owner in owners)}
    evil = attacked(whole.handbook)
    hostile = next(page.text for page in all_pages(Site(evil)) if page.path == "reviews/reviews.ics")
    assert hostile.count("BEGIN:VEVENT") == len(due)
    assert {line.partition(":")[0].partition(";")[0] for line in hostile.split("\r\n") if line[:1].isalpha()} <= {
        *[
            "BEGIN",
            "END",
            "VERSION",
            "PRODID",
            "CALSCALE",
            "METHOD",
            "X-WR-CALNAME",
            "UID",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "SUMMARY",
            "DESCRIPTION",
            "TRANSP",
            "CATEGORIES",
        ]
    }


# ---- what a workflow needs to know


def test_a_workflow_says_which_facts_it_needs_before_it_begins_and_which_by_a_later_step(
    whole: Site, made: Mapping[str, str]
) -> None:
    """What only a workflow needs that the case may go on to is no business of this page: that one's page says it."""
    book, seen = whole.handbook, 0
    for flow in book.workflows.values():
        page = made[whole.path(Kind.WORKFLOW, flow.id)]
        first = facts_in(page.partition("<dt>Know first</dt>")[2].partition("</div>")[0])
        later = page.partition("<dt>Know later</dt>")[2].partition("</div>")[0]
        steps = re.findall(r'by step <a href="#([^"]+)">(\d+)</a>(.*?)</span>', later)
        found = [fact for _, _, said in steps for fact in facts_in(said)]

        assert set(first) >= set(flow.given)
        assert set(first) - set(flow.given) <= looked_at(book, flow, flow.steps[0])
        assert len(found) == len(set(found))
        assert not set(found) & set(first)
        for name, number, said in steps:
            assert flow.steps[int(number) - 1].id == name
            assert set(facts_in(said)) <= looked_at(book, flow, flow.by_id[name])
            seen += 1
    assert seen > 3
    triage = made["workflows/shared/initial-triage.md"]
    assert facts_in(triage.partition("Know first")[2].partition("</div>")[0]) == [
        "report-channel", "reporter-contact-known", "language",
    ]  # fmt: skip


def facts_in(text: str) -> list[str]:
    return re.findall(r"/facts/([a-z0-9-]+)\.md", text)


def looked_at(book: Handbook, flow: Workflow, step: Step) -> set[str]:
    """The facts that a step reads, or that a workflow needs which it runs."""
    inside = {step.id, *(item.id for item in step.items)}
    run = [each.target for each in (step, *step.items) if each.verb is Verb.RUN and each.target in book.workflows]
    found = {fact for name in run for fact in needs(book, book.workflows[name]).first}
    for fact in book.facts:
        for use in users(book, Kind.FACT, fact):
            if use.place.path == flow.place.path and use.how is How.READS and inside & set(map(str, use.place.keys)):
                found.add(fact)
    return found


# ---- changes


def test_a_change_is_told_by_the_page_and_both_feeds(whole: Site, made: Mapping[str, str]) -> None:
    feed = ET.fromstring(made["changes.atom"])  # noqa: S314 - we made it
    data = json.loads(made["changes.json"])
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    begun = sum(
        bool(change.starts and change.starts <= whole.handbook.as_of)
        for sop in whole.handbook.procedures.values()
        for change in sop.changes
    )

    assert len(ids) == len(set(ids)) == begun + len(COMMITS)
    assert ids == [item["id"] for item in data["items"]]
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert days == sorted(days, reverse=True)
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    summaries = [entry.findtext(f"{ATOM}summary") for entry in entries]
    assert summaries[0] == f"Mend {EVIL}"
    assert "alert(1)</script>" not in made["changes.md"]
    addresses = [link.get("href", "") for entry in entries for link in entry.findall(f"{ATOM}link")]
    assert [each for each in addresses if f"{each.rstrip('/')}.md" not in made] == []


def test_a_team_is_told_what_changed_in_its_own_work(made: Mapping[str, str]) -> None:
    told = made["teams/child-safety-desk.md"].partition("## What changed")[2]

    assert 'datetime="2026-11-24"' in told
    assert "Begin" in told
    assert "terrorist" not in told
    assert 'class="hr-since"' in told


def git(folder: Path, *words: str) -> None:
    name = ["-c", "user.name=A Person", "-c", "user.email=person@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *name, *words], check=True, capture_output=True)


def test_git_is_read_once_and_a_shallow_clone_says_nothing(tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / "sops" / "workflows").mkdir(parents=True)
    git(tmp_path, "init", "-q", str(there))
    file = there / "sops" / "workflows" / "ä b.yml"
    for number, said in enumerate(("First", "Second\x02 <b>")):
        file.write_text(f"a: {number}\n", encoding="utf-8")
        (there / "other.txt").write_text(said, encoding="utf-8")
        git(there, "add", ".")
        git(there, "commit", "-qm", said)
    found = history(Config(there, there / "sops"))

    assert [commit.subject for commit in found] == ["Second\x02 <b>", "First"]
    assert {commit.paths for commit in found} == {("workflows/ä b.yml",)}
    assert "Person" not in str(found)
    git(tmp_path, "clone", "-q", "--depth", "1", there.as_uri(), str(tmp_path / "shallow"))
    assert history(Config(tmp_path / "shallow", tmp_path / "shallow" / "sops")) == ()
    assert history(Config(tmp_path, tmp_path)) == ()


# ---- a link to a step, and a word about it


def test_a_step_keeps_its_print_while_it_says_the_same(whole: Site) -> None:
    book = whole.handbook
    workflow = book.workflows["apparent-csam"]
    second, *more = workflow.steps[1:]
    without = replace(workflow, steps=(second, *more))
    other = replace(second, details=second.details + " More.")

    assert step_print(book, without, second) == step_print(book, workflow, second)
    assert step_print(book, workflow, other) != step_print(book, workflow, second)


def test_who_reports_a_problem_says_which_step_and_which_version(whole: Site, made: Mapping[str, str]) -> None:
    workflow = whole.handbook.workflows["apparent-csam"]
    page = made["workflows/child-safety/apparent-csam.md"]
    for step in workflow.steps:
        version = step_print(whole.handbook, workflow, step)
        assert f"&body=workflows%2Fchild-safety%2Fapparent-csam%23{step.id}@{version})" in page
        assert f"#{step.id} data-hr-print={version}" in page
    assert "Report a problem" not in next(p.text for p in all_pages(Site(whole.handbook)) if p.path.endswith("csam.md"))
    address = re.search(r"\]\((.*)\)\{: \.hr-flaw \}$", flaw(whole, "a.md", EVIL, EVIL, EVIL))
    assert address
    assert not re.search(r"[\s<>\"'`{}()\[\]\\]", address[1])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"javascript:alert(1)"', "is no address"),
        ("3", "is no address"),
        ('"https://git.example/new?x={tilte}"', "`{tilte}`"),
        ('"https://git.example/a b"', "is no address"),
        ('"https://git.example/)[x](javascript:x"', "is no address"),
    ],
)
def test_an_address_for_problems_is_one(written: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "sops" / "workflows").mkdir(parents=True)
    (tmp_path / "handrail.toml").write_text(f"problems = {written}\n", encoding="utf-8")

    with pytest.raises(HandrailError) as raised:
        load_config(tmp_path)
    assert said in raised.value.message
    (tmp_path / "handrail.toml").write_text('problems = "mailto:a@example.org?subject={title}"\n', encoding="utf-8")
    assert load_config(tmp_path).problems.startswith("mailto:")


# ---- a team's week


def test_the_picture_of_a_week_is_what_the_proofs_count_with(whole: Site) -> None:
    book = whole.handbook
    kinds = set()
    for team in book.teams:
        zone, days = week(book, team, 0)
        there = staffed(book, team)
        assert len(days) == DAYS
        for day, hours in days:
            for hour, shown in enumerate(hours):
                at = datetime.combine(day, datetime.min.time(), tzinfo=zone) + timedelta(hours=hour)
                start = int(at.astimezone(UTC).timestamp()) // 60
                minutes = sum(max(0, min(each.end, start + 60) - max(each.start, start)) for each in there)
                if start >= there[0].start if there else False:
                    assert (shown.look in {"on", "call"}) == (minutes == 60), (team, day, hour)
                    assert (shown.look == "none") == (minutes == 0), (team, day, hour)
                kinds.add(shown.look)
    assert {"on", "none"} <= kinds


def test_a_call_that_waits_too_long_is_marked_and_said(whole: Site) -> None:
    book = whole.handbook
    closed = next(
        team for team in book.teams if any(h.look == "none" for _, day in week(book, team, 0)[1] for h in day)
    )
    _, days = week(book, closed, 10)

    assert any(hour.late for _, hours in days for hour in hours)
    assert all(hour.look != "on" or not hour.late for _, hours in days for hour in hours)
    drawn = picture(book, closed)
    assert "nobody" in drawn
    ET.fromstring(re.search(r"<svg.*?</svg>", drawn)[0])  # type: ignore[index] # noqa: S314 - we made it


# ---- jurisdictions


def test_a_jurisdiction_holds_its_duties_clocks_and_helplines(whole: Site, made: Mapping[str, str]) -> None:
    book = whole.handbook
    codes = {duty.jurisdiction for duty in book.duties.values()}
    assert {path for path in made if path.startswith("jurisdictions/")} == {
        "jurisdictions/index.md",
        *(f"jurisdictions/{code.lower()}.md" for code in codes),
    }
    page = made["jurisdictions/us.md"]
    for duty in book.duties.values():
        assert (f"(../duties/{duty.id}.md)" in page) == (duty.jurisdiction == "US"), duty.id
    assert "988" in page
    assert "1 hour" in page.partition("## By when")[2]


# ---- data


def test_the_handbook_as_data_follows_its_schema(whole: Site, made: Mapping[str, str], repo: Path) -> None:
    schema = json.loads((repo / "schemas" / "handbook.schema.json").read_text(encoding="utf-8"))
    data = json.loads(made["handbook.json"])
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)
    book = whole.handbook

    assert set(data["workflows"]) == set(book.workflows)
    assert set(data["procedures"]) == set(book.procedures)
    steps = data["workflows"]["apparent-csam"]["steps"]
    assert [step["id"] for step in steps] == [step.id for step in book.workflows["apparent-csam"].steps]
    assert {each["verdict"] for each in data["controls"].values()} == {"proven"}
    pages = [
        thing["page"]
        for shelf in data.values()
        if isinstance(shelf, dict)
        for thing in shelf.values()
        if "page" in thing
    ]
    assert [page for page in pages if f"{page.partition('#')[0].rstrip('/')}.md" not in made] == []
    for name, workflow in book.workflows.items():
        assert list(data["workflows"][name]["outcomes"]) == list(workflow.outcomes), "the first outcome is the main one"
    assert data["procedures"]["apparent-csam"]["text"] == book.procedures["apparent-csam"].page.text


def test_a_map_for_language_models_leads_to_every_procedure_and_workflow(whole: Site, made: Mapping[str, str]) -> None:
    text = made["llms.txt"]
    links = re.findall(r"\]\(([^)]+)\)", text)
    wanted = {
        *(sop.place.path.removesuffix(".md") + "/" for sop in whole.handbook.procedures.values()),
        *(flow.place.path.removesuffix(".yml") + "/" for flow in whole.handbook.workflows.values()),
    }

    assert text.startswith("# ")
    assert text.splitlines()[2].startswith("> ")
    assert wanted <= set(links)
    there = {path.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/" for path in made} | set(made)
    assert [link for link in links if link not in there] == []


def test_each_workflow_has_its_track_as_a_picture_of_its_own(whole: Site, made: Mapping[str, str]) -> None:
    for workflow in whole.handbook.workflows.values():
        path = workflow.place.path.removesuffix(".yml")
        assert made[f"{path}.svg"].count('class="t"') >= len(workflow.steps)
        assert f"({path.rpartition('/')[2]}.svg)" in made[f"{path}.md"]
    hostile = [page.text for page in all_pages(Site(attacked(whole.handbook))) if page.path.endswith(".svg")]
    assert hostile
    for text in hostile:
        for element in ET.fromstring(text).iter():  # noqa: S314 - we made it
            assert element.tag.rpartition("}")[2] not in {"script", "a", "foreignObject", "image"}
            assert not [name for name in element.attrib if name.startswith("on") or "href" in name]
