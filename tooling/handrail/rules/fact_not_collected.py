"""fact-not-collected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook
from handrail.ground.nearest import words
from handrail.reasoning.doors import Unasked, Wants, seen_from_doors
from handrail.reasoning.needs import needs
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class FactNotCollected(Rule):
    """A step looks at a fact that nobody has asked on some way to it, and the answer would matter.

    It then counts as unknown, so people take the way for unknown although they could have known. The finding shows such
    a way from a door. What a workflow uses and does not ask itself, those who lead to it have to know: then the finding
    stands where they do. Ask before, or settle it there (`with`, `records`, `given`).
    """

    group: ClassVar[str] = "decisions"
    slow: ClassVar[bool] = True
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

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Group what no door has asked: by the place that leads to the workflow, or by the table that looks."""
        led: dict[tuple[Place, str], list[Unasked]] = {}
        told: set[tuple[str, str, str]] = set()
        for each in (each for seen in seen_from_doors(handbook) for each in seen.unasked):
            if each.wants not in (Wants.TABLE, Wants.MESSAGE):
                continue
            if each.entered is not None and not _asks(handbook, each.workflow, each.fact):
                led.setdefault((each.entered, each.workflow), []).append(each)
            elif (each.workflow, each.step.id, each.fact) not in told:
                told.add((each.workflow, each.step.id, each.fact))
                yield self._looked(each)
        for (place, _), needed in led.items():
            yield self._led(place, needed)

    def _looked(self, each: Unasked) -> Finding:
        does = "prints" if each.wants is Wants.MESSAGE else "looks at"
        return self.finding(
            f"`{each.step.id}` {does} `{each.fact}`, and on some way nobody has asked it.",
            each.place,
            f"Ask `{each.fact}` before, on every way.",
            walk=each.walk,
        )

    def _led(self, place: Place, needed: list[Unasked]) -> Finding:
        first = min(needed, key=lambda each: len(each.walk))
        facts = words(f"`{fact}`" for fact in dict.fromkeys(each.fact for each in needed))
        return self.finding(
            f"`{first.caller}` leads to `{first.workflow}` without knowing {facts} on some way.",
            place,
            f"Ask before, or let `{first.workflow}` ask.",
            related=tuple(Related(each.place, f"`{each.step.id}` looks at `{each.fact}`") for each in needed),
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
