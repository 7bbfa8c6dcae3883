"""What does the site cost? Our share of a build, and what Lighthouse says of a workflow page. A report, never a test.

`make bench-site` builds the handbook with MkDocs and our plugin, then writes the same pages into a folder and builds
that with MkDocs, the same theme and no plugin of ours. What the first takes longer than the second is our share:
reading and checking the handbook, and making every page of it. Proofs are remembered in both, as they are while
somebody works; the times are processor seconds of the process and its children, the better of `--runs`.

Lighthouse needs Node, which the rest of the house does not: it is measured where `lighthouse` is on the PATH (or
named by HANDRAIL_LIGHTHOUSE), in the Chromium of the tests, on 127.0.0.1, with a server that compresses as real ones
do.
"""

import argparse
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import chromium
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = "workflows/child-safety/apparent-csam/"
GOAL, SCORE = 0.15, 95
_PACKED = (".html", ".js", ".css", ".json", ".svg", ".xml", ".txt")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2, help="how often each build is done")
    parser.add_argument("--page", default=PAGE, help="the page that Lighthouse looks at")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print(build_share(folder, given.runs))
        print(lighthouse(folder / "ours", given.page))


def build_share(folder: Path, runs: int) -> str:
    """Build both ways and say what is ours."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    python = [sys.executable, "-m"]
    seconds(["handrail", "check"], python, environment, code=None)  # so that all is proven before
    ours = min(
        seconds(["mkdocs", "build", "-q", "--strict", "-d", str(folder / "ours")], python, environment)
        for _ in range(runs)
    )
    seconds(["handrail", "export", "site", str(folder / "docs")], python, environment)
    plain_settings(folder)
    build = ["mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "plain")]
    plain = min(seconds(build, python, environment) for _ in range(runs))
    pages = sum(1 for _ in (folder / "ours").rglob("*.html"))
    share = ours / plain - 1
    met = "met" if share <= GOAL else "missed"
    return (
        f"build: {pages} pages, {ours:.1f} s with the plugin, {plain:.1f} s by MkDocs alone with the same text "
        f"(processor seconds): our share is {share:.0%} over that; the goal of {GOAL:.0%} is {met}"
    )


def seconds(words: list[str], python: list[str], environment: dict[str, str], code: int | None = 0) -> float:
    """The processor seconds of a command and its children. A command that fails ends the measurement."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([*python, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if code is not None and done.returncode != code:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def plain_settings(folder: Path) -> None:
    """The settings of the repository for a folder of exported pages, without our plugin, with the same navigation."""
    from handrail.commands import described
    from handrail.commands._door import today
    from handrail.publish import entries, on_every_page
    from handrail.reading.cache import DiskMemory, cache_folder
    from handrail.reading.config import load_config
    from handrail.ready import made_ready

    known = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    ready = made_ready(load_config(ROOT), as_of=today(), commands=described, memory=DiskMemory(cache_folder()))
    # most of what the theme does to a page is the navigation, so both have the same
    known |= {"docs_dir": str(folder / "docs"), "plugins": [], "not_in_nav": "*", "nav": list(entries(ready.tree))}
    known["extra_css"] = [path for path in on_every_page() if path.endswith(".css")]
    known["extra_javascript"] = [path for path in on_every_page() if path.endswith(".js")]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(known), encoding="utf-8")


class Packing(SimpleHTTPRequestHandler):
    """Sends text compressed, as servers of real sites do."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        if file.suffix in _PACKED:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)


def lighthouse(site: Path, page: str) -> str:
    """What Lighthouse says of a page, as a phone and as a desktop."""
    program = shutil.which(os.environ.get("HANDRAIL_LIGHTHOUSE") or "lighthouse")
    browser = chromium.find()
    if not program or not browser:
        return "lighthouse: not measured, it needs `lighthouse` (of npm) on the PATH and a Chromium"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Packing, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    lines = []
    for form in ("mobile", "desktop"):
        command = [program, f"http://127.0.0.1:{server.server_port}/{page}", "--quiet", "--output=json"]
        command += [f"--chrome-flags=--headless=new {' '.join(chromium.flags())}"]
        command += ["--only-categories=performance,accessibility"] + ["--preset=desktop"] * (form == "desktop")
        environment = os.environ | {"CHROME_PATH": browser}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            lines.append(f"lighthouse, {form}: it failed: {done.stderr.strip()[-300:]}")
            continue
        found = json.loads(done.stdout)["categories"]
        scores = {name: round(100 * found[name]["score"]) for name in ("performance", "accessibility")}
        met = "met" if min(scores.values()) >= SCORE else "missed"
        told = ", ".join(f"{name} {score}" for name, score in scores.items())
        lines.append(f"lighthouse, {form}: {told}; the goal of {SCORE} is {met}")
    server.shutdown()
    return "\n".join(lines)


if __name__ == "__main__":
    main()
