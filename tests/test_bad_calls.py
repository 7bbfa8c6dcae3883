"""Days, terminals and settings as they come: a wrong call says what is wrong, and a right one looks right everywhere."""

import os
import re
import subprocess
import unicodedata
from datetime import date
from pathlib import Path

import pytest

import starter
from calls import DAY, PROGRAM, Call, apart
from handrail.check import Selection, check_sources, choose_rules
from handrail.formats import Look, all_formats, named
from handrail.ground.source import Source
from handrail.pages import Site, all_pages
from starter import PAGE, WORKFLOW, lay, told

TODAY = date(2026, 11, 25)


# --- days

REFUSED_DAYS = [
    "tomorrow",
    "2027-02-29",
    "9999-12-31",
    "0001-01-01",
    "26-11-25",
    "2026-W48-3",
    "\u0662\u0660\u0662\u0666-11-25",
    "",
]


@pytest.mark.catalogue(31)
@pytest.mark.promise("no-traceback")
@pytest.mark.parametrize("day", REFUSED_DAYS)
def test_a_day_that_is_none_is_a_wrong_call(parcels: Path, handrail: Call, day: str) -> None:
    if day == "2026-W48-3":
        assert handrail("check", "--as-of", day).code in {0, 2}
        return
    ended = handrail("check", "--as-of", day)

    assert ended.code == 2
    assert re.search(r"is no date|too far away", ended.err)


@pytest.mark.catalogue(31)
@pytest.mark.promise("no-traceback")
@pytest.mark.parametrize(
    "day", [date(1900, 1, 1), date(2024, 2, 29), date(2028, 2, 29), date(2026, 12, 31), date(2999, 12, 31)]
)
def test_any_day_of_the_calendar_can_be_asked_for(day: date) -> None:
    sources = [Source(path, data) for path, data in starter.files().items()]
    report = check_sources(sources, rules=choose_rules(Selection()), as_of=day)

    assert not report.crashed
    assert all_pages(Site(report.handbook))


DATES = ("0001-01-01", "1582-10-10", "2024-02-29", "2999-12-31", "9999-12-31")
DATED = {
    "from": ("from: 2026-11-02", "from: {}"),
    "retired": ("owner:", "retired-on: {}\nowner:"),
    "looked at": ("owner:", "last-reviewed: {}\nowner:"),
}


@pytest.mark.catalogue(9, 31)
@pytest.mark.parametrize("written", DATES)
@pytest.mark.parametrize("name", DATED)
def test_days_at_the_ends_of_the_calendar_stop_nothing(name: str, written: str) -> None:
    old, new = DATED[name]
    report = lay(PAGE, starter.text(PAGE).replace(old, new.format(written), 1))

    assert not report.crashed
    assert all_pages(Site(report.handbook))


@pytest.mark.catalogue(31)
@pytest.mark.parametrize("length", ["999999 years", "999999 months", "999999 working days", "999999 minutes"])
def test_lengths_of_time_beyond_the_calendar_stop_nothing(length: str) -> None:
    for path, old, key in ((PAGE, "review-every: 12 months", "review-every"), (WORKFLOW, "wait: 1 day", "wait")):
        report = lay(path, starter.text(path).replace(old, f"{key}: {length}", 1))
        assert not report.crashed
        assert all_pages(Site(report.handbook))


@pytest.mark.catalogue(31)
def test_what_was_approved_in_the_future_was_not() -> None:
    later = starter.text(PAGE).replace("owner:", "last-reviewed: 2027-11-02\nowner:", 1)

    assert ("impossible-date", PAGE) in {(rule, path) for rule, path, _ in told(lay(PAGE, later))}


@pytest.mark.catalogue(31)
@pytest.mark.promise("same-bytes")
def test_around_midnight_the_day_is_that_of_utc(parcels: Path) -> None:
    said = {
        apart(parcels, "check", TZ=zone).out.rpartition("as of ")[2] for zone in ("Pacific/Kiritimati", "Etc/GMT+12")
    }

    assert len(said) == 1


# --- terminals


@pytest.mark.catalogue(32)
@pytest.mark.parametrize("form", all_formats())
@pytest.mark.parametrize("width", [1, 20, 10_000])
def test_every_width_is_one(form: str, width: int) -> None:
    text = (
        starter.text(WORKFLOW)
        .replace("title: Find", "title: " + "寄件 Find e\u0301 " * 30, 1)
        .replace("go: inform", "go: infrom")
    )
    report = lay(WORKFLOW, text)

    assert "infrom" in named(form).render(report, Look(colour=True, width=width))
    shown = named(form).render(report, Look(width=width))
    assert "infrom" in shown
    if form == "plain" and width == 20:
        excerpts = [line for line in shown.splitlines() if re.match(r" *\d* +\| ", line)]
        assert excerpts
        assert max(map(_columns, excerpts)) <= 80


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-traceback", "exit-codes")
@pytest.mark.parametrize(
    "more",
    [
        {"COLUMNS": "20", "TERM": "dumb"},
        {"COLUMNS": "many", "TERM": ""},
        {"PYTHONIOENCODING": "ascii:strict", "NO_COLOR": "1", "LC_ALL": "C"},
        {"PYTHONIOENCODING": "utf-16", "LC_ALL": "xx_XX.unknown"},
    ],
)
def test_a_strange_terminal_changes_no_verdict(parcels: Path, more: dict[str, str]) -> None:
    file = parcels / "sops" / WORKFLOW
    file.write_text(
        file.read_text("utf-8").replace("title: Find", "title: 寄件 Find").replace("go: inform", "go: infrom"), "utf-8"
    )

    ended = apart(parcels, "check", *DAY, **more)

    assert ended.code == 1
    assert "unknown-step" in ended.out.replace("\x00", "")
    assert "Traceback" not in ended.said


EVIL = "::error::x \x1b[31m\x9b2J ##vso[task.setvariable]x ::set-output name=a::b \u202e"


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
def test_what_stands_in_a_call_or_a_setting_acts_in_no_log(parcels: Path, handrail: Call) -> None:
    (parcels / "handrail.toml").write_text('"::error::x\\u001b[31m" = "y"\n', encoding="utf-8")
    said = [handrail("check", *DAY), handrail("explain", EVIL), handrail("check", EVIL), handrail("new", "sop", EVIL)]
    (parcels / "handrail.toml").unlink()
    said += [
        handrail("check", *DAY, "--select", EVIL),
        handrail("check", *DAY, "--format", EVIL),
        handrail("diff", EVIL),
    ]
    said += [
        handrail("prove", EVIL),
        handrail("paths", EVIL),
        handrail("impact", EVIL),
        handrail("check", "--as-of", EVIL),
    ]

    for ended in said:
        assert ended.code == 2
        assert not [sign for sign in ended.said if not sign.isprintable() and sign != "\n"], ended.err
        assert not [line for line in ended.said.splitlines() if line.lstrip().startswith(("::", "##"))]


@pytest.mark.catalogue(26, 32)
@pytest.mark.promise("no-traceback")
@pytest.mark.parametrize("call", ["--help", "rules", "explain dead-end", "check --format json", "paths lost-parcel"])
def test_whoever_has_seen_enough_hears_no_complaint(parcels: Path, call: str) -> None:
    shell = " ".join(f"'{word}'" for word in PROGRAM)
    done = subprocess.run(
        ["sh", "-c", f"{shell} {call} | head -n 1 | true"], cwd=parcels, check=False, capture_output=True, text=True
    )

    assert done.stderr == ""


# --- settings

SETTINGS = {
    "a key that does not exist": ('handbok = "sops"', "Nearest: handbook"),
    "a handbook that is a number": ("handbook = 3", "a folder's name"),
    "a handbook outside": ('handbook = "/etc"', "lies outside"),
    "a handbook above": ('handbook = "../.."', "lies outside"),
    "a zero byte": ('handbook = "a\\u0000b"', "is none"),
    "a handbook that is not there": ('handbook = "nothing"', "no such folder"),
    "a baseline outside": ('baseline = "../b.json"', "no name of a file"),
    "a rule that does not exist": ("[rules.ded-end]", "no rule `ded-end`"),
    "an option that does not exist": ("[rules.too-complex]\nstep = 3", "no option `step`"),
    "an option of another kind": ('[rules.too-complex]\nsteps = "x"', "cannot be `x`"),
    "an option that is a yes": ("[rules.too-complex]\nsteps = true", "cannot be `True`"),
    "a level that does not exist": ('[rules.too-complex]\nlevel = "loud"', "no level"),
    "a level that is a list": ('[rules.too-complex]\nlevel = ["off"]', "no level"),
    "rules that are no table": ("rules = 3", "no table"),
    "owners that are no table": ("owners = 3", "no table"),
    "what always counts": ('[rules.invalid-yaml]\nlevel = "off"', "always counts"),
    "no toml": ("x = [[[", "cannot be read"),
    "very deep": ("x = " + "[" * 100_000, "cannot be read"),
    "deep and closed": ("x = " + "[" * 3_000 + "]" * 3_000, "cannot be read"),
    "another encoding": ('handbook = "\udcff"', "cannot be read"),
    "twice": ('handbook = "sops"\nhandbook = "x"', "cannot be read"),
}


@pytest.mark.catalogue(33)
@pytest.mark.promise("exit-codes", "no-traceback")
@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_cannot_be_followed_are_a_wrong_call(parcels: Path, handrail: Call, name: str) -> None:
    written, says = SETTINGS[name]
    (parcels / "handrail.toml").write_bytes(written.encode("utf-8", "surrogateescape"))

    ended = handrail("check", *DAY)

    assert (ended.code, says in ended.err) == (2, True), ended.err


@pytest.mark.catalogue(33)
@pytest.mark.parametrize("text", ["tool = 3", "[tool]\nhandrail = 3", "[tool.handrail", "[tool.handrail]\nx = 1"])
def test_settings_of_a_project_are_read_as_carefully(parcels: Path, handrail: Call, text: str) -> None:
    (parcels / "pyproject.toml").write_text(text, encoding="utf-8")

    ended = handrail("check", *DAY)

    assert ended.code == (0 if text == "tool = 3" else 2)
    assert "Traceback" not in ended.err


def _to_a_device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _to_itself(place: Path) -> None:
    place.symlink_to(place.name)


@pytest.mark.catalogue(23, 33)
def test_settings_that_are_no_file_are_a_wrong_call(parcels: Path, handrail: Call) -> None:
    place = parcels / "handrail.toml"
    for make in (Path.mkdir, os.mkfifo, _to_a_device, _to_itself):
        make(place)
        ended = handrail("check", *DAY)
        assert (ended.code, "is no file" in ended.err) == (2, True)
        place.rmdir() if place.is_dir() else place.unlink()


@pytest.mark.catalogue(33)
def test_the_environment_sets_the_day_and_nothing_else(
    parcels: Path, handrail: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_AS_OF", "2026-11-20")
    for name in ("HANDRAIL_HANDBOOK", "HANDRAIL_SELECT", "HANDRAIL_CHECK_SELECT", "HANDRAIL_FORMAT"):
        monkeypatch.setenv(name, "nothing")

    ended = handrail("check")

    assert ended.code == 0
    assert "as of 2026-11-20" in ended.out
