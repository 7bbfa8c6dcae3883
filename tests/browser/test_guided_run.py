"""The guided run in a real Chromium: to its end by keyboard alone, back without loss, and nothing leaves the page."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handrail.ground.report import Report
from handrail.pages import Site
from handrail.pages._run.clocks import clocks
from handrail.pages._run.data import script
from handrail.pages._run.people import people
from handrail.pages._run.workflow import workflow_data
from published import attacked

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
CSAM, CHECK = "workflows/child-safety/apparent-csam/", "workflows/shared/imminent-harm-check/"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)


class Guarded(SimpleHTTPRequestHandler):
    """Serves the site under a policy that lets no script run that is not a file of ours."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Add the policy. The theme's own inline scripts are what it stops: the run must not need any."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Guarded, directory=str(built / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: "Browser", address: str) -> Iterator["Page"]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    made = context.new_page()
    made.set_default_timeout(20_000)
    asked: list[str] = []
    wrong: list[str] = []
    made.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    assert [each for each in asked if not each.startswith((f"GET {address}", "GET data:", "GET blob:"))] == []
    assert [each for each in wrong if "__md_" not in each and "base64" not in each] == []
    context.close()


def begun(page: "Page", where: str) -> None:
    """Open the run of a page by keyboard."""
    page.goto(where)
    page.locator("a[data-hr-run]").focus()
    page.keyboard.press("Enter")
    page.locator(".hr-guide-title").wait_for()
    page.keyboard.press("1")


def title(page: "Page") -> str:
    return page.locator(".hr-guide-title").inner_text()


def press(page: "Page", key: str) -> None:
    """Press a key and wait until another place is shown."""
    shown = page.locator(".hr-guide-card").inner_text()
    page.keyboard.press(key)
    page.wait_for_function("(before) => document.querySelector('.hr-guide-card')?.innerText !== before", arg=shown)


def test_a_run_comes_to_its_end_by_keyboard_and_gives_its_notes(page: "Page", address: str) -> None:
    begun(page, address + CHECK)
    seen = []
    for _ in range(60):
        page.wait_for_function("document.activeElement?.classList.contains('hr-guide-title')")
        seen.append(title(page))
        if page.locator("textarea.hr-guide-notes").count():
            break
        press(page, "1")

    assert seen[0].startswith("1")
    assert seen[-1] == "Help was called"
    assert any("Preserve evidence" in each for each in seen)
    page.keyboard.press("c")
    page.get_by_role("button", name="Copied").wait_for()
    plain = page.evaluate("navigator.clipboard.readText()")
    assert "Workflow: WF-02 Check for danger to life, version " in plain
    assert "Also: WF-03 Preserve evidence, version " in plain
    assert "Handbook: as of " in plain
    assert "Outcome: Help was called" in plain
    assert "Hand over to Crisis desk: Accepted" in plain
    page.get_by_role("button", name="JSON", exact=True).focus()
    page.keyboard.press("Enter")
    data = json.loads(page.locator("textarea.hr-guide-notes").input_value())
    assert data["outcome"]["id"] == "confirmed"
    assert [each["step"] for each in data["path"]][:2] == ["look-for-indicators", "page-crisis-desk"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "case-notes-imminent-harm-check.json"


def test_going_back_loses_no_answer_and_a_new_page_goes_on(page: "Page", address: str) -> None:
    begun(page, address + CSAM)
    page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")
    for _ in range(3):
        press(page, "1")
    assert "How soon" in title(page)
    press(page, "2")
    press(page, "b")
    assert page.locator(".hr-guide-answer", has=page.locator("em")).inner_text().startswith("2")
    page.reload()
    page.locator(".hr-guide-answer em").wait_for()
    assert "How soon" in title(page)
    assert page.locator(".hr-mini li.hr-now").inner_text().startswith("4")
    assert page.locator(".hr-track > li.hr-now h3").inner_text().startswith("4")
    press(page, "2")
    assert "E4" in title(page)  # the warning comes before the step
    assert "Child safety reviewer, certified for E4" in page.locator(".hr-guide-card").inner_text()


def test_a_way_into_another_workflow_is_followed(page: "Page", address: str) -> None:
    begun(page, address + "workflows/shared/initial-triage/")
    for _ in range(20):
        page.wait_for_function("document.activeElement?.classList.contains('hr-guide-title')")
        if "point at sexual content with a child" in title(page):
            break
        press(page, "1")
    first = page.locator(".hr-guide-answer").first.inner_text()
    press(page, "1")

    assert "WF-10 Report and preserve" in first.replace("\n", " ")
    assert title(page).replace("\n", " ").startswith("1 Stop viewing")
    crumbs = page.locator(".hr-guide-crumbs li").all_inner_texts()
    assert [each.split()[0] for each in crumbs] == ["WF-01", "WF-10"]
    assert page.locator(".hr-mini li.hr-now").count() == 0
    press(page, "b")
    assert "point at sexual content" in title(page)


def test_keys_act_inside_the_run_alone_and_escape_puts_it_aside(page: "Page", address: str) -> None:
    begun(page, address + CSAM)
    before = title(page)
    page.locator("input[type=datetime-local]").focus()
    page.keyboard.press("1")
    assert title(page) == before
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    assert title(page) == before
    page.locator(".hr-guide-title").focus()
    page.keyboard.press("Escape")
    assert page.locator(".hr-guide").count() == 0
    assert "Go on with the run" in page.evaluate("document.activeElement.textContent")
    page.reload()
    assert page.locator(".hr-guide").count() == 0
    page.get_by_text("Go on with the run").click()
    page.locator(".hr-guide-title").wait_for()
    assert title(page) == before


def test_a_quick_exit_leaves_nothing_behind(page: "Page", address: str) -> None:
    begun(page, address + CSAM)
    page.wait_for_function("Object.keys(sessionStorage).some((name) => name.startsWith('handrail-run:'))")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{address}index.html")
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('handrail-run:'))") == []
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('handrail'))") == []


def test_a_changed_page_says_so_and_mixes_nothing(page: "Page", address: str) -> None:
    begun(page, address + CHECK)
    press(page, "1")
    key = page.evaluate("Object.keys(sessionStorage).find((name) => name.startsWith('handrail-run:'))")
    page.evaluate(
        "(key) => { const kept = JSON.parse(sessionStorage.getItem(key)); kept.prints['imminent-harm-check'] = 'other';"
        "sessionStorage.setItem(key, JSON.stringify(kept)); }",
        key,
    )
    page.reload()
    page.get_by_text("This page has changed since the run began").first.wait_for()
    assert "How soon could somebody" in page.locator("textarea").input_value()
    page.get_by_text("Begin anew with the new version").click()
    page.wait_for_function("!document.querySelector('.hr-guide')")
    assert page.evaluate("(key) => sessionStorage.getItem(key)", key) is None


def test_a_message_is_copied_with_what_was_filled_in(page: "Page", address: str) -> None:
    page.goto(address + CSAM)
    page.locator("a[data-hr-run]").click()
    page.locator("#hr-guide-case").fill("4711 <img src=x onerror=alert(1)>")
    page.locator(".hr-guide-title").focus()
    page.keyboard.press("1")
    page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")
    press(page, "1")
    page.locator(".hr-guide-letter").wait_for()
    page.get_by_label("Emergency number").fill("999 </textarea><b>x</b>")
    page.locator(".hr-guide-title").focus()
    page.keyboard.press("c")
    page.get_by_role("button", name="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")

    assert "call 999 </textarea><b>x</b>." in text
    assert "within 12 hours. Your case number is 4711 <img src=x onerror=alert(1)>." in text
    assert "{helpline}" in text
    assert page.locator(".hr-guide img").count() == 0
    assert page.locator(".hr-guide-text b").count() == 0
    page.locator(".hr-guide-tabs").get_by_text("Deutsch").click()
    assert page.locator(".hr-guide-text").get_attribute("lang") == "de"
    assert "999" in page.locator(".hr-guide-text").inner_text()


def test_a_hand_over_says_who_is_awake_and_when_the_others_are(page: "Page", address: str) -> None:
    page.clock.install(time="2026-12-26T03:00:00Z")  # the day after Christmas, at night in Europe
    begun(page, address + CSAM)
    page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")
    press(page, "1")
    press(page, "1")
    ladder = page.locator(".hr-guide-ladder")
    assert "Awake now" in ladder.inner_text()
    asleep = page.evaluate("handrailRun.people.state('appeals-desk', Date.parse('2026-12-26T03:00:00Z'))")
    assert asleep["text"].startswith("Asleep, next staffed")
    assert "in 52 h" in asleep["more"]  # 26 December is a holiday in Dublin, 27 a Sunday: Monday 07:00
    due = page.locator(".hr-guide-due").first.inner_text()
    assert "in 17 min" in due  # 2 minutes, 5 minutes and the 10 of the desk


def test_words_that_attack_stay_words(page: "Page", address: str, report: Report) -> None:
    """The same run with a handbook in which every title, answer, detail and label tries to act."""
    evil = attacked(report.handbook)

    def answer(route: "Route") -> None:
        name = route.request.url.partition("?")[0].rpartition("/")[2].removesuffix(".js")
        wanted = route.request.url.partition("?")[2]
        whole = {"people": lambda: people(evil), "clocks": lambda: clocks(Site(evil))}
        data = whole[name]() if name in whole else workflow_data(Site(evil), evil.workflows[name])
        key = name if name in whole else f"workflows/{name}"
        body = script(key, data if name in whole else data | {"print": wanted, "others": prints(name)})
        route.fulfill(content_type="text/javascript; charset=utf-8", body=body)

    def prints(name: str) -> dict[str, str]:
        others = workflow_data(Site(evil), evil.workflows[name])["others"]
        return dict.fromkeys(others, "same") if isinstance(others, dict) else {}

    page.route("**/run-data/people.js", answer)
    page.route("**/run-data/clocks.js", answer)
    page.route("**/run-data/workflows/*.js*", answer)
    begun(page, address + CHECK)
    page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")
    for _ in range(14):
        assert "<script>alert(1)</script>" in page.locator(".hr-guide-card").inner_text()
        assert page.evaluate(FOREIGN) == []
        press(page, "1")
    page.locator(".hr-guide-more summary").last.click()
    assert page.evaluate(FOREIGN) == []


FOREIGN = """[...document.querySelectorAll('.hr-guide *')].filter((each) =>
  ['SCRIPT', 'IMG', 'IFRAME', 'A'].includes(each.tagName) || [...each.attributes].some((a) => a.name.startsWith('on'))
).map((each) => each.outerHTML)"""


def test_without_a_script_the_page_is_whole(browser: "Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CSAM)
    page.get_by_text("Run this workflow").click()

    assert page.url.endswith("#stop-viewing")
    assert page.locator(".hr-track > li .hr-step h3").count() == 25
    context.close()


def test_it_runs_from_a_folder_too(browser: "Browser", built: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((built / "site" / CHECK / "index.html").as_uri())
    page.locator("a[data-hr-run]").click()
    page.locator(".hr-guide-title").wait_for()
    page.keyboard.press("1")
    page.wait_for_function("document.querySelector('.hr-guide-title')?.innerText.startsWith('1')")
    context.close()
