"""reserved-name."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Place
from handrail.ground.model import RESERVED, Handbook, Kind
from handrail.rules import Example, Rule
from handrail.rules._samples import workflow_file

_ADDRESSEES = frozenset({"reporter", "uploader", "authority"})
_REGISTERS = (Kind.FACT, Kind.MARK, Kind.TEAM, Kind.ROLE)


class ReservedName(Rule):
    """A name that the language has already given a meaning.

    `next` is the step below, `unknown` the answer of a question that nobody could answer, `system` what no person does.
    A step, an outcome, a fact or a team of that name could never be meant. Taken are: yes, no, unknown, otherwise,
    next, received, request-complete, done, not-done, system; for teams also reporter, uploader and authority. `unknown`
    is an answer of every fact and is never listed.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n"),
            at="title",
            file="workflows/example/received.yml",
            says="received",
        ),
        Example(
            "  reporter:\n    title: Press office\n    tier: 1\n    staffed: [office]\n    days: every day\n"
            "    contact: The queue of the press office\n    accepts-within: 1 day\n    if-no-answer: duty-manager\n"
            "  duty-manager:\n",
            at="reporter:",
            file="register/organisation.yml",
            says="no team can be called so",
            instead="  duty-manager:\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file("  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n"),
            file="workflows/example/note-arrival.yml",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every name that authors make up."""
        for what, name, place in _names(handbook):
            if name in RESERVED or (what == "team" and name in _ADDRESSEES):
                yield self.finding(
                    f"`{name}` has a meaning of its own here, so no {what} can be called so.",
                    place.key() if place.keys else place,
                    "Choose a name that says more.",
                )


def _names(handbook: Handbook) -> Iterator[tuple[str, str, Place]]:
    for workflow in handbook.workflows.values():
        yield "workflow", workflow.id, workflow.place
        for step in workflow.every_step():
            yield "step", step.id, step.place
        for outcome in workflow.outcomes.values():
            yield "outcome", outcome.id, outcome.place
    for kind in _REGISTERS:
        for name, entry in handbook.named(kind).items():
            yield kind.value, name, entry.place  # type: ignore[attr-defined]  # everything named has a place
