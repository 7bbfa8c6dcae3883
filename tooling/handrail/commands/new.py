"""`handrail new`: a file to fill in."""

from pathlib import Path

import click

from handrail.commands._door import say, today

EXAMPLES = """\b
Examples
  handrail new workflow images/blurred-faces    a workflow, and the SOP that explains it
  handrail new sop accounts/lost-device --owner account-integrity
  handrail new control images/never-restored
  handrail new message device-locked
"""


@click.command(short_help="Write a file to fill in.", epilog=EXAMPLES)
@click.argument("kind", type=click.Choice(["sop", "workflow", "control", "message"]))
@click.argument("name", metavar="[FOLDER/]ID")
@click.option("--owner", default="", metavar="TEAM", help="Who answers for it; if left out, your first team.")
def new(kind: str, name: str, owner: str) -> None:
    """Write a file to fill in: whole, and clean but for what only you can say.

    The file gets the name ID, in that FOLDER of its kind; the folder may be left out where there is only one, or one
    that is called shared.
    """
    from handrail.check import check as run
    from handrail.drafts import draft
    from handrail.reading.config import load_config
    from handrail.writing import write_all

    config = load_config(Path.cwd())
    book = run(config, as_of=today()).handbook
    texts = draft(kind, name, handbook=book, owner=owner)
    write_all(config.handbook, texts)
    wrote = "".join(f"wrote {config.shown(path)}\n" for path in texts)
    say(f"{wrote}Fill in what says TODO, then run: handrail check\n")
