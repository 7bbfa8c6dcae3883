"""no-response-path."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Kind, Step, Team, Verb, Workflow
from handrail.reasoning.graph import ladder
from handrail.reasoning.index import used_as
from handrail.reasoning.uses import How
from handrail.rules import Example, Rule
from handrail.rules._people import retired


@dataclass(frozen=True)
class NoResponsePath(Rule):
    """Nothing says what happens when nobody answers.

    Whoever escalated waits, because the page does not allow anything else. Every ladder ends at a team with
    `last-resort: yes`: give the team an `if-no-answer`, or the step one of its own. A wait for somebody outside says in
    `if-no-answer` how the case goes on in silence.
    """

    group: ClassVar[str] = "escalation"
    local: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    contact: The duty phone
    accepts-within: 15 minutes
""",
            at="duty-manager:\n    title",
            file="register/organisation.yml",
            says="The ladder support -> team-lead -> duty-manager ends at `duty-manager`, which is no last resort",
            instead="""\
    contact: The duty phone
    accepts-within: 15 minutes
    # Somebody must be awake in every hour of the year; the check proves it.
    last-resort: yes
""",
        ),
        Example(
            """\
    within: 3 days
    go: told
""",
            at="wait-for-answer:",
            file="workflows/example/write-back.yml",
            says="`wait-for-answer` does not say what happens when the reporter does not answer",
            instead="""\
    within: 3 days
    if-no-answer: kept
    go: told
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    within: 2 days
    if-no-answer: kept
    go: told
""",
            file="workflows/example/write-back.yml",
            instead="""\
    within: 3 days
    if-no-answer: kept
    go: told
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for escalations to a team without a ladder, and for waits without a way for silence."""
        for step in workflow.steps:
            if step.if_no_answer or step.verb not in (Verb.ESCALATE, Verb.WAIT) or step.pause:
                continue
            if step.verb is Verb.WAIT:
                fact = f"`{step.id}` does not say what happens when the {step.target} does not answer."
                yield self.finding(fact, step.place.key(), "Add `if-no-answer:` with the step or outcome for silence.")
            elif _alone(handbook, step):
                team = handbook.teams[step.target]
                yield self.finding(
                    f"`{step.id}` does not say what happens when `{team.id}` does not answer.",
                    step.place.at("escalate"),
                    f"Add `if-no-answer:` to the step, or to `{team.id}` in register/organisation.yml.",
                    related=(Related(team.place.key(), "has no `if-no-answer` and is no last resort"),),
                )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Climb from every team that cases go to; report the top of a ladder that is no last resort, once."""
        tops: set[str] = set()
        for team in handbook.teams:
            rungs, comes_back = ladder(handbook, team)
            top = rungs[-1]
            climbed = How.REACHES in used_as(handbook, Kind.TEAM, team)
            if comes_back or top.last_resort or top.if_no_answer or len(rungs) == 1 or not climbed or top.id in tops:
                continue
            tops.add(top.id)
            if not retired(rungs[0], handbook):
                yield self._ends(rungs)

    def _ends(self, rungs: tuple[Team, ...]) -> Finding:
        names, top = [rung.id for rung in rungs], rungs[-1]
        return self.finding(
            f"The ladder {' -> '.join(names)} ends at `{top.id}`, which is no last resort.",
            top.place.key(),
            "Add `if-no-answer:`, or `last-resort: yes` when somebody there is awake in every hour.",
            related=tuple(Related(rung.place.at("if-no-answer"), "a rung") for rung in rungs[:-1]),
        )


def _alone(handbook: Handbook, step: Step) -> bool:
    team = handbook.teams.get(step.target)
    return team is not None and not team.if_no_answer and not team.last_resort and not retired(team, handbook)
