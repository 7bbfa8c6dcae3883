"""The published handbook in a real Chromium: on a small phone, by keyboard, without a script, with nothing from elsewhere."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "procedures/",
    "procedures/child-safety/apparent-csam/",
    "workflows/",
    "workflows/child-safety/apparent-csam/",
    "messages/",
    "messages/outcome-and-redress/",
    "controls/child-safety/report-ncmec/",
    "teams/",
    "teams/crisis-desk/",
    "facts/imminence/",
    "marks/",
    "duties/eu-dsa-9/",
    "severities/",
    "glossary/",
    "helplines/",
    "handbook/rules/dead-end/",
    "handbook/language/workflow/",
    "handbook/commands/",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def opened(browser: "Browser", **settings: Any) -> "Page":  # noqa: ANN401 - whatever a context takes
    return browser.new_context(**settings).new_page()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_small_phone_and_stands_by_itself(path: str, browser: "Browser", address: str) -> None:
    page = opened(browser, viewport={"width": 320, "height": 700})
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(address + path)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []
    page.context.close()


def test_the_languages_of_a_message_change_by_keyboard(browser: "Browser", address: str) -> None:
    page = opened(browser)
    page.goto(f"{address}messages/report-received/")
    page.locator(".hr-tabs input").first.focus()
    page.keyboard.press("ArrowRight")

    assert page.locator(".hr-tabs blockquote:visible").get_attribute("lang") == "ms"
    page.context.close()


def test_a_message_is_copied_with_its_blanks(browser: "Browser", address: str) -> None:
    page = opened(browser, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{address}messages/csam-report-received/")
    page.get_by_role("button", name="Copy this text").click()
    page.get_by_role("button", name="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")

    assert text.startswith("Thank you for telling us. You did the right thing.\n\n")
    assert "{emergency-number}" in text
    page.context.close()


def test_what_is_often_asked_finds_its_procedure(browser: "Browser", address: str) -> None:
    page = opened(browser)
    page.goto(address)
    page.get_by_role("link", name="my ex posted my nudes").click()
    page.locator(".hr-hit:not(.often)").first.wait_for()

    found = [row.get_attribute("href") or "" for row in page.locator(".hr-hit").all()[:3]]
    assert any("procedures/images/intimate-images/" in each for each in found)
    page.context.close()


def test_a_page_is_whole_without_a_script(browser: "Browser", address: str) -> None:
    page = opened(browser, java_script_enabled=False)
    page.goto(address)

    assert page.locator(".hr-alarm a").get_attribute("href") == "workflows/shared/imminent-harm-check/"
    page.locator(".hr-search").click()
    assert page.url.endswith("#by-situation")
    page.goto(f"{address}messages/report-received/")
    page.locator("label", has_text="Español").click()
    assert page.locator(".hr-tabs blockquote:visible").get_attribute("lang") == "es"
    assert page.locator(".hr-copy").count() == 0
    page.context.close()


def test_a_week_fits_a_small_phone_and_can_be_read(browser: "Browser", address: str) -> None:
    page = opened(browser, viewport={"width": 320, "height": 700})
    page.goto(f"{address}teams/fraud-risk/")
    edges = "(all) => all.map((each) => each.getBoundingClientRect()).map((box) => [box.left, box.right, box.height])"
    hours = page.locator(".hr-week .hr-wk").evaluate_all(edges)
    days = page.locator(".hr-week text[x='0']").evaluate_all(edges)

    assert len(hours) >= 7 * 24
    assert min(left for left, _, _ in hours) >= max(right for _, right, _ in days)
    assert max(right for _, right, _ in hours) <= 320
    assert min(height for _, _, height in days) >= 10
    page.context.close()


@pytest.mark.parametrize("path", ["reviews/", "controls/", "handbook/withstands/"])
def test_no_table_is_cut_on_a_small_phone(path: str, browser: "Browser", address: str) -> None:
    page = opened(browser, viewport={"width": 320, "height": 700})
    page.goto(address + path)
    wide = (
        "(all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.innerText.slice(0, 80))"
    )
    tables = page.locator(".hr-scroll:has(.hr-wide)")

    assert tables.count()
    assert tables.evaluate_all(wide) == []
    # what stood at the head of a column stands in the cell
    said = "(each) => getComputedStyle(each, '::before').content"
    assert page.locator(".hr-wide td[data-label]").first.evaluate(said).strip('"')
    page.context.close()


def test_who_is_lost_finds_a_way_on(browser: "Browser", address: str) -> None:
    page = opened(browser)
    page.goto(f"{address}404.html")

    assert page.locator("h1").inner_text().startswith("This page is not here")
    assert page.get_by_role("link", name="A to Z").first.evaluate("(each) => each.href") == f"{address}a-z/"
    page.get_by_role("link", name="Search for it").click()
    page.get_by_role("combobox", name="Search the handbook").wait_for()
    page.context.close()
