"""The built site: the same pages by every way, every link arrives, nothing is fetched from elsewhere, nothing acts."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from handrail.check import check_folder
from handrail.export import MARKER, export_site
from handrail.ground.errors import HandrailError
from handrail.ground.report import Report
from handrail.mkdocs_plugin import HandrailPlugin
from handrail.policy import is_picture
from handrail.publish import assets, on_every_page, published, site_of
from published import Seen, attacked, environment, loaded, once, scheme

STARTER = Path(__file__).parents[1] / "tooling" / "handrail" / "starter"
SCHEMES = {"", "http", "https", "mailto", "tel"}


def mkdocs(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return tool("mkdocs", *words, folder=folder)


def tool(name: str, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", name, *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def plain_settings(repo: Path, docs: Path) -> str:
    """The settings of the repository without our plugin, for a folder of exported pages."""
    known = yaml.safe_load((repo / "mkdocs.yml").read_text(encoding="utf-8"))
    known |= {"docs_dir": str(docs), "plugins": ["search"]}
    known["extra_css"] = [path for path in on_every_page() if path.endswith(".css")]
    known["extra_javascript"] = [path for path in on_every_page() if path.endswith(".js")]
    known["not_in_nav"] = "*"
    return yaml.safe_dump(known)


@pytest.fixture(scope="session")
def seen(built: Path) -> Mapping[str, Seen]:
    return read(built / "site")


def read(site: Path) -> Mapping[str, Seen]:
    return {path.relative_to(site).as_posix(): Seen(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="session")
def attack(shared: Path, repo: Path, standing: Report) -> Path:
    """The site of a handbook in which every sentence attacks, built from its exported pages."""

    def build(folder: Path) -> None:
        site = site_of(standing)
        for page in published(type(site)(attacked(standing.handbook))):
            file = folder / "docs" / page.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.text, encoding="utf-8")
        for path, content in assets().items():
            (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "docs" / path).write_bytes(content)
        (folder / "mkdocs.yml").write_text(plain_settings(repo, folder / "docs"), encoding="utf-8")
        result = mkdocs("build", "--site-dir", str(folder / "site"), folder=folder)
        assert not result.returncode, result.stderr

    return once(shared / "attack", build)


# ---- what is built


def test_a_strict_build_is_clean(built: Path) -> None:
    log = (built / "log").read_text(encoding="utf-8")

    assert (built / "code").read_text(encoding="utf-8") == "0", log
    told = [line for line in log.splitlines() if not re.search(r"Cleaning site|Building doc|Documentation built", line)]
    assert [line for line in told if line.startswith(("WARNING", "ERROR"))] == []
    assert [line for line in told if "link" in line.lower() or "nav" in line.lower()] == []


def test_the_site_holds_the_pages_of_the_library(built: Path, report: Report) -> None:
    pages = {page.path for page in published(site_of(report, ()))} | {"handbook/commands.md"}
    there = {path.relative_to(built / "site").as_posix() for path in (built / "site").rglob("*.html")} - {"404.html"}

    assert there == {address(page) for page in pages if page.endswith(".md")}
    assert [page for page in pages if not page.endswith(".md") and not (built / "site" / page).is_file()] == []


def address(page: str) -> str:
    name = page.removesuffix(".md")
    return f"{name}.html" if name.rpartition("/")[2] == "index" else f"{name}/index.html"


@pytest.mark.catalogue(41)
def test_no_source_is_published(built: Path) -> None:
    assert [path.name for path in (built / "site").rglob("*") if path.suffix in {".yml", ".md", ".toml"}] == []


@pytest.mark.catalogue(43)
def test_every_link_arrives(seen: Mapping[str, Seen], built: Path) -> None:
    files = {path.relative_to(built / "site").as_posix() for path in (built / "site").rglob("*") if path.is_file()}
    lost = []
    for here, page in seen.items():
        if here == "404.html":
            continue
        for link in page.attributes("href"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = os.path.normpath(Path(here).parent / unquote(parts.path)) if parts.path else here
            path = "index.html" if path == "." else path
            target = path if path in files else f"{path}/index.html"
            wanted = unquote(parts.fragment)
            missing = wanted and not wanted.startswith("__") and target in seen and wanted not in seen[target].ids
            if target not in files or missing:
                lost.append((here, link))
    assert lost == []


def test_every_place_has_a_name_of_its_own(seen: Mapping[str, Seen]) -> None:
    for here, page in seen.items():
        ids = list(page.attributes("id"))
        assert len(ids) == len(set(ids)), f"{here}: {sorted({one for one in ids if ids.count(one) > 1})}"


@pytest.mark.catalogue(37)
def test_nothing_is_fetched_from_elsewhere(seen: Mapping[str, Seen], built: Path) -> None:
    for here, page in seen.items():
        assert [each for each in loaded(page) if scheme(each) not in {"", "data"}] == [], here
    for sheet in (built / "site" / "assets" / "handrail").glob("*.css"):
        assert "url(" not in sheet.read_text(encoding="utf-8")


def test_every_page_leads_to_its_source(seen: Mapping[str, Seen], report: Report) -> None:
    for sop in report.handbook.procedures.values():
        edits = [
            a["href"] for tag, a in seen[address(sop.place.path)].elements if tag == "a" and a.get("rel") == "edit"
        ]
        assert [edit.partition("/sops/")[2] for edit in edits] == [sop.place.path]
    team = seen["teams/team-lead/index.html"]
    assert any(a.get("href", "").endswith("/register/organisation.yml") for tag, a in team.elements if tag == "a")


def test_the_search_of_the_theme_stays_out(built: Path) -> None:
    """A second index would be fetched by every page."""
    assert not (built / "site" / "search").exists()


# ---- a handbook that attacks


@pytest.mark.catalogue(36, 37)
@pytest.mark.promise("no-markup")
def test_no_attack_becomes_a_script(attack: Path) -> None:
    for here, page in read(attack / "site").items():
        assert not [text for text in page.scripts if "alert(" in text], here
        handlers = [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert handlers == [], here
        acting = {"iframe", "object", "embed", "base", "foreignobject", "animate", "set", "meta-refresh"}
        assert not [tag for tag, _ in page.elements if tag in acting], here
        assert not [a for tag, a in page.elements if tag == "meta" and "refresh" in a.get("http-equiv", "").lower()], (
            here
        )


@pytest.mark.catalogue(37)
@pytest.mark.promise("no-markup")
def test_no_attack_becomes_an_address(attack: Path) -> None:
    for here, page in read(attack / "site").items():
        wrong = [
            link
            for link in page.attributes("href", "action", "formaction", "xlink:href")
            if scheme(link) not in {*SCHEMES, "//"}
        ]
        assert wrong == [], here
        assert [each for each in loaded(page) if scheme(each) not in {"", "data"}] == [], here


@pytest.mark.catalogue(36, 42)
@pytest.mark.promise("no-markup", "no-code")
def test_no_template_is_filled_in(attack: Path) -> None:
    for here, page in read(attack / "site").items():
        assert "1337" not in "".join(page.words), here


@pytest.mark.catalogue(39)
@pytest.mark.promise("no-markup")
def test_the_search_shows_no_attack(attack: Path) -> None:
    index = json.loads((attack / "site" / "search" / "search_index.json").read_text(encoding="utf-8"))
    for entry in index["docs"]:
        for part in ("title", "text"):
            assert not re.search(r"<(script|img|iframe|b|i)\b[^>]*(on\w+|src|alert)", entry[part]), entry["location"]
            assert "<script" not in entry[part], entry["location"]


def test_what_attacks_is_still_shown(attack: Path) -> None:
    page = Seen(attack / "site" / "teams" / "team-lead" / "index.html")

    assert "<script>alert(1)</script>" in "".join(page.words)


# ---- the pages on disk


def test_the_export_writes_the_pages_of_the_plugin(tmp_path: Path, repo: Path, standing: Report) -> None:
    number = export_site(standing, repo / "tests" / "handbook", tmp_path / "out")
    files = {
        path.relative_to(tmp_path / "out").as_posix(): path for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    pages = {page.path: page.text for page in published(site_of(standing, ()))}

    assert set(files) == {*pages, *assets(), MARKER}
    assert number == len(files) - 1
    assert {path: files[path].read_bytes().decode() for path in pages} == pages
    assert {path: files[path].read_bytes() for path in assets()} == assets()


def anchors(site: Path) -> Mapping[str, frozenset[str]]:
    """Every page of a site with the places that a link can lead to; those that begin with `__` are the theme's."""
    found = {here: frozenset(page.attributes("id")) for here, page in read(site).items()}
    return {here: frozenset(name for name in ids if not name.startswith("__")) for here, ids in found.items()}


@pytest.mark.deep
def test_every_builder_makes_the_same_pages_with_the_same_anchors(tmp_path: Path, repo: Path) -> None:
    """MkDocs and ProperDocs with the plugin; MkDocs without it and Zensical from the exported pages."""
    shutil.copytree(STARTER, tmp_path / "here")
    ours = mkdocs("build", "--strict", folder=tmp_path / "here")
    result = subprocess.run(
        [sys.executable, "-m", "handrail", "export", "site", str(tmp_path / "docs")],
        cwd=tmp_path / "here", env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not ours.returncode + result.returncode, ours.stderr + result.stderr
    settings = plain_settings(repo, tmp_path / "docs")
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    plain = mkdocs("build", "--strict", "--site-dir", str(tmp_path / "site"), folder=tmp_path)
    proper = tool(
        "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(tmp_path / "proper"), folder=tmp_path / "here"
    )
    known = yaml.safe_load(settings) | {"docs_dir": "docs", "site_dir": "zensical", "plugins": []}
    (tmp_path / "zensical.yml").write_text(yaml.safe_dump(known), encoding="utf-8")
    zensical = tool("zensical", "build", "-f", "zensical.yml", folder=tmp_path)

    assert not plain.returncode + proper.returncode + zensical.returncode, (
        plain.stderr + proper.stderr + zensical.stderr
    )
    expected = anchors(tmp_path / "here" / "site")
    assert len(expected) > 100
    for name in ("site", "proper", "zensical"):
        made = anchors(tmp_path / name)
        assert set(made) == set(expected), name
        assert {here for here in made if made[here] != expected[here] and here != "404.html"} == set(), name


def test_nothing_that_a_browser_would_run_is_carried_along(
    small: tuple[Report, Path], tmp_path: Path, as_of: date
) -> None:
    _, folder = small
    (folder / "evil.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    (folder / "evil.js").write_text("alert(1)", encoding="utf-8")
    (folder / "evil.svg").write_text('<svg xmlns="x"><script>alert(1)</script></svg>', encoding="utf-8")
    (folder / "fine.svg").write_text('<svg xmlns="x"><rect fill="url(#a)"/></svg>', encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "linked").symlink_to(tmp_path, target_is_directory=True)
    report = check_folder(folder, as_of=as_of)
    export_site(report, folder, tmp_path / "out")
    mkdocs("build", folder=folder.parent)

    assert [f.rule for f in report.findings] == ["unreadable-file"] * 2
    for made in (tmp_path / "out", folder.parent / "site"):
        names = {path.name for path in made.rglob("*")}
        assert "fine.svg" in names
        assert names.isdisjoint({"evil.html", "evil.js", "evil.svg", "link.png", "linked", "secret.png"}), made


@pytest.mark.parametrize(
    "svg",
    [
        '<svg onload="alert(1)"/>',
        "<svg><script/></svg>",
        "<svg><style>@import 'x'</style></svg>",
        '<svg><a xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:alert(1)"/></svg>',
        '<svg><use href="https://evil.example/a.svg#b"/></svg>',
        '<svg><rect fill="url(https://evil.example/a)"/></svg>',
        '<svg><rect style="fill:u\\72l(//evil.example)"/></svg>',
        "<svg><foreignObject/></svg>",
        '<svg><animate attributeName="href"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        '<?xml-stylesheet href="//evil.example/a.css"?><svg/>',
        "<svg>",
        "",
    ],
)
def test_an_svg_that_acts_is_no_picture(svg: str) -> None:
    assert not is_picture(svg.encode())
    assert is_picture(b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>')


@pytest.fixture
def small(tmp_path: Path, as_of: date) -> tuple[Report, Path]:
    shutil.copytree(STARTER, tmp_path / "here")
    return check_folder(tmp_path / "here" / "sops", as_of=as_of), tmp_path / "here" / "sops"


def test_a_second_export_replaces_what_is_ours_and_leaves_the_rest(
    small: tuple[Report, Path], tmp_path: Path, as_of: date
) -> None:
    _, folder = small
    out = tmp_path / "out"
    export_site(check_folder(folder, as_of=as_of), folder, out)
    (out / "own.md").write_text("mine", encoding="utf-8")
    (out / "teams" / "own.md").write_text("mine", encoding="utf-8")
    (folder / "messages" / "parcel-gone.yml").unlink()
    export_site(check_folder(folder, as_of=as_of), folder, out)

    assert not (out / "messages" / "parcel-gone.md").exists()
    assert (out / "messages" / "parcel-found.md").exists()
    assert (
        (out / "own.md").read_text(encoding="utf-8") == (out / "teams" / "own.md").read_text(encoding="utf-8") == "mine"
    )
    assert not [path for path in out.rglob(".handrail-*") if path.name != MARKER]


@pytest.mark.catalogue(25)
def test_an_export_does_not_touch_a_folder_of_others(small: tuple[Report, Path], tmp_path: Path) -> None:
    report, folder = small
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "own.md").write_text("mine", encoding="utf-8")

    with pytest.raises(HandrailError, match="did not write"):
        export_site(report, folder, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["own.md"]


@pytest.mark.catalogue(25)
@pytest.mark.parametrize("place", ["sops", "sops/inside", "."])
def test_an_export_does_not_lie_over_the_handbook(place: str, small: tuple[Report, Path]) -> None:
    report, folder = small
    before = sorted(folder.parent.rglob("*"))

    with pytest.raises(HandrailError):
        export_site(report, folder, folder.parent / place)
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.catalogue(24)
def test_a_marker_leads_nowhere_else(small: tuple[Report, Path], tmp_path: Path) -> None:
    report, folder = small
    out = tmp_path / "out"
    export_site(report, folder, out)
    (tmp_path / "precious.md").write_text("mine", encoding="utf-8")
    with (out / MARKER).open("a", encoding="utf-8") as marker:
        marker.write(f"../precious.md\n{tmp_path}/precious.md\nteams/../../precious.md\n")
    export_site(report, folder, out)

    assert (tmp_path / "precious.md").read_text(encoding="utf-8") == "mine"


# ---- MkDocs


def test_an_error_fails_a_strict_build_and_is_shown(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "here")
    file = tmp_path / "here" / "sops" / "workflows" / "example" / "lost-parcel.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("team: support", "team: suport"), encoding="utf-8")
    result = mkdocs("build", "--strict", folder=tmp_path / "here")

    assert result.returncode
    assert "sops/workflows/example/lost-parcel.yml:" in result.stderr
    assert "error[unknown-" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_day_that_is_none_is_told_without_a_traceback(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "here")
    command = [sys.executable, "-m", "mkdocs", "build"]
    day = environment() | {"HANDRAIL_AS_OF": "tomorrow"}
    result = subprocess.run(command, cwd=tmp_path / "here", env=day, capture_output=True, text=True, check=False)

    assert result.returncode
    assert "`tomorrow` is no date." in result.stderr
    assert "Traceback" not in result.stderr


def test_the_starter_handbook_builds_strictly(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "here")
    result = mkdocs("build", "--strict", folder=tmp_path / "here")

    assert not result.returncode, result.stderr
    assert "WARNING" not in result.stderr
    assert (tmp_path / "here" / "site" / "workflows" / "example" / "lost-parcel" / "index.html").is_file()


@pytest.mark.catalogue(36)
def test_a_page_that_cannot_be_read_is_not_published_as_it_is(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "here")
    broken = tmp_path / "here" / "sops" / "procedures" / "example" / "broken.md"
    broken.write_text("---\ntitle: [\n---\n<script>alert(1)</script>\n", encoding="utf-8")
    mkdocs("build", folder=tmp_path / "here")

    assert (tmp_path / "here" / "site" / "index.html").is_file()
    assert not list((tmp_path / "here" / "site" / "procedures").rglob("broken*"))


def test_the_navigation_of_the_settings_wins(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "here")
    with (tmp_path / "here" / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("nav:\n  - Start: index.md\n  - Work: workflows/index.md\n")
    result = mkdocs("build", "--strict", folder=tmp_path / "here")

    assert not result.returncode, result.stderr
    page = Seen(tmp_path / "here" / "site" / "index.html")
    assert {"Start", "Work"} <= {word.strip() for word in page.words}


def test_the_plugin_is_thin() -> None:
    file = Path(sys.modules[HandrailPlugin.__module__].__file__ or "")

    assert len(file.read_text(encoding="utf-8").splitlines()) < 165


def test_a_builder_that_renders_what_changed_leaves_all_other_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    shutil.copytree(STARTER, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    settings = str(tmp_path / "here" / "mkdocs.yml")
    config = load_config(settings)
    config.plugins.run_event("startup", command="serve", dirty=True)
    build(config)
    site = tmp_path / "here" / "site"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    file = tmp_path / "here" / "sops" / "workflows" / "example" / "lost-parcel.yml"
    text = file.read_text(encoding="utf-8").replace("Look the parcel up", "Look for it again")
    file.write_text(text, encoding="utf-8")
    build(load_config(settings), dirty=True)  # `serve` reads its settings anew for each build

    changed = {path.relative_to(site).as_posix() for path, made in before.items() if path.stat().st_mtime_ns != made}
    page = (site / "workflows" / "example" / "lost-parcel" / "index.html").read_text("utf-8")
    assert "Look for it again" in page
    assert not re.search(r">\s*None\s*<", page), "the navigation names the pages that were left as they are"
    assert "workflows/example/lost-parcel/index.html" in changed
    assert len(changed) < len(before) / 10, changed


@pytest.mark.deep
@pytest.mark.parametrize("how", [(), ("--dirty",)], ids=["all", "dirty"])
def test_an_edited_file_is_shown_at_once(tmp_path: Path, how: tuple[str, ...]) -> None:
    shutil.copytree(STARTER, tmp_path / "here")
    file = tmp_path / "here" / "sops" / "workflows" / "example" / "lost-parcel.yml"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", *how, "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        command, cwd=file.parents[3], env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address_ = f"http://127.0.0.1:{port}/workflows/example/lost-parcel/"
        assert waited(address_, "Look the parcel up")
        file.write_text(
            file.read_text(encoding="utf-8").replace("Look the parcel up", "Look for it again"), encoding="utf-8"
        )
        assert waited(address_, "Look for it again")
        assert waited(f"http://127.0.0.1:{port}/handbook.json", "Look for it again"), (
            "all that follows from it comes, too"
        )
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def waited(address_: str, words: str) -> bool:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address_, timeout=5) as answer:  # noqa: S310 - our own server
                if words in answer.read().decode():
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.5)
    return False
