"""The gate never passes by accident."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gates import CALM, DAY, QUICK, VAGUE, WORKFLOW, Run, change, commit, git, refused


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
    # nothing remembered: a rule that was sound before, with the same tool, would not be asked again
    environment = os.environ | CALM | {"XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "error[rule-crashed]" in done.stdout


SLOW = """
import signal, sys, time
for name in ("SIGTERM", "SIGINT", "SIGHUP"):  # as for somebody who sits there: `nohup` and `&` let some be ignored
    signal.signal(getattr(signal, name), signal.SIG_DFL)
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
