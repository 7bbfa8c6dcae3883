"""What git tells of a handbook: its history, an earlier state, and what is said where there is none. All in this process."""

import datetime as dt
from pathlib import Path

import pytest

import starter
from gates import change, commit, git
from handrail.ground.errors import HandrailError
from handrail.reading.config import Config
from handrail.reading.history import history
from handrail.reading.revision import commits, sources_at


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
