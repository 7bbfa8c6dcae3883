"""`handrail export`: the handbook in another form."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import memory, say, today
from handrail.commands._options import day
from handrail.ground.errors import ExitCode


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
    from handrail.publish import site_of
    from handrail.reading.config import load_config
    from handrail.reading.history import history

    config = load_config(Path.cwd())
    report = run(config, as_of=as_of, selection=Selection(settings=config.rules), memory=memory())
    made = site_of(report, described(), history(config), config.problems)
    number = export_site(report, config.handbook, folder, made)
    say(f"wrote {number} files into {folder}\n")


OWNERS = """\b
Examples
  handrail export codeowners > .github/CODEOWNERS

\b
Whom a code host asks stands in handrail.toml; `*` owns what no team does, and the settings
  [owners]
  team-lead = "@org/team-leads"
  "*" = "@org/policy"

\b
It ends with 1 when a team that owns files has nobody there: what is missing is said beside it.
"""


@export.command(short_help="Say who reviews which file, for a code host.", epilog=OWNERS)
def codeowners() -> None:
    """Say who reviews which file, in the form of CODEOWNERS, from the owners in the handbook.

    An SOP belongs to its owner, and so do the workflows that it explains; a message to its own. All else, with the
    settings, the baseline and what runs in CI, belongs to whoever stands behind `*`.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.codeowners import codeowners as told
    from handrail.reading.config import load_config

    config = load_config(Path.cwd())
    report = run(config, as_of=today(), selection=Selection(frozenset({"duplicate-id"}), settings=config.rules))
    top = next((folder for folder in (config.root, *config.root.parents) if (folder / ".git").exists()), config.root)
    text, missing = told(report.handbook, config, config.root.relative_to(top).as_posix().removeprefix("."))
    say(text)
    if missing:
        sys.stderr.write("".join(f"missing: {line}\n" for line in missing))
        sys.exit(ExitCode.FINDINGS)
