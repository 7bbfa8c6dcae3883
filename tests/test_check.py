"""The hall keeps its promises: one report for one handbook, nobody accused twice, nothing silently left out."""

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from handrail.check import ALWAYS, Selection, check, check_folder, check_sources, choose_rules
from handrail.drafts import beginning, starter
from handrail.formats import Look, all_formats
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Workflow
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.reading.config import Config, load_config
from handrail.rules import all_rules
from handrail.rules.dead_end import DeadEnd
from handrail.writing import write_all

DAY = date(2026, 11, 25)
PARCEL = "workflows/example/lost-parcel.yml"
FACTS = "register/facts.yml"
ORGANISATION = "register/organisation.yml"
FAULTS = {
    PARCEL: ("    go: closed\n", ""),
    FACTS: ("  asks: How heavy is the parcel?\n", "  asks: How heavy is the parcel?\n  ask: twice\n"),
    "messages/parcel-found.yml": ("to: reporter", "to: reporters"),
    "procedures/example/write-back.md": ("## Records", "## Record"),
}
"""A fault in each of four files."""


def sources(changes: Mapping[str, tuple[str, str]] = FAULTS, *, more: Mapping[str, str] | None = None) -> list[Source]:
    files = starter() | dict(more or {})
    for path, (old, new) in changes.items():
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)
    return [Source(path, text.encode()) for path, text in files.items()]


def run(given: list[Source], selection: Selection | None = None) -> Report:
    return check_sources(given, rules=choose_rules(selection or Selection()), as_of=DAY, folder="sops")


def said(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.at.path) for finding in report.findings]


# --- the same input, the same report


@pytest.mark.promise("same-bytes")
def test_the_order_of_the_sources_does_not_matter() -> None:
    given = sources()
    expected = run(given)
    assert len(expected.findings) >= len(FAULTS)

    for seed in range(5):
        random.Random(seed).shuffle(given)  # noqa: S311 - no secret
        assert run(given).findings == expected.findings


def test_findings_stand_in_the_order_of_their_places() -> None:
    places = [(finding.at.path, finding.at.span) for finding in run(sources()).findings]

    assert places == sorted(places, key=lambda place: (place[0], place[1] or 0))


@pytest.mark.promise("place")
def test_every_finding_knows_its_place() -> None:
    for finding in run(sources()).findings:
        assert finding.at.span
        assert all(related.place.span for related in finding.related)


def test_nothing_is_found_twice() -> None:
    findings = run(sources()).findings

    assert len(findings) == len(set(findings))


RUNS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC"},
    {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8"},
    {"PYTHONHASHSEED": "99", "TZ": "America/Los_Angeles", "COLUMNS": "40", "LC_ALL": "C"},
)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faulty")
    write_all(folder, beginning(schemas={}))
    for source in sources():
        (folder / "sops" / source.path).write_bytes(source.data)
    return folder


@pytest.mark.catalogue(31)
@pytest.mark.promise("same-bytes")
def test_no_clock_zone_seed_or_folder_changes_a_byte(faulty: Path) -> None:
    seen = set()
    for number, (name, environment) in enumerate((name, each) for each in RUNS for name in ("json", "plain")):
        command = [sys.executable, "-c", "from handrail.cli import main; main()", "check"]
        done = subprocess.run(
            [*command, "--as-of", "2026-11-25", "--format", name],
            cwd=faulty if number % 3 else faulty / "sops" / "register",
            env={key: value for key, value in os.environ.items() if not key.startswith("LC_")}
            | {"XDG_CACHE_HOME": str(faulty / "cache")}
            | environment,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 1, done.stderr
        seen.add((name, hashlib.sha256(done.stdout).hexdigest()))

    assert len(seen) == 2


# --- what is broken


def test_a_clean_handbook_has_no_findings() -> None:
    assert said(run(sources({}))) == []


def test_a_broken_register_accuses_nobody_else() -> None:
    """What stands in a register that cannot be read exists, as far as anybody can tell."""
    report = run(sources({ORGANISATION: ("teams:\n", "teams: [\n")}))

    assert said(report) == [("invalid-yaml", ORGANISATION)]
    assert not report.handbook.whole


@pytest.mark.parametrize("path", [path for path in starter() if path.endswith((".yml", ".md"))])
def test_a_file_that_cannot_be_read_is_one_finding(path: str) -> None:
    given = [source._replace(data=b"title: [\n") if source.path == path else source for source in sources({})]

    report = run(given)

    assert {finding.at.path for finding in report.findings} == {path}
    assert {finding.rule for finding in report.findings} <= {"invalid-yaml", "missing-front-matter"}
    assert len(report.findings) == 1


@pytest.mark.parametrize("path", [path for path in starter() if path.startswith("register/")])
def test_a_broken_entry_accuses_nobody_else(path: str) -> None:
    lines = starter()[path].splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    indent = len(lines[last]) - len(lines[last].lstrip())
    lines.insert(last + 1, f"{' ' * indent}No Such Key: 1\n")

    report = run(sources({}, more={path: "".join(lines)}))

    assert {finding.at.path for finding in report.findings} == {path}


def test_names_declared_in_a_broken_file_are_known() -> None:
    report = run(sources({"workflows/example/write-back.yml": ("title: Tell", "titel: Tell")}))

    assert {path for _, path in said(report)} == {"workflows/example/write-back.yml"}


# --- a rule of ours that fails


@pytest.mark.promise("never-by-accident")
def test_a_crash_is_named_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(self: DeadEnd, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        yield self.finding("Found before it broke.", workflow.place)
        raise KeyError(workflow.id)

    before = [pair for pair in said(run(sources())) if pair[0] != "dead-end"]
    monkeypatch.setattr(DeadEnd, "check_workflow", crash)

    report = run(sources())

    assert report.crashed
    assert [pair for pair in said(report) if pair[0] not in {"dead-end", "rule-crashed"}] == before
    crashes = [finding for finding in report.findings if finding.rule == "rule-crashed"]
    assert [finding.message for finding in crashes] == [
        "The rule `dead-end` crashed: KeyError: 'lost-parcel'",
        "The rule `dead-end` crashed: KeyError: 'write-back'",
    ]
    assert sum(finding.message == "Found before it broke." for finding in report.findings) == 2


def test_a_crash_cannot_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> Iterator[Finding]:
        raise KeyError

    monkeypatch.setattr(DeadEnd, "check_workflow", crash)

    assert run(sources({}), Selection(select=frozenset({"dead-end"}))).crashed


# --- which rules run, and how much they count


@pytest.mark.parametrize("name", sorted(ALWAYS))
def test_what_makes_a_file_unreadable_always_counts(name: str) -> None:
    with pytest.raises(HandrailError, match=f"`{name}` always counts"):
        choose_rules(Selection(ignore=frozenset({name})))


def test_what_makes_a_file_unreadable_is_shown_beside_a_single_rule() -> None:
    report = run(sources({FACTS: FAULTS[FACTS]}), Selection(select=frozenset({"dead-end"})))

    assert said(report) == [("schema-violation", FACTS)]


def test_a_selection_that_leaves_nothing_is_a_wrong_call() -> None:
    names = frozenset(all_rules()) - ALWAYS

    assert {rule.id for rule in choose_rules(Selection(ignore=names))} == ALWAYS


def configured(folder: Path, text: str, file: str = "handrail.toml") -> Report:
    write_all(folder, beginning(schemas={}))
    for source in sources({PARCEL: FAULTS[PARCEL]}):
        (folder / "sops" / source.path).write_bytes(source.data)
    (folder / file).write_text(text, encoding="utf-8")
    return check(load_config(folder), as_of=DAY)


def weights(report: Report, rule: str) -> list[Severity]:
    return [finding.severity for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("level", "expected"), [("off", []), ("warning", [Severity.WARNING]), ("error", [Severity.ERROR])]
)
def test_a_level_sets_how_much_a_rule_counts(tmp_path: Path, level: str, expected: list[Severity]) -> None:
    report = configured(tmp_path, f'[rules.dead-end]\nlevel = "{level}"\n')

    assert weights(report, "dead-end") == expected


def test_settings_can_stand_in_pyproject(tmp_path: Path) -> None:
    report = configured(tmp_path, '[tool.handrail.rules.dead-end]\nlevel = "off"\n', "pyproject.toml")

    assert weights(report, "dead-end") == []


def test_options_reach_the_rule(tmp_path: Path) -> None:
    report = configured(tmp_path, "[rules.too-complex]\nsteps = 5\n")

    assert [f.message for f in report.findings if f.rule == "too-complex" and "steps, more than 5" in f.message]


def test_the_handbook_can_have_another_name(tmp_path: Path) -> None:
    write_all(tmp_path, {f"book/{path}": text for path, text in starter().items()})
    (tmp_path / "handrail.toml").write_text('handbook = "book"\n', encoding="utf-8")

    report = check(load_config(tmp_path / "book" / "register"), as_of=DAY)

    assert report.shown("index.md") == "book/index.md"
    assert report.findings == ()


def test_settings_can_lie_outside_of_the_handbook(tmp_path: Path) -> None:
    """MkDocs may be given a file of settings from anywhere."""
    assert Config(tmp_path / "settings", tmp_path / "sops").shown("index.md") == f"{tmp_path.as_posix()}/sops/index.md"
    assert Config(tmp_path, tmp_path / "sops").shown("index.md") == "sops/index.md"
    assert Config(tmp_path, tmp_path).shown("index.md") == "index.md"


def test_the_handbook_can_be_the_whole_folder(tmp_path: Path) -> None:
    write_all(tmp_path, starter())
    (tmp_path / "handrail.toml").write_text('handbook = "."\n', encoding="utf-8")

    assert check(load_config(tmp_path), as_of=DAY).shown("index.md") == "index.md"


WRONG_SETTINGS = {
    "a setting that does not exist": ('handbok = "sops"', "`handrail.toml` has no setting `handbok`."),
    "a folder that does not exist": ('handbook = "book"', "there is no such folder"),
    "a folder outside": ('handbook = "../book"', "lies outside the folder"),
    "a folder that is no text": ("handbook = 1", "`handbook` in `handrail.toml` is a folder's name"),
    "rules that are no table": ('rules = "all"', "`rules` in `handrail.toml` is no table"),
    "a rule that is no table": ('[rules]\ndead-end = "off"', "`rules.dead-end` in `handrail.toml` is no table"),
    "a level that does not exist": ('[rules.dead-end]\nlevel = "loud"', "`loud` in `rules.dead-end`"),
    "a rule that does not exist": ('[rules.ded-end]\nlevel = "off"', "There is no rule `ded-end`."),
    "an option that does not exist": ("[rules.dead-end]\nsteps = 3", "`dead-end` has no option `steps`."),
    "an option of another kind": (
        '[rules.too-complex]\nsteps = "3"',
        "`steps` of the rule `too-complex` cannot be `3`",
    ),
    "a rule that always counts": ('[rules.invalid-yaml]\nlevel = "off"', "`invalid-yaml` always counts."),
    "a file that is no TOML": ("[rules", "`handrail.toml` cannot be read"),
}


@pytest.mark.catalogue(33)
@pytest.mark.parametrize("case", WRONG_SETTINGS)
def test_settings_that_cannot_be_followed_are_a_wrong_call(tmp_path: Path, case: str) -> None:
    text, says = WRONG_SETTINGS[case]

    with pytest.raises(HandrailError) as wrong:
        configured(tmp_path, text)

    assert says in wrong.value.message
    assert wrong.value.hint


@pytest.mark.catalogue(33)
def test_two_settings_are_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text("", encoding="utf-8")

    with pytest.raises(HandrailError, match="Two configurations"):
        configured(tmp_path, '[tool.handrail]\nhandbook = "sops"\n', "pyproject.toml")


# --- excuses

FORM = "handrail: ignore[dead-end] it is a test, until 2027-01-31"
KEY = "  write-down:\n"


def excused(excuse: str) -> Report:
    """The report on a workflow with a dead end at `write-down`, with an excuse in the place of that line."""
    text = starter()[PARCEL].replace("    go: closed\n", "").replace(KEY, excuse)
    return run(sources({}, more={PARCEL: text}), Selection(select=frozenset({"dead-end", *_OF_EXCUSES})))


_OF_EXCUSES = ("bad-suppression", "unused-suppression")
HOLDS: Mapping[str, str] = {
    "on the line": f"  write-down: # {FORM}\n",
    "on the line above": f"  # {FORM}\n{KEY}",
    "above, before a comment and an empty line": f"  # {FORM}\n  # The end.\n\n{KEY}",
    "with a second rule": f"  # {FORM.replace('dead-end]', 'dead-end, missing-time]')}\n{KEY}",
    "until today": f"  # {FORM.replace('2027-01-31', '2026-11-25')}\n{KEY}",
    "with a comma before the end and without": f"  # {FORM.replace(', until', ' until')}\n{KEY}",
    "with little space": f"  #handrail:ignore[dead-end] it is a test, until 2027-01-31\n{KEY}",
}


@pytest.mark.parametrize("form", HOLDS)
def test_an_excused_finding_is_set_apart_and_not_forgotten(form: str) -> None:
    report = excused(HOLDS[form])

    assert [(one.finding.rule, one.reason, one.until) for one in report.excused if one.finding.rule == "dead-end"] == [
        ("dead-end", "it is a test", date(2026, 11, 25) if "today" in form else date(2027, 1, 31))
    ]
    assert [pair for pair in said(report) if pair[0] in {"dead-end", "bad-suppression"}] == []


BAD: Mapping[str, tuple[str, str]] = {
    "no rule": (f"  # {FORM.replace('[dead-end]', '')}\n{KEY}", "This excuse names no rule."),
    "an empty list of rules": (f"  # {FORM.replace('dead-end', '')}\n{KEY}", "This excuse names no rule."),
    "an unknown rule": (f"  # {FORM.replace('dead-end', 'ded-end')}\n{KEY}", "There is no rule `ded-end`."),
    "no reason": (f"  # {FORM.replace(' it is a test,', '')}\n{KEY}", "This excuse gives no reason."),
    "no end": (f"  # {FORM.partition(',')[0]}\n{KEY}", "This excuse has no end."),
    "an end that is no day": (f"  # {FORM.replace('2027-01-31', '2027-02-31')}\n{KEY}", "This excuse has no end."),
    "an end that is over": (
        f"  # {FORM.replace('2027-01-31', '2026-11-24')}\n{KEY}",
        "This excuse ended on 2026-11-24.",
    ),
    "a rule that is never excused": (f"  # {FORM.replace('dead-end', 'invalid-yaml')}\n{KEY}", "cannot be excused"),
}


@pytest.mark.parametrize("case", BAD)
def test_an_excuse_that_cannot_count_is_a_finding_and_excuses_nothing(case: str) -> None:
    text, says = BAD[case]

    report = excused(text)

    messages = {finding.rule: finding.message for finding in report.findings}
    assert says in messages["bad-suppression"]
    assert "dead-end" in messages
    assert report.excused == ()


def test_an_excuse_that_covers_nothing_is_a_finding() -> None:
    report = run(sources({PARCEL: (KEY, f"  # {FORM}\n{KEY}")}))

    assert [(f.rule, f.severity) for f in report.findings] == [("unused-suppression", Severity.WARNING)]


def test_an_excuse_of_a_rule_that_did_not_run_is_left_alone() -> None:
    report = run(sources({PARCEL: (KEY, f"  # {FORM}\n{KEY}")}), Selection(ignore=frozenset({"dead-end"})))

    assert report.findings == ()


def test_an_excuse_in_a_page_is_a_comment_of_html() -> None:
    old = "Nobody: the case comes back"
    new = f"<!-- {FORM.replace('dead-end', 'vague-wording')} -->\nCome back promptly: the case comes back"

    report = run(sources({"procedures/example/write-back.md": (old, new)}))

    assert report.findings == ()
    assert [one.finding.rule for one in report.excused] == ["vague-wording"]


# --- parts of a report


def test_only_keeps_what_is_in_the_files_asked_for() -> None:
    whole = run(sources())

    part = whole.only({PARCEL, FACTS})

    assert {path for _, path in said(part)} == {PARCEL, FACTS}
    assert part.asked == 2
    assert whole.only(()) is whole
    assert whole.only({"index.md"}).findings == ()


def test_a_folder_can_be_checked_by_a_script(tmp_path: Path) -> None:
    write_all(tmp_path, {f"sops/{path}": text for path, text in starter().items()})

    assert check_folder(tmp_path / "sops", as_of=DAY).findings == ()


@pytest.mark.promise("never-by-accident")
@pytest.mark.parametrize("files", [{}, {"README.md": "Hello\n"}, {"workflows/notes.txt": "Hello\n"}], ids=str)
def test_nothing_to_check_is_never_a_success(tmp_path: Path, files: Mapping[str, str]) -> None:
    (tmp_path / "sops" / "workflows").mkdir(parents=True)
    write_all(tmp_path / "sops", files)

    with pytest.raises(HandrailError, match="Nothing to check"):
        check(load_config(tmp_path), as_of=DAY)


@pytest.mark.parametrize("name", all_formats())
def test_every_format_shows_every_finding(name: str) -> None:
    report = run(sources())
    show: Callable[[Report, Look], str] = all_formats()[name].render

    text = show(report, Look())

    assert all(text.count(rule) >= 1 for rule, _ in said(report))
