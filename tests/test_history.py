"""What git tells of a handbook: its history, an earlier state, and what is said where there is none. All in this process."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

import starter
from gates import change, commit, git
from handrail.ground.errors import HandrailError
from handrail.reading import revision
from handrail.reading.config import Config
from handrail.reading.history import history
from handrail.reading.revision import Git, commits, sources_at

NOT_HERE = (
    "A file of that state is not in this clone, so it cannot be compared. "
    "Fetch everything: git fetch --refetch, or clone without a filter."
)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with the starter handbook in `sops`, which is the folder that one is in."""
    for path, data in starter.files().items():
        file = tmp_path / "sops" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    git(tmp_path, "init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)
    commit(tmp_path)
    return tmp_path


def config(folder: Path, name: str = "sops") -> Config:
    return Config(folder, folder / name)


def refused(folder: Path, revision: str, name: str = "sops") -> str:
    with pytest.raises(HandrailError) as told:
        sources_at(config(folder, name), revision)
    return f"{told.value.message} {told.value.hint}"


def test_the_history_is_that_of_the_handbook_newest_first(clone: Path) -> None:
    change(clone, "sops/index.md", "title:", "title: The")
    change(clone, "sops/register/marks.yml", "The parcel", "A parcel")
    commit(clone)
    (clone / "other.txt").write_text("Nothing of the handbook\n", encoding="utf-8")
    commit(clone)

    told = history(config(clone))

    assert [each.subject for each in told] == ["A change", "A change"]
    assert told[0].paths == ("index.md", "register/marks.yml")
    assert set(told[1].paths) == set(starter.files())
    assert isinstance(told[0].day, dt.date)
    assert len(told[0].id) == 40


def test_where_nothing_is_known_there_is_no_history(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shallow = tmp_path_factory.mktemp("shallow")
    change(clone, "sops/index.md", "title:", "title: The")
    commit(clone)
    git(shallow, "clone", "-q", "--depth", "1", f"file://{clone}", "copy")

    assert history(config(shallow / "copy")) == ()
    assert history(config(tmp_path_factory.mktemp("plain"))) == ()


def test_an_earlier_state_is_what_was_committed(clone: Path) -> None:
    before = {source.path: source.data for source in sources_at(config(clone), "HEAD").sources}
    change(clone, "sops/index.md", "title:", "title: The")

    assert before == starter.files()
    assert {source.path: source.data for source in sources_at(config(clone), "HEAD").sources} == before
    assert {source.path: source.data for source in sources_at(config(clone), "./sops").sources} != before


def test_what_is_no_earlier_state_is_refused_with_a_remedy(clone: Path) -> None:
    (clone / "empty").mkdir()

    assert refused(clone, "./gone") == "There is no folder `./gone`. Look at the spelling of the path."
    assert refused(clone, "./empty") == (
        "The folder `./empty` holds no handbook: no procedures, workflows or register. "
        "Name the folder of a handbook, or a revision in git."
    )
    assert "`maine`" in refused(clone, "maine")
    assert "Nearest: main" in refused(clone, "maine")
    assert refused(clone, "empty").endswith("To compare with the folder of that name: ./empty")
    assert refused(clone, "HEAD", "later") == (
        "There was no folder `later` at `HEAD`. Name a later revision, or move the handbook in a commit of its own."
    )


def test_the_commits_that_touched_the_handbook_are_named_newest_first(clone: Path) -> None:
    first = git(clone, "rev-parse", "HEAD")
    (clone / "other.txt").write_text("Nothing of the handbook\n", encoding="utf-8")
    commit(clone)
    change(clone, "sops/index.md", "title:", "title: The")
    last = commit(clone)

    assert commits(config(clone), 10) == (last, first)
    assert commits(config(clone), 1) == (last,)
    whole = Config(clone / "sops", clone / "sops")
    assert commits(whole, 10) == (last, first), "a handbook may be the whole folder"


# --- git that fails, clones that lack something


def test_a_git_that_cannot_be_asked_is_an_error_with_a_remedy(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 120)

    def gone(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(subprocess, "run", slow)
    assert refused(clone, "HEAD") == (
        "git gave no answer in 120 seconds (`git rev-parse`). Try again, or look whether the disk is full or slow."
    )
    monkeypatch.setattr(subprocess, "run", gone)
    assert refused(clone, "HEAD") == "git cannot be started: Permission denied. Install git anew."
    monkeypatch.setenv("PATH", str(clone))
    assert refused(clone, "HEAD") == ("git is not installed, or not on the PATH. Install git, or name a folder: ./old")


def test_a_folder_without_a_clone_and_a_clone_that_is_broken_are_told_apart(clone: Path) -> None:
    (clone / ".git" / "config").write_text("[core\n", encoding="utf-8")
    assert refused(clone, "HEAD") == (
        "git cannot read this repository: bad config line 1 in file .git/config What git says here: git status"
    )
    shutil.rmtree(clone / ".git")
    assert refused(clone, "HEAD") == (
        f"`{clone.name}` is not in a git repository, so it has no earlier state. "
        "Go to your clone, or name the folder of the other state: ./old"
    )


def test_where_a_branch_left_another_is_a_state_if_it_ever_did(clone: Path) -> None:
    git(clone, "checkout", "-q", "-b", "work")
    change(clone, "sops/index.md", "title:", "title: The")
    mine = commit(clone)
    git(clone, "checkout", "-q", "main")
    change(clone, "sops/index.md", "title:", "title: A")
    commit(clone)
    first = git(clone, "rev-parse", "main^")

    for written in ("main...work", "...work", "work..."):
        state = sources_at(config(clone), written)
        assert state.name == f"{written} ({first[:10]})"
        assert {source.path: source.data for source in state.sources} == starter.files()
    assert refused(clone, f"{mine}..main").startswith(f"git knows no commit `{mine}..main` here.")
    git(clone, "checkout", "-q", "--orphan", "alone")
    commit(clone)
    assert refused(clone, "main...alone") == (
        "`main` and `alone` have no commit in common here. Fetch it first, or look at the spelling: git log --oneline"
    )
    assert refused(clone, "main...") == (
        "`main` and `HEAD` have no commit in common here. Fetch it first, or look at the spelling: git log --oneline"
    )


def test_a_clone_without_a_commit_has_no_history(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("empty")
    git(empty, "init", "-q")

    with pytest.raises(HandrailError) as told:
        commits(config(empty), 1)
    assert told.value.message.startswith("git cannot list the history here: bad revision 'HEAD'")
    assert told.value.hint == "What git says here: git status"
    assert history(config(empty)) == ()


def test_a_clone_that_lacks_what_it_names_is_no_empty_handbook(clone: Path) -> None:
    objects = clone / ".git" / "objects"
    text, tree = git(clone, "rev-parse", "HEAD:sops/index.md", "HEAD:sops/procedures").split()
    (objects / text[:2] / text[2:]).unlink()
    assert refused(clone, "HEAD") == NOT_HERE
    (objects / tree[:2] / tree[2:]).unlink()
    assert refused(clone, "HEAD") == (
        f"git cannot list the handbook there: error: Could not read {tree} Look at the clone: git fsck"
    )


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"%s missing\n", NOT_HERE),
        (b"", NOT_HERE),
        (b"%s blob 9\nabc", "git stopped before the end of a file. Look at the clone: git fsck"),
    ],
)
def test_a_file_that_git_cannot_give_is_never_taken_for_an_empty_one(
    clone: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, message: str
) -> None:
    asked = Git(clone)
    name = git(clone, "rev-parse", "HEAD:sops/index.md")
    assert asked.contents([name, name]) == [starter.files()["index.md"]] * 2
    said = answer.replace(b"%s", name.encode())
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, stdout=said, stderr=b"")
    )
    with pytest.raises(HandrailError) as told:
        asked.contents([name])
    assert f"{told.value.message} {told.value.hint}" == message


def test_an_earlier_state_has_bounds_and_must_hold_a_handbook(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone / "notes" / "node_modules").mkdir(parents=True)
    (clone / "notes" / "node_modules" / "a.yml").write_text("a: b\n", encoding="utf-8")
    (clone / "notes" / "picture.svg").write_text("<svg/>", encoding="utf-8")
    commit(clone)

    assert refused(clone, "HEAD", "notes") == ("At `HEAD` the folder `notes` held no handbook. Name a later revision.")
    monkeypatch.setattr(revision, "MOST_FILES", len(starter.files()))
    assert len(sources_at(config(clone), "HEAD").sources) == len(starter.files())
    monkeypatch.setattr(revision, "MOST_FILES", len(starter.files()) - 1)
    assert refused(clone, "HEAD") == (
        f"At `HEAD` the handbook has more than {len(starter.files()) - 1} files. Compare its parts."
    )


def test_the_whole_clone_can_be_the_handbook(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = clone / "sops"
    git(whole, "init", "-q", "-b", "main")
    commit(whole)
    monkeypatch.chdir(whole)

    state = sources_at(Config(whole, whole), "HEAD")
    assert {source.path: source.data for source in state.sources} == starter.files()
    assert set(history(Config(whole, whole))[0].paths) == set(starter.files())
