"""What is ready to use in CI, run here as far as it can be: the action, GitLab's template, the hooks, CODEOWNERS."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from handrail.drafts import beginning
from handrail.writing import write_all

ROOT = Path(__file__).parents[1]
WORKFLOW = "sops/workflows/example/lost-parcel.yml"
CALM = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, env=os.environ | CALM, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A change")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a handbook in git with a base that has one finding, and a head on top that moved its lines."""
    folder = tmp_path / "handbook"
    write_all(folder, beginning(schemas={}))
    git(folder, "init", "-q", "-b", "main")
    text = (folder / WORKFLOW).read_text(encoding="utf-8").replace("Look the parcel up", "Promptly look the parcel up")
    (folder / WORKFLOW).write_text(text, encoding="utf-8")
    commit(folder)
    git(folder, "checkout", "-qb", "topic")
    (folder / WORKFLOW).write_text(f"# A line more.\n{text}", encoding="utf-8")
    commit(folder)
    return folder


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return an environment as `install` makes it, whose Python is this one with this checkout."""
    folder = tmp_path / "environment"
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    lines = ("#!/bin/sh", 'test "$1" = -I && shift', f'PYTHONPATH="{ROOT}/tooling" exec "{sys.executable}" "$@"', "")
    python.write_text("\n".join(lines), encoding="utf-8")
    python.chmod(0o755)
    return folder


def add_a_fault(folder: Path) -> None:
    text = (folder / WORKFLOW).read_text(encoding="utf-8")
    (folder / WORKFLOW).write_text(
        text.replace("    marks: [close]\n    go: closed\n", "    marks: [close]\n"), "utf-8"
    )
    commit(folder)


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    return found


def act(folder: Path, environment: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the checking step of the action as a runner does."""
    step = steps()[-1]
    known = dict.fromkeys(step["env"], "") | {"GATE_PYTHON": sys.executable, "GATE_HOME": str(ROOT)}
    known |= {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder.parent / "summary.md")}
    known |= {"GATE_ENVIRONMENT": str(environment), "XDG_CACHE_HOME": str(folder.parent / "cache"), **more}
    return subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=folder, env=os.environ | CALM | known, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_action_puts_no_value_into_a_script_and_calls_no_other_action() -> None:
    for step in steps():
        assert "${{" not in step["run"]
        assert "uses" not in step


def test_the_action_passes_what_was_there_before_and_fails_on_what_is_added(clone: Path, installed: Path) -> None:
    base = git(clone, "rev-parse", "main")

    before = act(clone, installed, GATE_BASE=base, GATE_STRICT="true")
    add_a_fault(clone)
    after = act(clone, installed, GATE_BASE=base, GATE_STRICT="true")

    assert (before.returncode, after.returncode) == (0, 1), before.stdout + before.stderr + after.stderr
    assert "1 finding was there before" in before.stdout
    assert "::error file=sops/" in after.stdout
    assert (clone.parent / "summary.md").read_text(encoding="utf-8").count("## Handbook: ") == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"GATE_BASE": "0" * 40}, "git knows no commit"),
        ({"GATE_SINCE": "$(touch planted)"}, "git knows no commit"),
        ({"GATE_SINCE": "--output=planted"}, "git knows no commit"),
        ({"GATE_STRICT": "maybe"}, "`strict` is true or false"),
        ({"GATE_FOLDER": "nowhere"}, "There is no folder"),
    ],
)
def test_the_action_fails_closed(clone: Path, installed: Path, more: dict[str, str], told: str) -> None:
    done = act(clone, installed, **more)

    assert done.returncode == 2
    assert told in done.stderr
    assert not (clone / "planted").exists()


def test_the_action_fails_where_nothing_is_installed(clone: Path) -> None:
    assert act(clone, clone.parent / "nothing").returncode != 0


def test_the_template_for_gitlab_leaves_its_reports(clone: Path, installed: Path) -> None:
    job = yaml.safe_load((ROOT / "tooling/ci/handrail.gitlab-ci.yml").read_text(encoding="utf-8"))["handrail"]
    add_a_fault(clone)
    known = job["variables"] | {"HANDRAIL_HOME": str(ROOT), "GATE_ENVIRONMENT": str(installed), "GITLAB_CI": "true"}
    known |= {"CI_PROJECT_DIR": str(clone), "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(clone, "rev-parse", "main")}
    known |= {"XDG_CACHE_HOME": str(clone.parent / "cache")}
    script = job["script"][-1].replace("python3", sys.executable, 1)
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=clone,
        env=os.environ | CALM | known,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert job["artifacts"]["reports"] == {"junit": "handrail-junit.xml", "codequality": "handrail-quality.json"}
    assert (clone / "handrail-junit.xml").is_file()
    assert "dead-end" in {
        each["check_name"] for each in json.loads((clone / "handrail-quality.json").read_text("utf-8"))
    }


def test_the_hook_runs_in_pre_commit(clone: Path, tmp_path: Path) -> None:
    """The real runner reads our hook; only the building of its environment is left out, which needs a network."""
    runner = shutil.which("pre-commit") or shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    if runner is None:
        pytest.skip("no pre-commit: it is no test dependency yet")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    text = text.replace("language: python", "language: system").replace(
        "handrail check", f"{sys.executable} -m handrail check"
    )
    (hooks / ".pre-commit-hooks.yaml").write_text(text, encoding="utf-8")
    git(hooks, "init", "-q")
    rev = commit(hooks)
    config = {"repos": [{"repo": str(hooks), "rev": rev, "hooks": [{"id": "handrail-check"}]}]}
    (clone / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    environment = (
        os.environ | CALM | {"PRE_COMMIT_HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    )
    environment |= {"PYTHONPATH": str(ROOT / "tooling")}

    def run() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [runner, "run", "--all-files"], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )

    good = run()
    add_a_fault(clone)
    bad = run()

    assert good.returncode == 0, good.stdout + good.stderr
    assert bad.returncode == 1
    assert "error[dead-end]" in bad.stdout


def export(folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tooling"), "XDG_CACHE_HOME": str(folder.parent / "cache")}
    command = [sys.executable, "-m", "handrail", "export", "codeowners"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_codeowners_say_who_reviews_and_what_is_missing(clone: Path) -> None:
    first = export(clone)
    assert first.returncode == 1
    assert "missing: nobody owns the rest" in first.stderr
    assert "missing: `team-lead` owns " in first.stderr

    settings = '[owners]\n"*" = "@org/policy"\nteam-lead = "@org/leads"\nsupport = "@org/support"\n'
    (clone / "handrail.toml").write_text(settings, encoding="utf-8")
    done = export(clone)
    lines = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert "/sops/ @org/policy" in lines
    assert "/handrail.toml @org/policy" in lines
    assert f"/{WORKFLOW} @org/leads" in lines


@pytest.mark.parametrize("written", ['team-laed = "@org/x"', 'team-lead = "nobody"', 'team-lead = "@a\\n* @b"'])
def test_owners_that_nobody_knows_are_refused(clone: Path, written: str) -> None:
    (clone / "handrail.toml").write_text(f"[owners]\n{written}\n", encoding="utf-8")
    done = export(clone)

    assert done.returncode == 2 or "* @b" not in done.stdout.splitlines()
    assert done.returncode in {1, 2}
