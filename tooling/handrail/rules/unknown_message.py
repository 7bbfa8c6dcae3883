"""unknown-message."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


@dataclass(frozen=True)
class UnknownMessage(Rule):
    """A step sends a message that is not in messages/.

    The specialist has no approved text and writes one under pressure, in a language that may not be the reader's. Write
    the name of the message's file, or write the message.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    message: parcel-is-gone
""",
            at="parcel-is-gone",
            file="workflows/example/write-back.yml",
            says="`parcel-is-gone` is no message",
            instead="""\
    message: parcel-gone
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    message: parcel-gone
""",
            file="workflows/example/write-back.yml",
            instead="""\
    message: parcel-gone
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a message."""
        yield from unknown_names(self, handbook, Kind.MESSAGE, "message")
