"""The page of the command line, made from the commands themselves."""

from collections.abc import Iterator
from textwrap import dedent

from handrail.pages import ShownCommand, Site, SitePage
from handrail.pages._code import code
from handrail.pages._escape import esc
from handrail.pages._parts import TOOL, backticked, line, page, section, table


def pages(site: Site) -> Iterator[SitePage]:
    """The page of commands."""
    if site.commands:
        parts = (section(f"<code>{esc(command.name)}</code>", *_command(command)) for command in site.commands)
        eyebrow = "[Reference](index.md)"
        lead = "What can be typed. Every command says the same with --help."
        yield page(
            "handbook/commands.md",
            "Commands",
            *parts,
            lead=lead,
            eyebrow=eyebrow,
            classes="hr-entry",
            boost=TOOL,
        )


def _command(command: ShownCommand) -> Iterator[str]:
    yield code(command.usage)
    for paragraph in command.help.split("\n\n"):
        shown = paragraph.startswith("\b\n")
        yield code(paragraph.removeprefix("\b\n")) if shown else line(esc(paragraph))
    rows = ((f"<code>{esc(name)}</code>", _lines(says)) for name, says in command.options if says)
    yield table(("Option", "What it does"), rows, "hr-table hr-fields")
    for paragraph in command.epilog.split("\n\n"):
        yield _shown(paragraph.strip("\n"))


def _lines(says: str) -> str:
    return "<br>".join(esc(line) for line in says.split("\n") if line.strip())


def _shown(paragraph: str) -> str:
    """What is indented is to be typed, below its title; anything else is said."""
    title, _, below = paragraph.partition("\n")
    if not any(line.startswith("  ") for line in below.split("\n")):
        return line(backticked(" ".join(paragraph.split())))
    return code(dedent(below), "hr-wrap", title) if not title.startswith(" ") else code(dedent(paragraph), "hr-wrap")
