"""axe finds no barrier in our own markup: every kind of page, light and dark, from 320 px to a desktop.

One page of each kind is looked at with every rule. What can change with the colours or the width is looked at again in the
others: in `make test` for the main pages, in `make test-deep` for all kinds.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SCHEMES, WIDTHS = {"light": "default", "dark": "slate"}, (320, 390, 1280)
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS, SIZES = ["color-contrast", "link-in-text-block"], ["target-size", "scrollable-region-focusable"]
"""The rules that depend on colours, and those that depend on the width."""
FRAME = (".md-header", ".md-tabs", ".md-sidebar", ".md-footer")
MAIN = ("", "procedures/child-safety/apparent-csam/", "workflows/child-safety/apparent-csam/", "search", "run")
WORKFLOW = "workflows/child-safety/apparent-csam/"


def kind(path: str) -> str:
    """The kind of a page by its path in the site: all pages of a kind are made by the same lines."""
    folder, _, rest = path.removesuffix("index.html").strip("/").partition("/")
    if folder == "handbook":
        inside, _, page = rest.partition("/")
        return f"handbook/{inside}{'/*' if page else ''}"
    return f"{folder}/*" if rest else folder


def one_of_each(site: Path, choose: Callable[..., Path]) -> tuple[str, ...]:
    """One page of each kind, chosen by its size among the first few, and the two things that open on a page."""
    found = dict[str, list[Path]]()
    for file in sorted(site.rglob("*.html")):
        found.setdefault(kind(file.relative_to(site).as_posix()), []).append(file)
    chosen = (choose(files[:6], key=lambda file: file.stat().st_size) for files in found.values())
    pages = (file.relative_to(site).as_posix().removesuffix("index.html") for file in chosen)
    return tuple(dict.fromkeys((*MAIN, *(page for page in pages))))


@pytest.fixture(scope="module")
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="light", reduced_motion="reduce"
    )
    context.add_init_script(AXE_SCRIPT)
    made = context.new_page()
    made.set_default_timeout(20_000)
    yield made
    context.close()


def opened(page: "Page", address: str, place: str) -> None:
    """Open a page, or what opens on one."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + {"run": WORKFLOW, "search": ""}.get(place, place))
    if place == "run":
        page.evaluate("sessionStorage.clear()")
        page.reload()
        page.locator("a[data-hr-run]").click()
        page.locator(".hr-guide-title").wait_for()
        page.keyboard.press("1")
        page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")
    elif place == "search":
        page.keyboard.press("/")
        page.keyboard.type("nudes")
        page.locator(".hr-hit:not(.often)").first.wait_for()


def barriers(page: "Page", place: str, scheme: str, width: int, rules: list[str]) -> Iterator[str]:
    """Each barrier: where, by which rule, at which element, and what axe says about it."""
    page.set_viewport_size({"width": width, "height": 800})
    # what the palette of the theme does, without loading the page anew
    page.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", SCHEMES[scheme])
    # the theme makes what scrolls now reachable by keys as soon as it has seen the new size: in a frame or two
    page.evaluate(
        "new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 50))"
    )
    run = {"resultTypes": ["violations"], "runOnly": rules}
    # the frame of the theme is the same around every page: it is looked at on the main ones, and the front page in full
    framed = place == "" or (place in MAIN and rules is EVERY_RULE)
    about = {"include": [["html"]], "exclude": [] if framed else [[each] for each in FRAME]}
    call = "([about, options]) => axe.run(about, options).then((found) => found.violations)"
    for rule in page.evaluate(call, [about, run]):
        for node in rule["nodes"]:
            target = " ".join(map(str, node["target"]))
            said = " ".join(node["failureSummary"].split("\n")[1:])
            yield f"{place or 'home'} {scheme} {width}: {rule['id']} {target} {said}"


def test_no_kind_of_page_has_a_barrier(page: "Page", address: str, built: Path) -> None:
    told, places = list[str](), one_of_each(built / "site", min)
    for number, place in enumerate(places):
        opened(page, address, place)
        # the kinds take turns, so that every width and scheme is seen with every rule
        scheme, width = list(SCHEMES)[number % 2], WIDTHS[number % 3]
        told += barriers(page, place, scheme, width, EVERY_RULE)
        if place in MAIN:
            other, wide = list(SCHEMES)[1 - number % 2], 320 if width == 1280 else 1280
            told += barriers(page, place, other, width, COLOURS)
            told += barriers(page, place, scheme, wide, SIZES)
    assert told == []
    assert len(places) > 30


@pytest.mark.deep
def test_no_kind_of_page_has_a_barrier_in_any_scheme_at_any_width(page: "Page", address: str, built: Path) -> None:
    told = list[str]()
    for place in one_of_each(built / "site", max):
        opened(page, address, place)
        for scheme in SCHEMES:
            for width in WIDTHS:
                told += barriers(page, place, scheme, width, EVERY_RULE)
    assert told == []
