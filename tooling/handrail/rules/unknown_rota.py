"""unknown-rota."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


class UnknownRota(Rule):
    """A team is on call with a rota that register/organisation.yml does not have.

    The pager that should ring at night does not exist. Write the rota as it is declared under `rotas`, or declare it
    with its hours and how fast it answers.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    on-call: [duty-phone, duty-phones]
""",
            at="duty-phones",
            file="register/organisation.yml",
            says="`duty-phones` is no rota",
            instead="""\
    on-call: [duty-phone]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    on-call: [duty-phone]
""",
            file="register/organisation.yml",
            instead="""\
    on-call: [duty-phone]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a rota."""
        yield from unknown_names(self, handbook, Kind.ROTA, "rota")
