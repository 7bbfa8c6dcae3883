"""The parts of an SOP below its headings of the second level, with their lines."""

from collections.abc import Iterator
from typing import NamedTuple

from handrail.ground.model import Handbook, Heading, Sop
from handrail.rules._samples import HEADINGS

LEVEL = 2
_MOST_MISSING = 3
"""An SOP that lacks more of the twelve headings is no SOP in form yet; `missing-section` says so."""


class Section(NamedTuple):
    """What stands below a heading, and the line at which it begins."""

    heading: Heading
    text: str
    line: int


def sections(sop: Sop) -> Iterator[Section]:
    """The parts of an SOP in their order."""
    lines = sop.page.text.split("\n")
    found = [each for each in sop.page.headings if each.level == LEVEL and each.place.span]
    starts = [heading.place.span.line - sop.page.line + 1 for heading in found if heading.place.span]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    for heading, start, end in zip(found, starts, ends, strict=False):  # a page without headings has an end alone
        yield Section(heading, "\n".join(lines[start:end]), sop.page.line + start)


def in_force(sop: Sop, handbook: Handbook) -> bool:
    """Whether people work by it: it is no draft and not retired."""
    return not sop.draft and not (sop.retired_on and sop.retired_on <= handbook.as_of)


def in_form(sop: Sop) -> bool:
    """Whether it has the headings that every SOP has, or nearly."""
    own = {heading.text for heading in sop.page.headings if heading.level == LEVEL}
    return len(set(HEADINGS) - own) <= _MOST_MISSING
