"""The part of a source line that fits a terminal, with the columns in which the carets stand."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from handrail.formats._safe import cell, columns

_CUT = "…"
_LEAST = 12
"""So many columns a cut on both sides and a sign between them can need: some are shown by their code, as `\\ue0001`."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a line, how many columns stand before the mark, and how many it takes (at least one)."""

    text: str
    before: int
    marked: int


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """What fits into `width` columns (at least twelve) of the line around its characters from `start` to `end`."""
    cells = [cell(character) for character in line]
    edges = [0, *accumulate(columns(each) for each in cells)]
    first, last = _window(edges, min(start, len(cells)), max(width, _LEAST))
    left, right = _CUT * (first > 0), _CUT * (last < len(cells))
    marked = edges[min(max(end, start), last)] - edges[min(start, last)]
    text = f"{left}{''.join(cells[first:last])}{right}"
    return Excerpt(text, len(left) + edges[min(start, last)] - edges[first], max(marked, 1))


def _window(edges: list[int], start: int, width: int) -> tuple[int, int]:
    """The first character and the one after the last, so that both cuts find room, too. `edges` are in columns."""
    whole = edges[-1]
    if whole <= width:
        return 0, len(edges) - 1
    wanted = max(0, min(edges[start] - width // 3, whole - width + 1))
    first = bisect_left(edges, wanted)
    room = width - (first > 0)
    if whole - edges[first] <= room:
        return first, len(edges) - 1
    return first, bisect_right(edges, edges[first] + room - 1) - 1
