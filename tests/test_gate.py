"""The gate: it fails on what a change adds and on nothing else, and it never passes by accident."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handrail.drafts import beginning
from handrail.gate import NEVER_LISTED
from handrail.writing import write_all

WORKFLOW, PAGE = "sops/workflows/example/lost-parcel.yml", "sops/procedures/example/lost-parcel.md"
DAY = ("--as-of", "2026-11-25")
QUICK = ("--select", "vague-wording", "--select", "dead-end", "--strict")
VAGUE = ("Look the parcel up", "Promptly look the parcel up")
DEAD_END = ("    marks: [close]\n    go: closed\n", "    marks: [close]\n")
CALM = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return the folder of a small handbook in a git repository with one commit, `main`."""
    folder = tmp_path / "handbook"
    write_all(folder, beginning(schemas={}))
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


@pytest.fixture
def run(clone: Path) -> Run:
    """Return what runs `handrail check` there, as a process of its own."""

    def call(*words: str, folder: Path = clone, **more: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | CALM | more
        command = [sys.executable, "-m", "handrail", *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return call


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    command = ["git", *who, *words]
    return subprocess.run(
        command, cwd=folder, env=os.environ | CALM, capture_output=True, text=True, check=True
    ).stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A change")
    return git(folder, "rev-parse", "HEAD")


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def last(done: "subprocess.CompletedProcess[str]") -> str:
    return done.stdout.splitlines()[-1] if done.stdout else done.stderr


# --- since


def test_what_was_there_before_is_counted_and_does_not_fail(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, *VAGUE)
    base = commit(clone)
    change(clone, WORKFLOW, "title:", "# A line more, so that all others move.\n\ntitle:")

    done = run("check", *DAY, *QUICK, "--since", "HEAD")

    assert (done.returncode, last(done)) == (
        0,
        (
            f"No new findings. 1 finding was there before, at HEAD ({base[:10]}). "
            "2 procedures and 2 workflows checked as of 2026-11-25."
        ),
    )
    assert run("check", *DAY, *QUICK).returncode == 1


def test_what_a_change_adds_fails(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, *VAGUE)
    commit(clone)
    change(clone, WORKFLOW, *DEAD_END)

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 1
    assert "error[dead-end]" in done.stdout
    assert "vague-wording" not in done.stdout
    assert last(done).startswith("1 error, 0 warnings. 1 finding was there before")


def test_a_second_one_of_the_same_kind_is_new_and_shown_where_it_stands(clone: Path, run: Run) -> None:
    change(clone, PAGE, "## Purpose\n", "## Purpose\n\nAnswer it promptly.\n")
    commit(clone)
    change(clone, PAGE, "## Purpose\n\n", "## Purpose\n\nLook at it promptly.\n\n")
    line = (clone / PAGE).read_text(encoding="utf-8").split("\n").index("Look at it promptly.") + 1

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 1
    assert done.stdout.count("[vague-wording]") == 1
    assert f"{PAGE}:{line}:" in done.stdout


@pytest.mark.parametrize("target", ["sops/workflows/other/lost-parcel.yml", "sops/workflows/lost-parcel.yml"])
def test_a_file_that_moves_takes_its_findings_along(clone: Path, run: Run, target: str) -> None:
    change(clone, WORKFLOW, *VAGUE)
    commit(clone)
    (clone / target).parent.mkdir(exist_ok=True)
    (clone / WORKFLOW).rename(clone / target)
    change(clone, target, "title:", "# moved\ntitle:")

    assert run("check", *DAY, *QUICK, "--since", "main").returncode == 0


def test_a_page_that_gets_another_name_takes_its_findings_along(clone: Path, run: Run) -> None:
    (clone / "sops/notes.md").write_text("# Notes\n\nAnswer promptly.\n", encoding="utf-8")
    commit(clone)
    (clone / "sops/notes.md").rename(clone / "sops/remarks.md")

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 0, done.stdout


def test_an_excuse_that_goes_leaves_a_new_finding(clone: Path, run: Run) -> None:
    excuse = "    # handrail: ignore[vague-wording] the words of the charter, until 2027-01-31\n"
    change(clone, WORKFLOW, "    do: Look the parcel up", f"{excuse}    do: Promptly look the parcel up")
    commit(clone)
    change(clone, WORKFLOW, excuse, "")

    assert run("check", *DAY, *QUICK, "--since", "main").returncode == 1


def test_a_base_that_cannot_be_read_hides_nothing(clone: Path, run: Run) -> None:
    """The base has a broken file: its findings are what they are, and what is found once it is mended is new."""
    whole = (clone / WORKFLOW).read_text(encoding="utf-8")
    (clone / WORKFLOW).write_text("title: [\n", encoding="utf-8")
    commit(clone)
    (clone / WORKFLOW).write_text(whole.replace(*DEAD_END), encoding="utf-8")

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 1
    assert "error[dead-end]" in done.stdout


def test_another_fault_of_a_file_that_was_broken_before_is_new(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, "title:", "title: [\nx:")
    commit(clone)
    assert run("check", *DAY, *QUICK, "--since", "main").returncode == 0
    change(clone, "sops/register/facts.yml", "parcel-found:", "parcel-found: [\nx:")

    assert run("check", *DAY, *QUICK, "--since", "main").returncode == 1


def test_settings_of_now_hold_for_both_states(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, *VAGUE)
    commit(clone)
    (clone / "handrail.toml").write_text('[rules.vague-wording]\nlevel = "error"\n', encoding="utf-8")

    assert run("check", *DAY, "--select", "vague-wording").returncode == 1
    assert run("check", *DAY, "--select", "vague-wording", "--since", "main").returncode == 0


def test_a_folder_can_be_compared_with_without_git(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, *VAGUE)
    subprocess.run(["cp", "-r", "sops", "before"], cwd=clone, check=True)
    (clone / ".git").rename(clone / "no-git")

    done = run("check", *DAY, *QUICK, "--since", "./before", PATH="/nowhere")

    assert done.returncode == 0, done.stderr
    assert "1 finding was there before, at ./before" in done.stdout


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_nothing_but_since_needs_git(clone: Path, run: Run) -> None:
    (clone / ".git").rename(clone / "no-git")
    change(clone, WORKFLOW, *VAGUE)

    assert run("check", *DAY, *QUICK, PATH="/nowhere").returncode == 1
    assert run("baseline", *DAY, "--reason", "It is known.", "--rule", "vague-wording", PATH="/nowhere").returncode == 0
    assert run("check", *DAY, *QUICK, "--baseline", "handrail-baseline.json", PATH="/nowhere").returncode == 0


# --- what fails closed


def refused(done: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert all(word in done.stderr for word in words), done.stderr


@pytest.mark.parametrize("base", ["", " ", "...HEAD", "..."])
def test_a_base_that_is_not_set_is_no_base(clone: Path, run: Run, base: str) -> None:
    refused(run("check", *DAY, "--since", base), "`--since` names nothing to compare with.")


@pytest.mark.promise("never-by-accident")
@pytest.mark.parametrize("base", ["nowhere", "0" * 40, "--upload-pack=x", "-x", "HEAD~5", "\x1b[2J"])
def test_a_base_that_is_not_there_is_refused(clone: Path, run: Run, base: str) -> None:
    done = run("check", *DAY, f"--since={base}")

    refused(done, "git knows no commit")
    assert "\x1b" not in done.stderr


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_a_shallow_clone_is_refused(clone: Path, run: Run, tmp_path: Path) -> None:
    first = git(clone, "rev-parse", "HEAD")
    change(clone, WORKFLOW, *VAGUE)
    commit(clone)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{clone}", "shallow")

    refused(run("check", *DAY, "--since", first, folder=tmp_path / "shallow"), "shallow", "fetch-depth: 0")


def test_a_folder_outside_git_is_refused(clone: Path, run: Run) -> None:
    (clone / ".git").rename(clone / "no-git")

    refused(run("check", *DAY, "--since", "main", GIT_CEILING_DIRECTORIES=str(clone.parent)), "git")


def test_without_git_since_is_refused(clone: Path, run: Run) -> None:
    refused(run("check", *DAY, "--since", "main", PATH="/nowhere"), "git is not installed")


def test_a_clean_head_is_still_compared_with_a_base_that_is_there(clone: Path, run: Run) -> None:
    """Nothing is found, so nothing would have to be compared: the base is asked for all the same."""
    refused(run("check", *DAY, *QUICK, "--since", "nowhere"), "git knows no commit")


@pytest.mark.catalogue(30)
@pytest.mark.promise("never-by-accident")
def test_a_merge_that_is_not_solved_fails(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, "title:", "<<<<<<< main\ntitle:")

    done = run("check", *DAY, "--since", "main")

    assert done.returncode == 1
    assert "merge" in done.stdout


def test_a_file_that_cannot_be_read_fails(clone: Path, run: Run) -> None:
    (clone / WORKFLOW).unlink()
    (clone / WORKFLOW).symlink_to("/etc/hostname")

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 1
    assert "error[unreadable-file]: This is a link to another file; links are not followed." in done.stdout


def test_an_empty_handbook_is_refused(clone: Path, run: Run) -> None:
    for file in (clone / "sops").rglob("*.*"):
        file.unlink()

    refused(run("check", *DAY, "--since", "main"), "Nothing to check")


CRASH = """
import sys
from handrail.cli import main
from handrail.rules.dead_end import DeadEnd
def crash(self, workflow, handbook):
    raise ZeroDivisionError("one in none")
    yield
DeadEnd.check_workflow = crash
sys.argv[0] = "handrail"
main()
"""


@pytest.mark.parametrize("more", [(), ("--since", "main"), ("--baseline", "known.json")])
def test_a_rule_that_crashes_is_never_an_older_finding(clone: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    (clone / "known.json").write_text('{"version": 1, "entries": []}\n', encoding="utf-8")
    command = [sys.executable, "-c", CRASH, "check", *DAY, "--select", "dead-end", *more]
    environment = os.environ | CALM
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "error[rule-crashed]" in done.stdout


SLOW = """
import sys, time
from handrail.cli import main
from handrail.rules.dead_end import DeadEnd
def slow(self, workflow, handbook):
    sys.stderr.write("looking\\n"); sys.stderr.flush()
    time.sleep(60)
    yield
DeadEnd.check_workflow = slow
main()
"""


@pytest.mark.catalogue(26)
@pytest.mark.promise("never-by-accident")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_run_that_is_cancelled_fails_and_says_so(clone: Path, name: str) -> None:
    command = [sys.executable, "-c", SLOW, "check", "--no-cache", *DAY, "--select", "dead-end"]
    with subprocess.Popen(command, cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        assert started.stderr
        assert started.stdout
        started.stderr.readline()
        started.send_signal(getattr(signal, name))
        out, err = started.communicate(timeout=30)

    assert started.returncode == 2
    assert out == ""
    assert "Stopped before the end; nothing was decided." in err


# --- the baseline


@pytest.fixture
def listed(clone: Path, run: Run) -> Path:
    """Return a handbook with one vague word, which its baseline lists."""
    change(clone, WORKFLOW, *VAGUE)
    (clone / "handrail.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert run("baseline", *DAY, "--reason", "Legal rewords it in March").returncode == 0
    commit(clone)
    return clone


def entries(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "known.json").read_text(encoding="utf-8"))["entries"]
    return found


def test_a_listed_finding_is_counted_and_does_not_fail(listed: Path, run: Run) -> None:
    done = run("check", *DAY, *QUICK)

    assert done.returncode == 0
    assert last(done).startswith("No findings. 1 finding stands in the baseline. ")
    assert entries(listed) == [
        {
            "rule": "vague-wording",
            "file": "workflows/example/lost-parcel.yml",
            "at": "steps > look-up-parcel",
            "says": "`Promptly` is no time.",
            "reason": "Legal rewords it in March",
            "since": "2026-11-25",
        }
    ]


def test_an_entry_that_means_nothing_any_more_fails_until_it_goes(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *VAGUE[::-1])

    done = run("check", *DAY)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "known.json:5:1: error[stale-baseline]: The baseline lists `vague-wording` in `sops/workf"
    )

    shrunk = run("baseline", *DAY)
    assert (shrunk.returncode, shrunk.stdout) == (0, "known.json: 1 taken away; it lists 0 now.\n")
    assert entries(listed) == []
    assert run("check", *DAY).returncode == 0


def test_what_was_not_judged_is_not_stale(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *VAGUE[::-1])

    assert run("check", *DAY, "--select", "dead-end", "--select", "stale-baseline").returncode == 0
    assert run("check", *DAY, "sops/messages").returncode == 0


def test_a_check_never_writes_the_baseline(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *VAGUE[::-1])
    before = (listed / "known.json").read_bytes()

    run("check", *DAY)
    run("check", *DAY, "--since", "main", "--report", "junit=out.xml")

    assert (listed / "known.json").read_bytes() == before


def test_without_a_reason_nothing_is_added(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *DEAD_END)

    done = run("baseline", *DAY)

    assert len(entries(listed)) == 1
    assert "not listed: handrail check" in done.stdout


def test_a_reason_adds_what_one_rule_finds(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *DEAD_END)

    run("baseline", *DAY, "--reason", "The end is drawn in May", "--rule", "dead-end")

    assert [(each["rule"], each["reason"]) for each in entries(listed)] == [
        ("dead-end", "The end is drawn in May"),
        ("vague-wording", "Legal rewords it in March"),
    ]


def test_a_change_cannot_list_what_it_adds(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *DEAD_END)
    run("baseline", *DAY, "--reason", "It is in a hurry")
    assert run("check", *DAY).returncode == 0

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 1
    assert "error[dead-end]" in done.stdout
    assert "stale-baseline" not in done.stdout
    assert "1 finding stands in the baseline." in last(done)


@pytest.mark.parametrize("rule", sorted(NEVER_LISTED))
def test_some_findings_can_never_be_listed(listed: Path, run: Run, rule: str) -> None:
    text = (listed / "known.json").read_text(encoding="utf-8")
    (listed / "known.json").write_text(text.replace("vague-wording", rule), encoding="utf-8")

    done = run("check", *DAY, "--select", "stale-baseline")

    assert done.returncode == 1
    assert f"`{rule}` can never be listed: it always counts." in done.stdout


def test_a_broken_control_stays_off_the_list(clone: Path, run: Run) -> None:
    change(clone, "sops/controls/example/sender-is-told.yml", "within: 5 days", "within: 3 days")

    done = run("baseline", *DAY, "known.json", "--reason", "We know")

    assert "control-broken" not in (clone / "known.json").read_text(encoding="utf-8")
    assert "not listed" in done.stdout


BROKEN = {
    "no JSON": ("{", "is no JSON"),
    "another form": ('{"version": 2, "entries": []}', "is no baseline of version 1"),
    "a merge": ("<<<<<<< main\n{}\n", "unsolved merge"),
    "no reason": (
        '{"version": 1, "entries": [{"rule": "x", "file": "y", "says": "z", "reason": " ", "since": "2026-01-01"}]}',
        "gives no reason",
    ),
    "no day": (
        '{"version": 1, "entries": [{"rule": "x", "file": "y", "says": "z", "reason": "w", "since": "soon"}]}',
        "since when",
    ),
    "an unknown key": (
        '{"version": 1, "entries": [{"rule": "x", "file": "y", "says": "z", "reasn": "w"}]}',
        "unknown key `reasn`.\n  Nearest: reason",
    ),
}


@pytest.mark.catalogue(45)
@pytest.mark.promise("never-by-accident")
@pytest.mark.parametrize("case", BROKEN)
def test_a_baseline_that_cannot_be_read_is_no_empty_one(listed: Path, run: Run, case: str) -> None:
    text, told = BROKEN[case]
    (listed / "known.json").write_text(text, encoding="utf-8")

    refused(run("check", *DAY), told)


def test_a_baseline_that_is_gone_is_refused(listed: Path, run: Run) -> None:
    (listed / "known.json").unlink()

    refused(run("check", *DAY), "There is no baseline `known.json`.")
    refused(run("baseline", *DAY), "There is no baseline `known.json`")


def test_a_baseline_is_not_written_from_half_a_handbook(listed: Path, run: Run) -> None:
    before = (listed / "known.json").read_bytes()
    change(listed, "sops/register/facts.yml", "parcel-found:", "parcel-found: [\nx:")

    refused(run("baseline", *DAY, "--reason", "We know"), "nothing was written")
    assert (listed / "known.json").read_bytes() == before


def test_a_baseline_in_the_handbook_is_refused(listed: Path, run: Run) -> None:
    refused(run("check", *DAY, "--baseline", "sops/known.json"), "lies in the handbook, where it would be published")


# --- reports beside the output


def test_reports_are_written_beside_what_is_shown(clone: Path, run: Run) -> None:
    change(clone, WORKFLOW, *VAGUE)

    done = run("check", *DAY, *QUICK, "--report", "junit=out/report.xml", "--report", "summary=summary.md")

    assert done.stdout.startswith(f"{WORKFLOW}:")
    assert (clone / "out/report.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert (clone / "summary.md").read_text(encoding="utf-8").startswith("## Handbook: 1 warning\n")


def test_a_report_that_cannot_be_written_is_no_success(clone: Path, run: Run) -> None:
    (clone / "file").write_text("x", encoding="utf-8")

    refused(run("check", *DAY, *QUICK, "--report", "junit=file/report.xml"), "cannot be written")
    refused(run("check", *DAY, *QUICK, "--report", "junit=sops/report.xml"), "lies in the handbook")
    refused(run("check", *DAY, *QUICK, "--report", "junit"), "names no format and file")
    refused(run("check", *DAY, *QUICK, "--report", "xml=x.xml"), "There is no format `xml`.")


def test_a_hurry_leaves_no_helper_behind(clone: Path) -> None:
    """A hand that works for a run which was stopped is stopped with it."""
    from handrail.crew import spread

    def work(items: object) -> list[int]:
        if os.getpid() != first:
            Path(clone / str(os.getpid())).write_text("", encoding="utf-8")
            time.sleep(60)
        while not list(clone.glob("[0-9]*")):
            time.sleep(0.01)
        raise KeyboardInterrupt

    first = os.getpid()
    with pytest.raises(KeyboardInterrupt):
        spread(work, [1, 2, 3, 4], 2)

    (helper,) = clone.glob("[0-9]*")
    with pytest.raises(ProcessLookupError):
        os.kill(int(helper.name), 0)
