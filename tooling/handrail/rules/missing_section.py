"""missing-section."""

import re
from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix
from handrail.ground.model import Handbook, Heading, Sop
from handrail.ground.nearest import nearest
from handrail.rules import Example, Rule
from handrail.rules._samples import HEADINGS, PAGE, sections, sop_file

LEVEL = 2
_MAY_BE_EMPTY = "Changes"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class MissingSection(Rule):
    """An SOP whose headings are not the twelve that every SOP has, in their order.

    Whoever opens a page at three in the morning finds "What never to do" because it stands in the same place on every
    page. A heading in other words, in another place or with nothing below it breaks that. Where there is nothing to
    say, say that in a sentence ("Nobody: this case stays with you."): the reader then knows that it was not forgotten.

    The headings are: Purpose; When to use it, and when not; Before you open the content; What to find out; What to do;
    What to say; Who to escalate to, and by when; What never to do; Records; After the case; Example; Changes.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(sections().replace("## What to find out", "## What you need to find out")),
            at="What you need",
            file=PAGE,
            says="the nearest is `What to find out`",
        ),
        Example(
            sop_file(sections().replace("## Records\n\nA sentence.\n\n", "")),
            at="After the case",
            file=PAGE,
            says="Records",
        ),
        Example(sop_file(sections(records="")), at="Records", file=PAGE, says="Nothing stands below"),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file(sections(records="None: nothing is decided here.")), file=PAGE),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Compare the headings with those that every SOP has."""
        found = [heading for heading in sop.page.headings if heading.level == LEVEL]
        known = [heading for heading in found if heading.text in HEADINGS]
        renamed: dict[str, str] = {}
        for heading in found:
            if heading.text not in HEADINGS:
                near = nearest(heading.text, set(HEADINGS) - {each.text for each in known} - set(renamed.values()))
                renamed[heading.text] = near
                yield self._other_words(heading, near)
        for name in HEADINGS:
            if name not in {*renamed.values(), *(heading.text for heading in known)}:
                yield self._absent(name, known, sop)
        yield from self._disorder(known)
        yield from self._empty(sop, found)

    def _other_words(self, heading: Heading, near: str) -> Finding:
        says = f"`{heading.text}` is none of the headings of an SOP"
        if not near:
            return self.finding(
                f"{says}.", heading.place, "Make it a heading of the third level (`###`) below one of them."
            )
        fix = Fix(f"Call it `{near}`", (Edit(heading.place, near),))
        return self.finding(f"{says}; the nearest is `{near}`.", heading.place, f"## {near}", fix=fix)

    def _absent(self, name: str, known: list[Heading], sop: Sop) -> Finding:
        elsewhere = next((heading for heading in sop.page.headings if heading.text == name), None)
        if elsewhere:
            says = f"`{name}` is a heading of level {elsewhere.level} here, and of level {LEVEL} in every other SOP."
            return self.finding(says, elsewhere.place, f"## {name}")
        later = HEADINGS[HEADINGS.index(name) + 1 :]
        after = next((heading for heading in known if heading.text in later), None)
        return self.finding(
            f"The heading `{name}` is missing" + (f"; it stands above `{after.text}`." if after else "."),
            after.place if after else known[-1].place if known else sop.place,
            f"## {name}, and below it a sentence, even if it is that there is nothing to do.",
        )

    def _disorder(self, known: list[Heading]) -> Iterator[Finding]:
        seen: list[Heading] = []
        for heading in known:
            place = HEADINGS.index(heading.text)
            if any(heading.text == other.text for other in seen):
                yield self.finding(
                    f"The heading `{heading.text}` stands twice.", heading.place, "Join the two sections."
                )
            elif seen and place < HEADINGS.index(seen[-1].text):
                yield self.finding(
                    f"`{heading.text}` stands below `{seen[-1].text}`; in every other SOP it stands above.",
                    heading.place,
                    f"The order is: {'; '.join(HEADINGS)}.",
                )
            seen.append(heading)

    def _empty(self, sop: Sop, found: list[Heading]) -> Iterator[Finding]:
        lines = sop.page.text.split("\n")
        for heading, following in zip(found, [*found[1:], None], strict=False):
            end = following.place.span.line - sop.page.line if following and following.place.span else len(lines)
            start = heading.place.span.line - sop.page.line + 1 if heading.place.span else end
            below = _COMMENT.sub("", "\n".join(lines[start:end])).strip()
            if not below and heading.text != _MAY_BE_EMPTY:
                yield self.finding(
                    f"Nothing stands below `{heading.text}`.",
                    heading.place,
                    "Write one sentence, even if it is that there is nothing to do.",
                )
