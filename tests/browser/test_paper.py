"""On paper and in forced colours: nothing is lost that a page says on a screen, and nothing is told by colour alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WORKFLOW = "workflows/child-safety/apparent-csam/"
PROCEDURE = "procedures/child-safety/apparent-csam/"
WIDTH = 690
"""About what a sheet of A4 has between its margins, in pixels."""


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark", reduced_motion="reduce")
    made = context.new_page()
    made.set_default_timeout(20_000)
    yield made
    context.close()


LOOKS = """([selector, names]) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()).map(
  (each) => names.map((name) => getComputedStyle(each)[name]).join(" "))"""


def looks(page: "Page", selector: str, *names: str) -> list[str]:
    """How each element that is shown looks: some properties as the browser computes them."""
    found: list[str] = page.evaluate(LOOKS, [selector, list(names)])
    return found


# ---- forced colours


def test_forced_colours_tell_the_current_step_and_those_done_by_shape(page: "Page", address: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.goto(address + WORKFLOW)
    page.locator("a[data-hr-run]").click()
    page.locator(".hr-guide-title").wait_for()
    for _ in range(4):
        page.keyboard.press("1")
    page.wait_for_function("document.querySelectorAll('.hr-track > li.hr-been').length > 1")

    outline = ("outlineStyle", "outlineWidth")
    steps = looks(page, ".hr-track > li:not(.hr-now) > .hr-step", *outline)
    (now,) = looks(page, ".hr-track > li.hr-now > .hr-step", *outline)
    assert now.startswith("solid")
    assert now not in steps
    glance = looks(page, ".hr-mini li:not(.hr-now) > a", *outline)
    assert looks(page, ".hr-mini li.hr-now > a", *outline)[0] not in glance
    # a station that was passed is full, one ahead is empty: black and white in whatever colours somebody chose
    been, ahead = (
        set(looks(page, f".hr-track > li{which} .hr-gut .st:not(.end)", "fill"))
        for which in (".hr-been", ":not(.hr-been, .hr-now)")
    )
    assert len(been) == len(ahead) == 1
    assert been != ahead
    answers = looks(page, ".hr-guide button", "borderTopStyle", "borderTopWidth")
    assert len(answers) > 2
    assert all(float(each.split()[1].removesuffix("px")) >= 1 for each in answers)


def test_forced_colours_tell_ways_and_ends_by_their_lines_and_flags(page: "Page", address: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.goto(address + WORKFLOW)

    answered = set(looks(page, ".hr-ways li:not(.none) > a:not(.none)", "borderLeftStyle"))
    assert answered == {"solid"}
    assert set(looks(page, ".hr-ways a.none", "borderLeftStyle")) <= {"dashed"}
    for edged in (".hr-end", ".hr-chip:not(.quiet)", ".hr-ends", ".hr-btn", ".hr-fact"):
        found = looks(page, edged, "borderTopStyle", "borderTopWidth")
        assert found, edged
        assert all(each.startswith(("solid", "dashed")) and not each.endswith(" 0px") for each in found), edged
    flags = page.locator(".hr-ends .flag svg")
    assert flags.count() == page.locator(".hr-ends > li").count() > 0


# ---- paper


HIDDEN = """(selectors) => selectors.flatMap((selector) => [...document.querySelectorAll(selector)]).filter(
  (each) => !each.checkVisibility({ contentVisibilityAuto: true }) || !each.getClientRects().length).map((each) => each.outerHTML.slice(0, 90))"""
CUT = """() => [...document.querySelectorAll(".hr-page *")].filter((each) => each.checkVisibility() && !each.closest("svg, .hr-sr") &&
  each.scrollWidth > each.clientWidth + 1 && each.clientWidth && getComputedStyle(each).overflowX !== "visible").map((each) => each.outerHTML.slice(0, 120))"""
FAINT = """() => {
  const light = (part) => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
  const white = ([red, green, blue]) => 1.05 / (.2126 * light(red) + .7152 * light(green) + .0722 * light(blue) + .05);
  const texts = document.createTreeWalker(document.querySelector(".hr-page"), NodeFilter.SHOW_TEXT), found = [];
  for (let text; (text = texts.nextNode());) {
    const each = text.parentElement;
    if (!text.data.trim() || !each.checkVisibility() || each.closest(".hr-sr, svg, [hidden]") || getComputedStyle(each).fontSize === "0px") continue;
    const parts = getComputedStyle(each).color.match(/[\\d.]+/g).map(Number);
    if (white(parts) < 4.5) found.push(`${text.data.trim().slice(0, 40)} ${getComputedStyle(each).color}`);
  }
  return found;
}"""
"""Words that cannot be read on white paper without what is behind them."""
FRAME = ".md-header, .md-tabs, .md-sidebar, .md-footer, .hr-find, .hr-find-open, .hr-search, .hr-mini, .hr-actions, .hr-copy, .headerlink"


def printed(page: "Page", where: str, *whole: str) -> dict[str, Any]:
    """What is wrong with a page on paper: of `whole` what is hidden, what is cut, what is too faint, what is left over."""
    page.goto(where)
    page.wait_for_load_state("networkidle")
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    # the theme opens what is folded when somebody prints
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("[...document.querySelectorAll('.hr-page details')].every((each) => each.open)")
    return {
        "hidden": page.evaluate(HIDDEN, list(whole)),
        "cut": page.evaluate(CUT),
        "faint": page.evaluate(FAINT),
        "left": looks(page, FRAME, "display"),
    }


SOUND: dict[str, Any] = {"hidden": [], "cut": [], "faint": [], "left": []}


def test_a_workflow_is_whole_on_paper(page: "Page", address: str) -> None:
    steps = (
        ".hr-track > li",
        ".hr-track .hr-gut > svg",
        ".hr-step h3",
        ".hr-step p:not(.hr-flawed)",
        ".hr-ways li",
        ".hr-item",
    )
    rest = (".hr-promise li", ".hr-when dd", ".hr-exposure", ".hr-ends > li", ".hr-ladder > li", ".hr-rows > li")

    assert printed(page, address + WORKFLOW, *steps, *rest) == SOUND
    assert page.locator(".hr-track > li").count() > 25


def test_a_procedure_and_its_messages_are_whole_on_paper(page: "Page", address: str) -> None:
    whole = (".hr-line", ".hr-pills a", ".hr-facts > div", ".hr-questions > li", ".hr-tabs > blockquote", "table td")

    assert printed(page, address + PROCEDURE, *whole) == SOUND
    texts = page.locator(".hr-tabs > blockquote")
    assert texts.count() > 3
    # on the screen a tab says the language; on paper the text itself does
    said = page.evaluate(
        "[...document.querySelectorAll('.hr-tabs > blockquote')].map((each) => getComputedStyle(each, '::before').content)"
    )
    assert '"English"' in said
    assert len(set(said)) == texts.count()


def test_tables_that_open_and_cards_are_whole_on_paper(page: "Page", address: str) -> None:
    assert printed(page, address + "handbook/assurance/", ".hr-fold small", ".hr-assured > li") == SOUND
    assert printed(page, address + "reviews/", "table tr", "table td:not(:empty)", ".hr-due > li") == SOUND
