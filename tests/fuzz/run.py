"""`make fuzz`: a fuzzer that is led by coverage (atheris) looks for input that breaks a promise, target by target.

    python tests/fuzz/run.py --minutes 10              all targets share ten minutes
    python tests/fuzz/run.py --target reader --minutes 1

What it found worth keeping stays in `.fuzz/`, so that the next run begins where this one ended. Input that breaks a promise
is put into `tests/fuzz/crashes/<target>/`, where a test replays it for ever. Ends with 1 when there is a new one, and
adds the executions and the hours to what the page of the handbook shows.
"""

import argparse
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CRASHES, KEPT = HERE / "crashes", ROOT / ".fuzz"
PATHS = [str(ROOT / "tests"), str(ROOT / "tooling"), str(ROOT / "tooling" / "ci")]
LONGEST = 8192
WEIGHTS = {"words": 1, "configuration": 2}
"""What share of the time goes to a target: small ones are soon known by heart."""
SLOWEST = 60
ENOUGH = 3
"""So many inputs that break a promise, and the rest of the time is left: they are most likely one fault."""
_SAID = re.compile(rb"(?:#(\d+)\s+(?:DONE|pulse|NEW|REDUCE|INITED)|stat::number_of_executed_units: (\d+))")


def main() -> int:
    """Share the time among the targets; 1 when something broke."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--minutes", type=float, default=5)
    reader.add_argument("--target", action="append", default=[])
    reader.add_argument("--no-record", action="store_true")
    reader.add_argument("--inside", help=argparse.SUPPRESS)
    asked, rest = reader.parse_known_args()
    if asked.inside:
        return _inside(asked.inside, rest)
    if importlib.util.find_spec("atheris") is None:
        sys.stdout.write("fuzz: atheris is not installed: it has wheels for Linux on x86_64 alone\n")
        return 2
    names = asked.target or _names()
    _write_words()
    unit = asked.minutes * 60 / sum(WEIGHTS.get(name, 4) for name in names)
    results = [_fuzzed(name, unit * WEIGHTS.get(name, 4)) for name in names]
    if not asked.no_record:
        _record(results)
    return 1 if any(crashes for _, _, _, crashes in results) else 0


def _names() -> list[str]:
    from fuzz.targets import TARGETS

    return list(TARGETS)


def _write_words() -> None:
    """The words of the language and the signs of YAML and Markdown, for the fuzzer to put in."""
    schemas = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "schemas").glob("*.json")))
    signs = (
        "&a ",
        "*a",
        "<<: ",
        "!!x ",
        "? ",
        "- ",
        ": ",
        " #",
        "---",
        "```",
        "## ",
        "[a](",
        "<!--",
        "\\\\u",
        "\\xe2\\x80\\xa8",
    )
    words = sorted({*re.findall(r'"([a-z][a-z-]+)": [{]', schemas), "handrail: ignore", "yes or no", "10 minutes"})
    KEPT.mkdir(exist_ok=True)
    (KEPT / "language.dict").write_text("".join(f'"{word}"\n' for word in (*signs, *words)), encoding="utf-8")


def _fuzzed(name: str, seconds: float) -> tuple[str, int, float, int]:
    """Fuzz one target: executions, seconds and crashes that are new. After a crash it goes on with the time left."""
    corpus, found = KEPT / name, KEPT / "found" / name
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    executions, crashes, begun = 0, 0, time.monotonic()
    while (left := int(seconds - (time.monotonic() - begun))) > 0 and crashes < ENOUGH:
        command = [
            sys.executable, str(HERE / "run.py"), "--inside", name, str(corpus), f"-max_total_time={left}",
            f"-max_len={LONGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=3000", f"-artifact_prefix={found}/",
            f"-dict={KEPT / 'language.dict'}", "-print_final_stats=1", "-verbosity=1",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, env=_environment())
        counts = [int(first or second) for first, second in _SAID.findall(done.stderr)]
        executions += max(counts, default=0)
        new = _keep(name, found)
        crashes += new
        if done.returncode:
            told = (done.stdout + done.stderr).decode(errors="replace").splitlines()
            sys.stdout.write("\n".join([line for line in told if not line.startswith("INFO: Instr")][-40:]) + "\n")
        if done.returncode and not new and not _SAID.search(done.stderr):
            sys.exit(f"fuzz: `{name}` could not be fuzzed")
    spent = time.monotonic() - begun
    sys.stdout.write(f"fuzz: {name:14} {executions:>12,} executions in {spent:6.0f} s, {crashes} broke a promise\n")
    sys.stdout.flush()
    return name, executions, spent, crashes


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(PATHS), "PYTHONHASHSEED": "0"}


def _keep(name: str, found: Path) -> int:
    """Put what broke a promise among the cases."""
    new = 0
    for file in sorted(found.iterdir()):
        data = file.read_bytes()
        target = CRASHES / name / hashlib.sha256(data).hexdigest()[:12]
        if not target.exists() and not file.name.startswith("slow-unit"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            new += 1
        file.unlink()
    return new


def _inside(name: str, arguments: list[str]) -> int:
    """The process in which one target is fuzzed."""
    import atheris

    with atheris.instrument_imports(include=["handrail"]):
        from fuzz.targets import TARGETS, seeds
    corpus = Path(arguments[0])
    for seed in seeds(name):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()
    return 0


def _record(results: list[tuple[str, int, float, int]]) -> None:
    """Add what was done to what was done before."""
    from measured import read, record

    known = {str(row[0]): row for row in read().get("fuzz", {}).get("rows", [])}
    for name, executions, seconds, _ in results:
        before = known.get(name, [name, 0, 0.0, 0])
        cases = len(list((CRASHES / name).iterdir())) if (CRASHES / name).is_dir() else 0
        known[name] = [name, before[1] + executions, round(before[2] + seconds / 3600, 2), cases]
    record(
        "fuzz",
        made_by="make fuzz",
        title="Fuzzing",
        says="Input is changed again and again, led by which lines of the tool it reaches. The figures are those of all "
        "runs together; each input that broke a promise is a test now.",
        columns=("What reads it", "Executions", "Hours", "Broke a promise, and is a test now"),
        rows=sorted(known.values(), key=lambda row: str(row[0])),
    )


if __name__ == "__main__":
    sys.path[:1] = PATHS
    sys.exit(main())
