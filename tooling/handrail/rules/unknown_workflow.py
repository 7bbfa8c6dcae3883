"""unknown-workflow."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Kind, Sop
from handrail.ground.nearest import nearest
from handrail.reasoning.graph import handed_to
from handrail.reasoning.index import named
from handrail.reasoning.uses import How, Use
from handrail.rules import Example, Rule
from handrail.rules._names import no_such_name


class UnknownWorkflow(Rule):
    """A workflow is named that is not in workflows/, or whose procedure was retired.

    The case is sent to a workflow that nobody wrote, or that nobody keeps up to date any more. Write the name of the
    workflow's file. When its SOP was retired, lead to the workflow of the SOP that replaced it.
    """

    group: ClassVar[str] = "calls"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
usual:
  can-be-reached: yes
cases:
  it-is-late:
    case: The parcel is late
    expect: {ends: closed}
""",
            at="usual:",
            file="scenarios/lost-parcels.yml",
            says="`lost-parcels` is no workflow; the nearest is `lost-parcel`. The file name says which",
        ),
        Example(
            """\
alarm: lost-parcels
""",
            at="lost-parcels",
            file="index.md",
            says="`lost-parcels` is no workflow",
            instead="""\
alarm: lost-parcel
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
alarm: write-back
""",
            file="index.md",
            instead="""\
alarm: lost-parcel
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every place that names a workflow; a way on that leads nowhere is the business of `unknown-step`."""
        for name, uses in named(handbook, Kind.WORKFLOW):
            sop, missing = retired(handbook, name), not handbook.knows(Kind.WORKFLOW, name)
            told = missing or (sop and name not in handbook.scenarios)
            for use in uses if told else ():
                if use.how is not How.SHOWS and missing:
                    yield self._missing(handbook, use)
                elif use.how is not How.SHOWS and sop:
                    yield self._outdated(sop, name, use.place)
        for name, ways in handed_to(handbook).items():
            sop = retired(handbook, name)
            if sop:
                yield from (self._outdated(sop, name, way.place) for way in ways)

    def _missing(self, handbook: Handbook, use: Use) -> Finding:
        if not use.place.keys:
            near = nearest(use.name, handbook.workflows)
            says = f"`{use.name}` is no workflow" + (f"; the nearest is `{near}`." if near else ".")
            hint = f"Rename the file to {near}.yml." if near else "Give the file the name of a workflow."
            return self.finding(f"{says} The file name says which workflow the cases walk.", use.place, hint)
        return no_such_name(
            self, handbook, (use.name, "workflow", use.place), handbook.workflows, f"write workflows/{use.name}.yml"
        )

    def _outdated(self, sop: Sop, name: str, place: Place) -> Finding:
        return self.finding(
            f"`{name}` belongs to `{sop.id}`, which was retired on {sop.retired_on}.",
            place,
            f"Lead to the workflow of `{sop.replaced_by}`, which replaced it."
            if sop.replaced_by
            else f"Lead to another workflow, or say with `replaced-by` in `{sop.id}` what replaced it.",
            related=(Related(sop.place.at("retired-on"), "retired here"),),
        )


def retired(handbook: Handbook, workflow: str) -> Sop | None:
    """The SOP of a workflow, when it was retired by now."""
    flow = handbook.workflows.get(workflow)
    sop = handbook.procedures.get(flow.procedure) if flow else None
    return sop if sop and sop.retired_on and sop.retired_on <= handbook.as_of else None
