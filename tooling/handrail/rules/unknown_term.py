"""unknown-term."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


class UnknownTerm(Rule):
    """An SOP names a term that register/glossary.yml does not have.

    Terms make a page findable by the words that people really use, in every language of the glossary. Write the term as
    it is declared, or declare it with the phrases that reporters say.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
terms: [missing-parcel, late-parcel]
""",
            at="late-parcel]",
            file="procedures/example/lost-parcel.md",
            says="`late-parcel` is no term",
            instead="""\
terms: [missing-parcel]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
terms: [missing-parcel]
""",
            file="procedures/example/lost-parcel.md",
            instead="""\
terms: [missing-parcel]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a term."""
        yield from unknown_names(self, handbook, Kind.TERM, "term")
