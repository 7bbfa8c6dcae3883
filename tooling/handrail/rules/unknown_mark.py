"""unknown-mark."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names

_BEFORE_THE_END = "Leave `before` out: without it, the mark is asked for before the case closes."


@dataclass(frozen=True)
class UnknownMark(Rule):
    """A step, a message, a control or a promise names a mark that register/marks.yml does not have.

    Marks tie steps to controls: a control that asks for a mark which nothing carries can never hold, and a step whose
    mark is misspelt is not seen by the control that it serves. Write the mark as it is declared, or declare it.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    marks: [pay-sendr]
""",
            at="pay-sendr",
            says="`pay-sendr` is no mark",
            instead="""\
    marks: [pay-sender]
""",
        ),
        Example(
            """\
never: [open-parcel, closed]
""",
            at="closed]",
            file="controls/example/sender-is-told.yml",
            says="`closed` is an outcome of `lost-parcel`, and no mark",
            instead="""\
never: [open-parcel]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    marks: [pay-sender, look-up]
""",
            instead="""\
    marks: [pay-sender]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a mark."""
        for found in unknown_names(self, handbook, Kind.MARK, "mark"):
            ends = "before" in found.at.keys and "an outcome of" in found.message
            yield replace(found, hint=_BEFORE_THE_END, fix=None) if ends else found
