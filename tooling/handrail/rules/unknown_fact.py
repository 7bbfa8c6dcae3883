"""unknown-fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


@dataclass(frozen=True)
class UnknownFact(Rule):
    """A table, a question or a record names a fact that register/facts.yml does not have.

    A fact is a question with its answers, declared once, so that every workflow asks it in the same words and the check
    can tell what is known on each path. A name that nothing has is mostly a slip of the pen; otherwise declare the
    fact, and give it `formerly: [old-name]` when it only got a new name.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    ask: can-be-reachd
""",
            at="can-be-reachd",
            file="workflows/example/write-back.yml",
            says="`can-be-reachd` is no fact",
            instead="""\
    ask: can-be-reached
""",
        ),
        Example(
            """\
    when:
      juristiction: [elsewhere, unknown]
""",
            at="juristiction",
            says="`juristiction` is no fact",
            instead="""\
    when:
      jurisdiction: [elsewhere, unknown]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    ask: can-be-reached
""",
            file="workflows/example/write-back.yml",
            instead="""\
    ask: can-be-reached
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a fact."""
        yield from unknown_names(self, handbook, Kind.FACT, "fact")
