"""What is handed out is whole, and says nothing about the machine that made it."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("handbook", "test", "deep")
PACKAGE_DATA = {".css", ".js", ".json", ".yml", ".yaml", ".md", ".svg", ".html", ".typed"}

# In pieces, so that this file passes its own test.
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)", r"regis" + r"try\.yarn"])
)
MACHINE_PATHS = re.compile(r"(?<![\w.~/-])/(?:work|root|opt|home)" + r"/[\w.-]")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel with what the lock file installed, asking no network."""
    target = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--quiet",
    ]
    done = subprocess.run([*build, "--wheel-dir", str(target), str(ROOT)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = target.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_schema(wheel: zipfile.ZipFile) -> None:
    schemas = {f"handrail/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.schema.json")}
    assert schemas
    assert schemas <= set(wheel.namelist())


def test_the_wheel_holds_every_module_and_asset(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "tooling" / "handrail"
    wanted = {
        f"handrail/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.suffix in {".py", *PACKAGE_DATA} and "__pycache__" not in path.parts
    }
    assert wanted <= set(wheel.namelist())


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in wheel.namelist()} == {"handrail"}
    assert not [name for name in wheel.namelist() if name.startswith("handrail/") and "test" in Path(name).parts]


def test_the_wheel_offers_the_command_and_the_plugin(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(name).decode()
    assert "handrail = handrail.cli:main" in text
    assert "handrail = handrail.mkdocs_plugin:HandrailPlugin" in text


def test_the_wheel_starts_a_handbook_in_an_empty_repository(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    library, handbook = tmp_path / "library", tmp_path / "handbook"
    wheel.extractall(library)
    handbook.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=handbook, check=True)
    for module, *arguments in (
        ["handrail.cli", "init"],
        ["handrail.cli", "check"],
        ["mkdocs.__main__", "build", "--strict"],
    ):
        start = f"import sys; from {module} import {'main' if module.startswith('handrail') else 'cli as main'}; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-P", "-c", start, *arguments],
            cwd=handbook,
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(library), "NO_MKDOCS_2_WARNING": "1"},
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    assert (handbook / "site" / "index.html").is_file()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_only_names_versions_and_hashes(name: str) -> None:
    pin = re.compile(r"[a-z0-9-]+==[^\s;]+(?: ; [^\\]+)? \\")
    a_hash = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    others = [line for line in lines if not (line.startswith("# ") or pin.fullmatch(line) or a_hash.fullmatch(line))]
    assert others == []
    assert not [line for line in lines if "://" in line]


def test_the_locks_agree_and_cover_what_the_project_asks_for() -> None:
    handbook, test, deep = (pins(name) for name in LOCKS)
    assert handbook <= test <= deep
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    core = {
        *map(distribution, project["project"]["dependencies"]),
        *map(distribution, project["build-system"]["requires"]),
    }
    assert core | set(map(distribution, groups["build"])) <= {name for name, _ in handbook}
    assert set(map(distribution, groups["test"])) <= {name for name, _ in test}
    assert set(map(distribution, groups["deep"])) <= {name for name, _ in deep}


def test_every_dependency_of_the_core_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [\n")[2].partition("\n]")[0]
    assert [line for line in block.splitlines() if not re.search(r'", +# \w', line)] == []


def test_no_committed_file_names_a_package_registry_or_a_path_of_a_machine() -> None:
    named = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in committed_text()
        for number, line in enumerate(read(path).splitlines(), 1)
        if REGISTRIES.search(line) or MACHINE_PATHS.search(line)
    ]
    assert named == []


def pins(name: str) -> set[tuple[str, str]]:
    """Return the names and versions of a lock file."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, flags=re.MULTILINE))


def distribution(requirement: str) -> str:
    """Return the name in a requirement."""
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return found[0].lower().replace("_", "-").replace(".", "-")


@cache
def committed_text() -> tuple[str, ...]:
    """Return the paths of all text files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return tuple(path for path in listed.stdout.split("\0") if path and is_text(ROOT / path))


def is_text(path: Path) -> bool:
    """Say whether a file is there and holds no zero byte."""
    return path.is_file() and b"\0" not in path.read_bytes()


def read(path: str) -> str:
    """Return the text of a committed file, however it is encoded."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
