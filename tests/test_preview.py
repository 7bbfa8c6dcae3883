"""What somebody sees who edits a handbook while MkDocs serves it: the edited pages at once, and then all of it."""

import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handrail import preview
from handrail.pages import SitePage, later
from handrail.preview import BELL, Bell, Preview
from handrail.reading.config import load_config
from handrail.ready import Ready, made_ready
from starter import FOLDER

WORKFLOW, SOP = "workflows/example/lost-parcel.yml", "procedures/example/lost-parcel.md"
DAY = date(2026, 11, 25)


class Rung:
    """A bell that counts."""

    file = Path()

    def __init__(self) -> None:
        self.times = 0

    def ring(self) -> None:
        self.times += 1


@pytest.fixture
def book(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "handbook" / "sops")
    return tmp_path / "handbook"


@pytest.fixture
def shown(book: Path) -> Preview:
    """A preview that has built the handbook once, and has a bell."""
    found = Preview()
    build(found, book)
    found.show()
    found.bell = Rung()  # type: ignore[assignment]
    return found


def build(shown: Preview, book: Path, **given: Any) -> Ready:  # noqa: ANN401 - whatever a build is given
    return shown.build(load_config(book), **{"as_of": DAY, "commands": tuple, **given})


def edit(book: Path, file: str, old: str, new: str) -> None:
    path = book / "sops" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def texts(ready: Ready) -> dict[str, str]:
    return {page.path: page.text for page in ready.pages}


def rung(shown: Preview) -> int:
    bell: object = shown.bell
    assert isinstance(bell, Rung)
    return bell.times


def test_the_page_of_an_edited_file_comes_first_and_all_others_with_the_next_build(book: Path, shown: Preview) -> None:
    before = shown.texts
    edit(book, WORKFLOW, "Look the parcel up", "Look for the parcel")

    first = texts(build(shown, book))
    shown.show()
    changed = {path for path, text in first.items() if text != before[path]}
    rest = texts(build(shown, book))
    shown.show()

    page, procedure = WORKFLOW.replace(".yml", ".md"), SOP
    assert {page, procedure} <= changed < {path for path, text in rest.items() if text != before[path]}
    assert "Look for the parcel" in first[page]
    assert "Look for the parcel" in rest["handbook.json"]
    assert "Look for the parcel" not in first["handbook.json"]
    assert rung(shown) == 1, "the first build calls for the other, which calls for none"


def files() -> list[str]:
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*") if path.suffix in (".yml", ".md"))


@pytest.mark.parametrize("file", files())
def test_what_is_shown_first_is_what_stays(book: Path, shown: Preview, file: str) -> None:
    edit(book, file, "the ", "the very ") if "the " in (book / "sops" / file).read_text("utf-8") else edit(
        book, file, "\n", "\n\n"
    )

    first = build(shown, book)
    before = shown.texts
    rest = build(shown, book)

    for path, text in texts(first).items():
        assert text in (before[path], texts(rest)[path]), path
    assert rest == made_ready(load_config(book), as_of=DAY, commands=tuple)


def a_new_file(book: Path) -> None:
    (book / "sops/procedures/example/more.md").write_text("# More\n", encoding="utf-8")


def no_yaml(book: Path) -> None:
    edit(book, WORKFLOW, "title: ", "title: [")


def another_address(book: Path) -> None:
    edit(book, "register/facts.yml", "\n", "\n")
    text = (book / "sops/register/facts.yml").read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("  ") and line.endswith(":")).strip(" :")
    (book / "sops/register/facts.yml").write_text(text.replace(f"  {name}:", "  quite-another:", 1), "utf-8")


def a_link(book: Path) -> None:
    (book / "sops/procedures/example/more.md").symlink_to("lost-parcel.md")
    edit(book, SOP, "the ", "the very ")


@pytest.mark.parametrize("change", [a_new_file, no_yaml, another_address, a_link])
def test_where_pages_come_or_go_all_of_it_is_made_at_once(book: Path, shown: Preview, change: Any) -> None:  # noqa: ANN401
    change(book)

    ready = build(shown, book)
    shown.show()

    assert ready == made_ready(load_config(book), as_of=DAY, commands=tuple)
    assert rung(shown) == 0


def test_other_settings_and_another_day_are_another_site(book: Path, shown: Preview) -> None:
    edit(book, SOP, "the ", "the very ")
    assert build(shown, book, as_of=date(2026, 11, 26)).pages != build(shown, book).pages
    (book / "handrail.toml").write_text('problems = "https://tickets.example/{page}"\n', encoding="utf-8")
    edit(book, SOP, "the ", "the very ")
    build(shown, book)
    shown.show()
    assert rung(shown) == 0
    assert all("tickets.example" in text for path, text in shown.texts.items() if path == SOP)


def test_without_a_bell_everything_is_built(book: Path, shown: Preview) -> None:
    shown.bell = None
    edit(book, WORKFLOW, "Look the parcel up", "Look for the parcel")

    assert "Look for the parcel" in texts(build(shown, book))["handbook.json"]


def test_a_handbook_that_is_gone_is_told(book: Path, shown: Preview) -> None:
    settings = load_config(book)
    shutil.rmtree(book / "sops")

    ready = shown.build(settings, as_of=DAY, commands=tuple)

    assert "cannot be read" in ready.told[0][1]
    assert len(ready.pages) < len(shown.texts)


def test_a_bell_rings_once_for_all_who_rang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "SOON", 0.2)
    bell = Bell(tmp_path / BELL)
    made = bell.file.stat().st_mtime_ns
    for _ in range(3):
        bell.ring()
        time.sleep(0.05)
        assert bell.file.stat().st_mtime_ns == made, "nobody has been quiet for long enough"

    for _ in range(100):
        if bell.file.stat().st_mtime_ns != made:
            break
        time.sleep(0.05)
    assert bell.file.stat().st_mtime_ns != made


def test_a_bell_that_was_taken_away_rings_for_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preview, "SOON", 0.0)
    bell = Bell(tmp_path / BELL)
    bell.file.unlink()
    bell.ring()
    time.sleep(0.2)

    assert (capfd.readouterr().err, bell.file.exists()) == ("", False)


def test_a_page_that_lies_elsewhere_than_was_said_is_our_fault() -> None:
    page = later("facts/x.md", "", lambda: SitePage("facts/y.md", ""))

    with pytest.raises(ValueError, match=r"was made as `facts/y\.md`"):
        assert page.text
