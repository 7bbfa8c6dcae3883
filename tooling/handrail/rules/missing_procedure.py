"""missing-procedure."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Kind, Workflow
from handrail.ground.nearest import words
from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file

_LOOK = "  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n"


class MissingProcedure(Rule):
    """A workflow without a page that explains it, or with a page that shows another workflow.

    The workflow says what happens; its SOP says why, how to judge and what never to do, and who answers for it. The two
    find each other by name: the workflow names the SOP under `procedure`, and the SOP shows the workflow's parts in
    blocks that begin with three backquotes and `workflow`, followed by its name.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(_LOOK).replace("procedure: lost-parcel", "procedure: write-back"),
            at="write-back",
            says="shows `write-back`",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(workflow_file(_LOOK)),)

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare the SOP that a workflow names with the workflows that it shows."""
        if not workflow.procedure:
            hint = "Name a page of the folder procedures under `procedure:`."
            yield self.finding(f"`{workflow.id}` names no SOP that explains it.", workflow.place, hint)
            return
        sop = handbook.procedures.get(workflow.procedure)
        if sop is None or (Kind.PROCEDURE, workflow.procedure) in handbook.broken:
            return
        shown = sorted({fence.workflow for fence in sop.page.fences})
        if workflow.id in shown:
            return
        instead = f"it shows {words(f'`{name}`' for name in shown)}" if shown else "it shows no workflow"
        yield self.finding(
            f"The SOP `{sop.id}` does not show this workflow: {instead}.",
            workflow.place.at("procedure"),
            f"Write ```workflow {workflow.id} in the SOP, or name the SOP that shows it.",
            related=(Related(sop.page.fences[0].place if sop.page.fences else sop.place, "the SOP"),),
        )
