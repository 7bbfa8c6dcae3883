"""The command line: the only place that prints, writes files, ends the program or asks what day it is."""

import inspect
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handrail import __version__
from handrail.ground.errors import ExitCode, HandrailError

if TYPE_CHECKING:
    from handrail.formats import Look
    from handrail.pages import ShownCommand

_EPILOG = """\b
Examples
  handrail check                                   everything below this folder
  handrail check sops/workflows/images             what concerns these files
  handrail explain dead-end                        why a rule exists, with examples
  handrail new workflow lost-device                a starter file to fill in

Exit codes: 0 clean, 1 findings, 2 wrong call or configuration, 3 our fault.
"""


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is no date. A date is written year-month-day: 2026-11-25", param, ctx)


def today() -> date:
    """Today in UTC: the one look at the clock."""
    return datetime.now(UTC).date()


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="handrail")
def cli() -> None:
    """Keep the procedures of an organisation safe to follow."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", default="plain", show_default=True, help="plain, json, github or sarif.")
@click.option("--as-of", type=_Day(), default=None, metavar="DATE", help="The day to check for; today if left out.")
@click.option("--select", multiple=True, metavar="RULE", help="Run this rule alone. May be given more than once.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out. May be given more than once.")
@click.option("--strict", is_flag=True, help="Warnings fail the check, too.")
def check(
    paths: tuple[Path, ...],
    form: str,
    as_of: date | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    *,
    strict: bool,
) -> None:
    """Check the handbook: files, names, workflows, times, pages.

    The whole handbook is read, for names lead from file to file; with PATHS only the findings in these files and
    folders are shown and counted.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.formats import all_formats
    from handrail.ground.finding import Severity
    from handrail.reading.config import load_config

    formats = all_formats()
    if form not in formats:
        message = f"There is no format `{form}`."
        raise HandrailError(message, f"Formats: {', '.join(formats)}.")
    config = load_config(Path.cwd())
    selection = Selection(frozenset(select), frozenset(ignore), config.rules)
    report = run(config, as_of=as_of or today(), selection=selection)
    report = report.only(_inside(paths, config.handbook, report.handbook.files))
    sys.stdout.write(formats[form].render(report, _look()))
    if report.crashed:
        sys.exit(ExitCode.OUR_FAULT)
    failed = report.findings if strict else report.count(Severity.ERROR)
    sys.exit(ExitCode.FINDINGS if failed else ExitCode.CLEAN)


@cli.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Say why a rule exists, with a bad and a good example.

    RULE is a name such as dead-end; `handrail rules` lists them all.
    """
    from handrail.explain import explained

    sys.stdout.write(explained(rule))


@cli.command()
def rules() -> None:
    """List every rule with the fault that it finds."""
    from handrail.explain import listed

    sys.stdout.write(listed())


@cli.command()
@click.argument("kind", type=click.Choice(["sop", "workflow", "control", "message"]))
@click.argument("name", metavar="ID")
@click.option(
    "--area", default="", help="The folder inside procedures, workflows or controls; the first one if left out."
)
@click.option("--owner", default="", help="The team that owns it; the first of organisation.yml if left out.")
def new(kind: str, name: str, area: str, owner: str) -> None:
    r"""Write a starter file: clean, but for what you have to fill in.

    \b
    handrail new sop lost-device --area accounts
    handrail new workflow lost-device --area accounts --owner account-integrity
    handrail new message device-locked
    """
    from handrail.check import check as run
    from handrail.drafts import draft
    from handrail.reading.config import load_config
    from handrail.writing import write_all

    config = load_config(Path.cwd())
    book = run(config, as_of=today()).handbook
    texts = draft(kind, name, area=area, handbook=book, owner=owner)
    write_all(config.handbook, texts)
    for path in texts:
        sys.stdout.write(f"wrote {config.folder}/{path}\n")
    sys.stdout.write("Fill in what says TODO, then run: handrail check\n")


@cli.command()
def init() -> None:
    """Begin a handbook in this folder: a small one that checks and builds, to be changed into yours."""
    from handrail.drafts import beginning
    from handrail.reading.schema import schema_folder
    from handrail.writing import write_all

    here = Path.cwd()
    schemas = {file.name: file.read_text(encoding="utf-8") for file in sorted(schema_folder().glob("*.schema.json"))}
    texts = beginning(schemas=schemas)
    taken = next((path for path in texts if (here / path).exists() and not path.startswith(".")), "")
    if taken:
        raise HandrailError(f"`{taken}` is here already; nothing was written.", "Begin in an empty folder.")
    write_all(here, {path: text for path, text in texts.items() if not (here / path).exists()})
    sys.stdout.write(
        f"A handbook of {len(texts)} files lies here now: a help desk that looks for lost parcels.\n\n"
        "  handrail check             check it\n"
        "  mkdocs build --strict      build the site into site/\n"
        "  mkdocs serve --livereload  look at it while you write\n\n"
        "Then make it yours: begin with sops/register/organisation.yml.\n"
    )


@cli.group()
def export() -> None:
    """Write the handbook in another form."""


@export.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--as-of", type=_Day(), default=None, metavar="DATE", help="The day to check for; today if left out.")
def site(folder: Path, as_of: date | None) -> None:
    """Write the pages of the site into DIR, as Markdown with what they load, for any builder of sites.

    DIR is new, empty, or was written by this command before. Files that it did not write are left alone.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.export import export_site
    from handrail.reading.config import load_config

    config = load_config(Path.cwd())
    report = run(config, as_of=as_of or today(), selection=Selection(settings=config.rules))
    number = export_site(report, config.handbook, folder, described())
    sys.stdout.write(f"wrote {number} files into {folder}\n")


def described() -> "tuple[ShownCommand, ...]":
    """Every command with its usage, its help and its options, for the page of commands."""
    with click.Context(cli, info_name="handrail") as context:
        return tuple(_described(cli, context))


def _described(group: click.Group, context: click.Context) -> "Iterator[ShownCommand]":
    from handrail.pages import ShownCommand

    for name, command in group.commands.items():
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _described(command, inner)
            continue
        records = (option.get_help_record(inner) for option in command.get_params(inner))
        usage = command.get_usage(inner).removeprefix("Usage: ")
        text = inspect.cleandoc(command.help or "")
        yield ShownCommand(inner.command_path, usage, text, tuple(record for record in records if record))


def _inside(paths: Iterable[Path], handbook: Path, files: frozenset[str]) -> frozenset[str]:
    """The handbook's files that lie at or below the paths of a call."""
    found: set[str] = set()
    for path in paths:
        full = path.resolve()
        if full != handbook and not full.is_relative_to(handbook):
            message = f"`{path}` is not in the handbook `{handbook.name}`."
            raise HandrailError(message, f"Name files or folders below `{handbook.name}`.")
        inner = full.relative_to(handbook).as_posix()
        below = {file for file in files if inner in (".", file) or file.startswith(f"{inner}/")}
        if not below:
            message = f"`{path}` holds no file of the handbook."
            raise HandrailError(message, "Look at the spelling of the path.")
        found |= below
    return frozenset(found)


def _look() -> "Look":
    import os
    import shutil

    from handrail.formats import Look

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return Look(colour=colour, width=max(shutil.get_terminal_size((120, 40)).columns, 40))


def main() -> None:
    """Run the command line and end the process with one of the four exit codes."""
    try:
        cli.main(standalone_mode=False)
    except HandrailError as error:
        sys.stderr.write(f"handrail: {error.message}\n" + (f"  {error.hint}\n" if error.hint else ""))
        sys.exit(ExitCode.WRONG_CALL)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.WRONG_CALL)
    except click.Abort:
        sys.exit(ExitCode.WRONG_CALL)
    except BrokenPipeError:
        _leave_quietly()
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, it is our fault
        _confess(error)


def _leave_quietly() -> None:
    """Whoever read our output has seen enough (`| head`): end without a word, but never as a success."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(ExitCode.OUR_FAULT)


def _confess(error: Exception) -> None:
    import traceback

    where = traceback.extract_tb(error.__traceback__)[-1]
    sys.stderr.write(
        f"handrail: {type(error).__name__}: {error}\n"
        f"  at {Path(where.filename).name}:{where.lineno} in {where.name}\n"
        "  This is our fault, not yours. Nothing was checked. Please report it with these three lines.\n"
    )
    sys.exit(ExitCode.OUR_FAULT)
