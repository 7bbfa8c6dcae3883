"""The sites that `make bench-search` asks, and their server. Run as a program it publishes one, and proves nothing.

Of the small and of the large handbook our search needs the front page and its index alone; the theme's own search reads
every page, so for it the whole site is built.
"""

import gzip
import http.server
import io
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
READING_ALONE = frozenset({"duplicate-key"})
"""The one rule that runs here: the handbook has been checked, and proofs take minutes."""


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Lay the files of a handbook down."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    """The sources of a handbook, path -> text."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".yml"})
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def publish(handbook: Path, site: Path, plugins: list[object], *, whole: bool) -> Path:
    """Publish a handbook into a folder: whole, or the front page with the index of the search."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {"docs_dir": str(handbook), "site_dir": str(site), "plugins": plugins}
    file = site.with_suffix(".yml")
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, __file__, str(file), *(["whole"] if whole else [])]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=ROOT)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return site


def addresses(handbook: Path) -> dict[str, str]:
    """The address of every workflow and procedure, by its name and by its number."""
    found: dict[str, str] = {}
    for path, text in read(handbook).items():
        folder, name = path.partition("/")[0], Path(path).stem
        if folder not in {"workflows", "procedures"}:
            continue
        head = text.split("---\n")[1] if folder == "procedures" else text
        number = next((line[8:].strip() for line in head.split("\n") if line.startswith("number: ")), name)
        address = path.rpartition(".")[0] + "/"
        found |= {name: address, number: address}
        if folder == "workflows":
            found[f"workflows:{name}"] = address
    return found


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
            served[f"raw {self.path}"], served[f"packed {self.path}"] = len(raw), len(packed)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            if packed is not raw:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            return io.BytesIO(packed)

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as its parent has it
            """Say nothing of a browser that closes before it has read everything."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def main(settings: str, *, whole: bool) -> None:
    """Build a site in this process, with the check and the proofs taken out of the plugin's hands."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from handrail import ready
    from handrail.check import Selection, check
    from handrail.demonstrate import every_rule
    from handrail.pages import Site, all_pages, home, search

    rules = every_rule()

    def site_of(report: Any, *_: object) -> Site:  # noqa: ANN401 - as the plugin calls it
        return Site(report.handbook, rules)

    def checked(config: Any, **kinds: Any) -> Any:  # noqa: ANN401 - as the plugin calls it
        return check(config, **{**kinds, "selection": Selection(select=READING_ALONE)})

    def published(site: Site) -> tuple[Any, ...]:
        return all_pages(site) if whole else (*home.pages(site), *search.pages(site))

    def unknown(*_: object, **__: object) -> None:
        """Nothing of this is kept: it is no whole site."""

    for name, stand_in in (
        ("check", checked), ("site_of", site_of), ("published", published), ("fingerprint", unknown)
    ):  # fmt: skip
        setattr(ready, name, stand_in)
    build(load_config(settings))


if __name__ == "__main__":
    main(sys.argv[1], whole="whole" in sys.argv)
