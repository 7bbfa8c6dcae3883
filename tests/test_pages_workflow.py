"""The page of a workflow: complete, linked, and deaf to whatever a title tries to be."""

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours
from handrail.ground.model import (
    Answers,
    Approval,
    Branch,
    Change,
    Control,
    Fact,
    Handbook,
    Hub,
    Mark,
    Message,
    Outcome,
    Page,
    Requirement,
    Role,
    SeverityLevel,
    Sop,
    Step,
    Team,
    Verb,
    Workflow,
)
from handrail.pages import Site, workflow
from handrail.pages._track.compact import compact
from handrail.pages._track.svg import NARROW, WIDE, svg
from handrail.reasoning.time import worst

ASSETS = Path(workflow.__file__).parent / "assets"
PLACE = Place("workflows/area/test.yml")
EXTENSIONS = ["attr_list", "md_in_html", "tables", "admonition", "footnotes", "def_list", "fenced_code", "toc"]
ATTACKS = (
    "<img src=x onerror=alert(1)>",
    "</h1><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!-- gone",
    "</div></li></ol>",
    "[press](javascript:alert(1))",
    "![seen](https://example.org/x.png)",
    "{: onclick=alert(1) #stolen }",
    "{#stolen .hr-btn}",
    "{{ config.site_name }} {% raw %}",
    "**bold** _soft_ `code` ~~gone~~",
    "# heading",
    "- item",
    "1. item",
    "| a | b |",
    "[^1] and [ref][1]",
    "*[word]: meaning",
    ":smile: ++ctrl++ ==mark== ^up^ $x$",
    "&lt;b&gt; &amp; &#60;b&#62;",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "\x02wzxhzdk:0\x03 \x00",
    "line\n\n# break\n\n<b>line</b>",
    "!!! note\n    text",
    "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "---\nhide: x",
    "https://example.org <https://example.org>",
    "\\*escaped\\* \\",
)


def minutes(text: str) -> Duration:
    found = Duration.parse(text)
    assert found
    return found


def handbook(said: str) -> Handbook:
    """A small handbook in which every sentence that somebody writes is `said`."""

    def step(name: str, verb: Verb, **more: object) -> Step:
        return replace(Step(id=name, place=PLACE.at("steps", name), verb=verb), **more)  # type: ignore[arg-type]

    items = (
        step("item-one", Verb.DO, words=said, within=minutes("1 hour"), by="reviewer", marks=("seen",)),
        step(
            "item-two",
            Verb.TELL,
            targets=("reporter",),
            message="hello",
            within=minutes("1 hour"),
            when=({"mood": ("good",)},),
        ),
    )
    steps = (
        step(
            "look",
            Verb.DO,
            words=said,
            within=minutes("5 minutes"),
            exposure="E3",
            marks=("seen",),
            formerly=("old-look",),
        ),
        step("hand", Verb.ESCALATE, targets=("desk",), hand_over=("mood",)),
        step(
            "mood-now",
            Verb.ASK,
            targets=("mood",),
            within=minutes("5 minutes"),
            again=True,
            answers={"good": "next", "bad": "late", "unknown": "other"},
        ),
        step("many", Verb.ASK, targets=("mood", "sure"), within=minutes("5 minutes")),
        step(
            "which",
            Verb.DECIDE,
            words=said,
            branches=(
                Branch(PLACE, "when", ({"mood": ("good",)},), "next"),
                Branch(PLACE, "otherwise", (), "late"),
                Branch(PLACE, "unknown", (), "late"),
            ),
        ),
        step("both", Verb.TOGETHER, words=said, items=items),
        step(
            "call",
            Verb.RUN,
            targets=("helper",),
            outcomes={"fine": "next", "not-fine": "mood-now"},
            at_most=2,
            then="late",
        ),
        step("pause", Verb.WAIT, targets=("reporter",), within=minutes("2 days"), if_no_answer="late"),
        step(
            "write",
            Verb.TELL,
            targets=("reporter",),
            message="hello",
            within=minutes("1 hour"),
            unless=({"seen": ("done",)},),
            go="over",
        ),
        step("late", Verb.DO, words=said, within=minutes("1 hour"), records={"mood": "bad"}, go="open"),
    )
    helper_steps = (
        step(
            "help",
            Verb.ASK,
            targets=("sure",),
            within=minutes("10 minutes"),
            answers={"yes": "fine", "no": "not-fine", "unknown": "not-fine"},
        ),
    )

    def flow(name: str, steps_: tuple[Step, ...], outcomes: tuple[str, ...], **more: object) -> Workflow:
        place = Place(f"workflows/area/{name}.yml")
        made = Workflow(
            id=name,
            area="area",
            place=place,
            title=said,
            summary=said,
            number=said,
            procedure="sop",
            starts_when=said,
            given=("sure",),
            team="support",
            severity="P1",
            close_within=None,
            outcomes={key: Outcome(key, place, said) for key in outcomes},
            left_open={},
            steps=steps_,
        )
        return replace(made, **more)  # type: ignore[arg-type]

    team = Team(
        id="support",
        place=PLACE,
        title=said,
        tier=1,
        staffed=("hub",),
        days=None,
        works_on_holidays=False,
        on_call=(),
        queues={},
        contact=said,
        accepts=minutes("10 minutes"),
        accepts_by_severity={},
        expects=("sure",),
        if_no_answer="desk",
        last_resort=False,
        retired_on=None,
        replaced_by="",
    )
    change = Change(PLACE, dt.date(2026, 10, 1), said, "", (Approval("support"),))
    sop = Sop(
        id="sop",
        area="area",
        place=Place("procedures/area/sop.md"),
        title=said,
        summary=said,
        number="SOP-1",
        owner="support",
        audience=(),
        review_every=None,
        metrics=(),
        terms=(),
        changes=(change,),
        last_reviewed=None,
        draft=False,
        retired_on=None,
        replaced_by="",
        duties=(),
        exposure="",
        formerly=(),
        page=Page(),
    )
    level = SeverityLevel("P1", PLACE, said, minutes("10 minutes"), None, {"close": minutes("2 days")}, ())
    control = Control(
        "control",
        "area",
        Place("controls/area/control.yml"),
        said,
        (),
        said,
        (),
        (Requirement(PLACE, ("seen",), "within", minutes("1 day")),),
        (),
        (),
    )
    every_day = Hours.parse("every day 08:00 to 18:00")
    assert every_day
    return Handbook(
        as_of=dt.date(2026, 11, 25),
        workflows={
            "test": flow("test", steps, ("over", "open", "other"), left_open={"open": "desk"}),
            "helper": flow("helper", helper_steps, ("fine", "not-fine"), starts_when=""),
        },
        procedures={"sop": sop},
        messages={
            "hello": Message(
                "hello", Place("messages/hello.yml"), said, "reporter", "support", ("seen",), {}, {}, {"en": said}, {}
            )
        },
        controls={"control": control},
        facts={
            "mood": Fact("mood", PLACE, said, Answers.NAMED, {"good": said, "bad": said}),
            "sure": Fact("sure", PLACE, said, Answers.YES_NO, {"yes": "Yes", "no": "No"}),
        },
        marks={"seen": Mark("seen", PLACE, said)},
        severities={"P1": level},
        hubs={"hub": Hub("hub", PLACE, said, "Europe/Dublin", (), {"day": every_day}, {})},
        teams={"support": team, "desk": replace(team, id="desk", if_no_answer="", last_resort=True)},
        roles={"reviewer": Role("reviewer", PLACE, said, ("desk",), "E4")},
    )


def source(book: Handbook) -> str:
    return next(page.text for page in workflow.pages(Site(book)) if page.path.endswith("test.md"))


def rendered(text: str) -> str:
    return markdown.markdown(text.split("---\n", 2)[-1], extensions=EXTENSIONS)


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.targets: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        href = found.get("href")
        if href and href.startswith("#"):
            self.fragments.append(href[1:])
        elif href:
            self.targets.append(href)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def skeleton(html: str) -> Skeleton:
    found = Skeleton()
    found.feed(html)
    found.close()
    return found


@cache
def page_of(said: str) -> Skeleton:
    return skeleton(rendered(source(handbook(said))))


def plain_page() -> Skeleton:
    return page_of("Plain words")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_become_markup(attack: str) -> None:
    page = page_of(attack)
    assert page.elements == plain_page().elements
    assert page.ids == plain_page().ids
    assert page.targets == plain_page().targets


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_are_shown_as_they_were_written(attack: str) -> None:
    text = " ".join("".join(page_of(attack).said).split())
    shown = " ".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", attack).split())
    assert shown in text


@pytest.mark.catalogue(36)
@pytest.mark.promise("no-markup")
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_reach_a_template_or_the_front_matter(attack: str) -> None:
    text = source(handbook(attack))
    head = text.split("\n---\n")[0]
    assert not re.search(r"\{\{|\{%|\{#(?![a-z_-]+\}$)", text, re.MULTILINE)
    assert [line.split(":")[0] for line in head.splitlines()] == ["---", "title", "description", "hide"]
    assert "<" not in head.splitlines()[1]


@pytest.mark.catalogue(36)
@pytest.mark.promise("no-markup")
@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_at_all_becomes_markup(said: str) -> None:
    page = skeleton(rendered(source(handbook(f"Words {said} end"))))
    assert page.elements == plain_page().elements


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_procedure_and_a_picture_show_words_as_words(attack: str) -> None:
    book, plain = handbook(attack), handbook("Plain words")
    shown = [
        markdown.markdown(compact(Site(each), "procedures/area/sop.md", each.workflows["test"]), extensions=EXTENSIONS)
        for each in (book, plain)
    ]
    assert skeleton(shown[0]).elements == skeleton(shown[1]).elements
    for width in (WIDE, NARROW):
        picture = ET.fromstring(svg(book, book.workflows["test"], width))  # noqa: S314 - our own
        assert {element.tag.rpartition("}")[2] for element in picture.iter()} <= {
            "svg",
            "style",
            "rect",
            "path",
            "circle",
            "g",
            "text",
            "tspan",
        }


@pytest.mark.catalogue(37)
@pytest.mark.promise("no-markup")
def test_markdown_below_a_step_cannot_leave_it() -> None:
    book = handbook("Plain words")
    test = book.workflows["test"]
    loud = "Read **this**.\n\n</div></div>\n\n# Loud\n\nLoud\n====\n\n<script>alert(1)</script>\n\n- one\n- two"
    steps = (replace(test.steps[0], details=loud), *test.steps[1:])
    page = skeleton(rendered(source(replace(book, workflows={**book.workflows, "test": replace(test, steps=steps)}))))
    assert [tag for tag, _ in page.elements if tag in {"h1", "script"}] == ["h1"]
    assert page.ids == plain_page().ids
    assert ("strong", ()) in page.elements


def test_every_step_outcome_and_former_name_is_a_place_to_link_to() -> None:
    page = plain_page()
    test = handbook("x").workflows["test"]
    assert {*test.by_id, *test.outcomes, "old-look"} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.fragments) <= set(page.ids)


def test_a_step_may_have_the_name_of_a_section() -> None:
    book = handbook("Plain words")
    test = book.workflows["test"]
    for name in ("steps", "stuck", "facts", "changes", "controls", "messages"):
        steps = (replace(test.steps[0], id=name), *test.steps[1:])
        page = skeleton(
            rendered(source(replace(book, workflows={**book.workflows, "test": replace(test, steps=steps)})))
        )
        assert len(page.ids) == len(set(page.ids))


def test_the_page_says_what_happens() -> None:
    text = " ".join("".join(plain_page().said).split())
    for said in (
        "Accepted",
        "No answer in 2 days",
        "After 2 times",
        "Only when mood is good",
        "Not when plain words",
        "From here the case belongs to",
        "Everybody else works from the label",
        "In every other case",
        "side by side, at most 1 h",
        "10 steps at a glance",
        "The case stays open",
        "of 2 days",
    ):
        assert said in text


def test_the_page_comes_from_its_workflow() -> None:
    (page, *_) = workflow.pages(Site(handbook("x")))
    assert page.edit == PLACE.path
    assert page.path == "workflows/area/test.md"


@pytest.mark.catalogue(37)
def test_a_page_loads_nothing_from_elsewhere() -> None:
    assert not re.search(r"https?://", rendered(source(handbook("Plain words"))))
    for asset in (path for path in ASSETS.rglob("*") if path.is_file()):
        loads = r"@import|url\(\s*['\"]?https?:|\bfetch\(|https?://(?!www\.w3\.org/)"
        assert not re.search(loads, asset.read_text(encoding="utf-8"))


def test_scripts_make_no_markup_of_words_and_run_none() -> None:
    for script in ASSETS.rglob("*.js"):
        acts = (
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|\.on\w+ ?= ?[\"'`]"
        )
        assert not re.search(acts, script.read_text(encoding="utf-8")), script.name


def test_the_worst_time_adds_what_the_longest_way_takes() -> None:
    book = handbook("x")
    found = worst(book, book.workflows["test"])
    # look 5, hand 10, twice mood 5 + many 5 + both 60 + call 10, the ways to the third arrival at the call 70, late 60
    assert found.minutes == 5 + 10 + 2 * (5 + 5 + 60 + 10) + (5 + 5 + 60) + 60
    assert [leg.step for leg in found.legs] == ["look", "hand", "mood-now", "many", "which", "both", "call", "late"]
    assert found.done_by["look"] == 5
    assert found.legs[-1].elapsed == found.minutes


def test_without_a_bound_on_the_rounds_there_is_no_worst_time() -> None:
    book = handbook("x")
    test = book.workflows["test"]
    steps = tuple(replace(step, at_most=None, then="") if step.id == "call" else step for step in test.steps)
    endless = replace(book, workflows={**book.workflows, "test": replace(test, steps=steps)})
    found = worst(endless, endless.workflows["test"])
    assert found.minutes is None
    assert "without end" in found.why
    assert "No longest time" in source(endless)


def test_a_workflow_that_runs_itself_has_no_worst_time() -> None:
    book = handbook("x")
    helper = book.workflows["helper"]
    again = Step(id="again", place=PLACE, verb=Verb.RUN, targets=("test",), outcomes={"": "fine"})
    ring = replace(book, workflows={**book.workflows, "helper": replace(helper, steps=(again,))})
    assert worst(ring, ring.workflows["test"]).minutes is None


def test_many_rounds_are_counted_quickly() -> None:
    step = Step(id="a", place=PLACE, verb=Verb.DO, within=minutes("1 hour"), at_most=900, then="over")
    back = Step(id="b", place=PLACE, verb=Verb.DO, within=minutes("1 hour"), go="a")
    book = handbook("x")
    test = replace(book.workflows["test"], steps=(step, back))
    assert worst(replace(book, workflows={"test": test}), test).minutes == 900 * 120
