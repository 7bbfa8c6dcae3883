"""unreadable-file."""

from typing import ClassVar

from handrail.rules import Example, Rule


class UnreadableFile(Rule):
    """A file that the computer does not let us read.

    It may be locked, belong to somebody else, or be a link that leads nowhere or out of the handbook. What is not read
    is not checked, so this counts as an error. Give yourself the right to read it, or take it away.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = ()
    good: ClassVar[tuple[Example, ...]] = ()
