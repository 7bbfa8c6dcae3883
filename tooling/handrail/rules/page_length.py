"""page-length."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Sop
from handrail.rules import Example, Rule
from handrail.rules._reading import length
from handrail.rules._samples import PAGE, sop_file
from handrail.rules._samples import sections as headings
from handrail.rules._sections import in_force, in_form, sections

_LONGEST = 3
"""So many sections are named."""
_SENTENCE = "The parcel lies in the depot, behind the third shelf on the left, and nobody saw it there. "


@dataclass(frozen=True)
class PageLength(Rule):
    """An SOP that is too long to be read in a case, or so short that it cannot help.

    Above 1,200 words a page is searched and no longer read; whoever has a case then skips the line that mattered. A
    page of a few sentences leaves the reader alone, mostly because it was never finished. What is shown from the
    workflow, code, comments and the addresses of links do not count. Put into the steps of the workflow what each case
    needs, and into a page of its own what few cases need. Both limits are options: where every page has to stand alone,
    `fewest-words = 600` is a good start. A draft may have any length.
    """

    fewest_words: int = 150
    """The fewest words below the front matter."""
    most_words: int = 1200
    """The most words below the front matter."""

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    slow: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(headings(example=_SENTENCE * 70)),
            at="A parcel is late",
            file=PAGE,
            says="more than 1200. The longest section is `Example` (1260)",
        ),
        Example(
            sop_file(headings(purpose="To say when it comes.")),
            at="A parcel is late",
            file=PAGE,
            says="fewer than 150",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file(headings(example=_SENTENCE * 12)), file=PAGE),
        Example(sop_file(headings(purpose="To say when it comes."), draft="yes"), file=PAGE),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Count the words of an SOP that people work by."""
        if not in_force(sop, handbook) or not in_form(sop):
            return
        counted = length(sop.page.text)
        if counted > self.most_words:
            yield self._too_long(sop, counted)
        elif counted < self.fewest_words:
            yield self.finding(
                f"`{sop.id}` has {counted} words, fewer than {self.fewest_words}.",
                sop.place.at("title"),
                "Say why it is done, what to look for and what never to do; until then write `draft: yes`.",
            )

    def _too_long(self, sop: Sop, counted: int) -> Finding:
        sized = sorted(((length(part.text), part.heading) for part in sections(sop)), key=lambda each: -each[0])
        most, longest = sized[0]
        return self.finding(
            f"`{sop.id}` has {counted} words, more than {self.most_words}. "
            f"The longest section is `{longest.text}` ({most}).",
            sop.place.at("title"),
            "Move what each case needs into the steps of the workflow, and what few cases need to a page of its own.",
            related=tuple(Related(heading.place, f"{size} words") for size, heading in sized[:_LONGEST]),
        )
