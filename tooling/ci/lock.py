"""Make the lock files: what pyproject.toml asks for, resolved to versions and hashes for every system at once.

Run as `make lock`, which gives this script a Python that has uv.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "requirements"
HEADER = """\
# {title}
# Made by `make lock` from pyproject.toml; do not edit by hand. Holds names, versions and sha256 hashes and
# nothing else: where the packages come from is the business of the machine that installs them.
# One file serves Python 3.11 to 3.14 on Linux, macOS and Windows.
"""


def main() -> None:
    """Write the lock files, each with the versions of the one before."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    core = [*project["project"]["dependencies"], *groups["build"]]
    write("handbook", "What `make handbook` installs: enough to check the handbook and to build its site.", core)
    tools = groups["test"]
    write("test", "What `make test` installs: the handbook's packages and the tools that test them.", core + tools)
    title = "What `make test-deep`, `make fuzz`, `make coverage` and `make mutants` install, beside the test tools."
    write("deep", title, core + tools + groups["deep"])
    write("bench", "What `make bench` compares with, in an environment of its own.", groups["bench"])


def write(name: str, title: str, wanted: list[str]) -> None:
    """Resolve `wanted` and write `requirements/<name>.txt`."""
    target = LOCKS / f"{name}.txt"
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--quiet", "--no-config"]
    if name in ("test", "deep"):
        command += ["--constraints", str(LOCKS / ("handbook.txt" if name == "test" else "test.txt"))]
    command += ["--upgrade"] if os.environ.get("UPGRADE") else []
    known = target.read_text(encoding="utf-8") if target.exists() else ""
    preferences = target.with_suffix(".tmp")
    preferences.write_text(known, encoding="utf-8")
    try:
        command += ["--output-file", str(preferences)]
        subprocess.run(command, input="\n".join(wanted), text=True, check=True, stdout=subprocess.DEVNULL)
        target.write_text(HEADER.format(title=title) + preferences.read_text(encoding="utf-8"), encoding="utf-8")
    finally:
        preferences.unlink()
    print(f"wrote {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
