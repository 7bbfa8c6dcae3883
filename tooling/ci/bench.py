"""How fast is the check? Measured against plain YAML reading, in one run on one machine: `make bench`.

A handbook of a thousand workflows is made up (see made_up.py). Each measure runs in a process of its own, cold; the
rounds take turns, so that a busy minute falls on all of them; what is printed are medians. A report, never a test: only
a finding fails here, for the made-up handbook has none.
"""

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import peak
import rivals
from made_up import handbook
from measured import record

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.model import Handbook
from handrail.ground.source import Source
from handrail.rules import all_rules

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tooling" / "handrail"
AS_OF = date(2026, 11, 25)
PROGRAM = [sys.executable, "-c", "from handrail.cli import main; main()", "check"]
FORM = ("files", "graph", "names", "calls")
"""The groups of the rules about form and schema, about the graph, and about names that refer to something."""
ENGINE = "handrail.reasoning.program"
"""What a rule imports, directly or not, that walks every case through every workflow."""


def main() -> None:
    """Make the handbook, measure, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workflows", type=int, default=1000, help="how many to make (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure (3)")
    parser.add_argument("--large", action="store_true", help="also ten times as many, without the rules that walk")
    parser.add_argument("--record", action="store_true", help="keep the figures for the handbook's page")
    parser.add_argument("--measure", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(MEASURES[asked.measure]()))
        return
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as name:
        os.environ["TMPDIR"] = name
        table = Table()
        base = report(table, Path(name) / "handbook", asked.workflows, asked.rounds)
        if asked.large:
            large(table, Path(name) / "large", 10 * asked.workflows, base)
        own(asked.rounds)
        if asked.record:
            table.keep(asked.workflows)


class Table:
    """The lines of the report: what was done, its seconds, and these beside the plain reading of the same files."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float | str, float | str, str]] = []
        self.base = 1.0

    def line(self, title: str, seconds: float | None, wanted: str = "", *, why: str = "") -> None:
        """Add a line, and print it."""
        if seconds is None:
            self.rows.append((title, why, "", wanted))
            print(f"  {title:<52} {why}", flush=True)
            return
        ratio = seconds / self.base
        self.rows.append((title, round(seconds, 2), round(ratio, 2), wanted))
        print(f"  {title:<52} {seconds:7.2f} s {ratio:7.2f}  {wanted}", flush=True)

    def memory(self, title: str, megabytes: int, wanted: str = "") -> None:
        """Add a line about memory, and print it."""
        self.rows.append((title, f"{megabytes} MB", "", wanted))
        print(f"  {title:<52} {megabytes:7d} MB         {wanted}", flush=True)

    def keep(self, count: int) -> None:
        """Put the lines where the handbook's page finds them."""
        record(
            "bench",
            made_by="make bench ARGS=--record",
            title="Speed",
            says=f"{count:,} made-up workflows of about 150 lines, every word of the language in use. Medians of a run "
            "on one machine. The ratio is to reading the same workflows with `yaml.load` and its fast loader.",
            columns=("What is done", "Seconds", "Ratio", "Wanted"),
            rows=self.rows,
        )


def report(table: Table, folder: Path, count: int, rounds: int) -> float:
    """Measure in turns, each beside the time of the plain reading; return the cold check without walking."""
    length = write(folder, count)
    print(f"{count} made-up workflows of {length} lines, median of {rounds} rounds")
    fast = without(walkers())
    last = f"sops/workflows/made-up/find-{count}.yml"
    found: dict[str, list[float]] = {}
    plain: list[dict[str, Any]] = []
    form: list[float] = []
    for _ in range(rounds):
        found.setdefault("yaml", []).append(child(folder, "yaml")["seconds"])
        form.append(child(folder, "form")["seconds"])
        plain.append(child(folder, "plain"))
        kept = environment()
        found.setdefault("cold", []).append(wall(folder, *fast, kept=kept))
        found.setdefault("again", []).append(wall(folder, *fast, kept=kept))
        with changed(folder / last):
            found.setdefault("changed", []).append(wall(folder, *fast, kept=kept))
        found.setdefault("one", []).append(wall(folder, last, *fast))
    middle = {name: statistics.median(times) for name, times in found.items()}
    table.base = middle["yaml"]
    table.line("yaml.load with CSafeLoader", middle["yaml"])
    inner: float = statistics.median(each["seconds"] for each in plain)
    table.line("reading, schema, graph and references alone", statistics.median(form), "0.8")
    table.line("check, but for the rules that walk every case", inner)
    table.memory("its peak memory", max(each["megabytes"] for each in plain))
    table.line("the same, start to end", middle["cold"])
    table.line("again, nothing changed, start to end", middle["again"], "0.1")
    table.line("again, one workflow changed, start to end", middle["changed"], "0.25 s")
    table.line("check of one file alone, start to end", middle["one"])
    proof = child(folder, "proof")
    table.line("one workflow of 200 steps, 12 facts, 36 controls", proof["seconds"], "1 s")
    table.memory("its peak memory", proof["megabytes"])
    whole = everything(table, folder, count)
    rivals_of(table, folder, inner, whole)
    return inner


def everything(table: Table, folder: Path, count: int) -> float:
    """Measure the check with every rule, once each; return how long the cold one takes."""
    half = folder.with_name("half")
    write(half, count // 2)
    part = child(half, "whole")["seconds"]
    whole = child(folder, "whole")
    table.line(f"every rule, cold, {count // 2:,} workflows (measured once)", part)
    table.line(f"every rule, cold, {count:,} workflows (measured once)", whole["seconds"], "2.0")
    table.memory("its peak memory of one hand", whole["megabytes"])
    print("  the dearest rules of one hand:")
    for rule, share in whole["dearest"]:
        print(f"    {rule:<28} {share:4.0%}")
    kept = environment()
    wall(folder, kept=kept)
    table.line("every rule, again, nothing changed, start to end", wall(folder, kept=kept), "0.1")
    with changed(folder / f"sops/workflows/made-up/find-{count}.yml"):
        table.line("every rule, again, one workflow changed", wall(folder, kept=kept), "0.25 s")
    seconds: float = whole["seconds"]
    return seconds


def rivals_of(table: Table, folder: Path, ours: float, whole: float) -> None:
    """Measure the others on the same files, beside our check without walking and with every rule."""
    missing = "skipped: not installed (make bench installs it)"
    for title, measure, wanted in (
        ("yamllint", rivals.yamllint, 8),
        ("check-jsonschema with our schema", rivals.check_jsonschema, 5),
    ):
        table.line(title, took := measure(folder), why=missing)
        if took:
            print(f"    {took / whole:.1f} times as long as our check with every rule (wanted: {wanted}),")
            print(f"    {took / ours:.1f} times as long as that without walking")
    seconds, why = rivals.bpmnlint(folder, parsed(folder))
    table.line("bpmnlint on the same graphs as BPMN", seconds, why=why)


def large(table: Table, folder: Path, count: int, base: float) -> None:
    """Measure ten times as many, once."""
    write(folder, count)
    found = child(folder, "plain")
    table.line(f"{count:,} workflows, but for the rules that walk", found["seconds"], "10.5 x")
    print(f"    {found['seconds'] / base:.1f} times as long as a tenth of them")
    table.memory("its peak memory", found["megabytes"], "300 MB")


def own(rounds: int) -> None:
    """Measure one file of the handbook of this repository."""
    own = next(iter(sorted((ROOT / "sops" / "workflows").rglob("*.yml")))).relative_to(ROOT)
    print("the handbook of this repository, start to end")
    for title, options in (("but for the rules that walk", without(walkers())), ("every rule", [])):
        times = [wall(ROOT, str(own), *options) for _ in range(rounds)]
        print(f"  handrail check FILE, {title:<28} {statistics.median(times):6.2f} s")
    kept = environment()
    times = [wall(ROOT, str(own), kept=kept) for _ in range(rounds + 1)][1:]
    print(f"  handrail check FILE, {'every rule, again':<28} {statistics.median(times):6.2f} s")


@contextmanager
def changed(file: Path) -> Iterator[None]:
    """One file, changed in a word for a while."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("summary: From the", "summary: Now from the", 1), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(text, encoding="utf-8")


def parsed(folder: Path) -> Handbook:
    """The handbook of a folder, with next to no rules."""
    sources = [Source(path.relative_to(folder / "sops").as_posix(), path.read_bytes()) for path in files(folder)]
    return check_sources(sources, rules=choose_rules(Selection(select=frozenset({"dead-end"}))), as_of=AS_OF).handbook


def files(folder: Path) -> list[Path]:
    """The files of the handbook in a folder."""
    return sorted(path for path in (folder / "sops").rglob("*.*") if path.is_file())


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


def checking(ignored: tuple[str, ...] = (), selected: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Check the handbook in this process."""
    from handrail.check import check
    from handrail.crew import hands
    from handrail.reading.config import load_config

    config, count = load_config(Path.cwd()), hands()
    all_rules()  # to load the program is no part of the check; the times from start to end hold it
    start = time.perf_counter()
    selection = Selection(selected, frozenset(ignored))
    found = check(config, as_of=AS_OF, selection=selection, hands=count).findings
    seconds = time.perf_counter() - start
    if found:
        sys.exit(f"the made-up handbook has a finding: {found[0]}")
    return {"seconds": seconds, "megabytes": peak.megabytes()}


def dearest() -> dict[str, Any]:
    """Check with every rule, and say which ones take most of the time."""
    from handrail import examine

    spent: Counter[str] = Counter()
    # the two places that all rules go through
    contained: Callable[..., None] = examine._Run._contained  # noqa: SLF001
    prepare: Callable[..., None] = examine._Run._prepare  # noqa: SLF001

    def timed(run: Any, found: Any, rule: Any, *rest: Any) -> None:  # noqa: ANN401 - handed through
        start = time.perf_counter()
        contained(run, found, rule, *rest)
        spent[rule.id] += time.perf_counter() - start  # type: ignore[assignment]  # counts seconds

    def timed_ahead(run: Any, rule: Any, *rest: Any) -> None:  # noqa: ANN401 - handed through
        start = time.perf_counter()
        prepare(run, rule, *rest)
        spent[rule.id] += time.perf_counter() - start  # type: ignore[assignment]  # counts seconds

    examine._Run._contained = timed  # type: ignore[method-assign, assignment]  # noqa: SLF001
    examine._Run._prepare = timed_ahead  # type: ignore[method-assign, assignment]  # noqa: SLF001
    measured = checking()
    return {**measured, "dearest": [(rule, took / measured["seconds"]) for rule, took in spent.most_common(8)]}


def proving() -> dict[str, Any]:
    """Prove every control of a long workflow."""
    from made_up_proof import ID
    from made_up_proof import handbook as long

    from handrail.reasoning.proof import Verdict, prove

    sources = [Source(path, text.encode()) for path, text in long().items()]
    rules = choose_rules(Selection(select=frozenset({"missing-branch", "value-gap"})))
    report = check_sources(sources, rules=rules, as_of=AS_OF)
    start = time.perf_counter()
    proof = prove(report.handbook, ID)
    seconds = time.perf_counter() - start
    if report.findings or any(result.verdict is not Verdict.PROVEN for result in proof.results):
        sys.exit("the long workflow is not what it should be")
    return {"seconds": seconds, "megabytes": peak.megabytes()}


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


def forms() -> frozenset[str]:
    """The rules about form, graph and references that walk no case."""
    return frozenset(name for name, kind in all_rules().items() if kind.group in FORM) - set(walkers())


MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "proof": proving,
    "yaml": reading,
    "form": lambda: checking(selected=forms()),
    "plain": lambda: checking(walkers()),
    "whole": dearest,
}

if __name__ == "__main__":
    main()
