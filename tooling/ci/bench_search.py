"""How good is the search? Measured in a real Chromium with labelled questions, beside the search of the theme.

`make bench-search` builds the handbook twice, with our search and with Material's, serves both on 127.0.0.1, types each
question of `tests/search/queries.tsv` (written by us) and `tests/search/locked.tsv` (written by somebody else, where it
exists) into the search box, and looks where the first results lead. A report, never a test.
"""

import argparse
import gzip
import http.server
import io
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import chromium
import yaml

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
FILES = {"ours": ROOT / "tests/search/queries.tsv", "locked": ROOT / "tests/search/locked.tsv"}
FIRST_KEYS = "sextortion"
KEY_EVERY = 120
"""Milliseconds between two keys of somebody who types."""


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
    """Where the first results of a query lead: paths with anchors."""

    query: Query
    wanted: frozenset[str]
    step: str
    found: tuple[str, ...]

    @property
    def rank(self) -> int:
        """The place of the first result that is right, counting from 1; 0 for none."""
        places = (at for at, where in enumerate(self.found, 1) if where.partition("#")[0] in self.wanted)
        return next(places, 0)


@dataclass(slots=True)
class Engine:
    """One search: how its site is built, how it is opened, and how its results are read."""

    name: str
    plugins: list[object]
    box: str
    results: str
    opens: Callable[["Page"], None]
    loads: Callable[["Page"], None]
    served: Counter[str] = field(default_factory=Counter)


def read(path: Path) -> tuple[Query, ...]:
    """The queries of a file: words, language, kind, pages (numbers or names, with commas) and step, between tabs."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
    return tuple(
        Query(words, language, kind, tuple(pages.split(",")), (more or [""])[0])
        for words, language, kind, pages, *more in rows
    )


def addresses() -> dict[str, str]:
    """The address of every workflow and procedure, by its name and by its number."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "sops").rglob("*")):
        folder = path.relative_to(ROOT / "sops").parts[0]
        if path.suffix == ".yml" and folder == "workflows":
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        elif path.suffix == ".md" and folder == "procedures":
            data = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        else:
            continue
        address = path.relative_to(ROOT / "sops").with_suffix("").as_posix() + "/"
        found |= {path.stem: address, str(data.get("number") or path.stem): address}
        if folder == "workflows":
            found[f"workflows:{path.stem}"] = address
    return found


# ---- the two sites


def build(engine: Engine, folder: Path) -> None:
    """Publish the handbook with the plugins of an engine."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {"docs_dir": str(ROOT / "sops"), "site_dir": str(folder), "plugins": engine.plugins}
    file = folder.with_suffix(".yml")
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(file)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=ROOT)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    if engine.name == "material":
        _without_ours(folder)


def _without_ours(folder: Path) -> None:
    """Take our own search off the built site, so that the theme's is what opens."""
    for script in (folder / "assets/handrail").glob("handrail-search*"):
        script.write_bytes(b"")


@contextmanager
def serving(folder: Path, served: Counter[str]) -> Iterator[str]:
    """Serve a folder on this machine, packed as web servers pack it, and count what goes out."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **kinds: Any) -> None:  # noqa: ANN401 - whatever a handler takes
            super().__init__(*args, directory=str(folder), **kinds)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

        def send_head(self) -> io.BytesIO | None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return None
            raw = path.read_bytes()
            packed = gzip.compress(raw, 9) if path.suffix in {".html", ".js", ".css", ".json", ".svg"} else raw
            served["raw"] += len(raw)
            served["packed"] += len(packed)
            served["requests"] += 1
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            if packed is not raw:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            return io.BytesIO(packed)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


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


OURS = Engine("handrail", ["handrail"], ".hr-find-input", ".hr-hit", _ours_opens, _ours_loads)
MATERIAL = Engine(
    "material",
    [{"search": {"separator": r'[\s\-_.,:!=\[\]()/"]+|(?!\b)(?=[A-Z][a-z])'}}, "handrail"],
    "[data-md-component=search-query]",
    ".md-search-result__item > .md-search-result__link",
    _material_opens,
    _material_loads,
)

# ---- asking

_READ = """([field, results, words]) => new Promise((done) => {
  const input = document.querySelector(field), last = window.lastSaid;
  const read = () => [...document.querySelectorAll(results)].slice(0, 10).map((a) => a.href);
  input.value = words;
  const began = performance.now();
  input.dispatchEvent(new Event('input', {bubbles: true}));
  input.dispatchEvent(new Event('keyup', {bubbles: true}));
  if (field.startsWith('.hr')) return done([read(), performance.now() - began]);
  const list = document.querySelector('.md-search-result__list');
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, 120); });
  const end = () => { watch.disconnect(); done([read(), performance.now() - began]); };
  let timer = setTimeout(end, 900);
  watch.observe(document.querySelector('.md-search-result'), {childList: true, subtree: true, characterData: true});
})"""


def ask(
    page: "Page", engine: Engine, base: str, queries: Sequence[Query], known: dict[str, str]
) -> tuple[list[Answer], list[float]]:
    """Every query with the places of its first results, and how long each took."""
    answers, times = [], []
    for query in queries:
        hrefs, took = page.evaluate(_READ, [engine.box, engine.results, query.words])
        places = (urlsplit(href.removeprefix(base)) for href in hrefs)
        found = tuple(f"{unquote(place.path)}#{place.fragment}" for place in places)
        name, _, anchor = query.step.partition("#")
        step = f"{known.get(f'workflows:{name}') or known.get(name, '')}#{anchor}" if query.step else ""
        wanted = frozenset(known[name] for name in query.pages if name in known)
        answers.append(Answer(query, wanted, step, found))
        times.append(took)
    return answers, times


def first_result(browser: "Browser", engine: Engine, base: str) -> tuple[float, dict[str, int]]:
    """Milliseconds from the first key to the first result in a fresh browser, and what went over the wire for it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    if engine.name == "handrail":
        page.wait_for_load_state("networkidle")
    before = Counter(engine.served)
    engine.opens(page)
    began = time.perf_counter()
    page.keyboard.type(FIRST_KEYS[0])
    rest = iter(FIRST_KEYS[1:])
    while not page.locator(engine.results).count():
        key = next(rest, "")
        page.wait_for_timeout(KEY_EVERY if key else 20)
        if key:
            page.keyboard.type(key)
    took = 1000 * (time.perf_counter() - began)
    moved = {name: engine.served[name] - before[name] for name in ("raw", "packed", "requests")}
    context.close()
    return took, moved


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
    hit = sum(answer.step in answer.found[:3] for answer in steps)
    step = f"   step@3 {hit}/{len(steps)}" if steps else ""
    said = "   ".join(f"{name} {100 * value:5.1f} %" for name, value in share.items())
    return f"n {count:4}   {said}   MRR {mrr:.3f}{step}"


def groups(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """The answers as a report parts them."""
    yield "all", list(answers)
    yield "misspelt", [answer for answer in answers if answer.query.kind == "misspelt"]
    yield "not English", [answer for answer in answers if answer.query.language != "en"]
    for language in sorted({answer.query.language for answer in answers}):
        yield f"  {language}", [answer for answer in answers if answer.query.language == language]


def report(browser: "Browser", engine: Engine, folder: Path, known: dict[str, str], *, misses: bool) -> None:
    """Measure one engine and print what came out."""
    with serving(folder, engine.served) as base:
        print(f"\n{engine.name}")
        page = browser.new_page()
        page.goto(base)
        page.wait_for_load_state("networkidle")
        opened = engine.served["packed"]
        engine.loads(page)
        for name, path in FILES.items():
            if not path.is_file():
                print(f"  {name}: {path.relative_to(ROOT)} is not there")
                continue
            before = engine.served["requests"]
            answers, times = ask(page, engine, base, read(path), known)
            without = sum(not answer.wanted for answer in answers)
            print(f"  {name}: {len(answers)} queries; {without} on pages that do not exist yet, which count nowhere")
            for title, some in groups(answers):
                print(f"    {title:12} {told(some)}")
            times.sort()
            p50, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
            asked = engine.served["requests"] - before
            print(f"    a query takes {p50:.1f} ms (p95 {p95:.1f}, max {times[-1]:.1f}); requests: {asked}")
            if misses:
                for answer in answers:
                    if answer.wanted and not 1 <= answer.rank <= 3:  # noqa: PLR2004 - as above
                        print(f"      missed: {answer.query.words}  ->  {', '.join(answer.found[:3])}")
        runs = [first_result(browser, engine, base) for _ in range(3)]
        took = sorted(run[0] for run in runs)[1]
        moved = runs[-1][1]
        print(f"  first result {took:.0f} ms after the first key (median of 3)")
        print(f"  moved for it {moved['packed']:,} bytes packed, {moved['raw']:,} raw, {moved['requests']} requests")
        print(f"  moved before, for the page itself: {opened:,} bytes packed")
        page.close()


def main() -> int:
    """Build, serve, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, help="a site that is built already with our search")
    parser.add_argument("--theme-site", type=Path, help="the same with the search of the theme")
    parser.add_argument("--misses", action="store_true", help="name the queries that found nothing right")
    options = parser.parse_args()
    path = chromium.find()
    if not path:
        print("bench-search: no Chromium here")
        return 1
    from playwright.sync_api import sync_playwright

    known = addresses()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=chromium.flags())
        for engine, given in ((OURS, options.site), (MATERIAL, options.theme_site)):
            site = given or Path(folder) / engine.name
            if not given:
                build(engine, site)
            report(browser, engine, site, known, misses=options.misses)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
