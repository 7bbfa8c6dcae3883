"""broken-fence."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Fence, Handbook, Kind, Page
from handrail.ground.nearest import nearest
from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file

PARTS = ("questions", "steps", "messages", "escalations", "records")


class BrokenFence(Rule):
    """A place where a page shows a part of a workflow, but names none that exists.

    The site replaces the block by the steps, questions or messages of the workflow, so that a page never repeats them.
    With a wrong name the reader finds an empty place instead of the steps. The first line names the workflow, the line
    inside the part: questions, steps, messages, escalations or records.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## What to do\n\n```workflow lost-parcels\nsteps\n```\n"),
            at="```workflow",
            file=PAGE,
            says="lost-parcel",
        ),
        Example(
            sop_file("## What to do\n\n```workflow lost-parcel\nstep\n```\n"),
            at="```workflow",
            file=PAGE,
            says="`steps`",
        ),
        Example(
            sop_file("## What to do\n\n```workflow lost-parcel\n```\n"), at="```workflow", file=PAGE, says="no part"
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(sop_file("## What to do\n\n```workflow lost-parcel\nsteps\n```\n"), file=PAGE),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at the fences of every page."""
        pages: list[Page] = [sop.page for sop in handbook.procedures.values()]
        pages += [handbook.front.page] if handbook.front else []
        for page in (*pages, *handbook.pages.values()):
            for fence in page.fences:
                yield from self._check(fence, handbook)

    def _check(self, fence: Fence, handbook: Handbook) -> Iterator[Finding]:
        if not fence.workflow:
            yield self.finding(
                "This block names no workflow.", fence.place, "```workflow, a space, and the workflow's name"
            )
        elif not handbook.knows(Kind.WORKFLOW, fence.workflow):
            near = nearest(fence.workflow, handbook.workflows)
            says = f"`{fence.workflow}` is no workflow" + (f"; the nearest is `{near}`." if near else ".")
            yield self.finding(
                says, fence.place, f"```workflow {near}" if near else "Name a file of the folder workflows."
            )
        if not fence.parts:
            yield self.finding(
                "This block names no part of the workflow.", fence.place, f"Write one of: {', '.join(PARTS)}."
            )
        for part in fence.parts:
            if part not in PARTS:
                near = nearest(part, PARTS)
                says = f"`{part}` is no part of a workflow" + (f"; the nearest is `{near}`." if near else ".")
                yield self.finding(says, fence.place, f"Write one of: {', '.join(PARTS)}.")
