"""ambiguous-calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.duration import Duration
from handrail.ground.finding import Finding, Place, Related, Severity
from handrail.ground.model import Control, Handbook, Step, Verb, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.custody import working_teams
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class AmbiguousCalendar(Rule):
    """A time is written in working days, and no team's calendar says which days these are.

    Three working days over Christmas can be ten days. A team has a calendar when it is `staffed` at a hub, with its
    shifts and holidays: then a step counts as the slowest stretch of the coming year, from the start of one day to the
    end of the last working day. Without one it is taken to work from Monday to Friday. Give the step to a team with a
    calendar, or write `days`, which are 24 hours each. Laws and promises count every day: a control or a severity in
    working days can be kept to the letter and still miss the law; as a limit each of them counts 24 hours.
    """

    group: ClassVar[str] = "time"
    severity: ClassVar[Severity] = Severity.WARNING
    local: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  pay:
    do: Decide what we pay, and order the payment
    by: duty-manager
    within: 1 working day
""",
            at="1 working day",
            says="`duty-manager` is at no hub, so nobody can tell what a working day is",
            instead="""\
  pay:
    do: Decide what we pay, and order the payment
    within: 1 day
""",
        ),
        Example(
            """\
    within: 5 working days
""",
            at="5 working days",
            file="controls/example/sender-is-told.yml",
            says="counts every day",
            instead="""\
    within: 5 days
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  pay:
    do: Decide what we pay, and order the payment
    by: support
    within: 1 working day
""",
            instead="""\
  pay:
    do: Decide what we pay, and order the payment
    within: 1 day
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for steps in working days whose people have no calendar."""
        for step in workflow.every_step():
            if step.within and step.within.working:
                yield from self._step(workflow, step, handbook)
            if step.pause and step.pause.working:
                yield from self._step(workflow, step, handbook)
        if workflow.close_within and workflow.close_within.working:
            yield self._every_day(workflow.close_within, workflow.place.at("close-within"), "the time to close a case")

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """Look for limits in working days."""
        for entry in control.require:
            if entry.within and entry.within.working:
                yield self._every_day(entry.within, entry.place.at("within"), "the limit of a control")

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at what severities and teams promise."""
        for level in handbook.severities.values():
            promised = [(level.accept, level.place.at("accept")), (level.update_every, level.place.at("update-every"))]
            promised += [(time, level.place.at("promises", mark)) for mark, time in level.promises.items()]
            for time, place in promised:
                if time and time.working:
                    yield self._every_day(time, place, "the promise of a severity")
        for team in handbook.teams.values():
            times = [(team.accepts, team.place.at("accepts-within"))]
            times += [(time, team.place.at("accepts-within", name)) for name, time in team.accepts_by_severity.items()]
            for time, place in times:
                if time and time.working and not team.staffed:
                    fact = f"`{team.id}` is at no hub, so nobody can tell what a working day is."
                    yield self.finding(fact, place, _days(time))

    def _step(self, workflow: Workflow, step: Step, handbook: Handbook) -> Iterator[Finding]:
        names = (step.target,) if step.verb is Verb.ESCALATE else working_teams(workflow, step, handbook)
        lost = [handbook.teams[name] for name in names if name in handbook.teams and not handbook.teams[name].staffed]
        time = step.within or step.pause
        if time and (lost or not names):
            who = words(f"`{team.id}`" for team in lost)
            why = f"{who} is at no hub" if lost else "no team is known to work on it"
            yield self.finding(
                f"`{step.id}` takes {time.text}, and {why}, so nobody can tell what a working day is.",
                step.place.at("within") if step.within else step.place.at("wait"),
                _days(time),
                related=tuple(Related(team.place.key(), "has no `staffed`") for team in lost),
            )

    def _every_day(self, time: Duration, place: Place, what: str) -> Finding:
        return self.finding(
            f"`{time.text}`: {what} counts every day, and working days can pass it.", place, _days(time)
        )


def _days(time: Duration) -> str:
    return f"Write {time.text.replace('working ', '')} if every day counts."
