"""A link to a step carries the print of its text; lists of changes begin at the day that somebody chooses."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CSAM = "workflows/child-safety/apparent-csam/"
TOLD = "changed since this link"


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_link_to_a_step_is_copied_with_its_print_and_says_nothing_while_it_is_true(
    page: "Page", address: str
) -> None:
    page.goto(address + CSAM)
    heading = page.locator("h3#hand-to-desk")
    heading.hover()
    heading.locator(".headerlink").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('#hand-to-desk'))")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied == f"{address}{CSAM}?v={heading.get_attribute('data-hr-print')}#hand-to-desk"
    page.goto(copied)
    page.locator("h3#hand-to-desk").wait_for()
    assert page.get_by_text(TOLD).count() == 0


def test_who_follows_an_old_link_is_told_that_the_text_has_changed(page: "Page", address: str) -> None:
    page.goto(f"{address}{CSAM}?v=000000000000#hand-to-desk")
    note = page.get_by_text(TOLD)
    note.wait_for()

    assert note.locator("xpath=preceding-sibling::h3").get_attribute("id") == "hand-to-desk"
    page.goto(f"{address}{CSAM}?v=000000000000#no-such-step")
    page.get_by_text("no longer here").wait_for()


def test_an_old_address_goes_on_to_the_same_step_at_the_new_one(page: "Page", address: str) -> None:
    page.goto(f"{address}workflows/images/")
    page.goto(f"{address}workflows/images/nonconsensual-image-removal/?v=000000000000#hide-and-help")
    page.wait_for_url(f"{address}workflows/images/ncii-removal/?v=000000000000#hide-and-help")
    page.get_by_text(TOLD).wait_for()

    page.go_back()
    page.wait_for_url(f"{address}workflows/images/")


def test_an_old_address_is_a_link_where_no_script_runs(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}procedures/images/nonconsensual-images/")
    page.get_by_role("link", name="Go to Intimate images shared without consent").click()

    assert page.url == f"{address}procedures/images/intimate-images/"
    context.close()


def test_what_changed_begins_at_the_day_that_somebody_chooses(page: "Page", address: str) -> None:
    page.goto(f"{address}changes/")
    box = page.locator(".hr-since").first
    every = box.locator("li:visible").count()
    newest = box.locator("time").first.get_attribute("datetime")
    assert newest
    box.get_by_label("Since").fill(newest)
    shown = box.locator("li:visible")

    assert 0 < shown.count() < every
    assert set(shown.locator("time").evaluate_all("all => all.map((each) => each.dateTime)")) == {newest}
    assert box.get_by_role("status").inner_text() == f"{shown.count()} of {every}"
