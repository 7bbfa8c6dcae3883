"""The same input gives the same bytes: every format and the whole site, whatever the machine says and in whatever order."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

import starter
from calls import DAY, PROGRAM
from handrail.check import Selection, check_sources, choose_rules
from handrail.formats import all_formats
from handrail.ground.report import Report
from handrail.ground.source import Source
from published import environment
from starter import FACTS, WORKFLOW

MACHINES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "COLUMNS": "40"},
    {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "HOME": "/nonexistent"},
)


def run(folder: Path, command: list[str], more: dict[str, str]) -> None:
    plain = {key: value for key, value in environment().items() if not key.startswith(("LC_", "LANG"))}
    subprocess.run(command, cwd=folder, env=plain | more, check=False, capture_output=True, timeout=300)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.catalogue(31)
@pytest.mark.promise("same-bytes")
def test_every_format_and_every_page_is_the_same_on_two_machines(parcels: Path, tmp_path: Path) -> None:
    file = parcels / "sops" / WORKFLOW
    file.write_text(
        file.read_text("utf-8").replace("go: inform", "go: infrom").replace("Look the", "Promptly 寄件 the"), "utf-8"
    )
    made = []
    for number, machine in enumerate(MACHINES):
        target = tmp_path / str(number)
        more = machine | {"XDG_CACHE_HOME": str(target / "cache")}
        reports = [word for form in all_formats() for word in ("--report", f"{form}={target / form}")]
        run(parcels if number else parcels / "sops/register", [*PROGRAM, "check", *DAY, *reports], more)
        run(parcels, [*PROGRAM, "export", "site", str(target / "site"), *DAY], more)
        made.append({path: data for path, data in files(target).items() if not path.startswith("cache/")})

    assert len(made[0]) > 200 + len(all_formats())
    assert made[0] == made[1]


@pytest.mark.deep
@pytest.mark.promise("same-bytes")
def test_two_builds_of_the_whole_site_are_the_same(repo: Path, tmp_path: Path) -> None:
    made = []
    for number, machine in enumerate(MACHINES):
        more = machine | {
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "HANDRAIL_AS_OF": DAY[1],
            "SOURCE_DATE_EPOCH": "1795564800",
        }
        run(repo, [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / str(number))], more)
        made.append(files(tmp_path / str(number)))

    assert len(made[0]) > 200
    assert {path for path in made[0] if made[0][path] != made[1].get(path)} == set()
    assert made[0].keys() == made[1].keys()


def checked(changes: dict[str, str]) -> Report:
    laid = starter.files() | {path: text.encode() for path, text in changes.items()}
    sources = [Source(path, data) for path, data in laid.items()]
    random.Random(len(str(changes))).shuffle(sources)  # noqa: S311 - nobody is to be kept out
    return check_sources(sources, rules=choose_rules(Selection()), as_of=starter.AS_OF)


def said(report: Report) -> list[tuple[str, str, str]]:
    """What is found, without the lines, which move."""
    return sorted((each.rule, each.at.path, re.sub(r"lines? \d+", "line", each.message)) for each in report.findings)


@pytest.mark.promise("same-bytes")
@pytest.mark.parametrize("path", [WORKFLOW, FACTS, "register/marks.yml", "register/organisation.yml"])
def test_the_order_of_keys_changes_no_finding(path: str) -> None:
    """Where the order means nothing: the keys of a workflow, the entries of a register."""
    text = (
        starter.text(path)
        .replace("within: 10 minutes", "within: soon", 1)
        .replace("asks: ", "asked: ", 1)
        .replace("says: ", "say: ", 1)
    )
    head, *blocks = re.split(r"(?m)^(?=[\w\"'])", text)
    wanted = said(checked({path: text}))
    dice = random.Random(path)  # noqa: S311 - nobody is to be kept out
    assert len(blocks) > 2
    for _ in range(3):
        dice.shuffle(blocks)
        other = head + "".join(block if block.endswith("\n") else f"{block}\n" for block in blocks)

        assert said(checked({path: other})) == wanted


@pytest.mark.promise("same-bytes")
def test_where_the_handbook_lies_changes_nothing(parcels: Path, tmp_path: Path) -> None:
    (parcels / "sops" / WORKFLOW).write_text("title: [\n", encoding="utf-8")
    other = tmp_path / "a folder with spaces and ü"
    parcels.rename(other)
    seen = set()
    for folder in (other, other / "sops", other / "sops/register"):
        done = subprocess.run(
            [*PROGRAM, "check", *DAY, "--format", "json"], cwd=folder, check=False, capture_output=True
        )
        seen.add((done.returncode, done.stdout))

    assert len(seen) == 1
    assert next(iter(seen))[0] == 1
    assert tmp_path.as_posix().encode() not in next(iter(seen))[1]
