"""The clocks of the law during a run: those that bind by what was answered, from when they count, and what stops them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handrail.ground.report import Report
from handrail.pages import Site
from handrail.pages._run.clocks import clocks
from serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CSAM = "workflows/child-safety/apparent-csam/"
LIMITS = """([facts, marks, root, strides, known]) => {
  const run = handrailRun;
  const session = { root, received: 0, known: known ?? {}, begun: 0 };
  const state = { facts, marks };
  return run.legal.limits({ state, strides }, session).map((each) => [each.control, each.by / 60000, each.done && each.done / 60000]);
}"""


@pytest.fixture(scope="module")
def page(browser: "Browser", built: Path) -> Iterator["Page"]:
    context = browser.new_context()
    made = context.new_page()
    made.set_default_timeout(20_000)
    with served(built / "site") as address:
        made.goto(address + CSAM)
        made.locator("a[data-hr-run]").click()
        made.locator(".hr-guide-title").wait_for()
        yield made
    context.close()


def stride(at: int, passes: list[str], facts: dict[str, str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as it comes
    return {"at": at * 60_000, "passes": passes, "facts": facts, "said": {}, "step": {}, "on": "done", **more}


def test_every_limit_of_a_control_is_told(standing: Report) -> None:
    book = standing.handbook
    limits: Any = clocks(Site(book))["limits"]
    wanted = [
        (control.id, each.within.minutes, list(each.marks))
        for control in book.controls.values()
        for each in control.require
        if each.within
    ]

    assert wanted
    assert [(each["control"], each["minutes"], each["marks"]) for each in limits] == wanted


def test_a_clock_binds_by_what_was_answered_and_stops_at_its_mark(page: "Page") -> None:
    data = page.evaluate("handrailRun.held('clocks')")
    limit = next(each for each in data["limits"] if each["control"] == "report-ncmec" and not each.get("from"))
    facts = {
        name: values[0] for table in (limit["when"][:1] + limit.get("only", [])[:1]) for name, values in table.items()
    }
    marks = limit["marks"]

    def told(*strides: dict[str, Any], now: dict[str, str], known: dict[str, str] | None = None) -> list[Any]:
        found = page.evaluate(LIMITS, [now, [], "apparent-csam", list(strides), known])
        return [each[1:] for each in found if each[0] == "report-ncmec" and each[1] >= limit["minutes"]]

    assert told(now={}) == []
    assert told(stride(3, [], {}), stride(8, [], {}), now=facts)[0] == [8 + limit["minutes"], None]
    done = told(stride(3, [], {}), stride(8, [], {}), stride(20, marks, facts), now=facts)
    assert [8 + limit["minutes"], 20] in done
    assert told(now=facts, known=facts)[0] == [limit["minutes"], None]
    before = told(stride(3, marks, {}), stride(8, [], {}), now=facts)
    assert [8 + limit["minutes"], 3] in before, "what was done before the clock began is done"


def test_a_run_shows_the_clocks_that_run(page: "Page") -> None:
    page.locator(".hr-guide-title").focus()
    page.keyboard.press("1")
    seen = ""
    for _ in range(12):
        page.wait_for_function("document.activeElement?.classList.contains('hr-guide-title')")
        if page.locator(".hr-guide-legal").count():
            seen = page.locator(".hr-guide-legal").inner_text()
            if "NCMEC" in seen:
                break
        before = page.locator(".hr-guide-card").inner_text()
        page.keyboard.press("1")
        page.wait_for_function("(was) => document.querySelector('.hr-guide-card')?.innerText !== was", arg=before)

    assert "by law or policy" in seen
    assert "The report to NCMEC was filed" in seen
    assert "Report to NCMEC" in seen
