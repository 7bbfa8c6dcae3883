"""plain: for people at a terminal, and what you get if you name none."""

import textwrap
from collections.abc import Iterator

from handrail.formats import Look
from handrail.formats._safe import one_line
from handrail.review.comparison import Comparison
from handrail.review.shown._marks import SIGNS
from handrail.review.story import Chapter, Story

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_COLOURS = {
    "added": "\x1b[32m",
    "removed": "\x1b[31m",
    "broken": "\x1b[1;31m",
    "changed": "\x1b[33m",
    "not-proven": "\x1b[33m",
}


def render(_: Comparison, told: Story, look: Look) -> str:
    """The headline, what has to be known, and every change by its thing."""
    lines = [_paint(line(told.headline), _BOLD, look), *(f"  {line(each)}" for each in told.lead)]
    for chapter in told.chapters:
        lines += ["", _paint(line(chapter.title), _BOLD, look), *_entries(chapter, look)]
    return "\n".join(lines) + "\n"


def _entries(chapter: Chapter, look: Look) -> Iterator[str]:
    for entry in chapter.entries:
        sign = _paint(SIGNS.get(entry.sort, "."), _COLOURS.get(entry.sort, ""), look)
        where = f" ({line(entry.where)})" if entry.where else ""
        first, *rest = _wrapped(f"{line(entry.says)}{where}", look, 4) or [""]
        yield f"  {sign} {first}"
        yield from (f"    {more}" for more in rest)
        for below in entry.below:
            first, *rest = _wrapped(line(below), look, 8) or [""]
            yield f"      - {first}"
            yield from (f"        {more}" for more in rest)


def _wrapped(text: str, look: Look, indent: int) -> list[str]:
    return textwrap.wrap(text, max(look.width - indent, 40), break_on_hyphens=False, break_long_words=False)


def line(text: str) -> str:
    """One line in which no log of a host finds a command."""
    return one_line(text).replace("##", "# #")


def _paint(text: str, colour: str, look: Look) -> str:
    return f"{colour}{text}{_PLAIN}" if look.colour and colour else text
