"""`handrail test`: the scenarios, walked."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import look, say
from handrail.commands._options import day
from handrail.ground.errors import ExitCode


@click.command(short_help="Walk the scenarios, and say which ways no case takes.")
@click.argument("workflows", nargs=-1)
@click.option("--ways", is_flag=True, help="List every way that no case takes.")
@day
def test(workflows: tuple[str, ...], as_of: date, *, ways: bool) -> None:
    """Walk every case of sops/scenarios/ through its workflow, and compare it with what it expects.

    WORKFLOWS are names such as ncii-removal; if left out, all that have a scenario.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.formats import named
    from handrail.reading.config import load_config
    from handrail.trials import told

    read_only = Selection(select=frozenset({"schema-violation"}))
    report = run(load_config(Path.cwd()), as_of=as_of, selection=read_only)
    if report.findings:
        say(named("plain").render(report, look()))
        sys.exit(ExitCode.FINDINGS)
    text, passed = told(report.handbook, workflows, every=ways)
    say(text)
    sys.exit(ExitCode.CLEAN if passed else ExitCode.FINDINGS)
