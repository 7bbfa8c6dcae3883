"""The command line: the only place that prints, writes files, ends the program or asks what day it is."""

import inspect
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from handrail import __version__, usage
from handrail.ground.errors import ExitCode, HandrailError
from handrail.options import Day, FormatOption, no_cache

if TYPE_CHECKING:
    from handrail.formats import Look
    from handrail.ground.memory import Memory
    from handrail.pages import ShownCommand


def today() -> date:
    """Today in UTC: the one look at the clock."""
    return datetime.now(UTC).date()


@click.group(
    epilog=usage.CALLS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="handrail")
def cli() -> None:
    """Write safety procedures as workflows, prove that they hold, and publish them as a handbook."""


@cli.command(short_help="Say what is wrong, where, and what to do about it.", epilog=usage.CHECK)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", cls=FormatOption, default="plain", metavar="NAME")
@click.option("--as-of", type=Day(), default=None, metavar="DATE", help="The day to check for; today if left out.")
@click.option("--select", multiple=True, metavar="RULE", help="Run this rule alone. May be given more than once.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out. May be given more than once.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check, too.")
@no_cache
def check(
    paths: tuple[Path, ...],
    form: str,
    as_of: date | None,
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
    report = run(
        config, as_of=as_of or today(), selection=selection, memory=_memory(keep=cache), paths=paths, hands=hands()
    )
    _say(shown.render(report, _look()))
    if report.crashed:
        sys.exit(ExitCode.OUR_FAULT)
    failed = report.findings if strict else report.count(Severity.ERROR)
    sys.exit(ExitCode.FINDINGS if failed else ExitCode.CLEAN)


@cli.command(short_help="Prove what must always hold, or show how it breaks.", epilog=usage.PROVE)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--explain", "why", is_flag=True, help="Say why it holds: where, by which steps, how fast.")
@click.option("--format", "form", type=click.Choice(["plain", "json"]), default="plain", help="For people or programs.")
@click.option("--as-of", type=Day(), default=None, metavar="DATE", help="The day to prove for; today if left out.")
@no_cache
def prove(names: tuple[str, ...], form: str, as_of: date | None, *, why: bool, cache: bool) -> None:
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
    report = run(config, as_of=as_of or today(), selection=quiet, memory=_memory(keep=cache))
    found = proven(report, names, close=why or form == "json")
    _say(as_json(report, found) if form == "json" else told(report, found, _look(), explain=why))
    sys.exit(ExitCode.FINDINGS if failed(found) else ExitCode.CLEAN)


@cli.command(short_help="Say what can happen in a workflow, the slowest first.", epilog=usage.PATHS)
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
    _say(happens(report, workflow, given, _look(), most=most))


@cli.command(short_help="Say why a rule exists, with examples.")
@click.argument("rule")
def explain(rule: str) -> None:
    """Say why a rule exists: a bad example, what the check says to it, and how it is put right.

    RULE is the name in brackets behind a finding, such as dead-end. All of them: handrail rules
    """
    from handrail.explain import explained

    _say(explained(rule))


@cli.command()
def rules() -> None:
    """List every rule with the fault that it finds."""
    from handrail.explain import listed

    _say(listed(_look().width if sys.stdout.isatty() else None))


@cli.command(short_help="Walk the scenarios, and say which ways no case takes.")
@click.argument("workflows", nargs=-1)
@click.option("--ways", is_flag=True, help="List every way that no case takes.")
@click.option("--as-of", type=Day(), default=None, metavar="DATE", help="The day to check for; today if left out.")
def test(workflows: tuple[str, ...], as_of: date | None, *, ways: bool) -> None:
    """Walk every case of sops/scenarios/ through its workflow, and compare it with what it expects.

    WORKFLOWS are names such as ncii-removal; if left out, all that have a scenario.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.formats import named
    from handrail.reading.config import load_config
    from handrail.trials import told

    read_only = Selection(select=frozenset({"schema-violation"}))
    report = run(load_config(Path.cwd()), as_of=as_of or today(), selection=read_only)
    if report.findings:
        _say(named("plain").render(report, _look()))
        sys.exit(ExitCode.FINDINGS)
    text, passed = told(report.handbook, workflows, every=ways)
    _say(text)
    sys.exit(ExitCode.CLEAN if passed else ExitCode.FINDINGS)


@cli.command(short_help="Write a file to fill in.", epilog=usage.NEW)
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
    _say(f"{wrote}Fill in what says TODO, then run: handrail check\n")


@cli.command(short_help="Begin a handbook in an empty folder.")
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
    _say(
        "A small handbook lies here now: a help desk that looks for lost parcels.\n\n"
        "  handrail check             check it\n"
        "  mkdocs build --strict      build the site into site/\n"
        "  mkdocs serve --livereload  look at it while you write\n\n"
        "Make it yours: begin with sops/register/organisation.yml, which says who works where and when.\n"
    )


@cli.group()
def export() -> None:
    """Write the handbook in another form."""


@export.command(short_help="Write the pages of the site, for any builder of sites.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--as-of", type=Day(), default=None, metavar="DATE", help="The day to check for; today if left out.")
def site(folder: Path, as_of: date | None) -> None:
    """Write the pages of the site into DIR, as Markdown with what they load, for any builder of sites.

    DIR is new, empty, or was written by this command before. Files that it did not write are left alone.
    """
    from handrail.check import Selection
    from handrail.check import check as run
    from handrail.export import export_site
    from handrail.reading.config import load_config

    config = load_config(Path.cwd())
    report = run(config, as_of=as_of or today(), selection=Selection(settings=config.rules), memory=_memory())
    number = export_site(report, config.handbook, folder, described())
    _say(f"wrote {number} files into {folder}\n")


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
        options = tuple((name, says.replace("\b\n", "")) for name, says in filter(None, records))
        usage = command.get_usage(inner).removeprefix("Usage: ")
        epilog = (command.epilog or "").replace("\b\n", "")
        yield ShownCommand(inner.command_path, usage, inspect.cleandoc(command.help or ""), options, epilog)


def _memory(*, keep: bool = True) -> "Memory":
    """What was proven before, in the user's folder for caches; nothing with `--no-cache`."""
    from handrail.ground.memory import FORGETFUL
    from handrail.reading.cache import DiskMemory, cache_folder

    if not keep:
        return FORGETFUL
    memory = DiskMemory(cache_folder())
    memory.tidy()
    return memory


def _look() -> "Look":
    """What a terminal can show. What goes anywhere else looks the same on every machine."""
    import shutil

    from handrail.formats import Look

    if not sys.stdout.isatty():
        return Look(width=120)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(colour=colour, width=max(shutil.get_terminal_size((120, 40)).columns, 40))


def _say(text: str) -> None:
    """Print. Whoever closes the pipe early (`| head`) has seen enough, and the verdict stays what it is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line and end the process with one of the four exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a sign that a terminal cannot show is no reason to stop
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    try:
        cli.main(standalone_mode=False)
    except HandrailError as error:
        _refuse(error.message, error.hint)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(f"{error.format_message()}\n")
        sys.exit(ExitCode.WRONG_CALL)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "handrail"
        _refuse(" ".join(error.format_message().split()), f"What there is: {command} --help")
    except click.ClickException as error:
        _refuse(error.format_message())
    except click.Abort:
        _refuse("Stopped before the end; nothing was decided.")
    except Exception as error:  # noqa: BLE001 - the last door: whatever it is, it is our fault
        _confess(error)


def _refuse(message: str, hint: str = "") -> NoReturn:
    sys.stderr.write(f"handrail: {message}\n" + (f"  {hint}\n" if hint else ""))
    sys.exit(ExitCode.WRONG_CALL)


def _confess(error: Exception) -> NoReturn:
    import traceback

    where = traceback.extract_tb(error.__traceback__)[-1]
    sys.stderr.write(
        f"handrail: {type(error).__name__}: {error}\n"
        f"  at {Path(where.filename).name}:{where.lineno} in {where.name}, handrail {__version__}\n"
        "  This is our fault, not yours. Nothing was decided. Please report it with these three lines.\n"
    )
    sys.exit(ExitCode.OUR_FAULT)
