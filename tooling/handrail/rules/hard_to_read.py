"""hard-to-read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Handbook, Sop
from handrail.ground.source import Span
from handrail.rules import Example, Rule
from handrail.rules._reading import Reading, prose, read, sentences, words
from handrail.rules._samples import PAGE, sop_file
from handrail.rules._sections import in_force, sections

_FEW_WORDS = 100
"""The grade of so short a page says nothing."""
_SMALL_SECTION = 60
"""The grade of so short a section says nothing."""
_NAMED = 3
"""So many sentences are shown."""
_HARD = (
    "Notwithstanding the aforementioned considerations regarding the identification of consignments whose delivery "
    "confirmation remains outstanding, representatives are expected to undertake a comprehensive investigation of "
    "every available documentation, including notifications originating from subcontracted transportation "
    "organisations, before communicating preliminary conclusions to the corresponding sender. "
)
_EASY = "Look in the depot first. Most parcels lie there, behind a shelf. Then call the driver, and ask where it is. "


@dataclass(frozen=True)
class HardToRead(Rule):
    """A page or a section in long sentences and long words, which a tired person has to read twice.

    It is read at three in the morning, mostly by people for whom English is the second or third language. The measure
    is the grade of Flesch and Kincaid: how many years of school in the United States a text asks for, by the words in a
    sentence and the syllables in a word. It is a rough measure that sees length and not sense, so the limits leave
    room. Split the sentences that the finding shows; say it with a verb ("check", not "carry out a verification"). Only
    sentences count: no headings, tables, code or addresses. Both limits are options.
    """

    most_grade: int = 9
    """The highest grade of a page."""
    most_grade_of_section: int = 12
    """The highest grade of a section of 60 words or more."""

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    slow: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(sop_file(f"## What to do\n\n{_HARD * 3}\n"), at="A parcel is late", file=PAGE, says="more than 9"),
        Example(
            sop_file(f"## What to do\n\n{_EASY * 30}\n\n## Records\n\n{_HARD * 2}\n"),
            at="Records",
            file=PAGE,
            says="`Records` needs",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(sop_file(f"## What to do\n\n{_EASY * 10}\n"), file=PAGE),)

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Measure the page, and if that is within the limit each section."""
        whole = read(prose(sop.page.text) if in_force(sop, handbook) else "")
        if whole.words < _FEW_WORDS:
            return
        if whole.grade > self.most_grade:
            yield self._hard(
                sop, (f"`{sop.id}`", sop.place.at("title"), whole, self.most_grade), sop.page.text, sop.page.line
            )
            return
        for part in sections(sop):
            reading = read(prose(part.text))
            if reading.words >= _SMALL_SECTION and reading.grade > self.most_grade_of_section:
                what = (f"`{part.heading.text}`", part.heading.place, reading, self.most_grade_of_section)
                yield self._hard(sop, what, part.text, part.line)

    def _hard(self, sop: Sop, what: tuple[str, Place, Reading, int], text: str, line: int) -> Finding:
        name, place, reading, limit = what
        longest = sorted(sentences(prose(text)), key=lambda found: (-words(found[0]), found.start()))[:_NAMED]
        return self.finding(
            f"{name} needs {reading.grade:.1f} years of school, more than {limit}: its sentences have "
            f"{reading.words / reading.sentences:.0f} words, and its words {reading.syllables / reading.words:.1f} "
            "syllables.",
            place,
            "Split the longest sentences, and say it in shorter words.",
            related=tuple(
                Related(_where(sop, text, found, line), f"{words(found[0])} words in one sentence") for found in longest
            ),
        )


def _where(sop: Sop, text: str, found: re.Match[str], line: int) -> Place:
    """The first line of a sentence; `prose` left every sign in its place."""
    start = found.end() - len(found[0].lstrip())
    end = text.find("\n", start)
    length = (found.end() if end < 0 else min(end, found.end())) - start
    column = start - text.rfind("\n", 0, start)
    return Place(sop.place.path, span=Span.on_line(line + text.count("\n", 0, start), column, length))
