"""`handrail impact`: what a change touches, and whom."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import say
from handrail.commands._options import day
from handrail.ground.errors import ExitCode

EXAMPLES = """\b
Examples
  handrail impact main                      what the changes here touch, compared with main
  handrail impact main... --format md       the same, for a pull request
  handrail impact duty:us-2258a             everything that rests on a duty
  handrail impact team:crisis-desk          everything that names a team
  handrail impact workflow:ncii-removal     who runs it, explains it, tests it

\b
Kinds: workflow, procedure, message, control, scenario, fact, mark, duty, severity, metric, term, helpline,
hub, rota, team, role. It ends with 0 when it was told, 1 when a file could not be read, 2 when there is no
such thing.
"""


@click.command(short_help="Say what a change or a thing touches, and whom.", epilog=EXAMPLES)
@click.argument("base", metavar="BASE|KIND:NAME")
@click.argument("head", default="")
@click.option("--format", "form", type=click.Choice(["plain", "md", "json"]), default="plain", help="For whom.")
@day
def impact(base: str, head: str, form: str, as_of: date) -> None:
    """Say which procedures, workflows, controls, messages, teams and scenarios a change touches, and who owns them.

    With two states (see handrail diff) it starts from what is different between them, with KIND:NAME from one thing.
    Reviews that become due are told, too: of procedures that rest on what changed after their last review.
    """
    from handrail.impacts import of_change, of_thing, rendered
    from handrail.reading.config import load_config

    config = load_config(Path.cwd())
    told = of_thing(config, base, as_of=as_of) if _is_thing(base, head) else of_change(config, base, head, as_of=as_of)
    say(rendered(told, form))
    sys.exit(ExitCode.FINDINGS if told.unread else ExitCode.CLEAN)


def _is_thing(base: str, head: str) -> bool:
    return ":" in base and not head and not base.startswith((":", ".", "/")) and not Path(base).is_absolute()
