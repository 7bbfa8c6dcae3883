"""`handrail diff`: what a change means."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import look, memory, say
from handrail.commands._options import day, no_cache
from handrail.ground.errors import ExitCode

EXAMPLES = """\b
Examples
  handrail diff main                        what the files here change, compared with main
  handrail diff main...                     the same, compared with where this branch left main
  handrail diff v1.4 v1.5                   between two tags
  handrail diff ./old                       compared with another folder
  handrail diff main... --format md         a comment for a pull request
  handrail diff main --exit-code            for a gate that lets only wording pass

\b
It ends with 0 when both states were read and compared. With --exit-code it ends with 1 when the
meaning changed, or when it is not proven that every case goes as before. In any case it ends with 1
when a file could not be read, and with 2 when a state is not there: a missing commit, a shallow clone.
"""


@click.command(short_help="Say what a change means, and prove what stays.", epilog=EXAMPLES)
@click.argument("base")
@click.argument("head", default="")
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "md", "json", "html"]),
    default="plain",
    help="For people, pull requests, programs or a browser.",
)
@click.option(
    "--prove",
    "proving",
    is_flag=True,
    help="Prove for each door and control whether it is different, which may take minutes.",
)
@click.option("--exit-code", is_flag=True, help="End with 1 when more than the wording changed.")
@day
@no_cache
def diff(base: str, head: str, form: str, as_of: date, *, proving: bool, exit_code: bool, cache: bool) -> None:
    """Say what changed in meaning between two states of the handbook, and prove what stays as it was.

    BASE and HEAD are revisions in git or folders (written as paths: ./old). Without HEAD, the files here are compared.
    Nothing is checked out and nothing is written.
    """
    from handrail.compare import compare, placed
    from handrail.reading.config import load_config
    from handrail.review.comparison import Finding
    from handrail.review.shown import all_forms
    from handrail.review.story import story

    config = load_config(Path.cwd())
    found, reports = compare(config, base, head, as_of=as_of, memory=memory(keep=cache), proving=proving)
    say(all_forms()[form].render(found, story(found, placed(reports)), look()))
    passed = found.finding in (Finding.NOTHING, Finding.FORM_ONLY) and not found.breaking
    sys.exit(ExitCode.FINDINGS if found.unread or (exit_code and not passed) else ExitCode.CLEAN)
