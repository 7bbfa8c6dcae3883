"""sla-overrun."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.duration import spoken
from handrail.ground.finding import Finding, Related
from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.budget import Overrun, late_mark, late_minutes, lateness, promise_of
from handrail.reasoning.telling import stops
from handrail.rules import Example, Part, Rule
from handrail.rules._times import case_of, invoice, long_places, longest_pieces, mostly, pieces


class SlaOverrun(Rule):
    """The slowest way takes longer than was promised.

    What a workflow promises is `close-within`, or else the `close` of its severity; a severity also promises when marks
    are passed, from the start of the case. Added up are the times of all steps, with their rounds and with the
    workflows that are run, on the slowest way that can really happen; waiting for people outside does not count. The
    finding shows the sum. Give the longest steps less time, do things side by side (`together`), or promise less.
    """

    group: ClassVar[str] = "time"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "severity: P3\nclose-within: 3 days\n",
            at="3 days",
            says="`lost-parcel` can take 3 days 11 h 15 min, and promises 3 days. Most of it: `wait-for-van` (48 h)",
            instead="severity: P3\n",
        ),
        Example(
            "promises: {sender-told: 5 days, search-parcel: 1 day, close: 7 days}",
            at="1 day, close: 7 days",
            file="register/severities.yml",
            says="P3 promises `search-parcel` in 1 day, and from `lost-parcel` it can take",
            instead="promises: {sender-told: 5 days, close: 7 days}",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example("severity: P3\nclose-within: 5 days\n", instead="severity: P3\n"),)

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare the worst case of a workflow with what it promises."""
        promise, late = promise_of(handbook, workflow), lateness(handbook, workflow)
        if promise and isinstance(late, Overrun):
            every = pieces(handbook, late)
            whose = f"{promise.of} promises" if promise.of else "promises"
            yield self.finding(
                f"`{workflow.id}` can take {spoken(late.minutes)}, and {whose} {promise.time.text}. {mostly(every)}",
                promise.place,
                "Give these steps less time, do things side by side, or promise less.",
                related=long_places(every),
                witness=(case_of(late.walk), *invoice(every, promise.time.text, promise.time.minutes)),
                walk=stops(handbook, late.program, late.walk),
            )

    def work_ahead(self, handbook: Handbook, workflow: Workflow, _part: Part) -> None:
        """Ask of a door what its severity promises."""
        if handbook.door(workflow.id):
            late_minutes(handbook, workflow.id)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare when marks are passed, from each door, with what the severity of the door promises."""
        found: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for door in (name for name in handbook.workflows if handbook.door(name)):
            for mark, minutes in late_minutes(handbook, door).items():
                if minutes is not None:
                    found.setdefault((handbook.workflows[door].severity, mark), []).append((minutes, door))
        for (_, mark), broken in found.items():
            yield self._late(handbook, mark, broken)

    def _late(self, handbook: Handbook, mark: str, broken: list[tuple[int, str]]) -> Finding:
        _, door = max(broken, key=lambda one: one[0])
        # there is one, for it was found before; if not, this rule has crashed and nothing passes
        promise, late = late_mark(handbook, door, mark)
        every = pieces(handbook, late)
        doors = [
            Related(handbook.workflows[name].place.at("severity"), "a door that can be late") for _, name in broken
        ]
        return self.finding(
            f"{promise.of} promises `{mark}` in {promise.time.text}, and from `{door}` it can take"
            f" {spoken(late.minutes)}. {mostly(every)}",
            promise.place,
            "Do it earlier, give these steps less time, or promise less.",
            related=(*doors, *(Related(piece.place, "takes long") for piece in longest_pieces(every))),
            witness=(case_of(late.walk), *invoice(every, promise.time.text, promise.time.minutes)),
            walk=stops(handbook, late.program, late.walk),
        )
