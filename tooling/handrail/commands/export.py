"""`handrail export`: the handbook in another form."""

from datetime import date
from pathlib import Path

import click

from handrail.commands._door import memory, say
from handrail.commands._options import day


@click.group()
def export() -> None:
    """Write the handbook in another form."""


@export.command(short_help="Write the pages of the site, for any builder of sites.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@day
def site(folder: Path, as_of: date) -> None:
    """Write the pages of the site into DIR, as Markdown with what they load, for any builder of sites.

    DIR is new, empty, or was written by this command before. Files that it did not write are left alone.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.commands import described
    from handrail.export import export_site
    from handrail.reading.config import load_config

    config = load_config(Path.cwd())
    report = run(config, as_of=as_of, selection=Selection(settings=config.rules), memory=memory())
    number = export_site(report, config.handbook, folder, described())
    say(f"wrote {number} files into {folder}\n")
