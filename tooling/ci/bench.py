"""How fast is the check? Measured against plain YAML reading, in one run on one machine: `make bench`.

A handbook of a thousand workflows is made up (see made_up.py). Each measure runs in a process of its own, cold; the
rounds take turns, so that a busy minute falls on all of them; what is printed are medians. A report, never a test: only
a finding fails here, for the made-up handbook has none.
"""

import argparse
import ast
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from made_up import handbook

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tooling" / "handrail"
AS_OF = date(2026, 11, 25)
PROGRAM = [sys.executable, "-c", "from handrail.cli import main; main()", "check"]
ENGINE = "handrail.reasoning.program"
"""What a rule imports, directly or not, that walks every case through every workflow."""


def main() -> None:
    """Make the handbook, measure, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workflows", type=int, default=1000, help="how many to make (1000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often to measure (5)")
    parser.add_argument("--fast", action="store_true", help="leave out the rules that walk every case")
    parser.add_argument("--measure", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(MEASURES[asked.measure]()))
        return
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as name:
        os.environ["TMPDIR"] = name
        report(Path(name) / "handbook", asked.workflows, asked.rounds, fast=asked.fast)


def report(folder: Path, count: int, rounds: int, *, fast: bool) -> None:
    """Measure in turns and print medians, each beside the time of the plain reading."""
    length = write(folder, count)
    print(f"{count} made-up workflows of {length} lines, median of {rounds} rounds")
    reading, plain, one = [], [], []
    for _ in range(rounds):
        reading.append(child(folder, "yaml")["seconds"])
        plain.append(child(folder, "plain"))
        one.append(wall(folder, f"sops/workflows/made-up/find-{count}.yml", *without(walkers())))
    base = statistics.median(reading)
    line("yaml.load with CSafeLoader", base, base)
    line("check, but for the rules that walk every case", statistics.median(each["seconds"] for each in plain), base)
    line("handrail check FILE, start to end, but for these", statistics.median(one), base)
    print(f"  its peak memory  {max(each['megabytes'] for each in plain)} MB")
    proof = child(folder, "proof")
    line("one workflow of 200 steps, 12 facts, 36 controls", proof["seconds"], base)
    print(f"  its peak memory  {proof['megabytes']} MB")
    if not fast:
        grow(folder, count, base)
    own = next(iter(sorted((ROOT / "sops" / "workflows").rglob("*.yml")))).relative_to(ROOT)
    print("the handbook of this repository, start to end")
    for title, options in (("but for these rules", without(walkers())), ("every rule", [])):
        times = [wall(ROOT, str(own), *options) for _ in range(rounds)]
        print(f"  handrail check FILE, {title:<20} {statistics.median(times):6.2f} s")
    kept = environment()
    times = [wall(ROOT, str(own), kept=kept) for _ in range(rounds + 1)][1:]
    print(f"  handrail check FILE, {'every rule, again':<20} {statistics.median(times):6.2f} s")


def grow(folder: Path, count: int, base: float) -> None:
    """Measure the check with every rule on a quarter, a half and all of the workflows: what one of them costs."""
    for part in (count // 4, count // 2, count):
        smaller = folder.with_name(f"handbook-{part}")
        write(smaller, part)
        whole = child(smaller, "whole")
        line(f"check, every rule, {part} workflows (measured once)", whole["seconds"], base)
        each, memory = 1000 * whole["seconds"] / part, whole["megabytes"]
        print(f"  {each:.0f} ms a workflow, peak memory of a hand {memory} MB; the dearest rules of one hand:")
        for rule, share in whole["dearest"]:
            print(f"    {rule:<28} {share:4.0%}")


def line(title: str, seconds: float, base: float) -> None:
    """Print one measure."""
    print(f"  {title:<50} {seconds:7.2f} s {seconds / base:7.2f}", flush=True)


def write(folder: Path, count: int) -> int:
    """Write the made-up handbook; return how long its workflows are on average."""
    texts = handbook(count)
    for path, text in texts.items():
        file = folder / "sops" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    made = [text.count("\n") for path, text in texts.items() if path.startswith("workflows/made-up/")]
    return round(statistics.mean(made))


def child(folder: Path, measure: str) -> dict[str, Any]:
    """Measure in a fresh process."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", measure],
        cwd=folder,
        env=environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def wall(folder: Path, *arguments: str, kept: dict[str, str] | None = None) -> float:
    """How long the program takes from start to end, its findings unread; with what was kept before, or nothing."""
    start = time.perf_counter()
    done = subprocess.run(
        [*PROGRAM, *arguments], cwd=folder, env=kept or environment(), check=False, capture_output=True, text=True
    )
    if done.returncode > 1:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    return time.perf_counter() - start


def environment() -> dict[str, str]:
    """Where nothing is remembered of an earlier check; Python keeps its compiled modules, as it does for everybody."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"XDG_CACHE_HOME": tempfile.mkdtemp(dir=os.environ["TMPDIR"])}


def without(rules: tuple[str, ...]) -> list[str]:
    """The options that leave rules out."""
    return [word for rule in rules for word in ("--ignore", rule)]


def reading() -> dict[str, Any]:
    """Read every workflow as plain YAML: what any program must do at least."""
    import yaml

    start = time.perf_counter()
    for path in Path("sops/workflows").rglob("*.yml"):
        yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {"seconds": time.perf_counter() - start}


def checking(ignored: tuple[str, ...]) -> dict[str, Any]:
    """Check the handbook in this process."""
    from handrail.check import Selection, check
    from handrail.crew import hands
    from handrail.reading.config import load_config
    from handrail.rules import all_rules

    config, count = load_config(Path.cwd()), hands()
    all_rules()  # to load the program is no part of the check; the times from start to end hold it
    start = time.perf_counter()
    found = check(config, as_of=AS_OF, selection=Selection(ignore=frozenset(ignored)), hands=count).findings
    seconds = time.perf_counter() - start
    if found:
        sys.exit(f"the made-up handbook has a finding: {found[0]}")
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def dearest() -> dict[str, Any]:
    """Check with every rule, and say which ones take most of the time."""
    from handrail import examine

    spent: Counter[str] = Counter()
    contained: Callable[..., None] = examine._Run._contained  # noqa: SLF001 - the one place that all rules go through

    def timed(run: Any, found: Any, rule: Any, *rest: Any) -> None:  # noqa: ANN401 - handed through
        start = time.perf_counter()
        contained(run, found, rule, *rest)
        spent[rule.id] += time.perf_counter() - start  # type: ignore[assignment]  # counts seconds

    examine._Run._contained = timed  # type: ignore[method-assign, assignment]  # noqa: SLF001
    measured = checking(())
    return {**measured, "dearest": [(rule, took / measured["seconds"]) for rule, took in spent.most_common(8)]}


def proving() -> dict[str, Any]:
    """Prove every control of a long workflow."""
    from made_up_proof import ID
    from made_up_proof import handbook as long

    from handrail.check import Selection, check_sources, choose_rules
    from handrail.ground.source import Source
    from handrail.reasoning.proof import Verdict, prove

    sources = [Source(path, text.encode()) for path, text in long().items()]
    rules = choose_rules(Selection(select=frozenset({"missing-branch", "value-gap"})))
    report = check_sources(sources, rules=rules, as_of=AS_OF)
    start = time.perf_counter()
    proof = prove(report.handbook, ID)
    seconds = time.perf_counter() - start
    if report.findings or any(result.verdict is not Verdict.PROVEN for result in proof.results):
        sys.exit("the long workflow is not what it should be")
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


@cache
def walkers() -> tuple[str, ...]:
    """The rules that walk every case through every workflow."""
    modules = {path.stem: f"handrail.rules.{path.stem}" for path in (PACKAGE / "rules").glob("[a-z]*.py")}
    return tuple(sorted(name.replace("_", "-") for name, module in modules.items() if ENGINE in reached(module)))


@cache
def reached(module: str) -> frozenset[str]:
    """The modules of the package that a module imports, directly or not."""
    direct = set(imported(module))
    return frozenset(direct.union(*(reached(other) for other in direct if not other.endswith(".rules"))))


def imported(module: str) -> Iterator[str]:
    """The modules of the package that a module imports itself."""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.is_file() else ():
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handrail.") and node.module != module:
            yield str(node.module)


MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "proof": proving,
    "yaml": reading,
    "plain": lambda: checking(walkers()),
    "whole": dearest,
}

if __name__ == "__main__":
    main()
