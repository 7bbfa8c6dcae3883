"""unknown-procedure."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


class UnknownProcedure(Rule):
    """A workflow or an SOP names a procedure that is not in procedures/.

    A workflow says what happens; its SOP says why, how to judge and what never to do, and who answers for it. Without
    the page nobody owns the workflow. Write the name of the SOP's file, or write the SOP.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
procedure: lost-parcels # the SOP that says why and how
""",
            at="lost-parcels",
            says="`lost-parcels` is no procedure",
            instead="""\
procedure: lost-parcel # the SOP that says why and how
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
procedure: lost-parcel # the SOP that says why and how
""",
            instead="""\
procedure: lost-parcel # the SOP that says why and how
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a procedure."""
        yield from unknown_names(self, handbook, Kind.PROCEDURE, "procedure")
