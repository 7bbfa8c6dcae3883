"""unknown-metric."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._names import unknown_names


class UnknownMetric(Rule):
    """An SOP names a metric that register/metrics.yml does not have.

    A metric without a definition is counted differently by everybody who counts it. Write the metric as it is declared,
    or say in the register what is counted, from where and to where.
    """

    group: ClassVar[str] = "names"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
metrics: [days-to-reply]
""",
            at="days-to-reply",
            file="procedures/example/lost-parcel.md",
            says="`days-to-reply` is no metric",
            instead="""\
metrics: [days-to-answer]
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
metrics: [days-to-answer]
""",
            file="procedures/example/lost-parcel.md",
            instead="""\
metrics: [days-to-answer]
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a metric."""
        yield from unknown_names(self, handbook, Kind.METRIC, "metric")
