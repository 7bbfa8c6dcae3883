"""The shelf of output formats: one file is one format, and the file's name is what `--format` takes.

Each module has one public function `render(report, look)` that turns a Report into text. Only a door prints it.
"""

from dataclasses import dataclass
from typing import Protocol

from handrail.ground.report import Report
from handrail.ground.shelf import shelf


@dataclass(frozen=True, slots=True)
class Look:
    """How the text is shown: with colour or without, and how many columns there are."""

    colour: bool = False
    width: int = 100


class Format(Protocol):
    """What a file on this shelf offers."""

    def render(self, report: Report, look: Look) -> str:
        """The whole report as text, ending with a line end."""
        ...


def all_formats() -> dict[str, Format]:
    """Every format, by the name that `--format` takes."""
    from handrail import formats

    return dict(shelf(formats))
