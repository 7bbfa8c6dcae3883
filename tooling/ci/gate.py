"""The gate as CI runs it: `install` puts handrail into an environment of its own, `check` runs it.

Used by the GitHub Action and the GitLab template. Everything that comes from a pull request reaches it through the
environment and leaves it as one argument of a program, never as part of a script. It ends as `handrail check` does:
0 clean, 1 findings, 2 a wrong call, 3 our fault; whatever else happens is not 0.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
WRONG_CALL, OUR_FAULT = 2, 3
_YES, _NO = {"true", "yes", "1"}, {"false", "no", "0", ""}


def main(words: list[str]) -> int:
    """Do what is asked for; gives the exit code."""
    work = {"install": install, "check": check}.get(words[0] if len(words) == 1 else "")
    if work is None:
        return refuse("Call it with one word: install or check.")
    return work()


def environment() -> Path:
    """The folder of the environment: the runner's folder for what does not last, never one of the checkout."""
    told = os.environ.get("RUNNER_TEMP") or tempfile.gettempdir()
    return Path(os.environ.get("GATE_ENVIRONMENT") or Path(told) / "handrail-environment")


def python() -> str:
    """The Python of the environment."""
    folder = environment() / ("Scripts" if os.name == "nt" else "bin")
    return str(folder / ("python.exe" if os.name == "nt" else "python"))


def install() -> int:
    """Make the environment with what the lock file names, by its hashes, and with this checkout."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a runner may have an older one
        return refuse("handrail needs Python 3.11 or newer. Name one in `python`.")
    pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    lock = HOME / "requirements" / "handbook.txt"
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(environment())],
        [*pip, "--require-hashes", "--requirement", str(lock)],
        [*pip, "--no-build-isolation", "--no-deps", str(HOME)],
    ):
        # from the tool's own folder: no module of the folder that is checked may stand in the way
        done = subprocess.run(command, cwd=HOME, check=False)
        if done.returncode:
            return refuse("handrail could not be installed; what went wrong stands above.", OUR_FAULT)
    return 0


def check() -> int:
    """Check the handbook, tell the host in its own form, and leave the reports where it looks for them."""
    known = os.environ
    strict = known.get("GATE_STRICT", "").lower()
    if strict not in _YES | _NO:
        return refuse(f"`strict` is true or false, not {strict!r}.")
    folder = Path(known.get("GATE_FOLDER") or ".")
    if not folder.is_dir():
        return refuse(f"There is no folder {str(folder)!r}.")
    words = ["--strict"] if strict in _YES else []
    base = since()
    words += [f"--since={base}"] if base else []
    with tempfile.TemporaryDirectory() as temporary:
        page = Path(temporary) / "summary.md"
        words += ["--format", "github" if known.get("GITHUB_ACTIONS") else "plain", "--report", f"summary={page}"]
        if known.get("GITLAB_CI"):
            out = Path(known.get("CI_PROJECT_DIR") or ".").resolve()
            words += ["--report", f"junit={out / 'handrail-junit.xml'}"]
            words += ["--report", f"gitlab={out / 'handrail-quality.json'}"]
        done = subprocess.run([python(), "-I", "-m", "handrail", "check", *words], cwd=folder, check=False)
        show(page)
    # a program that was killed has a number below 0, which a shell would fold into one above
    return done.returncode if done.returncode >= 0 else OUR_FAULT


def since() -> str:
    """What to compare with: the revision that was named, else the base that the host tells; nothing on a branch."""
    named = os.environ.get("GATE_SINCE", "").strip()
    if named:
        return "" if named == "none" else named
    base = os.environ.get("GATE_BASE", "").strip()
    return f"{base}...HEAD" if base else os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", "")


def show(page: Path) -> None:
    """Put the summary where GitHub shows it."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target and page.is_file():
        with Path(target).open("ab") as stream, page.open("rb") as text:
            shutil.copyfileobj(text, stream)


def refuse(message: str, code: int = WRONG_CALL) -> int:
    """Say why nothing was decided."""
    sys.stderr.write(f"handrail gate: {message.encode('ascii', 'backslashreplace').decode()}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
