"""Disks as they are: links, pipes, no rights, no room, killed while writing, two at once, files that vanish."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from mkdocs.config import load_config as load_mkdocs
from mkdocs.structure.files import get_files

from calls import DAY, PROGRAM, Call, apart
from handrail import writing
from handrail.ground.errors import HandrailError
from handrail.mkdocs_plugin import HandrailPlugin
from handrail.reading.cache import DiskMemory, cache_folder
from handrail.reading.config import load_config
from handrail.reading.discover import discover

HERE = "sops/workflows/example"
HIDDEN = "what nobody may see"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and signals of Unix")


# --- what is no file


def link(place: Path) -> None:
    place.symlink_to(place.parents[3].parent / "secret.txt")


def link_to_itself(place: Path) -> None:
    place.symlink_to(place.name)


def link_to_nothing(place: Path) -> None:
    place.symlink_to("nothing-at-all")


def link_to_a_device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def link_to_the_process(place: Path) -> None:
    place.symlink_to("/proc/self/environ")


def link_upwards(place: Path) -> None:
    place.symlink_to("..")


def pipe(place: Path) -> None:
    os.mkfifo(place)


def plug(place: Path) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # the name of a socket may be only so long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(place.name)
    os.chdir(here)


STRANGE = (link, link_to_itself, link_to_nothing, link_to_a_device, link_to_the_process, link_upwards, pipe, plug)


@pytest.mark.catalogue(23)
@pytest.mark.parametrize("name", [f"{HERE}/odd.yml", "sops/pictures.png", f"{HERE}/folder", "sops/register/odd.txt"])
@pytest.mark.parametrize("make", STRANGE)
def test_what_is_no_file_is_a_finding_and_no_part_of_the_handbook(
    parcels: Path, make: Callable[[Path], None], name: str
) -> None:
    (parcels / "secret.txt").write_text(HIDDEN, encoding="utf-8")
    make(parcels / name)

    sources, paths, findings = discover(parcels / "sops")

    inner = name.removeprefix("sops/")
    assert [(each.rule, each.at.path) for each in findings] == [("unreadable-file", inner)]
    assert inner not in paths
    assert not [source for source in sources if HIDDEN.encode() in source.data]


@pytest.mark.catalogue(23)
@pytest.mark.promise("no-traceback")
def test_a_check_says_so_and_waits_for_nothing(parcels: Path, handrail: Call) -> None:
    for number, make in enumerate(STRANGE):
        make(parcels / HERE / f"odd{number}.yml")

    ended = handrail("check", *DAY)

    assert ended.code == 1
    assert ended.out.count("error[unreadable-file]") == len(STRANGE)


@pytest.mark.catalogue(23)
def test_a_folder_with_the_name_of_a_file_is_a_folder(parcels: Path) -> None:
    (parcels / HERE / "x.yml").mkdir()
    (parcels / "sops/procedures/x.md").mkdir()

    assert discover(parcels / "sops")[2] == ()


@pytest.mark.catalogue(23, 24)
def test_a_handbook_that_is_a_link_out_is_refused(parcels: Path, tmp_path: Path) -> None:
    shutil.move(parcels / "sops", tmp_path / "elsewhere")
    (parcels / "sops").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(HandrailError, match="lies outside"):
        load_config(parcels)


@pytest.mark.catalogue(23, 24)
@pytest.mark.promise("no-code")
def test_no_link_is_published(parcels: Path, tmp_path: Path, handrail: Call) -> None:
    """Whoever sends a change must not learn what lies on the machine that builds the site."""
    (tmp_path / "folder").mkdir()
    for name in ("folder/a.txt", "folder/b.md", "secret.txt"):
        (tmp_path / name).write_text(HIDDEN, encoding="utf-8")
    (parcels / "sops/picture.png").symlink_to(tmp_path / "secret.txt")
    (parcels / "sops/pictures").symlink_to(tmp_path / "folder")
    (parcels / "sops/procedures/note.md").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(parcels / "sops/pipe.png")

    exported = handrail("export", "site", "out", *DAY)
    plugin = HandrailPlugin()
    plugin.load_config({})
    config = load_mkdocs(str(parcels / "mkdocs.yml"))
    config.plugins._current_plugin = "handrail"
    files = plugin.on_files(get_files(config), config=plugin.on_config(config))

    assert exported.code == 0, exported.err
    written = [path for path in (parcels / "out").rglob("*") if path.is_file() or path.is_symlink()]
    assert len(written) > 100
    assert [path for path in written if HIDDEN.encode() in path.read_bytes()] == []
    assert len(list(files)) > 100
    assert [file.src_uri for file in files if "pic" in file.src_uri or "pipe" in file.src_uri] == []
    assert [file.src_uri for file in files if HIDDEN.encode() in file.content_bytes] == []


STRANGE_NAMES = {
    "new line": b"a\nb.yml",
    "carriage return": b"a\rb.yml",
    "escape": b"a\x1b[31m.yml",
    "no text": b"a\xff.yml",
    "turned around": "a\u202eb.yml".encode(),
    "nothing to see": "a\u200bb.yml".encode(),
    "hard space": "a\u00a0b.yml".encode(),
}


@pytest.mark.catalogue(19, 29, 32)
@pytest.mark.promise("no-traceback", "no-commands")
@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_name_that_cannot_be_shown_is_a_finding_that_can(parcels: Path, handrail: Call, name: str) -> None:
    place = os.fsencode(parcels / HERE) + b"/" + STRANGE_NAMES[name]
    shutil.copy(os.fsencode(parcels / HERE / "lost-parcel.yml"), place)

    _, paths, (finding,) = discover(parcels / "sops")

    assert finding.rule == "unreadable-file"
    assert finding.at.path.isprintable()
    assert all(path.isprintable() for path in paths)
    if name == "no text":
        for form in ("plain", "json", "sarif", "junit", "github", "gitlab", "rdjson", "summary"):
            ended = handrail("check", *DAY, "--format", form)
            assert (ended.code, "udcff" in ended.out) == (1, True), form


# --- no rights, no room


def refuse(code: int) -> Callable[..., NoReturn]:
    def stop(*_: object, **__: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return stop


@pytest.mark.catalogue(25, 26)
@pytest.mark.promise("whole-or-not", "never-by-accident")
@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("point", ["mkstemp", "fsync", "replace", "fdopen"])
def test_what_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, code: int
) -> None:
    file = tmp_path / "report.json"
    file.write_text("old", encoding="utf-8")
    place: Any = {"mkstemp": tempfile, "fsync": os, "replace": Path, "fdopen": os}[point]
    monkeypatch.setattr(place, point, refuse(code))

    with pytest.raises(HandrailError, match=r"cannot be written: .*still there"):
        writing.write(file, "new")

    monkeypatch.undo()
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


CALLS = {
    "export": ("export", "site", "out", *DAY),
    "report": ("check", *DAY, "--report", "json=out.json"),
    "baseline": ("baseline", "--reason", "They may stay.", *DAY),
    "new": ("new", "workflow", "example/late-parcel"),
}


@pytest.mark.catalogue(25)
@pytest.mark.promise("never-by-accident", "exit-codes")
@pytest.mark.parametrize("name", CALLS)
def test_a_call_that_cannot_write_says_which_file_and_ends_with_2(
    parcels: Path, handrail: Call, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = {path: path.read_bytes() for path in parcels.rglob("*") if path.is_file()}
    real, own = tempfile.mkstemp, "handrail-new"

    def full(*words: Any, **more: Any) -> tuple[int, str]:  # noqa: ANN401 - as the library has it
        if own in str(more.get("prefix", "")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        made: tuple[int, str] = real(*words, **more)
        return made

    monkeypatch.setattr(tempfile, "mkstemp", full)
    ended = handrail(*CALLS[name])

    assert ended.code == 2
    assert "cannot be written: No space left on device" in ended.err
    assert {path: path.read_bytes() for path in parcels.rglob("*") if path.is_file()} == before


@pytest.mark.catalogue(25, 32)
@pytest.mark.promise("never-by-accident")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("call", [("check", *DAY), ("rules",), ("--help",)])
def test_a_full_disk_behind_the_output_is_no_success(parcels: Path, call: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        done = subprocess.run([*PROGRAM, *call], cwd=parcels, check=False, stdout=full, stderr=subprocess.PIPE, env=env)

    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.catalogue(25, 32)
@pytest.mark.promise("exit-codes")
def test_outputs_that_are_closed_or_full_change_no_exit_code(parcels: Path) -> None:
    shell = " ".join(f"'{word}'" for word in PROGRAM)

    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

    def code(call: str) -> int:
        return subprocess.run(
            ["sh", "-c", f"{shell} {call}"], cwd=parcels, check=False, stderr=subprocess.PIPE, env=env
        ).returncode

    assert code("check --as-of 2026-11-25 >&- 2>&-") == 0
    assert code("check --nope 2>&-") == 2
    assert code("rules <&- | head -1 >/dev/null") == 0
    if Path("/dev/full").exists():
        assert code("check --nope 2>/dev/full") == 2


@pytest.mark.catalogue(25)
def test_what_we_may_not_read_is_a_finding(parcels: Path) -> None:
    """Root may read everything, so somebody else looks: `nobody`, in a folder that all can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sops"
        shutil.copytree(parcels / "sops", folder)
        for path in (Path(name), folder, *folder.rglob("*")):
            path.chmod(0o755)
        (folder / "workflows/example/lost-parcel.yml").chmod(0)
        (folder / "messages").chmod(0)
        code = (
            "import os, sys; from pathlib import Path; from handrail.reading.discover import discover\n"
            "import handrail.ground.finding  # nobody may not be allowed to read that later\n"
            "os.geteuid() or os.setuid(65534)\n"
            "print([f'{f.rule} {f.at.path}: {f.message}' for f in discover(Path(sys.argv[1]))[2]])"
        )
        done = subprocess.run([sys.executable, "-c", code, str(folder)], check=False, capture_output=True, text=True)
        (folder / "messages").chmod(0o755)

    assert "unreadable-file messages: This folder cannot be read: Permission denied." in done.stdout, done.stderr
    assert "unreadable-file workflows/example/lost-parcel.yml: This file cannot be read: Permission" in done.stdout


@pytest.mark.catalogue(25)
def test_an_output_is_never_a_file_the_handbook_or_a_folder_of_others(parcels: Path, handrail: Call) -> None:
    (parcels / "taken").write_text("x", encoding="utf-8")
    (parcels / "mine").mkdir()
    (parcels / "mine/letter.txt").write_text("x", encoding="utf-8")

    for folder in ("taken", "mine", "sops", "sops/out", "."):
        ended = handrail("export", "site", folder, *DAY)
        assert ended.code == 2, folder
        assert "Traceback" not in ended.err
    assert (parcels / "mine/letter.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.catalogue(24, 25)
def test_a_link_in_the_output_leads_nothing_out(parcels: Path, tmp_path: Path, handrail: Call) -> None:
    assert handrail("export", "site", "out", *DAY).code == 0
    shutil.rmtree(parcels / "out/workflows")
    (tmp_path / "victim").mkdir()
    (parcels / "out/workflows").symlink_to(tmp_path / "victim")

    ended = handrail("export", "site", "out", *DAY)

    assert ended.code == 2
    assert "a link leads out of it" in ended.err
    assert list((tmp_path / "victim").iterdir()) == []


# --- killed while writing

KILLED = """
import os, sys
from pathlib import Path
from handrail import writing

number, seen = int(sys.argv[1]), 0
def at(name, real):
    def here(*words, **more):
        global seen
        seen += 1
        if seen == number:
            os._exit(9)
        return real(*words, **more)
    return here
writing.tempfile.mkstemp = at("mkstemp", writing.tempfile.mkstemp)
os.fdopen = at("fdopen", os.fdopen)
os.fsync = at("fsync", os.fsync)
Path.chmod = at("chmod", Path.chmod)
Path.replace = at("replace", Path.replace)
Path.stat = at("stat", Path.stat) if number > 100 else Path.stat
for name in ("one", "two"):
    writing.write(Path(sys.argv[2]) / name, "new" * 50_000)
"""
POINTS = 10


@pytest.mark.catalogue(26)
@pytest.mark.promise("whole-or-not")
def test_killed_at_any_point_a_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    whole = {"old" * 50_000, "new" * 50_000}
    seen = set()
    for number in range(1, POINTS + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in ("one", "two"):
            (folder / name).write_text("old" * 50_000, encoding="utf-8")

        done = subprocess.run([sys.executable, "-c", KILLED, str(number), str(folder)], check=False)

        assert done.returncode == 9, number
        texts = tuple((folder / name).read_text(encoding="utf-8") for name in ("one", "two"))
        assert set(texts) <= whole, number
        seen.add(tuple(text[:3] for text in texts))
    assert seen == {("old", "old"), ("new", "old")}, "a run that ends is killed nowhere"


@pytest.mark.catalogue(26)
def test_what_a_killed_run_left_is_taken_away_when_it_is_old(tmp_path: Path) -> None:
    old, fresh, other = (tmp_path / name for name in (".handrail-new-old", ".handrail-new-fresh", ".handrail-site"))
    for path in (old, fresh, other):
        path.write_text("x", encoding="utf-8")
    for path in (old, other):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    writing.write(tmp_path / "report", "new")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".handrail-new-fresh", ".handrail-site", "report"]


@pytest.mark.catalogue(26)
def test_an_export_that_is_killed_goes_on_next_time(
    parcels: Path, handrail: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = Path.replace, 0

    def stop(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == 20:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        broken = handrail("export", "site", "out", *DAY)
    again = handrail("export", "site", "out", *DAY)
    fresh = handrail("export", "site", "fresh", *DAY)

    assert (broken.code, again.code, fresh.code) == (2, 0, 0)
    files = {path.relative_to(parcels / "fresh"): path.read_bytes() for path in (parcels / "fresh").rglob("*.*")}
    assert {path.relative_to(parcels / "out"): path.read_bytes() for path in (parcels / "out").rglob("*.*")} == files


# --- files that change, runs side by side


@pytest.mark.catalogue(28)
@pytest.mark.promise("no-traceback")
def test_a_file_that_vanishes_under_the_walk_is_a_finding(parcels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.lstat

    def gone(path: Any, **how: Any) -> os.stat_result:  # noqa: ANN401 - as the library has it
        state = real(path, **how)
        if str(path).endswith("lost-parcel.yml"):
            os.unlink(path)  # noqa: PTH108 - just when it has been looked at
        return state

    monkeypatch.setattr(os, "lstat", gone)
    _, paths, findings = discover(parcels / "sops")

    assert {each.message for each in findings} == {"This file cannot be read: No such file or directory."}
    assert {each.at.path for each in findings} == {"workflows/example/lost-parcel.yml", "scenarios/lost-parcel.yml"}
    assert {each.at.path for each in findings} <= paths


@pytest.mark.catalogue(28)
def test_a_folder_that_vanishes_under_the_walk_is_no_traceback(parcels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def gone(path: Any) -> Any:  # noqa: ANN401 - as the library has it
        if str(path).endswith("messages"):
            shutil.rmtree(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", gone)
    sources, _, findings = discover(parcels / "sops")

    assert sources
    assert {(each.at.path, each.rule) for each in findings} <= {("messages", "unreadable-file")}


@pytest.mark.catalogue(28)
def test_a_picture_that_vanishes_before_it_is_published_is_an_error(
    parcels: Path, handrail: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (parcels / "sops/picture.png").write_bytes(b"x")
    real = Path.read_bytes

    def gone(self: Path) -> bytes:
        if self.name == "picture.png":
            self.unlink()
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", gone)
    ended = handrail("export", "site", "out", *DAY)

    assert (ended.code, "`picture.png` cannot be read: No such file" in ended.err) == (2, True)


@pytest.mark.catalogue(27)
@pytest.mark.promise("side-by-side")
def test_runs_side_by_side_say_the_same(parcels: Path, tmp_path: Path) -> None:
    more = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "shared")}
    command = [*PROGRAM, "check", *DAY, "--format", "json", "--report", "json=report.json"]
    running = [subprocess.Popen(command, cwd=parcels, stdout=subprocess.PIPE, env=more) for _ in range(3)]
    said = {each.communicate(timeout=120)[0] for each in running}

    assert [each.returncode for each in running] == [0, 0, 0]
    assert said == {(parcels / "report.json").read_bytes()}
    assert not list((tmp_path / "shared").rglob(".*"))
    assert not list(parcels.glob(".handrail-new-*"))


@pytest.mark.catalogue(27)
@pytest.mark.promise("memory")
def test_what_others_could_have_put_there_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = DiskMemory(tmp_path / "memory")
    ours.put("what", "Proven.")
    assert DiskMemory(tmp_path / "memory").get("what") == "Proven."

    (tmp_path / "memory").chmod(0o777)
    assert DiskMemory(tmp_path / "memory").get("what") is None
    (tmp_path / "memory").chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    theirs = DiskMemory(tmp_path / "memory")
    assert theirs.get("what") is None
    theirs.put("more", "Proven too.")
    monkeypatch.undo()
    assert DiskMemory(tmp_path / "memory").get("more") is None


@pytest.mark.catalogue(27)
@pytest.mark.promise("memory", "read-only")
@pytest.mark.parametrize(
    "home", [{"XDG_CACHE_HOME": "cache"}, {"HOME": "here"}, {"HOME": "/nonexistent"}, {"XDG_CACHE_HOME": os.devnull}]
)
def test_where_nothing_can_be_remembered_nothing_is(
    parcels: Path, handrail: Call, monkeypatch: pytest.MonkeyPatch, home: dict[str, str]
) -> None:
    before = {path: path.read_bytes() for path in parcels.rglob("*") if path.is_file()}
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for name, value in home.items():
        monkeypatch.setenv(name, value)

    assert cache_folder().is_absolute()
    assert handrail("check", *DAY).code == 0
    assert {path: path.read_bytes() for path in parcels.rglob("*") if path.is_file()} == before


@pytest.mark.catalogue(27)
@pytest.mark.promise("whole-or-not")
def test_a_full_disk_leaves_no_half_of_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = DiskMemory(tmp_path / "memory")
    memory.put("what", "Proven.")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse(errno.ENOSPC))
        memory.put("what", "Something else.")

    assert memory.get("what") == "Proven."
    assert not list((tmp_path / "memory").rglob(".*"))


@pytest.mark.catalogue(25, 26)
def test_a_process_that_may_write_no_more_ends_with_2(parcels: Path) -> None:
    """A real bound of the system: a file of more than 512 bytes is refused while it is written."""
    resource = pytest.importorskip("resource")
    wanted = f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit({resource.RLIMIT_FSIZE}, (512, 512)); "
    code = wanted + PROGRAM[2]
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "site", "out", *DAY],
        cwd=parcels, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr
    assert not [path for path in (parcels / "out").rglob("*") if path.is_file()]


@pytest.mark.catalogue(32)
def test_the_helper_of_these_tests_sees_what_a_person_sees(parcels: Path) -> None:
    assert apart(parcels, "check", *DAY, NO_COLOR="1").out.startswith("No findings.")
