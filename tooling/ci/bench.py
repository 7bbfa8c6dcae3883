"""How fast is the check? Measured against plain YAML reading, in one run on one machine: `make bench`.

A thousand workflows of about 150 lines are made from the workflows of this handbook. Each number is the best of three,
and the rounds take turns, so that a busy minute falls on both. A report, never a test: nothing fails here.
"""

import argparse
import itertools
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
PROGRAM = [sys.executable, "-c", "from handrail.cli import main; main()", "check"]


def main() -> None:
    """Make the handbook, measure, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workflows", type=int, default=1000, help="how many to make (1000)")
    parser.add_argument("--lines", type=int, default=150, help="about how long each one is (150)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        report(Path(folder), asked.workflows, asked.lines)


def report(folder: Path, count: int, lines: int) -> None:
    """Print how long the readings took."""
    made = make(folder, count, lines)
    length = statistics.mean(len(text.splitlines()) for text in map(read, made))
    print(f"{len(made)} workflows of {length:.0f} lines on average, best of {ROUNDS}")
    plain, check, one = [], [], []
    for _ in range(ROUNDS):
        plain.append(seconds(lambda: load(made)))
        forget(folder)
        check.append(seconds(lambda: run(folder)))
        one.append(seconds(lambda: run(folder, made[0])))
    again = min(seconds(lambda: run(folder)) for _ in range(ROUNDS))
    best = min(plain)
    print(f"  yaml.load with CSafeLoader   {best:6.2f} s   1.00")
    print(f"  handrail check               {min(check):6.2f} s   {min(check) / best:.2f}")
    print(f"  handrail check, once more    {again:6.2f} s   {again / best:.2f}")
    print(f"  handrail check ONE of them   {min(one):6.2f} s   {min(one) / best:.2f}")
    shutil.rmtree(folder / "sops" / "workflows" / "bench")
    own = next((folder / "sops" / "workflows").rglob("*.yml"))
    alone = min(seconds(lambda: run(folder, own)) for _ in range(ROUNDS))
    print(f"  handrail check ONE workflow of this handbook as it is: {alone:.2f} s")


def make(folder: Path, count: int, lines: int) -> list[Path]:
    """Copy this handbook and add workflows to it; return their paths."""
    for name in ("sops", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    target = folder / "sops" / "workflows" / "bench"
    target.mkdir()
    made = [target / f"made-{number:04}.yml" for number in range(count)]
    for path, text in zip(made, itertools.cycle(patterns(lines)), strict=False):
        path.write_text(text, encoding="utf-8")
    return made


def patterns(lines: int) -> Iterator[str]:
    """Return workflows near the wanted length, less the number that only one may have."""
    texts = sorted(
        map(read, (ROOT / "sops" / "workflows").rglob("*.yml")), key=lambda text: abs(text.count("\n") - lines)
    )
    return (re.sub(r"^number: .*\n", "", text, flags=re.MULTILINE) for text in texts[:4])


def load(paths: list[Path]) -> None:
    """Do what any program must do at least."""
    for path in paths:
        yaml.load(read(path), yaml.CSafeLoader)


def run(folder: Path, *paths: Path) -> None:
    """Run the program as a person does, its findings unread."""
    done = subprocess.run([*PROGRAM, *map(str, paths)], cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])


def forget(folder: Path) -> None:
    """Throw away what an earlier check remembered."""
    for name in (".cache", ".handrail-cache"):
        shutil.rmtree(folder / name, ignore_errors=True)


def seconds(work: Callable[[], None]) -> float:
    """Return how long something took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read(path: Path) -> str:
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
