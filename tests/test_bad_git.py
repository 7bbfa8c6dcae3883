"""Clones as they come: hostile, shallow, bare, foreign, with names that act. And merges that were not solved."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import starter
from calls import DAY, Call
from handrail.ground.errors import HandrailError
from handrail.reading.config import Config
from handrail.reading.revision import sources_at
from starter import PAGE, WORKFLOW, lay

CALM = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
WHO = (
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.org",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "commit.gpgsign=false",
)


def git(folder: Path, *words: str, told: bytes | None = None) -> str:
    done = subprocess.run(
        ["git", *WHO, *words], cwd=folder, env=os.environ | CALM, input=told, capture_output=True, check=True
    )
    return os.fsdecode(done.stdout).strip()


@pytest.fixture
def clone(parcels: Path) -> Path:
    """Return the starter handbook in git."""
    git(parcels, "init", "-q")
    git(parcels, "add", "-A")
    git(parcels, "commit", "-qm", "One")
    return parcels


def config(folder: Path) -> Config:
    return Config(folder.resolve(), folder.resolve() / "sops")


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git", "no-code")
def test_no_command_starts_what_a_clone_names(clone: Path, handrail: Call, tmp_path: Path) -> None:
    """Every setting of git that names a program names a trap; nobody steps into one."""
    sprung = tmp_path / "sprung"
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\necho $0 $* >> {sprung}\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    named = (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass",
        "core.alternateRefsCommand", "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.smudge",
        "filter.x.clean", "filter.x.process", "merge.x.driver", "credential.helper", "gpg.program", "uploadpack.packObjectsHook",
        "sequence.editor", "interactive.diffFilter", "pager.log", "pager.diff", "pager.ls-tree", "alias.rev-parse",
    )  # fmt: skip
    git(clone, "checkout", "-q", "-b", "more")
    (clone / "sops/index.md").write_bytes((clone / "sops/index.md").read_bytes() + b"\nMore.\n")
    git(clone, "commit", "-qam", "Two")
    for name in named:
        git(clone, "config", name, str(trap))
    git(clone, "config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for name in ("post-checkout", "fsmonitor-watchman", "reference-transaction", "post-index-change"):
        shutil.copy(trap, tmp_path / "hooks" / name)
    (clone / ".git/info/attributes").write_text("* filter=x diff=x merge=x\n", encoding="utf-8")

    for call in (("check", *DAY, "--since", "main"), ("diff", "main"), ("impact", "main"), ("export", "codeowners")):
        assert handrail(*call).code in {0, 1}, call
    assert not sprung.exists(), sprung.read_text(encoding="utf-8")
    git(clone, "status")
    assert sprung.exists(), "the traps are none"


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git", "no-traceback")
def test_hostile_names_in_a_clone_are_findings(clone: Path) -> None:
    """Names that no disk here would take come straight from git: a new line, an option, no text, a link, a clone."""
    blob = git(clone, "hash-object", "-w", "--stdin", told=starter.files()[WORKFLOW])
    commit = git(clone, "rev-parse", "HEAD")
    entries = b"".join(
        mode + b" " + name.encode() + b"\tsops/workflows/example/" + path + b"\0"
        for mode, name, path in (
            (b"100644", blob, b"a\nb.yml"),
            (b"100644", blob, b"-rf.yml"),
            (b"100644", blob, b"a\xff.yml"),
            (b"120000", blob, b"link.yml"),
            (b"160000", commit, b"inner.yml"),
        )
    )
    git(clone, "update-index", "-z", "--add", "--index-info", told=entries)
    git(clone, "commit", "-qm", "Hostile")

    state = sources_at(config(clone), "HEAD")

    assert {(each.rule, each.at.path.rpartition("/")[2]) for each in state.unread} == {
        ("unreadable-file", name) for name in ("a\\nb.yml", "a\\udcff.yml", "link.yml", "inner.yml")
    }
    assert "workflows/example/-rf.yml" in state.files
    assert all(path.isprintable() for path in state.files)


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_a_state_is_read_wherever_a_clone_lies(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Detached, in a work tree beside it, as a part of another clone: the same files."""
    wanted = {source.path: source.data for source in sources_at(config(clone), "HEAD").sources}
    git(clone, "worktree", "add", "-q", "--detach", str(tmp_path / "beside"))
    git(clone, "checkout", "-q", "--detach")
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(clone), "inner")

    for folder in (clone, tmp_path / "beside", outer / "inner"):
        assert {source.path: source.data for source in sources_at(config(folder), "HEAD").sources} == wanted
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert {source.path: source.data for source in sources_at(config(clone), "HEAD").sources} == wanted


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_a_clone_of_somebody_else_is_refused_with_the_remedy(clone: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for path in (clone, *clone.rglob("*")):
        os.chown(path, 12_345, 12_345, follow_symlinks=False)

    with pytest.raises(HandrailError) as error:
        sources_at(config(clone), "HEAD")
    assert "does not trust" in error.value.message or "belongs to another user" in error.value.message
    assert "safe.directory" in error.value.hint


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_a_check_asks_no_git(clone: Path, handrail: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(clone / ".git")
    (clone / ".git").write_text("gitdir: /nowhere\n", encoding="utf-8")
    with monkeypatch.context() as without:
        without.setattr(subprocess, "run", None)
        without.setattr(subprocess, "Popen", None)
        assert handrail("check", *DAY).code == 0

    assert handrail("export", "site", "out", *DAY).code == 0  # what git would say is on no page then


@pytest.mark.catalogue(30)
@pytest.mark.parametrize("path", [WORKFLOW, PAGE, "register/facts.yml", "register/organisation.yml", "index.md"])
@pytest.mark.parametrize(
    "style", ["<<<<<<< HEAD\n{0}=======\n{0}>>>>>>> topic\n", "<<<<<<< A\n{0}||||||| b\n=======\n>>>>>>> C\n"]
)
def test_a_merge_that_is_not_solved_is_one_finding(path: str, style: str) -> None:
    lines = starter.text(path).splitlines(keepends=True)
    text = "".join(lines[:4]) + style.format("".join(lines[4:9])) + "".join(lines[9:])

    findings = lay(path, text).findings

    assert len([each for each in findings if each.at.path == path]) == 1
    assert "unsolved merge" in next(each.message for each in findings if each.at.path == path)
