"""The parts of an SOP below its headings of the second level, with their lines."""

from collections.abc import Iterator

from handrail.ground.model import Handbook, Section, Sop
from handrail.ground.model.page import LEVEL
from handrail.reasoning.reviewing import in_use
from handrail.rules._samples import HEADINGS

_MOST_MISSING = 3
"""An SOP that lacks more of the twelve headings is no SOP in form yet; `missing-section` says so."""


def sections(sop: Sop) -> Iterator[Section]:
    """The parts of an SOP in their order."""
    return sop.page.sections()


def in_force(sop: Sop, handbook: Handbook) -> bool:
    """Whether people work by it: it is no draft and not retired."""
    return in_use(sop, handbook.as_of)


def in_form(sop: Sop) -> bool:
    """Whether it has the headings that every SOP has, or nearly."""
    own = {heading.text for heading in sop.page.headings if heading.level == LEVEL}
    return len(set(HEADINGS) - own) <= _MOST_MISSING
