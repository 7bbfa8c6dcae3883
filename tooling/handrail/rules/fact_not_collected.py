"""fact-not-collected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.doors import is_door, seen_from, seen_from_doors
from handrail.reasoning.needs import needs
from handrail.reasoning.sight import Unasked, Wants
from handrail.rules import Example, Part, Rule


@dataclass(frozen=True)
class FactNotCollected(Rule):
    """A step looks at a fact that nobody has asked on some way to it, and the answer would matter.

    It then counts as unknown, so people take the way for unknown although they could have known. The finding shows such
    a way from a door. What a workflow uses and does not ask itself, those who lead to it have to know: then the finding
    stands where they do. Ask before, or settle it there (`with`, `records`, `given`).
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "workflows/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    ask: parcel-weight\n",
            at="jurisdiction: [elsewhere",
            says="`ask-customs` looks at `jurisdiction`, and on some way nobody has asked it",
            instead="    ask: [parcel-weight, jurisdiction]\n",
        ),
        Example(
            """\
  tell-at-once:
    run: write-back
    outcomes: next
  was-it-found:
""",
            at="write-back\n    outcomes: next",
            says="`lost-parcel` leads to `write-back` without knowing `parcel-found`",
            instead="  was-it-found:\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "    ask: [jurisdiction, parcel-weight]\n",
            instead="    ask: [parcel-weight, jurisdiction]\n",
        ),
    )

    def work_ahead(self, handbook: Handbook, workflow: Workflow, _part: Part) -> None:
        """Walk all cases from a door."""
        if is_door(handbook, workflow.id):
            seen_from(handbook, workflow.id)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Group what no door has asked: by the workflow that has to ask, or by the place that leads to it."""
        needed: dict[tuple[str, str], list[Unasked]] = {}
        for each in (each for seen in seen_from_doors(handbook) for each in seen.unasked):
            if each.wants in (Wants.TABLE, Wants.MESSAGE):
                needed.setdefault((each.workflow, each.fact), []).append(each)
        known = {each for seen in seen_from_doors(handbook) for each in seen.known}
        led: dict[Place, list[Unasked]] = {}
        for (workflow, fact), found in needed.items():
            own = any(each.entered is None for each in found) or _asks(handbook, workflow, fact)
            if own or (workflow, fact) not in known:
                yield self._looked(found)
                continue
            for each in found:
                led.setdefault(each.entered or each.place, []).append(each)
        for place, missing in led.items():
            yield self._led(place, missing)

    def _looked(self, found: list[Unasked]) -> Finding:
        first = min(found, key=lambda each: each.step.place.keys)
        first = min((each for each in found if each.step is first.step), key=lambda each: len(each.walk))
        others = {each.place: each for each in found if each.step is not first.step}
        callers = {each.entered: each.caller for each in found if each.entered}
        does = "prints" if first.wants is Wants.MESSAGE else "looks at"
        return self.finding(
            f"`{first.step.id}` {does} `{first.fact}`, and on some way nobody has asked it.",
            first.place,
            f"Ask `{first.fact}` before, on every way.",
            related=(
                *(Related(place, f"`{each.step.id}` looks at it, too") for place, each in others.items()),
                *(Related(place, f"`{caller}` leads here without knowing it") for place, caller in callers.items()),
            ),
            walk=first.walk,
        )

    def _led(self, place: Place, missing: list[Unasked]) -> Finding:
        first = min(missing, key=lambda each: len(each.walk))
        facts = words(f"`{fact}`" for fact in dict.fromkeys(each.fact for each in missing))
        return self.finding(
            f"`{first.caller}` leads to `{first.workflow}` without knowing {facts} on some way.",
            place,
            f"Ask before, or let `{first.workflow}` ask.",
            related=tuple(Related(each.place, f"`{each.step.id}` looks at `{each.fact}`") for each in missing),
            walk=first.walk,
        )


def _asks(handbook: Handbook, workflow: str, fact: str) -> bool:
    """Whether a workflow itself, on some way, asks or settles a fact: then it is to be put right there."""
    found = handbook.workflows[workflow]
    for step in found.every_step():
        if fact in step.targets or fact in step.records or fact in step.settles:
            return True
        if step.target in handbook.workflows and fact in needs(handbook, handbook.workflows[step.target]).settled:
            return True
    return False
