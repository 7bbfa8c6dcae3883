"""`make mutants`: how many small faults in the code do the tests notice?

    python tooling/ci/mutants.py --sample 100 --seed 1     so many of each package, drawn by lot
    python tooling/ci/mutants.py --package rules            one package alone

What can be changed in `reasoning`, `rules` and `reading` (see `mutations.py`) is far more than can be tried, so a
sample is drawn, and the share that was noticed is given with the interval in which, 19 times of 20, that of all lies.
Only tests that come to the changed lines are run, and at most some seconds of them: what would be noticed by others
counts as not noticed. Before anything counts, all tests pass without a mutant, tests of an unchanged copy find
nothing, and a file that only raises is noticed. Survivors are printed; `survivors.tsv` says of those that nothing can
notice, why.
"""

import argparse
import hashlib
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import measured
import mutant_tests
from mutant_tests import Mutant

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".mutants"
TREE = WORK / "tree"
EXPLAINED = Path(__file__).with_name("survivors.tsv")
PACKAGES = ("reasoning", "rules", "reading")
HOME = "tooling/handrail"
TESTS = (
    "again any_bytes approvals bad_bytes bad_calls bad_disk bad_git bad_graphs bad_input bad_names bad_pages "
    "bad_patterns beyond_bounds check cli complaints custody defects diff diff_oracle facts formats formats_ci fuzz "
    "history judged meaning memory mistakes model moves oracle pages_workflow proof reading_corners reading_words "
    "reasoning_corners refused replay rule_cases rule_corners rule_parts rule_words rules run_data scenarios schema "
    "staffing uses wordless working_days"
)
"""The tests that come to these packages. What looks at pages, sites and speed would only take longer."""
Row = tuple[str, int, int, int, int]
"""A package: how many mutants it can have, and how many were drawn, noticed, and explained."""
Explained = dict[tuple[str, str, str], str]
NOTICED = ("failed", "broken", "endless", "greedy")


def main() -> int:
    """Draw, try, tell, record."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--sample", type=int, default=100, help="mutants of each package")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--package", action="append", choices=PACKAGES)
    reader.add_argument("--seconds", type=float, default=120, help="of tests that a mutant gets at most")
    reader.add_argument("--file", default="", help="only files whose path holds this")
    reader.add_argument("--no-record", action="store_true")
    asked = reader.parse_args()
    from mutations import sample

    lay_down()
    known = reach()
    _prove_the_trial(known)
    rows: list[Row] = []
    for package in asked.package or PACKAGES:
        files = [path.relative_to(TREE).as_posix() for path in sorted((TREE / HOME / package).rglob("*.py"))]
        every, drawn = sample(TREE, [file for file in files if asked.file in file], asked.sample, asked.seed)
        left = [mutant for mutant in drawn if not _noticed(mutant, known, asked.seconds)]
        why = explained()  # read now: who looks on can explain one while others are tried
        rows.append((package, every, len(drawn), len(drawn) - len(left), sum(each.told in why for each in left)))
        _say(f"mutants: {package}: {rows[-1]}")
    if not asked.no_record:
        _record(rows, asked.sample, asked.seed)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def lay_down() -> None:
    """Lay down the checkout as it is, without what is ignored."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    shutil.rmtree(TREE, ignore_errors=True)
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, TREE / name)


def reach() -> mutant_tests.Reach:
    """Which tests come where: measured once for the same files."""
    state = hashlib.sha256(TESTS.encode())
    for folder in ("tooling", "tests", "schemas"):
        for file in sorted((TREE / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and file.parent.name != "withstands":
                state.update(f"{file.relative_to(TREE)}\n".encode() + file.read_bytes())
    kept, before = WORK / "reach.json", WORK / "reach.of"
    if kept.is_file() and before.is_file() and before.read_text(encoding="ascii") == state.hexdigest():
        return mutant_tests.known_reach(kept)
    _say("mutants: running all tests without a mutant")
    tests = [f"tests/test_{name}.py" for name in TESTS.split()] + ["tests/gate"]
    known = mutant_tests.reach(TREE, [f"{HOME}/{package}" for package in PACKAGES], tests)
    before.write_text(state.hexdigest(), encoding="ascii")
    _say(f"mutants: {len(known.seconds):,} tests pass in {sum(known.seconds.values()):.0f} s")
    return known


def _prove_the_trial(known: mutant_tests.Reach) -> None:
    """End here if an unchanged file is found to be changed, or a file that only raises is not."""
    file = f"{HOME}/rules/dead_end.py"
    text = (TREE / file).read_text(encoding="utf-8")
    whole = range(1, text.count("\n") + 1)
    for change, right in (("# the same\n", {"survived"}), ("raise RuntimeError\n", {"broken", "failed"})):
        outcome, test = _ended(Mutant(file, whole, text + change, change), known, 10)
        if outcome not in right:
            sys.exit(f"mutants: a trial with {change!r} ended as `{outcome}` {test}: nothing tried here can count")


def _ended(mutant: Mutant, known: mutant_tests.Reach, seconds: float) -> mutant_tests.Outcome:
    """How a mutant ends."""
    tests = known.chosen(mutant.file, mutant.lines, seconds)
    if not tests:
        return "unreached", ""
    place = TREE / mutant.file
    before, stat = place.read_bytes(), place.stat()
    try:
        place.write_text(mutant.text, encoding="utf-8")
        os.utime(place, (stat.st_atime + 2, stat.st_mtime + 2))  # what was compiled before must not be taken for it
        return mutant_tests.tried(TREE, tests, sum(known.seconds[test] for test in tests))
    finally:
        place.write_bytes(before)
        os.utime(place, (stat.st_atime, stat.st_mtime))


def _noticed(mutant: Mutant, known: mutant_tests.Reach, seconds: float) -> bool:
    """Whether a test notices a mutant; says so."""
    begun = time.monotonic()
    outcome, test = _ended(mutant, known, seconds)
    spent = time.monotonic() - begun
    _say(f"{outcome:9} {spent:5.1f} s  {mutant.file}:{mutant.lines.start}  {test}")
    if outcome not in NOTICED:
        _say("\n".join(f"    {line}" for line in mutant.change.splitlines()))
        _say(f"    explained: {explained().get(mutant.told, 'not yet')}")
    return outcome in NOTICED


def explained() -> Explained:
    """Why nothing can notice a mutant: by file, old and new text."""
    found = {}
    for line in EXPLAINED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            file, old, new, why = line.split("\t")
            found[f"{HOME}/{file}", old, new] = why
    return found


def interval(noticed: int, of: int) -> tuple[float, float]:
    """Where the share of all lies, 19 times of 20, when this many were noticed of so many drawn (Wilson)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, noticed / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - spread, middle + spread


def _record(rows: Sequence[Row], size: int, seed: int) -> None:
    """Put it on the page."""
    shown: list[tuple[measured.Cell, ...]] = []
    possible, tried = sum(row[1] for row in rows), sum(row[2] for row in rows)
    together = ("together", possible, tried, sum(row[3] for row in rows), sum(row[4] for row in rows))
    for package, every, drawn, noticed, explained in (*rows, together):
        low, high = interval(noticed, drawn)
        share, most = f"{noticed / drawn:.1%}", f"{100 * low:.0f} to {high:.0%}"
        able = f"{noticed / max(drawn - explained, 1):.1%}"
        shown.append((package, every, drawn, noticed, share, most, explained, able))
    measured.record(
        "mutation",
        made_by=f"make mutants SAMPLE={size} SEED={seed}",
        title="Strength of the tests",
        says="Small faults are put into the code, one at a time, and the tests are run. There are too many to try "
        "them all, so a sample is drawn by lot; `Of all` is where the share of all that are possible lies, 19 times of "
        "20. `Explained` are those that nothing can notice, each with its reason in `tooling/ci/survivors.tsv`; "
        "`Of the rest` is the share without them.",
        columns=(
            "Package",
            "Possible",
            "Drawn",
            "Noticed",
            "Share",
            "Of all",
            "Explained",
            "Of the rest",
        ),
        rows=shown,
    )


if __name__ == "__main__":
    sys.exit(main())
