"""next-by-name."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Related, Severity
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import ways_of
from handrail.rules import Example, Rule
from handrail.rules._walks import said


class NextByName(Rule):
    """A way names the step right below instead of saying `next`.

    The order of the steps is the normal course. Once the step below has a name in the step above, a new step put
    between the two is passed by without a word. Write `next`; names are for ways that leave the normal course.
    """

    group: ClassVar[str] = "graph"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      no: what-it-was
      unknown: next
""",
            at="what-it-was\n      unknown",
            says="`what-it-was` is the step right below `was-it-found`",
            instead="""\
      no: next
      unknown: next
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
      no: next
      unknown: next
""",
            instead="""\
      no: next
      unknown: next
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare each name with that of the step below."""
        below = {one.id: other for one, other in pairwise(workflow.steps)}
        for way in ways_of(workflow):
            step = below.get(way.source)
            if not step or way.written != step.id or step.id in workflow.outcomes:  # that it may mean two is said
                continue
            yield self.finding(
                f"`{way.written}` is the step right below `{way.source}`; {said(way)} leads there by its name.",
                way.place,
                "Write `next`, so that steps can be moved and put between.",
                related=(Related(step.place.key(), "the step right below"),),
                fix=Fix("Write `next`", (Edit(way.place, "next"),), safe=True),
            )
