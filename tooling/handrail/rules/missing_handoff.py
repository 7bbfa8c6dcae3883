"""missing-handoff."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.doors import is_door, seen_from, seen_from_doors
from handrail.reasoning.sight import Unasked, Wants
from handrail.rules import Example, Part, Rule


class MissingHandoff(Rule):
    """A case is handed over without a fact that the next team needs, because nobody has asked it on some way.

    The next team asks the same person again, or works without it. The finding shows such a way from a door. Needed is
    what the step hands over, and what the team always wants (`expects` in register/organisation.yml). Ask before.
    """

    group: ClassVar[str] = "escalation"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    by_absence: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    hand-over: [where-is-it, parcel-weight, can-be-reached]\n",
            at="can-be-reached",
            says="`hand-to-lead` hands over `can-be-reached`, and on some way nobody has asked it",
            instead="    hand-over: [where-is-it, parcel-weight]\n",
        ),
        Example(
            "    hand-over: [parcel-weight, where-is-it]\n",
            at="team-lead\n    hand-over: [parcel",
            also={
                "register/organisation.yml": (
                    "    expects: [where-is-it]\n",
                    "    expects: [where-is-it, can-be-reached]\n",
                )
            },
            says="`team-lead` expects `can-be-reached`, and on some way nobody has asked it",
            instead="    hand-over: [where-is-it, parcel-weight]\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "    hand-over: [where-is-it, parcel-weight, jurisdiction]\n",
            instead="    hand-over: [where-is-it, parcel-weight]\n",
        ),
    )

    def work_ahead(self, handbook: Handbook, workflow: Workflow, _part: Part) -> None:
        """Walk all cases from a door."""
        if is_door(handbook, workflow.id):
            seen_from(handbook, workflow.id)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Group what is missing by the step that hands over."""
        missing: dict[tuple[str, str, Wants], dict[str, Unasked]] = {}
        for each in (each for seen in seen_from_doors(handbook) for each in seen.unasked):
            if each.wants in (Wants.HAND_OVER, Wants.EXPECTS):
                missing.setdefault((each.workflow, each.step.id, each.wants), {}).setdefault(each.fact, each)
        for found in missing.values():
            yield self._told(handbook, list(found.values()))

    def _told(self, handbook: Handbook, found: list[Unasked]) -> Finding:
        first = found[0]
        facts = words(f"`{each.fact}`" for each in found)
        team = handbook.teams.get(first.step.target)
        expected = first.wants is Wants.EXPECTS and team is not None
        does = f"`{first.step.target}` expects" if expected else f"`{first.step.id}` hands over"
        asked = "it" if len(found) == 1 else "them all"
        return self.finding(
            f"{does} {facts}, and on some way nobody has asked {asked}.",
            first.place,
            "Ask before, on every way that leads here.",
            related=(Related(team.place.at("expects"), "what the team always wants"),) if team and expected else (),
            walk=first.walk,
        )
