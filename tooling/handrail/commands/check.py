"""`handrail check`: what is wrong with the handbook."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import look, memory, say
from handrail.commands._options import FormatOption, day, no_cache
from handrail.ground.errors import ExitCode

EXAMPLES = """\b
Examples
  handrail check                            everything
  handrail check sops/workflows/images      what is wrong in this folder
  handrail check --select dead-end          with one rule alone
  handrail check --as-of 2027-01-01         as if it were that day
  handrail check --format sarif > out.sarif

\b
Settings stand in handrail.toml, or below [tool.handrail] in pyproject.toml
  [rules.too-complex]
  level = "error"                           # off, warning or error
  steps = 30                                # an option of the rule: handrail explain too-complex
"""


@click.command(short_help="Say what is wrong, where, and what to do about it.", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", cls=FormatOption, default="plain", metavar="NAME")
@day
@click.option("--select", multiple=True, metavar="RULE", help="Run this rule alone. May be given more than once.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out. May be given more than once.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check, too.")
@no_cache
def check(
    paths: tuple[Path, ...],
    form: str,
    as_of: date,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    *,
    strict: bool,
    cache: bool,
) -> None:
    """Say what is wrong with the handbook, where, and what to do about it. Nothing is written.

    The whole handbook is read, for names lead from file to file. With PATHS, files or folders, only what is wrong in
    these is shown and counted.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.crew import hands
    from handrail.formats import named
    from handrail.ground.finding import Severity
    from handrail.reading.config import load_config

    shown = named(form)
    config = load_config(Path.cwd())
    selection = Selection(frozenset(select), frozenset(ignore), config.rules)
    report = run(config, as_of=as_of, selection=selection, memory=memory(keep=cache), paths=paths, hands=hands())
    say(shown.render(report, look()))
    if report.crashed:
        sys.exit(ExitCode.OUR_FAULT)
    failed = report.findings if strict else report.count(Severity.ERROR)
    sys.exit(ExitCode.FINDINGS if failed else ExitCode.CLEAN)
