"""missing-front-matter."""

from typing import ClassVar

from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file


class MissingFrontMatter(Rule):
    """An SOP that does not begin with its front matter.

    The lines between the two `---` say whose page it is, for whom it is written, when it is looked at again and what
    changed. Without them nobody can tell whether the page still holds. Copy them from another SOP and fill them in.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (Example("## Purpose\n\nTo find parcels.\n", at="## Purpose", file=PAGE),)
    good: ClassVar[tuple[Example, ...]] = (Example(sop_file("## Purpose\n\nTo find parcels.\n"), file=PAGE),)
