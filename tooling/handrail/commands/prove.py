"""`handrail prove`: what holds on every way."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import look, memory, say
from handrail.commands._options import day, no_cache
from handrail.ground.errors import ExitCode

EXAMPLES = """\b
Examples
  handrail prove                            every control
  handrail prove report-ncmec --explain     one control, and why it holds
  handrail prove apparent-csam              the controls that bind in this workflow
  handrail prove --format json > proof.json

\b
It ends with 0 when all of it is proven, 1 when something is broken, was given up or arises nowhere, 2 when
there is nothing to prove.
"""


@click.command(short_help="Prove what must always hold, or show how it breaks.", epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--explain", "why", is_flag=True, help="Say why it holds: where, by which steps, how fast.")
@click.option("--format", "form", type=click.Choice(["plain", "json"]), default="plain", help="For people or programs.")
@day
@no_cache
def prove(names: tuple[str, ...], form: str, as_of: date, *, why: bool, cache: bool) -> None:
    """Prove the controls: what must hold on every way a case can go, whatever the answers are.

    A control that holds is proven. One that does not is shown with a case that breaks it, step by step. NAME is a
    control or a workflow, the name of its file without the ending; all of them if left out.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.reading.config import load_config
    from handrail.verdicts import as_json, failed, proof_rules, proven, told

    config = load_config(Path.cwd())
    quiet = Selection(ignore=proof_rules(), settings=config.rules)
    report = run(config, as_of=as_of, selection=quiet, memory=memory(keep=cache))
    found = proven(report, names, close=why or form == "json")
    say(as_json(report, found) if form == "json" else told(report, found, look(), explain=why))
    sys.exit(ExitCode.FINDINGS if failed(found) else ExitCode.CLEAN)
