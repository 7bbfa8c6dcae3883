"""no-metric."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Sop
from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file

_BODY = "## Purpose\n\nTo say when it comes.\n"


class NoMetric(Rule):
    """An SOP that names no metric, so that nobody can tell whether it helps.

    A procedure is written to change something. Without a number that is looked at before and after, it counts as a
    success when it is published. Name under `metrics` what should become better; what a metric counts stands in
    register/metrics.yml. A draft needs none yet.
    """

    group: ClassVar[str] = "pages"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_BODY).replace("metrics: [days-to-answer]\n", ""), at="title", file=PAGE, says="names no metric"
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file(_BODY), file=PAGE),
        Example(sop_file(_BODY, draft="yes").replace("metrics: [days-to-answer]\n", ""), file=PAGE),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Look at the metrics of an SOP that is in force."""
        if sop.metrics or sop.draft or not handbook.metrics or (sop.retired_on and sop.retired_on <= handbook.as_of):
            return
        yield self.finding(
            f"The SOP `{sop.id}` names no metric, so nobody can tell whether it helps.",
            sop.place,
            "Add `metrics:` with a name from register/metrics.yml.",
        )
