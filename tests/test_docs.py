"""What is written about the program is true and whole: README, CONTRIBUTING, CHANGELOG, the map, and the made pages."""

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import click
import pytest

from handrail.commands import cli, described
from handrail.demonstrate import every_rule
from handrail.drafts import beginning
from handrail.formats import all_formats
from handrail.reading.config import LEVELS
from handrail.rules import GROUPS, all_rules
from handrail.writing import write_all

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tooling/README.md")
PARCEL = "sops/workflows/example/lost-parcel.yml"


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """Everything that stands between backquotes in running text."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


# --- README


def test_the_readme_is_read_in_a_minute() -> None:
    assert len(read("README.md").splitlines()) <= 40


def fences() -> tuple[str, str]:
    """The broken passage of a workflow in the README, and the session below it."""
    passage = re.search(r"^```yaml\n(.*?)^```$", read("README.md"), re.MULTILINE | re.DOTALL)
    session = re.search(r"^```console\n(.*?)^```$", read("README.md"), re.MULTILINE | re.DOTALL)
    assert passage
    assert session
    return passage[1], session[1]


def laid_over(whole: str, passage: str) -> str:
    """The workflow with a step replaced by the passage, which begins with the step's name."""
    name = passage.partition("\n")[0]
    old = re.search(rf"^{re.escape(name)}\n(?:    .*\n)+", whole, re.MULTILINE)
    assert old, f"the starter workflow has no step {name}"
    return whole.replace(old[0], passage)


def test_the_session_in_the_readme_is_what_happens(tmp_path: Path) -> None:
    passage, session = fences()
    command, _, expected = session.partition("\n")
    day = re.findall(r" as of (\d{4}-\d\d-\d\d)\.", expected)[-1]
    files = beginning(schemas={})
    write_all(tmp_path, files | {PARCEL: laid_over(files[PARCEL], passage)})

    words = shlex.split(command.removeprefix("$ "))
    start = [sys.executable, "-c", "from handrail.cli import main; main()", *words[1:], "--as-of", day]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(start, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)

    assert words[0] == "handrail"
    assert done.returncode == 1
    assert done.stdout.rstrip("\n") == expected.rstrip("\n")


def test_the_readme_names_the_two_commands_and_where_things_are() -> None:
    text = read("README.md")

    for wanted in ("make handbook", "make test", "sops/", "schemas/", "tooling/README.md", "CONTRIBUTING.md"):
        assert wanted in text


# --- what the documents name exists


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_leads_somewhere(path: str) -> None:
    folder = (ROOT / path).parent
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(path))

    assert [target for target in targets if "://" not in target and not (folder / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_make_target_that_is_named_exists(path: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {name for each in code(read(path)) for name in re.findall(r"^make ([a-z-]+)", each)}

    assert named <= targets


def commands() -> dict[str, click.Command]:
    return {shown.name: _found(shown.name.split()[1:]) for shown in described()}


def _found(words: list[str], group: click.Group = cli) -> click.Command:
    command = group.get_command(click.Context(group), words[0])
    assert command
    return _found(words[1:], command) if isinstance(command, click.Group) else command


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_call_that_is_shown_is_one(path: str) -> None:
    calls = [re.sub(r"^(\.venv/bin/)", "", each) for each in code(read(path))]
    for call in (each for each in calls if each.startswith("handrail ")):
        name = next((name for name in commands() if f"{call} ".startswith(f"{name} ")), None)
        assert name, f"{path} shows `{call}`"


# --- what exists is documented


def test_the_changelog_names_every_command_and_format() -> None:
    text = read("CHANGELOG.md")

    assert [name for name in commands() if f"`{name}" not in text] == []
    assert [name for name in all_formats() if f"`{name}`" not in text] == []


def test_the_changelog_ends_with_the_version_that_there_is() -> None:
    assert re.search(r"^## \[(Unreleased|0\.1\.0)\]", read("CHANGELOG.md"), re.MULTILINE)


def test_contributing_says_how_to_begin_and_how_to_be_sure() -> None:
    text = read("CONTRIBUTING.md")

    for wanted in ("make handbook", "make serve", "make test", "make lock", "handrail check", "handrail explain"):
        assert wanted in text
    assert len(text.splitlines()) <= 50


@cache
def command_pages() -> str:
    return "\n".join(
        "\n".join([shown.usage, shown.help, *(f"{name} {says}" for name, says in shown.options), shown.epilog])
        for shown in described()
    )


@pytest.mark.parametrize("name", list(commands()))
def test_every_option_of_every_command_says_what_it_does(name: str) -> None:
    shown = next(shown for shown in described() if shown.name == name)
    options = [param for param in commands()[name].params if isinstance(param, click.Option)]

    for option in options:
        record = next((says for names, says in shown.options if option.opts[0] in names), "")
        assert len(record) > 8, f"{name} {option.opts[0]}"


def test_every_format_says_for_whom_it_is() -> None:
    for name in all_formats():
        assert f"{name}: for " in command_pages()


def test_the_settings_are_shown_where_people_look() -> None:
    for wanted in ("handrail.toml", "[tool.handrail]", "pyproject.toml", *LEVELS):
        assert wanted in command_pages()


@pytest.fixture(scope="module")
def shown_rules() -> dict[str, object]:
    return {shown.id: shown for shown in every_rule()}


@pytest.mark.parametrize("name", list(all_rules()))
def test_every_rule_has_its_page(name: str) -> None:
    shown = {each.id: each for each in every_rule()}[name]

    assert shown.group in GROUPS
    assert shown.summary
    assert shown.reason
    assert all(says for _, _, says in shown.options), f"an option of {name} does not say what it does"
    assert all(f"[{name}]: " in each.output for each in shown.bad), f"the check is silent on a bad example of {name}"


def test_examples_are_shown_as_of_a_fixed_day() -> None:
    from handrail.demonstrate import AS_OF

    assert date(2026, 11, 25) == AS_OF
