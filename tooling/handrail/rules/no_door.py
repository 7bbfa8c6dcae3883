"""no-door."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import handed_to, runs
from handrail.rules import Example, Rule


@dataclass(frozen=True)
class NoDoor(Rule):
    """A workflow that cases can never come to: it has no `starts-when`, and no workflow that has one leads to it.

    It is written, reviewed and published, and nobody ever follows it; what it should protect is not protected. Say in
    `starts-when` how cases begin there, let another workflow `run` it or lead to it, or delete it. Workflows that lead
    only to each other have no door either.
    """

    group: ClassVar[str] = "graph"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
procedure: lost-parcel # the SOP that says why and how
team: support
""",
            at="Find a lost parcel\nsummary",
            says="`lost-parcel` has no `starts-when`",
            instead="""\
procedure: lost-parcel # the SOP that says why and how
starts-when: Somebody asks where a parcel is. # a door: cases begin here
team: support
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
procedure: lost-parcel # the SOP that says why and how
starts-when: A driver reports that a parcel is missing.
team: support
""",
            instead="""\
procedure: lost-parcel # the SOP that says why and how
starts-when: Somebody asks where a parcel is. # a door: cases begin here
team: support
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Walk from every door; of workflows that lead to each other, report the first."""
        found = {name for door in handbook.workflows if handbook.door(door) for name in _led_to(handbook, door)}
        lost = [workflow for name, workflow in handbook.workflows.items() if name not in found]
        lonely = [workflow for workflow in lost if not _callers(handbook, workflow)]
        for workflow in [*lonely, *lost]:
            if workflow.id in found:
                continue
            found |= _led_to(handbook, workflow.id)
            callers = _callers(handbook, workflow)
            who = f"only {_words(callers)}, which has no door, leads to it" if callers else "no workflow leads to it"
            yield self.finding(
                f"`{workflow.id}` has no `starts-when`, and {who}.",
                workflow.place.at("title"),
                "Say in `starts-when` how cases begin here, or let another workflow `run` it.",
                related=tuple(Related(caller.place.at("title"), "leads to it") for caller in callers),
            )


def _callers(handbook: Handbook, workflow: Workflow) -> tuple[Workflow, ...]:
    callers = [caller for caller, _ in runs(handbook).get(workflow.id, ())]
    paths = {way.place.path for way in handed_to(handbook).get(workflow.id, ())}
    callers += [other for other in handbook.workflows.values() if other.place.path in paths]
    return tuple(dict.fromkeys(callers))


def _led_to(handbook: Handbook, start: str) -> set[str]:
    callers = {name: {caller.id for caller in _callers(handbook, flow)} for name, flow in handbook.workflows.items()}
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        new = {name for name, above in callers.items() if here in above} - found
        found |= new
        waiting += sorted(new)
    return found


def _words(callers: tuple[Workflow, ...]) -> str:
    return " and ".join(f"`{caller.id}`" for caller in callers)
