"""The site under its own Content-Security-Policy, without `unsafe-inline` for scripts: all works, what is not ours stops."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handrail.policy import FILE, hashed, inline, policy
from serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CSAM = "workflows/child-safety/apparent-csam/"


@pytest.fixture(scope="module")
def written(built: Path) -> str:
    return (built / "site" / FILE).read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def address(built: Path, written: str) -> Iterator[str]:
    with served(built / "site", {"Content-Security-Policy": written}) as where:
        yield where


@pytest.fixture
def page(browser: "Browser", address: str) -> Iterator["Page"]:
    context = browser.new_context()
    made = context.new_page()
    made.set_default_timeout(20_000)
    told: list[str] = []
    made.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: told.append(str(error)))
    yield made
    assert told == []
    context.close()


def test_the_policy_lets_no_script_run_that_it_does_not_name(written: str) -> None:
    rules = {rule.split()[0]: rule.split()[1:] for rule in written.split("; ")}

    assert rules["default-src"] == ["'self'"]
    assert rules["script-src"][0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", each) for each in rules["script-src"][1:])
    assert rules["object-src"] == rules["base-uri"] == ["'none'"]


def test_every_page_runs_only_what_the_policy_names(built: Path, written: str) -> None:
    for file in (built / "site").rglob("*.html"):
        for script in inline(file.read_text(encoding="utf-8")):
            assert hashed(script) in written, f"{file}: {script[:80]}"
            assert "alert(" not in script


def test_only_what_runs_is_named() -> None:
    page = (
        '<script src="a.js"></script><script type="application/json">{}</script><SCRIPT>a()</SCRIPT ><script> </script>'
    )

    assert list(inline(page)) == ["a()"]
    assert policy(inline(page)).count("sha256-") == 1


def test_search_and_theme_work_under_the_policy(page: "Page", address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("my ex posted my nudes")
    page.locator(".hr-hit:not(.often)").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("images"))
    before = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("label[for^=__palette]:visible").first.click()
    page.wait_for_function("(was) => document.body.dataset.mdColorScheme !== was", arg=before)


def test_a_run_works_under_the_policy(page: "Page", address: str) -> None:
    page.goto(address + CSAM)
    page.locator("a[data-hr-run]").click()
    page.locator(".hr-guide-title").wait_for()
    page.keyboard.press("1")
    page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")


def test_a_script_of_somebody_else_does_not_run(browser: "Browser", address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate(
        "() => { const made = document.createElement('script'); made.textContent = 'window.evil = 1';"
        "document.head.append(made); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.evil=2\">'); }"
    )
    page.wait_for_timeout(200)

    assert page.evaluate("window.evil") is None
    context.close()
