"""The shelf of commands: one file is one command, and the file's name is the command's name.

A command file holds one click command of that name, what stands below its help (`EXAMPLES`), and the few lines that
join what it reads to what it says. It is loaded when it is called, and imports the rest of the house when it runs:
nobody waits for what is not used. `_door` is how commands speak, `_options` what several of them take.
"""

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import click

from handrail import __version__
from handrail.ground.shelf import names

if TYPE_CHECKING:
    from handrail.pages import ShownCommand

CALLS = """\b
Begin with one of these
  handrail init                             a small handbook in an empty folder, to be made yours
  handrail check                            is the handbook in order?
  handrail check sops/workflows/images      what is wrong in these files?
  handrail explain dead-end                 why is that wrong, and how is it put right?
  handrail prove                            does every control hold, on every way?
  handrail diff main                        what does my change mean, and what is proven to stay?
  handrail review due                       what has to be read again, by when, and why?
  handrail new workflow images/lost-device  a file to fill in

\b
It ends with 0 when all is well, 1 when something was found, 2 when the call or the settings
cannot be followed, 3 when handrail itself is at fault.
"""


class _Shelf(click.Group):
    """A group whose commands are the files of this folder."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of the files."""
        return names(__path__)

    def get_command(self, _: click.Context, name: str) -> click.Command:
        """The command in the file of that name. Raises NoSuchCommand, with the nearest one."""
        if name not in names(__path__):
            raise click.exceptions.NoSuchCommand(name, possibilities=names(__path__))
        found: click.Command = getattr(import_module(f"{__name__}.{name.replace('-', '_')}"), name.replace("-", "_"))
        return found


@click.group(
    cls=_Shelf, epilog=CALLS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", prog_name="handrail")
def cli() -> None:
    """Write safety procedures as workflows, prove that they hold, and publish them as a handbook."""


def described() -> "tuple[ShownCommand, ...]":
    """Every command with its usage, its help and its options, for the page of commands."""
    # as wide as the page, not as the terminal in which the site happens to be built
    with click.Context(cli, info_name="handrail", terminal_width=100) as context:
        return tuple(_described(cli, context))


def _described(group: click.Group, context: click.Context) -> "Iterator[ShownCommand]":
    from handrail.pages import ShownCommand

    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _described(command, inner)
            continue
        records = (option.get_help_record(inner) for option in command.get_params(inner))
        options = tuple((name, says.replace("\b\n", "")) for name, says in filter(None, records))
        usage = command.get_usage(inner).removeprefix("Usage: ")
        epilog = (command.epilog or "").replace("\b\n", "")
        yield ShownCommand(inner.command_path, usage, inspect.cleandoc(command.help or ""), options, epilog)
