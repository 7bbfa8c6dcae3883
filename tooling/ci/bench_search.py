"""How good is the search? Measured in a real Chromium with labelled questions, beside the search of the theme.

`make bench-search` types each question of `tests/search/queries.tsv` (written by us) and `tests/search/locked.tsv`
(written by somebody else, where it exists) into the search box and looks where the first results lead: on the
handbook, on the same with a made-up help desk of 1,000 procedures and 200 workflows beside it, and, for a part of the
questions, in the theme's own search. A report, never a test.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import chromium
import made_up_support
from search_sites import ROOT, addresses, publish, read, serving, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HANDBOOK = ROOT / "sops"
FILES = {"ours": ROOT / "tests/search/queries.tsv", "locked": ROOT / "tests/search/locked.tsv"}
FIRST_KEYS = "sextortion"
KEY_EVERY = 120
"""Milliseconds between two keys of somebody who types."""
TYPED = 60
"""So many questions are typed key by key."""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, in which language, of which kind, the pages that answer it, and the step that is meant."""

    words: str
    language: str
    kind: str
    pages: tuple[str, ...]
    step: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the first results of a query lead: paths with anchors, each with the further steps shown beneath it."""

    query: Query
    wanted: frozenset[str]
    step: str
    found: tuple[tuple[str, ...], ...]

    @property
    def rank(self) -> int:
        """The place of the first result that is right, counting from 1; 0 for none."""
        places = (at for at, where in enumerate(self.found, 1) if where[0].partition("#")[0] in self.wanted)
        return next(places, 0)


@dataclass(slots=True)
class Engine:
    """One search: how it is opened, and how its results are read."""

    name: str
    plugins: list[object]
    box: str
    results: str
    opens: Callable[["Page"], None]
    loads: Callable[["Page"], None]
    served: Counter[str] = field(default_factory=Counter)


def queries(path: Path) -> tuple[Query, ...]:
    """The queries of a file: words, language, kind, pages (numbers or names, with commas) and step, between tabs."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
    return tuple(
        Query(words, language, kind, tuple(pages.split(",")), (more or [""])[0])
        for words, language, kind, pages, *more in rows
    )


def _ours_opens(page: "Page") -> None:
    page.keyboard.press("/")
    page.locator(".hr-find-input").wait_for()


def _ours_loads(page: "Page") -> None:
    _ours_opens(page)
    page.wait_for_function("handrailSearch.whole()")


def _material_opens(page: "Page") -> None:
    page.keyboard.press("/")
    page.locator("[data-md-component=search-query]").wait_for(state="attached")


def _material_loads(page: "Page") -> None:
    _material_opens(page)
    page.wait_for_load_state("networkidle")
    page.keyboard.type("report")
    page.locator(".md-search-result__link").first.wait_for()


def ours() -> Engine:
    """Our own search."""
    return Engine("handrail", ["handrail"], ".hr-find-input", ".hr-hit", _ours_opens, _ours_loads)


def material() -> Engine:
    """The search of the theme."""
    return Engine(
        "material",
        [{"search": {"separator": r'[\s\-_.,:!=\[\]()/"]+|(?!\b)(?=[A-Z][a-z])'}}, "handrail"],
        "[data-md-component=search-query]",
        ".md-search-result__item > .md-search-result__link",
        _material_opens,
        _material_loads,
    )


# ---- asking

_READ = """([field, results, words]) => new Promise((done) => {
  const input = document.querySelector(field);
  const beneath = (row) => {
    const next = row.nextElementSibling;
    return next?.matches('.hr-also') ? [next.href, ...beneath(next)] : [];
  };
  const read = () => [...document.querySelectorAll(results)].slice(0, 10).map((row) => [row.href, ...beneath(row)]);
  input.value = words;
  const began = performance.now();
  input.dispatchEvent(new Event('input', {bubbles: true}));
  input.dispatchEvent(new Event('keyup', {bubbles: true}));
  if (field.startsWith('.hr')) return done([read(), performance.now() - began]);
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, 120); });
  const end = () => { watch.disconnect(); done([read(), performance.now() - began]); };
  let timer = setTimeout(end, 900);
  watch.observe(document.querySelector('.md-search-result'), {childList: true, subtree: true, characterData: true});
})"""
_TYPE = """(words) => {
  const input = document.querySelector('.hr-find-input'), list = document.querySelector('.hr-find-list');
  return [...words].map((_, at) => {
    const began = performance.now();
    input.value = words.slice(0, at + 1);
    input.dispatchEvent(new Event('input', {bubbles: true}));
    list.getBoundingClientRect();
    return performance.now() - began;
  });
}"""
"""Milliseconds of each key until the list is made and laid out."""


def ask(
    page: "Page", engine: Engine, base: str, asked: Sequence[Query], known: dict[str, str]
) -> tuple[list[Answer], list[float]]:
    """Every query with the places of its first results, and how long each took."""
    answers, times = [], []
    for query in asked:
        rows, took = page.evaluate(_READ, [engine.box, engine.results, query.words])
        name, _, anchor = query.step.partition("#")
        step = f"{known.get(f'workflows:{name}') or known.get(name, '')}#{anchor}" if query.step else ""
        wanted = frozenset(known[name] for name in query.pages if name in known)
        found = tuple(tuple(_place(href, base) for href in row) for row in rows)
        answers.append(Answer(query, wanted, step, found))
        times.append(took)
    return answers, times


def _place(href: str, base: str) -> str:
    place = urlsplit(href.removeprefix(base))
    return f"{unquote(place.path)}#{place.fragment}"


_WATCH = """(results) => {
  addEventListener('keydown', () => { window.firstKey ??= performance.now(); }, true);
  const watch = new MutationObserver(() => {
    if (!window.firstKey || !document.querySelector(results)) return;
    watch.disconnect();
    const now = performance.now(), files = performance.getEntriesByType('resource');
    const loaded = files.filter((file) => file.responseEnd && file.responseEnd <= now).map((file) => file.name);
    window.firstResult = {took: now - window.firstKey, loaded};
  });
  watch.observe(document, {childList: true, subtree: true});
}"""


def first_result(browser: "Browser", engine: Engine, base: str) -> tuple[float, dict[str, int]]:
    """Milliseconds from the first key to the first result in a fresh browser, and what went over the wire before it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    if engine.name == "handrail":
        page.wait_for_load_state("networkidle")
    before, there = Counter(engine.served), set(page.evaluate(_LOADED))
    engine.opens(page)
    page.evaluate(_WATCH, engine.results)
    for key in FIRST_KEYS:
        page.keyboard.type(key)
        page.wait_for_timeout(KEY_EVERY)
        if page.evaluate("Boolean(window.firstResult)"):
            break
    page.wait_for_function("window.firstResult")
    found = page.evaluate("window.firstResult")
    moved = {name: engine.served[name] - before[name] for name in ("raw", "packed", "requests")}
    if engine.name == "handrail":  # the theme loads in a worker, of which the page knows nothing
        paths = ["/" + name.removeprefix(base) for name in found["loaded"] if name not in there]
        moved = {name: sum(engine.served[f"{name} {path}"] for path in paths) for name in ("raw", "packed")}
        moved["requests"] = len(paths)
    context.close()
    return found["took"], moved


_LOADED = "performance.getEntriesByType('resource').map((file) => file.name)"


def from_disk(browser: "Browser", engine: Engine, folder: Path, asked: Sequence[Query]) -> str:
    """Whether the search answers when the site is opened as a folder, with no server."""
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    engine.loads(page)
    count = sum(bool(page.evaluate(_READ, [engine.box, engine.results, query.words])[0]) for query in asked)
    page.close()
    return f"{count} of {len(asked)} queries are answered from a folder on disk (file://)"


# ---- telling


def told(answers: Sequence[Answer]) -> str:
    """The figures of some answers on one line."""
    known = [answer for answer in answers if answer.wanted]
    if not known:
        return "no page of these exists yet"
    count = len(known)
    ranks = [answer.rank for answer in known]
    share = {
        "success@1": sum(rank == 1 for rank in ranks) / count,
        "success@3": sum(1 <= rank <= 3 for rank in ranks) / count,  # noqa: PLR2004 - it is called so
        "zero": sum(not answer.found for answer in known) / count,
    }
    mrr = sum(1 / rank for rank in ranks if rank) / count
    steps = [answer for answer in known if answer.step.rpartition("#")[0]]
    best = sum(answer.step in [row[0] for row in answer.found[:3]] for answer in steps)
    shown = sum(any(answer.step in row for row in answer.found[:3]) for answer in steps)
    step = f"   step first on its page {best}/{len(steps)}, shown {shown}/{len(steps)}" if steps else ""
    said = "   ".join(f"{name} {100 * value:5.1f} %" for name, value in share.items())
    return f"n {count:4}   {said}   MRR {mrr:.3f}{step}"


def groups(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """The answers as a report parts them."""
    yield "all", list(answers)
    yield "misspelt", [answer for answer in answers if answer.query.kind == "misspelt"]
    yield "not English", [answer for answer in answers if answer.query.language != "en"]
    for language in sorted({answer.query.language for answer in answers}):
        yield f"  {language}", [answer for answer in answers if answer.query.language == language]


def times_told(times: Sequence[float]) -> str:
    """The middle, the slow end and the slowest of some times."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.1f} ms (p95 {ordered[int(0.95 * len(ordered))]:.1f}, max {ordered[-1]:.1f})"


def report(
    browser: "Browser", engine: Engine, folder: Path, known: dict[str, str], *, every: int = 1, misses: bool = False
) -> None:
    """Measure one engine on one site and print what came out. Of the queries each `every`-th is asked."""
    with serving(folder, engine.served) as base:
        page = browser.new_page()
        page.goto(base)
        page.wait_for_load_state("networkidle")
        opened = engine.served["packed"]
        engine.loads(page)
        for name, path in FILES.items():
            if not path.is_file():
                print(f"  {name}: {path.relative_to(ROOT)} is not there")
                continue
            _report_file(page, engine, base, name, queries(path)[::every], known, misses=misses)
        if engine.name == "handrail":
            typed = [took for query in queries(FILES["ours"])[:TYPED] for took in page.evaluate(_TYPE, query.words)]
            print(f"  a key takes {times_told(typed)}, until the list is laid out; {len(typed)} keys")
            print(f"  {from_disk(browser, engine, folder, queries(FILES['ours'])[:20])}")
        runs = [first_result(browser, engine, base) for _ in range(3)]
        moved = runs[-1][1]
        print(f"  first result {sorted(run[0] for run in runs)[1]:.0f} ms after the first key (median of 3)")
        print(f"  moved for it {moved['packed']:,} bytes packed, {moved['raw']:,} raw, {moved['requests']} requests")
        print(f"  moved before, for the page itself: {opened:,} bytes packed", flush=True)
        page.close()


def _report_file(
    page: "Page", engine: Engine, base: str, name: str, asked: Sequence[Query], known: dict[str, str], *, misses: bool
) -> None:
    before = engine.served["requests"]
    answers, times = ask(page, engine, base, asked, known)
    without = sum(not answer.wanted for answer in answers)
    print(f"  {name}: {len(answers)} queries; {without} on pages that do not exist yet, which count nowhere")
    for title, some in groups(answers):
        print(f"    {title:12} {told(some)}")
    print(f"    a query takes {times_told(times)}; requests: {engine.served['requests'] - before}")
    for answer in answers if misses else ():
        if answer.wanted and not 1 <= answer.rank <= 3:  # noqa: PLR2004 - as above
            print(f"      missed: {answer.query.words}  ->  {', '.join(row[0] for row in answer.found[:3])}")


def main() -> int:
    """Build, serve, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--misses", action="store_true", help="name the queries that found nothing right")
    parser.add_argument("--only", choices=["handbook", "large", "theme"], help="measure one of the three alone")
    parser.add_argument("--theme-every", type=int, default=4, help="of how many queries the theme gets one")
    options = parser.parse_args()
    path = chromium.find()
    if not path:
        print("bench-search: no Chromium here")
        return 1
    from playwright.sync_api import sync_playwright

    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}: above one a core, times are too long")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=chromium.flags())
        known = addresses(HANDBOOK)
        if options.only in (None, "handbook"):
            print("\nhandrail, on the handbook", flush=True)
            site = publish(HANDBOOK, folder / "ours", ours().plugins, whole=False)
            report(browser, ours(), site, known, misses=options.misses)
        if options.only in (None, "large"):
            print("\nhandrail, with 1,000 made-up procedures and 200 workflows beside it", flush=True)
            large = write(made_up_support.files(read(HANDBOOK)), folder / "large")
            site = publish(large, folder / "large-site", ours().plugins, whole=False)
            report(browser, ours(), site, addresses(large), misses=options.misses)
            print("  the theme's search is not asked here: it would have to build and index every page")
        if options.only in (None, "theme"):
            print(f"\nmaterial, on the handbook, every {options.theme_every}th query", flush=True)
            site = publish(HANDBOOK, folder / "theirs", material().plugins, whole=True)
            for script in (site / "assets/handrail").glob("handrail-search*"):
                script.write_bytes(b"")  # so that the theme's search is what opens
            report(browser, material(), site, known, every=options.theme_every, misses=options.misses)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
