"""escalates-downward."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Handbook, Team, Verb, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.custody import holders
from handrail.rules import Example, Rule


class EscalatesDownward(Rule):
    """A case is escalated to a team that stands no higher than the one that has it.

    Whoever escalates needs somebody who may decide more or knows more. A team of the same or a lower `tier` may do
    neither, and cases go back and forth between equals. Escalate to a higher tier; to get help from an equal, let it
    work on the case with `by` or tell it.
    """

    group: ClassVar[str] = "escalation"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
team: duty-manager
severity: P3
""",
            at="team-lead\n    hand-over",
            says="escalates to `team-lead` (tier 2), and `duty-manager` (tier 3) can have the case there",
            instead="""\
team: support
severity: P3
""",
        ),
        Example(
            """\
team: team-lead
severity: P3
""",
            at="team-lead\n    hand-over",
            says="`hand-to-lead` escalates to `team-lead`, which has the case already",
            instead="""\
team: support
severity: P3
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    escalate: duty-manager
""",
            also={"procedures/example/lost-parcel.md": ("[team lead](", "[duty manager](")},
            instead="""\
    escalate: team-lead
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare the tier of each target with those of the teams that can have the case there."""
        for step in workflow.steps:
            target = handbook.teams.get(step.target) if step.verb is Verb.ESCALATE else None
            if not target:
                continue
            held = holders(workflow)[step.id]
            if held == {target.id}:
                yield self.finding(
                    f"`{step.id}` escalates to `{target.id}`, which has the case already.",
                    step.place.at("escalate"),
                    "Escalate to a higher tier, or delete the step.",
                )
            others = [handbook.teams[name] for name in sorted(held - {target.id}) if name in handbook.teams]
            above = [team for team in others if not _higher(target, team)]
            if above:
                who = words(f"`{team.id}`{_tier(team)}" for team in above)
                yield self.finding(
                    f"`{step.id}` escalates to `{target.id}`{_tier(target)}, and {who} can have the case there.",
                    step.place.at("escalate"),
                    "Escalate to a higher tier, or let the team help with `by` or `tell`.",
                    related=tuple(Related(team.place.at("tier"), f"the tier of `{team.id}`") for team in above),
                )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare each rung of a ladder with the next one; equals may stand in for each other there."""
        for team in handbook.teams.values():
            above = handbook.teams.get(team.if_no_answer)
            if above and team.tier and above.tier and above.tier < team.tier:
                yield self.finding(
                    f"When `{team.id}`{_tier(team)} does not answer, the case goes down to `{above.id}`{_tier(above)}.",
                    team.place.at("if-no-answer"),
                    "Name a team of the same or a higher tier.",
                    related=(Related(above.place.at("tier"), f"the tier of `{above.id}`"),),
                )


def _higher(target: Team, holder: Team) -> bool:
    return not target.tier or not holder.tier or target.tier > holder.tier


def _tier(team: Team) -> str:
    return f" (tier {team.tier})" if team.tier else ""
