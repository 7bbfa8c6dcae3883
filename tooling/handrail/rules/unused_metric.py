"""unused-metric."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Kind
from handrail.ground.nearest import nearest
from handrail.reasoning.index import strays
from handrail.rules import Example, Rule

_METRICS = """\
days-to-answer:
  title: Days to the answer
  says: Cases answered within five days, out of all cases.
  from: lost-parcel#look-up-parcel
  to: lost-parcel#inform
  target: at least 95 %
"""
_PING_PONG = """\
ping-pong:
  title: Ping-pong
  says: Cases that come back to a team, out of all cases.
  from: received
  to: close
  target: at most 3 %
"""


class UnusedMetric(Rule):
    """A metric that no SOP names.

    A number that belongs to no procedure changes nothing: nobody looks at it when the procedure is reviewed. Add it to
    the SOP that it measures, or delete it.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(_METRICS + _PING_PONG, at="ping-pong", file="register/metrics.yml", says="No SOP names"),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(_METRICS, file="register/metrics.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for metrics that no front matter names."""
        named = {metric for sop in handbook.procedures.values() for metric in sop.metrics}
        named |= {nearest(use.name, handbook.metrics) for use in strays(handbook, Kind.METRIC)}  # said there
        for metric in handbook.metrics.values():
            if metric.id not in named:
                hint = "Add it to the SOP it measures, or delete it."
                yield self.finding(f"No SOP names the metric `{metric.id}`.", metric.place.key(), hint)
