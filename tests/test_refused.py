"""What is refused before anything is checked, and in which words: settings, baselines, paths, excuses."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import starter
from handrail.ground.errors import HandrailError
from handrail.ground.source import Span
from handrail.reading import baseline
from handrail.reading.baseline import Entry, baseline_file, load_baseline, written
from handrail.reading.config import Config, config_at, load_config
from handrail.reading.discover import below, discover
from wording import agreed, wording

CONFIGS = {
    'problems = "https://x.example/{titel}"': (
        "`problems` in `handrail.toml` has a blank `{titel}`, which nothing fills in.",
        "Nearest: {title}",
    ),
    'problems = "https://x.example/{qqqqqq}"': (
        "`problems` in `handrail.toml` has a blank `{qqqqqq}`, which nothing fills in.",
        "Blanks: {page}, {step}, {title}, {version}.",
    ),
    'problems = "javascript:alert(1)"': (
        "`problems` in `handrail.toml` is no address.",
        'problems = "https://git.example/issues/new?title={title}&body={page}"',
    ),
    "problems = 7": (
        "`problems` in `handrail.toml` is no address.",
        'problems = "https://git.example/issues/new?title={title}&body={page}"',
    ),
    "rules = 7": ("`rules` in `handrail.toml` is no table.", '[rules.too-complex]\n  level = "warning"'),
    "handbook = 7": ("`handbook` in `handrail.toml` is a folder's name, in quotes.", 'handbook = "sops"'),
    'baseline = "../known.json"': (
        "`baseline` in `handrail.toml` is no name of a file below its folder.",
        'baseline = "handrail-baseline.json"',
    ),
    'handbok = "sops"': ("`handrail.toml` has no setting `handbok`.", "Nearest: handbook"),
    "qqqq = 1": (
        "`handrail.toml` has no setting `qqqq`.",
        "Settings: handbook, baseline, problems, owners, rules.",
    ),
}


@pytest.mark.parametrize("line", CONFIGS)
def test_a_setting_that_cannot_be_followed_is_refused_with_its_remedy(tmp_path: Path, line: str) -> None:
    (tmp_path / "sops" / "procedures").mkdir(parents=True)
    (tmp_path / "handrail.toml").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(HandrailError) as told:
        load_config(tmp_path)

    message, hint = CONFIGS[line]
    assert (told.value.message, told.value.hint) == (message, hint)


def test_an_address_for_problems_is_kept_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "sops" / "procedures").mkdir(parents=True)
    for address in ("", "https://x.example/new?t={title}&p={page}&s={step}&v={version}", "mailto:a@x.example"):
        (tmp_path / "handrail.toml").write_text(f'problems = "{address}"\n', encoding="utf-8")
        assert load_config(tmp_path) == Config(tmp_path, tmp_path / "sops", file="handrail.toml", problems=address)


def test_owners_are_kept_by_team(tmp_path: Path) -> None:
    (tmp_path / "sops" / "procedures").mkdir(parents=True)
    file = tmp_path / "handrail.toml"
    file.write_text('[owners]\nsupport = "@org/sup.port"\nteam-lead = "@lead a.b@x.example"\n', encoding="utf-8")
    assert load_config(tmp_path).owners == {"support": ("@org/sup.port",), "team-lead": ("@lead", "a.b@x.example")}
    for wrong in ('"@"', '""', "7", '"@lead, @other"', '["@lead"]'):
        file.write_text(f"[owners]\nsupport = {wrong}\n", encoding="utf-8")
        with pytest.raises(HandrailError, match=re.escape("`owners.support` in `handrail.toml` names nobody whom")):
            load_config(tmp_path)


def refusal(call: Callable[[], object]) -> str:
    """What somebody is told who is refused."""
    with pytest.raises(HandrailError) as told:
        call()
    return f"  {told.value.message}\n  > {told.value.hint}\n"


LAYOUTS: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "two configurations": {"handrail.toml": "", "pyproject.toml": "[tool.handrail]\n"},
    "no table of a tool": {"pyproject.toml": "[tool]\nhandrail = 7\n"},
    "no tools": {"pyproject.toml": "tool = 7\n"},
    "a folder": {"handrail.toml/a": ""},
    "no toml": {"handrail.toml": "handbook = \n"},
    "no folder": {"handrail.toml": 'handbook = "later"\n'},
    "outside": {"handrail.toml": 'handbook = "../later"\n'},
    "a zero byte": {"handrail.toml": 'handbook = "a\\u0000b"\n'},
    "no table of a rule": {"handrail.toml": "[rules]\ndead-end = 7\n", "sops/register/a": ""},
    "no level": {"handrail.toml": '[rules.dead-end]\nlevel = "loud"\n', "sops/register/a": ""},
    "no owners": {"handrail.toml": "owners = 7\n", "sops/register/a": ""},
    "no owner": {"handrail.toml": '[owners]\nsupport = "nobody"\n', "sops/register/a": ""},
    "no name of a baseline": {"handrail.toml": "baseline = 7\n", "sops/register/a": ""},
}


def test_the_folder_that_somebody_else_names_is_the_handbook_and_the_settings_hold(tmp_path: Path) -> None:
    docs, sops = tmp_path / "docs", tmp_path / "sops"
    for folder in (docs, sops):
        (folder / "register").mkdir(parents=True)
    assert config_at(tmp_path / "docs", docs) == Config(tmp_path / "docs", docs), "there are no settings"

    address = "https://tickets.example/{page}"
    (tmp_path / "handrail.toml").write_text(f'problems = "{address}"\n', encoding="utf-8")
    assert (
        config_at(tmp_path, sops)
        == load_config(tmp_path)
        == Config(tmp_path, sops, file="handrail.toml", problems=address)
    )
    assert config_at(tmp_path, docs) == Config(tmp_path, docs, file="handrail.toml", problems=address)


def test_a_configuration_that_cannot_be_followed_is_refused_in_these_words(tmp_path: Path) -> None:
    told = ""
    for number, (name, files) in enumerate(LAYOUTS.items()):
        folder = tmp_path / str(number) / "clone"
        folder.mkdir(parents=True)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text or "", encoding="utf-8")
        told += f"# {name}\n{refusal(partial(load_config, folder))}"
    text = told.replace(str(tmp_path), "<here>")

    assert text == agreed("refused", "configuration", text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


ENTRY = '{"rule": "dead-end", "file": "a.yml", "at": "", "says": "No.", "reason": "Old.", "since": "2026-11-01"}'


def listed(entries: str) -> str:
    """A baseline with these entries."""
    return f'{{"version": 1, "entries": [{entries}]}}'


BASELINES = {
    "no JSON": "{",
    "another version": '{"version": 2, "entries": []}',
    "no version": '{"entries": []}',
    "no list": '{"version": 1, "entries": {}}',
    "a list": "[]",
    "a merge": '{"version": 1, "entries": [\n<<<<<<< main\n]}',
    "an entry that is none": '{"version": 1, "entries": [7]}',
    "an entry with a number": '{"version": 1, "entries": [{"rule": 7}]}',
    "an unknown key": listed(ENTRY.replace('"at"', '"att"')),
    "a key like no other": listed(ENTRY.replace('"at"', '"qqqqqqq"')),
    "no rule": listed(ENTRY.replace("dead-end", "")),
    "no file": listed(ENTRY.replace("a.yml", "")),
    "no words": listed(ENTRY.replace("No.", "")),
    "no reason": listed(ENTRY.replace("Old.", " ")),
    "no day": listed(ENTRY.replace("2026-11-01", "soon")),
    "the second of two": listed(f"{ENTRY}, {ENTRY.replace('Old.', ' ')}"),
    "no text": "\udcff",
}  # fmt: skip


def test_a_baseline_that_is_none_is_refused_in_these_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sops").mkdir()
    config, file = Config(tmp_path, tmp_path / "sops"), tmp_path / "known.json"
    told = ""
    for name, text in BASELINES.items():
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        told += f"# {name}\n{refusal(partial(load_baseline, config, file))}"
    file.unlink()
    told += f"# nothing\n{refusal(partial(load_baseline, config, file))}"
    file.symlink_to(tmp_path / "other.json")
    told += f"# a link\n{refusal(partial(load_baseline, config, file))}"
    file.unlink()
    file.mkdir()
    told += f"# a folder\n{refusal(partial(load_baseline, config, file))}"
    told += f"# in the handbook\n{refusal(partial(baseline_file, config, tmp_path / 'sops' / 'a.json'))}"
    inside = Config(tmp_path / "sops", tmp_path / "sops")
    told += (
        f"# in the handbook that is everything\n{refusal(partial(baseline_file, inside, tmp_path / 'sops' / 'a.json'))}"
    )
    monkeypatch.setattr(baseline, "MOST_MEGABYTES", 0)
    file.rmdir()
    file.write_text("{}", encoding="utf-8")
    told += f"# too large\n{refusal(partial(load_baseline, config, file))}"

    assert told == agreed("refused", "baseline", told), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = [
        Entry("dead-end", "wörter.yml", "steps/a", "Nichts folgt auf „a“.", "Alt.", "2026-11-01", 6),
        Entry("dead-end", "a.yml", "", "No.", "Old.", "2026-11-02", 5),
    ]
    file = tmp_path / "known.json"
    file.write_text(written(entries), encoding="utf-8")
    config = Config(tmp_path, tmp_path / "sops")

    assert "„a“" in written(entries), "people read it"
    assert load_baseline(config, file).entries == (entries[1], entries[0])
    assert load_baseline(config, file).path == "../known.json"
    assert load_baseline(config, file).place(entries[0]).span == Span(6, 1, 6, 1)
    file.write_text(written([]), encoding="utf-8")
    assert load_baseline(config, file).entries == ()
    assert baseline_file(config, None) is None
    assert baseline_file(replace(config, baseline="known.json"), None) == file
    file.write_text(json.dumps({"version": 1, "entries": [json.loads(ENTRY)]}), encoding="utf-8")
    assert [entry.line for entry in load_baseline(config, file).entries] == [1]


def test_a_path_that_names_nothing_of_the_handbook_is_refused_in_these_words(tmp_path: Path) -> None:
    book = tmp_path / "sops"
    for path in ("register/facts.yml", "workflows/a/b.yml", "workflows/a/c.yml", "empty/x"):
        (book / path).parent.mkdir(parents=True, exist_ok=True)
        (book / path).write_text("a: b\n", encoding="utf-8")
    (book / "empty/x").unlink()
    files = discover(book).paths
    (tmp_path / "other").mkdir()
    told = "".join(
        f"# {path}\n{refusal(partial(below, [book / path], book, files))}"
        for path in ("later.yml", "../other", "empty", "..")
    ).replace(str(tmp_path), "<here>")

    assert told == agreed("refused", "paths", told), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
    assert below([book], book, files) == files
    assert below([book / "workflows"], book, files) == {"workflows/a/b.yml", "workflows/a/c.yml"}
    assert below([book / "workflows/a/b.yml", book / "register"], book, files) == {
        "workflows/a/b.yml",
        "register/facts.yml",
    }


EXCUSES = (
    "handrail: ignore",
    "handrail: ignore[]",
    "handrail: ignore[dead-ned] It is so, until 2027-01-31",
    "handrail: ignore[qqqqqqqqqqq] It is so, until 2027-01-31",
    "handrail: ignore[invalid-yaml] It is so, until 2027-01-31",
    "handrail: ignore[too-complex]",
    "handrail: ignore[too-complex] It is so",
    "handrail: ignore[too-complex] It is so, until 2026-01-31",
    "handrail: ignore[too-complex] It is so, until 2026-02-31",
    "handrail: ignore[too-complex, dead-end] It is so, until 2027-01-31",
    "handrail: ignore[too-complex] until 2027-01-31",
    "handrail:ignore[too-complex] It is so, until 2027-01-31",
    "Handrail: Ignore[too-complex] It is so, until 2027-01-31",
)


def test_an_excuse_that_excuses_nothing_is_told_in_these_words() -> None:
    told = ""
    for excuse in EXCUSES:
        text = starter.text(starter.WORKFLOW).replace("steps:\n", f"# {excuse}\nsteps:\n", 1)
        found = [each for each in starter.lay(starter.WORKFLOW, text).findings if each.at.path == starter.WORKFLOW]
        told += f"# {excuse}\n{wording(found)}"

    assert told == agreed("refused", "excuses", told), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
