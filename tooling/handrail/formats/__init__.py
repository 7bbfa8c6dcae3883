"""The shelf of output formats: one file is one format, and the file's name is what `--format` takes.

Each module has one public function `render(report, look)` that turns a Report into text, and a docstring whose first
line says for whom it is: the help of `--format`. Only a door prints.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from handrail.ground.errors import HandrailError
from handrail.ground.nearest import nearest
from handrail.ground.shelf import shelf

if TYPE_CHECKING:  # a check in which nothing has changed needs no model
    from handrail.ground.report import Report


@dataclass(frozen=True, slots=True)
class Look:
    """How the text is shown: with colour or without, in how many columns, and what stands before paths in links."""

    colour: bool = False
    width: int = 100
    links: str = ""


class Format(Protocol):
    """What a file on this shelf offers."""

    def render(self, report: "Report", look: Look) -> str:
        """The whole report as text, ending with a line end."""
        ...


def all_formats() -> dict[str, Format]:
    """Every format, by the name that `--format` takes."""
    from handrail import formats

    return dict(shelf(formats))


def named(name: str) -> Format:
    """The format of a name. Raises HandrailError when there is none."""
    formats = all_formats()
    if name not in formats:
        best = nearest(name, formats)
        hint = f"Nearest: {best}. " if best else ""
        raise HandrailError(f"There is no format `{name}`.", f"{hint}Formats: {', '.join(formats)}.")
    return formats[name]
