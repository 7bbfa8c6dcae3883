"""Schemas that lead nowhere else, no connection, nothing run, nothing written; and patterns that always end soon."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import handrail
import starter
from handrail.pages import Site, all_pages
from handrail.reading.schema import kinds, schema
from starter import PAGE, WORKFLOW, lay
from watched import READS, WRITES

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """Return what every command did in a handbook in git, with a network that is watched."""
    folder = tmp_path_factory.mktemp("watched") / "parcels"
    paths = [str(ROOT / "tests"), str(ROOT / "tooling")]
    more = os.environ | {"XDG_CACHE_HOME": str(folder.parent / "cache"), "PYTHONPATH": os.pathsep.join(paths)}
    begin = "from handrail.drafts import beginning; from handrail.writing import write_all; from pathlib import Path; import sys; write_all(Path(sys.argv[1]), beginning(schemas={}))"
    subprocess.run([sys.executable, "-c", begin, str(folder)], env=more, check=True)
    who = (
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "commit.gpgsign=false",
    )
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "One")):
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    command = [sys.executable, str(ROOT / "tests/watched.py"), str(folder)]
    done = subprocess.run(command, env=more, check=False, capture_output=True, text=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(READS) + len(WRITES), done.stderr
    assert {each["code"] for each in told} <= {0, 1}, [
        (each["call"], each["said"]) for each in told if each["code"] > 1
    ]
    return told


@pytest.mark.catalogue(34, 43)
@pytest.mark.promise("no-network")
def test_no_command_opens_a_connection(watched: list[dict[str, object]]) -> None:
    assert [(each["call"], each["connected"]) for each in watched if each["connected"]] == []


@pytest.mark.catalogue(29, 42)
@pytest.mark.promise("no-code")
def test_no_command_starts_a_program_but_git(watched: list[dict[str, object]]) -> None:
    assert [(each["call"], each["started"]) for each in watched if each["started"] not in ([], ["git"])] == []


@pytest.mark.catalogue(25)
@pytest.mark.promise("read-only")
def test_what_only_looks_writes_nothing(watched: list[dict[str, object]]) -> None:
    looks = [each for each in watched if each["call"] in [list(call) for call in READS]]

    assert len(looks) == len(READS)
    assert [(each["call"], each["wrote"]) for each in looks if each["wrote"]] == []
    assert all(each["wrote"] for each in watched if each not in looks), "the watch sees nothing"


@pytest.mark.catalogue(34)
@pytest.mark.promise("no-network")
def test_a_schema_leads_to_itself_alone() -> None:
    for kind in kinds():
        text = json.dumps(schema(kind))
        assert [each for each in re.findall(r'"\$ref": "([^"]*)"', text) if not each.startswith("#/$defs/")] == [], kind
        assert not re.search(r'"\$(dynamicRef|recursiveRef|anchor|vocabulary)"', text), kind


@pytest.mark.catalogue(34)
@pytest.mark.promise("no-code")
def test_a_handbook_brings_no_schema_of_its_own() -> None:
    """`$schema` in a comment is for editors; as a key it is no key, and nobody fetches it."""
    address = "http://169.254.169.254/latest/meta-data"
    for line in (f"$schema: {address}\n", f"$ref: {address}\n", f"$id: {address}\n"):
        found = lay(WORKFLOW, starter.text(WORKFLOW) + line).findings
        assert "schema-violation" in {each.rule for each in found}
    assert not lay(WORKFLOW, f"# yaml-language-server: $schema={address}\n{starter.text(WORKFLOW)}").findings


def patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """Every pattern that a module of the program holds."""
    for found in walk_packages(handrail.__path__, "handrail."):
        if found.name.endswith("__main__"):
            continue
        module = import_module(found.name)
        for name, held in vars(module).items():
            lazy = isinstance(getattr(held, "__wrapped__", None), partial) and name.isupper()
            value = held() if lazy else held
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{found.name}.{name}", value


PIECES = (
    "a", " ", "\n", "-", "*", "_", "`", "[", "](", "<!--", "&#", ".", '"', "\\", "1 ", "a ", "a-", "a\n", "- a", ": ", "\u201c", "\u00e9",
)  # fmt: skip
SIZES = {24: 0.05, 200: 0.1, 1_500: 0.5}
"""Signs of a text, and the seconds of computing that a pattern may take: what goes back and forth takes minutes."""


@pytest.mark.catalogue(35)
@pytest.mark.promise("bounded")
def test_no_pattern_of_ours_goes_back_and_forth() -> None:
    """Each pattern against texts of one piece, with an end that fits nothing; longer ones only if it was quick before."""
    known = dict(patterns())
    assert len(known) > 50
    slow = []
    for name, pattern in known.items():
        for piece in PIECES:
            for size, soon in SIZES.items():
                text = piece * (size // len(piece)) + "\x01"
                begun = time.process_time()
                pattern.search(text)
                if time.process_time() - begun > soon:
                    slow.append((name, piece, size))
                    break
    assert slow == []


@pytest.mark.catalogue(35)
@pytest.mark.promise("bounded")
@pytest.mark.parametrize(
    "text",
    [
        "[" * 3_000,
        "![" * 1_500,
        "*a " * 3_000,
        "**a_ " * 1_500,
        "`" * 3_000,
        "> " * 19 + "a\n",
        "<a " * 2_000,
        "&#x" * 2_000,
        "[a](b " * 1_500,
    ],
    ids=range(9),
)
def test_no_page_takes_long_to_be_made(text: str) -> None:
    page = starter.text(PAGE).replace("## Example\n", f"## Example\n\n{text}\n")
    report = lay(PAGE, page)
    begun = time.process_time()
    made = all_pages(Site(report.handbook))

    assert made
    assert time.process_time() - begun < 5


@pytest.mark.catalogue(35)
@pytest.mark.promise("no-code")
def test_no_setting_and_no_file_holds_a_pattern() -> None:
    """Options of rules are numbers, words and yes or no; nothing that an author writes is compiled."""
    from handrail.rules import all_rules

    for name, rule in all_rules().items():
        for option in getattr(rule, "__dataclass_fields__", {}):
            assert "pattern" not in option, (name, option)
            assert "regex" not in option, (name, option)
