"""ambiguous-name."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Fact, Handbook, Mark, Role, Team, Workflow
from handrail.ground.nearest import words
from handrail.reasoning.graph import ways_of
from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file

_ORGANISATION = """\
hubs:
  office:
    title: The office
    zone: Europe/Dublin
    languages: [en]
    shifts:
      day: every day 08:00 to 20:00
rotas:
  duty-phone:
    title: The duty phone
    hours: always
    answers-within: 10 minutes
teams:
  helper:
    title: Helpers
    tier: 1
    on-call: [duty-phone]
    contact: The duty phone
    accepts-within: 15 minutes
    last-resort: yes
roles:
  helper:
    title: Helper
    team: helper
"""


class AmbiguousName(Rule):
    """A name that could mean two things where it is used.

    A way on may name a step, an outcome or another workflow. When two of them are called the same, the reader takes one
    and the check the other. The same holds for a fact and a mark, which stand in the same tables, and for a team and a
    role, which both stand behind `by`. Give one of the two another name.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n"
                "  answered:\n    do: Note the answer\n    within: 1 hour\n    go: answered\n"
            ),
            at="answered\n  answered:",
            says="a step and an outcome",
        ),
        Example(
            _ORGANISATION, at="helper:\n    title: Helper\n", file="register/organisation.yml", says="a team already"
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    do: Look in the depot\n    within: 1 hour\n"
                "  note-answer:\n    do: Note the answer\n    within: 1 hour\n    go: answered\n"
            )
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Look for ways that could lead to two places."""
        told = set()
        own = workflow.by_id.keys() | workflow.outcomes.keys()
        if not workflow.by_id.keys() & workflow.outcomes.keys() and not own & handbook.workflows.keys():
            return
        for way in ways_of(workflow):
            meanings = _meanings(way.written, workflow, handbook)
            if len(meanings) < 2 or way.written in told:  # noqa: PLR2004 - two things with one name
                continue
            told.add(way.written)
            yield self.finding(
                f"`{way.written}` is {words(meanings)}, so this way on could mean either.",
                way.place,
                "Give one of them another name.",
                related=tuple(Related(place, what) for what, place in meanings.items()),
            )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for names that two registers share."""
        for name, mark in handbook.marks.items():
            if name in handbook.facts:
                yield self._twice(handbook.facts[name], mark, "fact", "Tables take both", f"set-{name}")
        for name, role in handbook.roles.items():
            if name in handbook.teams:
                yield self._twice(handbook.teams[name], role, "team", "`by` takes both", "")

    def _twice(self, first: Fact | Team, second: Mark | Role, kind: str, why: str, instead: str) -> Finding:
        own = type(second).__name__.lower()
        return self.finding(
            f"`{second.id}` is a {kind} already. {why}, so a name can be used once.",
            second.place.key(),
            f"Call the {own} otherwise" + (f", perhaps `{instead}`." if instead else "."),
            related=(Related(first.place.key(), f"the {kind}"),),
        )


def _meanings(name: str, workflow: Workflow, handbook: Handbook) -> dict[str, Place]:
    found = {}
    if name in workflow.by_id:
        found["a step"] = workflow.by_id[name].place.key()
    if name in workflow.outcomes:
        found["an outcome"] = workflow.outcomes[name].place.key()
    if name in handbook.workflows:
        found["a workflow"] = handbook.workflows[name].place
    return found
