"""The search in a real browser: keys, roles, filters, a swapped page, a folder on disk, and titles that attack."""

import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from published import environment, once

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
STARTER = Path(__file__).parents[2] / "tooling" / "handrail" / "starter"
SITE = "http://127.0.0.1:{port}/"
EVIL = "Look <img src=x onerror=window.hit=1> </script><script>window.hit=1</script> by its number"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(shared: Path) -> Path:
    """Return the starter handbook with a title that attacks, with instant navigation, built."""

    def build(folder: Path) -> None:
        shutil.copytree(STARTER, folder / "here")
        workflow = folder / "here" / "sops" / "workflows" / "example" / "lost-parcel.yml"
        text = workflow.read_text(encoding="utf-8")
        text = text.replace(
            "    by: helper # a role;", "    asked-as: [signature of the neighbour]\n    by: helper # a role;"
        )
        workflow.write_text(
            text.replace("title: Find a lost parcel", f"title: Find a lost parcel {EVIL}"), encoding="utf-8"
        )
        settings = folder / "here" / "mkdocs.yml"
        written = settings.read_text(encoding="utf-8").replace('site_url: ""', "site_url: http://127.0.0.1/")
        settings.write_text(
            written.replace("  font: false", "  features: [navigation.instant]\n  font: false"), encoding="utf-8"
        )
        command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder / "site")]
        done = subprocess.run(
            command, cwd=folder / "here", env=environment(), capture_output=True, text=True, check=False
        )
        assert not done.returncode, done.stderr

    return once(shared / "searched", build) / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    base = SITE.format(port=server.server_port)
    for file in (site / "sitemap.xml", *site.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("http://127.0.0.1/", base), encoding="utf-8")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield base
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: "Browser", address: str) -> Iterator["Page"]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def ask(page: "Page", words: str) -> None:
    page.keyboard.press("/")
    page.locator(".hr-find-input").fill(words)
    page.wait_for_function("handrailSearch.whole()")
    page.locator(".hr-hit").first.wait_for()


def test_keys_alone_lead_to_a_step(page: "Page", address: str) -> None:
    ask(page, "look up parcel number")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    target = page.locator(".hr-hit[aria-selected=true]").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(target))

    assert page.url.startswith(f"{address}workflows/example/lost-parcel/#")
    assert not page.locator("dialog[open]").count()


def test_esc_closes_and_gives_the_focus_back(page: "Page") -> None:
    button = page.locator(".hr-find-open")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".hr-find[open]").wait_for()
    page.keyboard.press("Escape")

    assert not page.locator("dialog[open]").count()
    assert button.evaluate("button => button === document.activeElement")


def test_it_is_a_combobox(page: "Page") -> None:
    ask(page, "parcel")
    field = page.get_by_role("combobox", name="Search the handbook")
    chosen = page.get_by_role("listbox", name="Results").get_by_role("option", selected=True)

    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert page.locator(f"#{field.get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    assert "result" in (page.locator(".hr-find-said[role=status]").text_content() or "")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert chosen.count() == 1
    field.fill("zzqxv")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None


@pytest.mark.parametrize("words", ["where is my pakage", "wo bleibt mein Paket", "SOP-001", "lost parcel"])
def test_a_reporters_words_find_the_procedure(words: str, page: "Page") -> None:
    ask(page, words)

    found = [row.get_attribute("href") or "" for row in page.locator(".hr-hit").all()[:2]]
    assert any("/example/lost-parcel/" in each for each in found)


def test_a_filter_leaves_its_kind(page: "Page") -> None:
    ask(page, "parcel")
    page.get_by_label("Everything").select_option(label="Messages")

    rows = page.locator(".hr-hit").all()
    assert rows
    assert all("/messages/" in (row.get_attribute("href") or "") for row in rows)
    page.get_by_role("button", name="Clear").click()
    assert any("/workflows/" in (row.get_attribute("href") or "") for row in page.locator(".hr-hit").all())


def test_it_works_after_the_theme_has_swapped_the_page(page: "Page", address: str) -> None:
    page.evaluate("window.stayed = true")
    ask(page, "lost parcel")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}*/example/lost-parcel/**")
    ask(page, "write back")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}**write-back**")

    assert page.evaluate("window.stayed") is True
    assert page.locator(".hr-find-open").count() == 1


def test_nothing_is_asked_for_while_somebody_types(page: "Page", address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, "my parcel")
    assert [url.removeprefix(address) for url in asked] == [
        "assets/handrail/search-index.js",
        "assets/handrail/search-more.js",
    ]
    page.keyboard.type(" never came to me")
    page.wait_for_timeout(200)

    assert len(asked) == 2
    assert (
        page.evaluate(
            "Object.keys(localStorage).concat(Object.keys(sessionStorage)).filter(key => /find|search|query/.test(key))"
        )
        == []
    )


def test_a_title_is_only_shown(page: "Page") -> None:
    ask(page, "look up parcel number")
    page.locator(".hr-find-input").fill("img onerror window script lost parcel")
    page.locator(".hr-hit").first.wait_for()

    assert "<img src=x" in (page.locator(".hr-find-list").text_content() or "")
    assert page.locator(".hr-find-list").evaluate("list => list.querySelectorAll('img, script').length") == 0
    assert page.evaluate("window.hit") is None


def test_a_step_is_found_by_what_people_type_for_it(page: "Page") -> None:
    ask(page, "neighbour signature")

    assert (page.locator(".hr-hit").first.get_attribute("href") or "").endswith("#read-proof")


def test_further_steps_of_a_page_are_options_too(page: "Page", address: str) -> None:
    ask(page, "search the depot or call the driver")
    further = page.get_by_role("option").and_(page.locator(".hr-also")).first
    page.keyboard.press("ArrowDown")

    assert further.get_attribute("aria-selected") == "true"
    target = further.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(target)
    assert page.url.startswith(f"{address}workflows/example/lost-parcel/#")


def test_arrows_go_through_every_result_and_round(page: "Page") -> None:
    ask(page, "parcel")
    field = page.get_by_role("combobox", name="Search the handbook")
    page.keyboard.press("ArrowUp")
    last = field.get_attribute("aria-activedescendant")
    rows = page.get_by_role("listbox", name="Results").get_by_role("option")

    assert last == rows.last.get_attribute("id")
    assert (
        page.evaluate("new Set([...document.querySelectorAll('[role=option]')].map(row => row.id)).size")
        == rows.count()
    )
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == rows.first.get_attribute("id")


def test_the_key_can_be_switched_off_by_keyboard_and_stays_off(page: "Page") -> None:
    page.keyboard.press("/")
    switch = page.get_by_role("checkbox", name="opens this")
    for _ in range(12):
        page.keyboard.press("Tab")
        if switch.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")

    assert not page.locator("dialog[open]").count()
    assert page.locator(".hr-find-open").get_attribute("aria-keyshortcuts") == "Control+K"
    page.keyboard.press("Control+k")
    page.locator(".hr-find[open]").wait_for()
    switch.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator(".hr-find[open]").wait_for()


def test_without_scripts_a_list_leads_to_every_page(browser: "Browser", address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.get_by_role("link", name="A to Z").first.click()
    page.get_by_role("link", name="SOP-001").first.click()

    assert page.url.startswith(f"{address}procedures/example/")
    page.context.close()


def test_it_works_from_a_folder(browser: "Browser", site: Path, address: str) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.locator(".hr-find-input").fill("lost parcel")
    page.locator(".hr-hit").first.wait_for()

    assert (
        (page.locator(".hr-hit").first.get_attribute("href") or "")
        .partition("#")[0]
        .endswith("/lost-parcel/index.html")
    )
    page.close()


def test_it_fits_a_phone(browser: "Browser", address: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(address)
    page.get_by_role("button", name="Search").click()
    page.locator(".hr-find-input").fill("lost parcel")
    page.locator(".hr-hit").first.wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".hr-find").evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    page.context.close()
