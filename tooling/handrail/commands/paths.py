"""`handrail paths`: what can happen in a workflow."""

from pathlib import Path

import click

from handrail.commands._door import look, say, today

EXAMPLES = """\b
Examples
  handrail paths initial-triage                       every way to end, the slowest first
  handrail paths apparent-csam --when uk-nexus=yes    for these cases alone
  handrail paths apparent-csam --when jurisdiction=MY,SG --when imminence=unknown --most 1

\b
It ends with 0, or with 2 when no case can be like that.
"""


@click.command(short_help="Say what can happen in a workflow, the slowest first.", epilog=EXAMPLES)
@click.argument("workflow")
@click.option("--when", "given", multiple=True, metavar="FACT=ANSWER", help="Only such cases. May be given again.")
@click.option("--most", type=click.IntRange(min=0), default=3, metavar="N", help="How many to show step by step; 3.")
def paths(workflow: str, given: tuple[str, ...], most: int) -> None:
    """Say how a case can end in a workflow, how long that takes at most, and show the slowest ways step by step.

    WORKFLOW is the name of its file without the ending. The workflows that it runs are walked through, too.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.outcomes import happens
    from handrail.reading.config import load_config

    config = load_config(Path.cwd())
    quick = Selection(select=frozenset({"unknown-step"}))  # the handbook is only read: nobody asks what is wrong
    report = run(config, as_of=today(), selection=quick)
    say(happens(report, workflow, given, look(), most=most))
