"""Bytes as editors save them: encodings, line ends and invisible characters, with the place that an editor shows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import starter
from handrail.formats import Look
from handrail.formats.plain import render
from starter import FACTS, PAGE, WORKFLOW, lay, told

TEXT = starter.text(WORKFLOW)
TITLE = "title: Find a lost parcel"
LINE = TEXT[: TEXT.index(TITLE)].count("\n") + 1


def titled(title: str) -> str:
    return TEXT.replace(TITLE, f"title: {title}", 1)


INVISIBLE = {
    "nul": ("\x00", "NUL (U+0000)"),
    "bell": ("\x07", "control character (U+0007)"),
    "escape": ("\x1b[31m", "control character (U+001B)"),
    "delete": ("\x7f", "control character (U+007F)"),
    "c1": ("\x9b", "control character (U+009B)"),
    "next-line": ("\x85", "next line (U+0085)"),
    "line-separator": ("\u2028", "line separator (U+2028)"),
    "paragraph-separator": ("\u2029", "paragraph separator (U+2029)"),
    "no-character": ("\uffff", "(U+FFFF)"),
}


@pytest.mark.catalogue(14)
@pytest.mark.parametrize("path", [WORKFLOW, PAGE])
@pytest.mark.parametrize("name", INVISIBLE)
def test_an_invisible_character_is_found_where_it_stands(name: str, path: str) -> None:
    character, said = INVISIBLE[name]
    text = starter.text(path).replace("title: Find a lost", f"title: Find {character}a lost", 1)

    (finding,) = lay(path, text).findings

    assert finding.rule == "invalid-yaml"
    assert said in finding.message
    assert finding.at.span is not None
    assert text.split("\n")[finding.at.span.line - 1][finding.at.span.column - 1 :].startswith(character)


@pytest.mark.catalogue(14)
@pytest.mark.parametrize("code", ["\\0", "\\e[31m", "\\x9b", "\\u2028", "\\N", "\\L"])
def test_a_backslash_brings_no_invisible_character_in(code: str) -> None:
    report = lay(WORKFLOW, titled(f'"Find {code} it"'))

    assert told(report) == [("invalid-yaml", WORKFLOW, LINE)]
    assert "A backslash puts an invisible character into this text" in report.findings[0].message


@pytest.mark.catalogue(14)
@pytest.mark.parametrize("data", [b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\xf4\x90\x80\x80"])
def test_half_a_character_is_no_utf8(data: bytes) -> None:
    report = lay(WORKFLOW, TEXT.encode().replace(b"Find", data, 1))

    assert told(report) == [("invalid-yaml", WORKFLOW, LINE)]


@pytest.mark.catalogue(14)
def test_half_a_character_behind_a_backslash_is_none() -> None:
    report = lay(WORKFLOW, titled('"\\ud800"'))

    assert told(report) == [("invalid-yaml", WORKFLOW, LINE)]
    assert report.findings[0].message == "In double quotes a backslash begins a code, and `\\u` is none here."


@pytest.mark.catalogue(15)
def test_a_byte_order_mark_is_no_content() -> None:
    for path in starter.files():
        assert not lay(path, b"\xef\xbb\xbf" + starter.files()[path]).findings


@pytest.mark.catalogue(15)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_named(encoding: str) -> None:
    (finding,) = lay(WORKFLOW, TEXT.encode(encoding)).findings

    assert finding.message == f"This file is saved as UTF-{encoding[4:6]}."
    assert finding.hint == "Save it as UTF-8."


@pytest.mark.catalogue(15)
def test_smart_quotes_of_an_old_word_processor_are_found_by_byte_and_place() -> None:
    title = titled("The \u201clost\u201d parcel")
    data = title.encode("cp1252")

    (finding,) = lay(WORKFLOW, data).findings

    assert starter.line(finding) == LINE
    assert finding.at.span is not None
    assert finding.at.span.column == 12
    assert finding.message == f"Byte {data.index(0x93)} of this file (0x93) is not UTF-8."
    assert "Windows-1252 the byte is `\u201c`" in finding.hint


@pytest.mark.catalogue(15)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_broken_byte_in_the_middle_is_found_by_its_offset(start: bytes) -> None:
    data = start + TEXT.replace("steps:", "st\xe9ps:").encode("latin-1")

    (finding,) = lay(WORKFLOW, data).findings

    assert f"Byte {data.index(0xE9)} " in finding.message
    assert starter.line(finding) == TEXT[: TEXT.index("steps:")].count("\n") + 1


ENDS = {"crlf": "\r\n", "cr": "\r"}
SLIPS = {
    WORKFLOW: TEXT.replace("within: 10 minutes", "within: 10 minuts").replace("team: support", "team: suport"),
    PAGE: starter.text(PAGE).replace("owner: team-lead", "owner: team-leed").replace("## Records", "## Notes"),
    FACTS: starter.text(FACTS).replace("    lost: It", "    lost: Yes: it"),
}


@pytest.mark.catalogue(16)
@pytest.mark.parametrize("path", SLIPS)
def test_line_ends_change_nothing(path: str) -> None:
    text = SLIPS[path]
    lines = text.split("\n")
    mixed = "".join(line + ("\n", "\r", "\r\n")[number % 3] for number, line in enumerate(lines[:-1]))
    told_of = lay(path, text).findings

    assert told_of
    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), mixed, text.rstrip("\n")):
        assert lay(path, other).findings == told_of


@pytest.mark.catalogue(16)
def test_a_sound_handbook_is_sound_with_every_line_end() -> None:
    for path, data in starter.files().items():
        for other in (data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r"), data.rstrip(b"\n")):
            assert not lay(path, other).findings, path


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
def test_what_is_shown_is_harmless() -> None:
    report = lay(WORKFLOW, titled("Find \x1b[31m a lost parcel \u202e"))

    assert "\x1b" not in render(report, Look(width=80, colour=False))


@pytest.mark.catalogue(15)
@pytest.mark.promise("same-bytes")
def test_the_language_of_the_machine_changes_nothing(tmp_path: Path) -> None:
    """A check of a page in Chinese, on a machine that knows only ASCII."""
    for path, data in starter.files().items():
        file = tmp_path / "sops" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.replace(b"title: Find a lost parcel", "title: 寻找丢失的包裹".encode()))
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    said = set()
    for language in ("C", "POSIX", "C.UTF-8"):
        done = subprocess.run(
            [sys.executable, "-c", "from handrail.cli import main; main()", "check"],
            cwd=tmp_path,
            env=plain | {"LANG": language, "LC_ALL": language, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        said.add(done.stdout)
    assert len(said) == 1
