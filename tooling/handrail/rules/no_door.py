"""no-door."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook
from handrail.ground.nearest import words
from handrail.reasoning.graph import handed_to, runs
from handrail.rules import Example, Rule


class NoDoor(Rule):
    """A workflow that cases can never come to: it has no `starts-when`, and no workflow that has one leads to it.

    It is written, reviewed and published, and nobody ever follows it; what it should protect is not protected. Say in
    `starts-when` how cases begin there, let another workflow `run` it or lead to it, or delete it. Workflows that lead
    only to each other have no door either.
    """

    group: ClassVar[str] = "graph"
    by_absence: ClassVar[bool] = True
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
        callers = _callers(handbook)
        found = _led_to(callers, {name for name in handbook.workflows if handbook.door(name)})
        lost = [workflow for name, workflow in handbook.workflows.items() if name not in found]
        for workflow in sorted(lost, key=lambda one: bool(callers[one.id])):
            if workflow.id in found:
                continue
            found |= _led_to(callers, {workflow.id})
            above = [handbook.workflows[name] for name in callers[workflow.id]]
            who = f"only {words(f'`{one.id}`' for one in above)}, which has no door, leads to it"
            yield self.finding(
                f"`{workflow.id}` has no `starts-when`, and {who if above else 'no workflow leads to it'}.",
                workflow.place.at("title"),
                "Say in `starts-when` how cases begin here, or let another workflow `run` it.",
                related=tuple(Related(one.place.at("title"), "leads to it") for one in above),
            )


def _callers(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    """The workflows that run or lead on to each workflow, by its name."""
    files = {workflow.place.path: name for name, workflow in handbook.workflows.items()}
    found: dict[str, dict[str, None]] = {name: {} for name in handbook.workflows}
    for name in handbook.workflows:
        found[name] |= {caller.id: None for caller, _ in runs(handbook).get(name, ())}
        found[name] |= {files[way.place.path]: None for way in handed_to(handbook).get(name, ())}
    return {name: tuple(callers) for name, callers in found.items()}


def _led_to(callers: Mapping[str, tuple[str, ...]], starts: set[str]) -> set[str]:
    """The workflows that cases can come to from these, themselves included."""
    leads: dict[str, list[str]] = {name: [] for name in callers}
    for name, above in callers.items():
        for caller in above:
            leads[caller].append(name)
    found, waiting = set(starts), sorted(starts)
    while waiting:
        new = [name for name in leads[waiting.pop()] if name not in found]
        found |= set(new)
        waiting += new
    return found
