"""The gate fails on what a change adds, and on nothing else."""

import subprocess
from pathlib import Path

import pytest

from gates import DAY, DEAD_END, PAGE, QUICK, VAGUE, WORKFLOW, Run, change, commit, last


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
