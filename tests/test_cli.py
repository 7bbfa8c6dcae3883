"""The commands as a newcomer meets them: what they say, what they write, and how they end."""

import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import click
import pytest

from calls import Ended, here
from handrail.commands import cli
from handrail.drafts import FOLDERS, beginning
from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Workflow
from handrail.rules import all_rules
from handrail.rules.dead_end import DeadEnd
from handrail.writing import write_all

WORKFLOW = "sops/workflows/example/lost-parcel.yml"
DEAD_END = ("    marks: [close]\n    go: closed\n", "    marks: [close]\n")
DAY = ("--as-of", "2026-11-25")


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the program in this process."""
    return partial(here, monkeypatch, capsys)


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a small handbook, which is the folder that one is in."""
    folder = tmp_path / "handbook"
    write_all(folder, beginning(schemas={}))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


# --- help


def every_command(group: click.Group = cli) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, *inner), found) for inner, found in every_command(command))


COMMANDS = dict(every_command())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words, "--help")

    assert ended.code == 0
    assert ended.out.startswith(f"Usage: handrail {' '.join(words)}")
    assert "\b" not in ended.out
    assert all(line == line.rstrip() for line in ended.out.splitlines() if "--format" not in line)


def test_the_first_help_shows_every_command_whole(run: Run) -> None:
    ended = run("--help")

    assert all(re.search(rf"^  {name} ", ended.out, re.MULTILINE) for name, *more in COMMANDS if not more)
    assert "..." not in ended.out.partition("Commands:")[2].partition("Begin with")[0]
    assert "0 when all is well" in ended.out


def examples() -> list[str]:
    texts = [cli.epilog or "", *(command.epilog or "" for command in COMMANDS.values())]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip().startswith("handrail ")]


@pytest.mark.parametrize("line", examples())
def test_what_help_shows_can_be_typed(line: str) -> None:
    words = shlex.split(re.split(r"\s{2,}| > ", line)[0])[1:]
    command = COMMANDS[words[0],]

    assert command.make_context("handrail", words[1:]).command is command


def test_the_help_of_format_is_the_shelf_of_formats(run: Run) -> None:
    told = run("check", "--help").out
    shelf = Path(__file__).parents[1] / "tooling" / "handrail" / "formats"

    for file in shelf.glob("[a-z]*.py"):
        assert f"{file.stem}: for " in told


def test_without_a_command_help_is_shown_and_nothing_was_checked(run: Run) -> None:
    ended = run()

    assert ended.code == 2
    assert ended.out == ""
    assert "Begin with one of these" in ended.err


# --- check


@pytest.mark.promise("exit-codes")
def test_a_clean_handbook_ends_with_0(handbook: Path, run: Run) -> None:
    ended = run("check", *DAY)

    assert ended == Ended(0, "No findings. 2 procedures and 2 workflows checked as of 2026-11-25.\n", "")


@pytest.mark.promise("exit-codes")
def test_a_fault_ends_with_1_and_says_where(handbook: Path, run: Run) -> None:
    change(handbook, WORKFLOW, *DEAD_END)

    ended = run("check", *DAY, "--select", "dead-end")

    assert ended.code == 1
    assert f"{WORKFLOW}:98:3: error[dead-end]: Nothing follows `write-down`" in ended.out
    assert ended.out.endswith("1 error, 0 warnings. 2 procedures and 2 workflows checked as of 2026-11-25.\n")


def test_a_warning_fails_only_a_strict_check(handbook: Path, run: Run) -> None:
    change(handbook, WORKFLOW, "Look the parcel up by its number", "Look the parcel up promptly")

    assert run("check", *DAY, "--select", "vague-wording").code == 0
    assert run("check", *DAY, "--select", "vague-wording", "--strict").code == 1


def test_paths_show_only_what_is_wrong_in_them(handbook: Path, run: Run) -> None:
    change(handbook, WORKFLOW, *DEAD_END)

    there, elsewhere = run("check", *DAY, WORKFLOW), run("check", *DAY, "sops/messages", "sops/register/facts.yml")

    assert there.code == 1
    assert there.out.endswith(" in 1 file. 2 procedures and 2 workflows read as of 2026-11-25.\n")
    assert "scenario-failed" not in there.out
    assert elsewhere.code == 0
    assert elsewhere.out.startswith("No findings in 3 files. ")


def test_a_check_works_from_every_folder_of_the_handbook(
    handbook: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(handbook, WORKFLOW, *DEAD_END)
    above = run("check", *DAY).out

    monkeypatch.chdir(handbook / "sops" / "workflows")

    assert run("check", *DAY).out == above
    assert run("check", *DAY, "example").code == 1


def test_the_day_is_a_value(handbook: Path, run: Run) -> None:
    assert run("check", "--as-of", "2029-01-01", "--select", "review-overdue").out.count("review-overdue") == 2
    assert run("check", *DAY, "--select", "review-overdue").out.count("review-overdue") == 0


def test_a_rule_can_be_left_out(handbook: Path, run: Run) -> None:
    change(handbook, WORKFLOW, *DEAD_END)

    assert "dead-end" not in run("check", *DAY, "--ignore", "dead-end").out


@pytest.mark.promise("read-only")
def test_a_check_writes_nothing(handbook: Path, run: Run) -> None:
    before = tree(handbook)

    run("check", *DAY)
    run("check", *DAY, "--format", "sarif")
    run("rules")
    run("explain", "dead-end")

    assert tree(handbook) == before


def test_files_that_cannot_be_read_are_not_forgotten(handbook: Path, run: Run) -> None:
    """Another file may be clean, but nobody can say so of the whole."""
    (handbook / WORKFLOW).write_text("title: [\n", encoding="utf-8")

    ended = run("check", *DAY, "--select", "dead-end")

    assert ended.code == 1
    assert "error[invalid-yaml]" in ended.out
    assert ended.out.endswith("Not everything could be read, so there may be more.\n")


# --- wrong calls


WRONG = {
    "an option that does not exist": (("check", "--strickt"), "No such option '--strickt'"),
    "a command that does not exist": (("chekc",), "No such command 'chekc'. Did you mean 'check'?"),
    "a format that does not exist": (("check", "--format", "sarf"), "There is no format `sarf`.\n  Nearest: sarif."),
    "a rule that does not exist": (
        ("check", "--select", "ded-end"),
        "There is no rule `ded-end`.\n  Nearest: dead-end",
    ),
    "a rule to leave out that does not exist": (("check", "--ignore", "zzz"), "no rule `zzz`.\n  List them: handrail"),
    "a rule to explain that does not exist": (("explain", "unknown-steps"), "Nearest: unknown-step"),
    "a rule to explain that is not named": (("explain",), "Missing argument 'RULE'."),
    "a path that does not exist": (("check", "sops/nothing"), "There is no `sops/nothing`.\n  Look at the spelling"),
    "a path outside": (("check", "mkdocs.yml"), "`mkdocs.yml` is not in the handbook `sops`.\n  Name files or folders"),
    "a path without a file": (("check", "sops/empty"), "`sops/empty` holds no file of the handbook."),
    "a day that is none": (("check", "--as-of", "tomorrow"), "`tomorrow` is no date. A date is written year-month-day"),
    "nothing left to run": (("check", "--select", "dead-end", "--ignore", "invalid-yaml"), "`invalid-yaml` always"),
    "a kind of file that does not exist": (("new", "page", "x"), "'page' is not one of 'sop', 'workflow'"),
    "a name that is none": (("new", "workflow", "Lost Device"), "`Lost Device` cannot be a name."),
    "a name that leads out": (("new", "workflow", "../../x"), "`../../x` cannot be a name."),
    "a name with a meaning": (("new", "workflow", "received"), "`received` cannot be a name."),
    "a name that is taken": (("new", "workflow", "other/lost-parcel"), "The name `lost-parcel` is taken: workflows/"),
    "an owner that does not exist": (("new", "sop", "x", "--owner", "suport"), "`suport` is no team"),
    "a handbook that is there already": (("init",), "`mkdocs.yml` is here already; nothing was written."),
}


@pytest.mark.promise("exit-codes")
@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_ends_with_2_and_says_what_to_do(handbook: Path, run: Run, case: str) -> None:
    call, says = WRONG[case]
    (handbook / "sops" / "empty").mkdir()
    before = tree(handbook)

    ended = run(*call)

    assert ended.code == 2
    assert ended.out == ""
    assert says in ended.err
    assert ended.err.startswith("handrail: ")
    assert len(ended.err.splitlines()) == 2
    assert tree(handbook) == before


@pytest.mark.parametrize("call", [("check",), ("new", "sop", "x"), ("export", "site", "out")], ids=" ".join)
def test_a_folder_without_a_handbook_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, call: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)

    ended = run(*call)

    assert ended.code == 2
    assert "There is no handbook in" in ended.err
    assert "or begin one here: handrail init" in ended.err


@pytest.mark.parametrize("files", [(), ("index.md",), ("README.md",)], ids=str)
def test_nothing_to_check_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, files: tuple[str, ...]
) -> None:
    (tmp_path / "sops" / "workflows").mkdir(parents=True)
    for file in files:
        (tmp_path / "sops" / file).write_text("Hello\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    ended = run("check")

    assert ended.code == 2
    assert "Nothing to check" in ended.err


# --- our fault


@pytest.mark.promise("exit-codes")
def test_a_rule_that_crashes_ends_with_3_and_the_others_still_run(
    handbook: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(self: DeadEnd, workflow: Workflow, book: Handbook) -> Iterator[Finding]:
        raise ZeroDivisionError("one in none")

    monkeypatch.setattr(DeadEnd, "check_workflow", crash)
    change(handbook, WORKFLOW, "    escalate: team-lead\n", "    escalate: teem-lead\n")

    ended = run("check", *DAY)

    assert ended.code == 3
    assert "error[rule-crashed]: The rule `dead-end` crashed: ZeroDivisionError: one in none" in ended.out
    assert "error[unknown-target]" in ended.out
    assert run("check", *DAY, "--ignore", "dead-end").code == 1


@pytest.mark.promise("exit-codes")
def test_a_fault_of_ours_ends_with_3_without_a_traceback(
    handbook: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("no idea")

    monkeypatch.setattr("handrail.reading.config.load_config", break_down)

    ended = run("check")

    assert ended.code == 3
    assert ended.err.startswith("handrail: RuntimeError: no idea\n  at test_cli.py:")
    assert "our fault, not yours" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.catalogue(26)
@pytest.mark.promise("never-by-accident")
def test_an_interrupted_check_is_no_success(handbook: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("handrail.reading.config.load_config", interrupt)

    ended = run("check")

    assert ended.code == 2
    assert "Stopped before the end; nothing was decided." in ended.err


# --- terminals and pipes


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from handrail.cli import main; main()", *arguments]


def on_a_terminal(folder: Path, *arguments: str, **more: str) -> str:
    """What the program prints on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "TERM"}}
    environment |= {"TERM": "xterm", "COLUMNS": "80", **more}
    with subprocess.Popen(program(*arguments), cwd=folder, stdout=theirs, env=environment) as running:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when nobody is at the other end any more
                break
            if not piece:
                break
            said += piece
        running.wait(timeout=60)
    os.close(ours)
    return said.decode("utf-8").replace("\r\n", "\n")


def test_colour_is_for_terminals_alone(handbook: Path) -> None:
    change(handbook, WORKFLOW, *DEAD_END)
    call = ("check", *DAY, "--select", "dead-end")
    plain = subprocess.run(program(*call), cwd=handbook, check=False, capture_output=True, text=True).stdout

    shown = on_a_terminal(handbook, *call)

    assert "\x1b[1;31merror[dead-end]\x1b[0m" in shown
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == plain


@pytest.mark.catalogue(32)
@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_colour_can_be_refused(handbook: Path, name: str) -> None:
    change(handbook, WORKFLOW, *DEAD_END)

    shown = on_a_terminal(handbook, "check", *DAY, **{name: "dumb"})

    assert "error[dead-end]" in shown
    assert "\x1b" not in shown


def test_the_list_of_rules_fits_the_terminal(handbook: Path) -> None:
    shown = on_a_terminal(handbook, "rules")

    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.catalogue(26)
@pytest.mark.promise("exit-codes")
@pytest.mark.parametrize(("path", "code"), [("sops/messages", 0), (WORKFLOW, 1)])
def test_a_closed_pipe_changes_no_verdict(handbook: Path, path: str, code: int) -> None:
    """As behind `| head`: whoever reads has seen enough."""
    change(handbook, WORKFLOW, *DEAD_END)
    reads, writes = os.pipe()
    os.close(reads)

    done = subprocess.run(
        program("check", *DAY, path), cwd=handbook, check=False, stdout=writes, stderr=subprocess.PIPE, text=True
    )
    os.close(writes)

    assert (done.returncode, done.stderr) == (code, "")


@pytest.mark.catalogue(32)
def test_signs_that_the_output_does_not_know_are_no_reason_to_stop(handbook: Path) -> None:
    change(handbook, WORKFLOW, "title: Find a lost parcel", "title: 寻找丢失的包裹 TODO:")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}

    done = subprocess.run(program("check", *DAY), cwd=handbook, check=False, capture_output=True, env=environment)

    assert done.returncode == 1
    assert "寻找丢失的包裹" in done.stdout.decode("utf-8")


# --- explain and rules


def test_explain_shows_the_fault_what_is_said_and_the_remedy(run: Run) -> None:
    ended = run("explain", "dead-end")

    assert ended.code == 0
    assert ended.out.startswith("dead-end (error, since 0.1.0)\n\nA step after which nothing follows")
    wrong, _, right = ended.out.partition("What is right")
    assert "error[dead-end]: Nothing follows `write-down`" in wrong
    assert "^^^^^^^^^^" in wrong
    assert "go: closed" in right
    assert "[rules.dead-end]" in right


def test_explain_lists_the_options_of_a_rule(run: Run) -> None:
    assert "steps = 25  # The most steps of a workflow." in run("explain", "too-complex").out


def test_explain_says_which_rules_always_count(run: Run) -> None:
    out = run("explain", "invalid-yaml").out

    assert "This rule always counts" in out
    assert "[rules." not in out


def test_rules_lists_every_rule_once(run: Run) -> None:
    ended = run("rules")

    listed = [line.split()[0] for line in ended.out.splitlines() if line.startswith("  ")]
    assert ended.code == 0
    assert sorted(listed) == sorted(all_rules())


# --- new and init


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_new_file_is_clean_but_for_what_only_its_author_knows(
    handbook: Path, run: Run, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("handrail.commands.new.today", lambda: date.fromisoformat(DAY[1]))
    made = run("new", kind, "example/blurred-label" if kind != "message" else "blurred-label")

    ended = run("check", *DAY, "--format", "github")
    found = re.findall(r"^::(\w+) .*title=([\w-]+)", ended.out, re.MULTILINE)

    assert made.code == 0
    missing = {"control-broken"} if kind == "workflow" else set()  # what it has to do is for its author to say
    assert {rule for weight, rule in found if weight == "error"} - missing == {"unfinished"}
    assert {rule for weight, rule in found if weight == "warning"} <= {"unused-definition", "orphan-page"}


def test_a_new_workflow_brings_its_sop(handbook: Path, run: Run) -> None:
    ended = run("new", "workflow", "blurred-label")

    assert ended.out.splitlines()[:2] == [
        "wrote sops/workflows/example/blurred-label.yml",
        "wrote sops/procedures/example/blurred-label.md",
    ]
    assert "```workflow blurred-label\nsteps\n```" in (handbook / "sops/procedures/example/blurred-label.md").read_text(
        encoding="utf-8"
    )


def test_an_sop_that_is_there_is_left_alone(handbook: Path, run: Run) -> None:
    run("new", "sop", "blurred-label")
    before = tree(handbook / "sops" / "procedures")

    run("new", "workflow", "blurred-label")

    assert tree(handbook / "sops" / "procedures") == before


def test_numbers_are_never_given_twice(handbook: Path, run: Run) -> None:
    for name in ("one", "two"):
        run("new", "workflow", name)

    texts = [path.read_text(encoding="utf-8") for path in (handbook / "sops").rglob("*.*") if path.suffix != ".png"]
    numbers = re.findall(r"^number: (\S+)", "\n".join(texts), re.MULTILINE)
    assert sorted(numbers) == ["SOP-001", "SOP-002", "SOP-003", "SOP-004", "WF-01", "WF-02", "WF-03", "WF-04"]


def test_the_folder_must_be_said_where_there_are_several(handbook: Path, run: Run) -> None:
    run("new", "control", "parcels/never-open")

    ended = run("new", "control", "never-shout")

    assert ended.code == 2
    assert "In which folder shall `never-shout` lie?\n  Write example/never-shout, for example." in ended.err


def test_a_shared_folder_is_meant_when_none_is_said(handbook: Path, run: Run) -> None:
    run("new", "control", "shared/never-open")

    assert run("new", "control", "never-shout").out.startswith("wrote sops/controls/shared/never-shout.yml\n")


def test_the_owner_can_be_named(handbook: Path, run: Run) -> None:
    run("new", "sop", "blurred-label", "--owner", "team-lead")

    text = (handbook / "sops/procedures/example/blurred-label.md").read_text(encoding="utf-8")
    assert "\nowner: team-lead " in text


def test_a_handbook_begins_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")

    begun, checked = run("init"), run("check", "--strict", *DAY)

    assert begun.code == 0
    assert "handrail check" in begun.out
    assert checked.code == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    assert (tmp_path / "schemas" / "workflow.schema.json").is_file()
    assert not list(tmp_path.rglob(".handrail-*"))
