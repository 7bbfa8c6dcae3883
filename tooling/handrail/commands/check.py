"""`handrail check`: what is wrong with the handbook."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from handrail.commands._again import Said, keep, said_before
from handrail.commands._door import look, memory, say, write_report
from handrail.commands._options import FormatOption, day, no_cache
from handrail.ground.errors import ExitCode, HandrailError

if TYPE_CHECKING:
    from handrail.check import Selection
    from handrail.ground.memory import Memory
    from handrail.reading.config import Config
    from handrail.reading.discover import Found

EXAMPLES = """\b
Examples
  handrail check                            everything
  handrail check sops/workflows/images      what is wrong in this folder
  handrail check --select dead-end          with one rule alone
  handrail check --as-of 2027-01-01         as if it were that day
  handrail check --format sarif > out.sarif

\b
In a pull request
  handrail check --since origin/main        fail only on what was added since; the rest is counted
  handrail check --since main...HEAD        the same, since HEAD left main
  handrail check --since ./as-it-was        since a copy of it in a folder, without git
  handrail check --report junit=report.xml --report summary=summary.md

\b
Settings stand in handrail.toml, or below [tool.handrail] in pyproject.toml
  baseline = "handrail-baseline.json"       # known findings: handrail baseline --help
  problems = "mailto:safety@example.org?subject={title}"  # where readers tell what is wrong
  [rules.too-complex]
  level = "error"                           # off, warning or error
  steps = 30                                # an option of the rule: handrail explain too-complex
"""


@click.command(short_help="Say what is wrong, where, and what to do about it.", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", cls=FormatOption, default="plain", metavar="NAME")
@click.option(
    "--report", "reports", multiple=True, metavar="NAME=FILE", help="Write the same in this format into a file."
)
@click.option("--since", "base", default=None, metavar="BASE", help="Fail only on what was added since this revision.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Findings that are known."
)
@day
@click.option("--select", multiple=True, metavar="RULE", help="Run this rule alone. May be given more than once.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out. May be given more than once.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check, too.")
@no_cache
def check(  # noqa: PLR0913 - each is an option
    paths: tuple[Path, ...],
    form: str,
    reports: tuple[str, ...],
    base: str | None,
    baseline: Path | None,
    as_of: date,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    *,
    strict: bool,
    cache: bool,
) -> None:
    """Say what is wrong with the handbook, where, and what to do about it. Nothing in it is written.

    The whole handbook is read, for names lead from file to file. With PATHS, files or folders, only what is wrong in
    these is shown and counted.
    """
    from handrail.reading.config import load_config
    from handrail.reading.discover import discover
    from handrail.reading.same import fingerprint

    config, kept = load_config(Path.cwd()), memory(keep=cache)
    file, found = _baseline(config, baseline), discover(config.handbook)
    whole = (config, Path.cwd(), as_of, look(), form, sorted(select), sorted(ignore), strict, paths)
    key = fingerprint(found, *whole, files=[file]) if base is None and not reports else None
    said = said_before(kept, key)
    if said is None:
        from handrail.check import Selection

        selection = Selection(frozenset(select), frozenset(ignore), config.rules)
        asked = _Asked(config, found, kept, as_of, selection, paths)
        said = _run(asked, form, reports, base, file, strict=strict)
        if said.code != ExitCode.OUR_FAULT:
            keep(kept, key, said)
    say(said.text)
    sys.exit(said.code)


def _baseline(config: "Config", named: Path | None) -> Path | None:
    if named is None and not config.baseline:
        return None
    from handrail.reading.baseline import baseline_file

    return baseline_file(config, named)


class _Asked(NamedTuple):
    """What a check is to look at, and how."""

    config: "Config"
    found: "Found"
    memory: "Memory"
    as_of: date
    selection: "Selection"
    paths: tuple[Path, ...]


def _run(
    asked: _Asked, form: str, reports: tuple[str, ...], base: str | None, baseline: Path | None, *, strict: bool
) -> Said:
    """Check, write the reports that are wanted, and tell what there is to say."""
    from handrail.check import check as run
    from handrail.crew import hands
    from handrail.formats import named
    from handrail.gate import against, since
    from handrail.ground.finding import Severity
    from handrail.reading.baseline import load_baseline

    shown = named(form)
    wanted = [(named(name), Path(target)) for name, target in map(_report, reports)]
    config, found, kept, as_of, selection, paths = asked
    known = load_baseline(config, baseline) if baseline else None
    report = run(config, as_of=as_of, selection=selection, memory=kept, paths=paths, hands=hands(), found=found)
    if base is not None:
        report = since(report, config, base, selection=selection, memory=kept, hands=hands())
    if known:
        report = against(report, known, selection)
    for one, target in wanted:
        write_report(target, one.render(report, look()), config.handbook)
    failed = report.findings if strict else report.count(Severity.ERROR)
    code = ExitCode.OUR_FAULT if report.crashed else ExitCode.FINDINGS if failed else ExitCode.CLEAN
    return Said(shown.render(report, look()), code)


def _report(written: str) -> tuple[str, str]:
    """The format and the file of `--report`."""
    name, equals, file = written.partition("=")
    if not (name and equals and file):
        raise HandrailError(f"`--report {written}` names no format and file.", "Such as: --report junit=report.xml")
    return name, file
