"""control-broken."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Control, Handbook, Workflow
from handrail.reasoning.assurance import proofs
from handrail.reasoning.doors import is_door
from handrail.reasoning.proof import Counterexample, Proof, prove
from handrail.reasoning.telling import stops
from handrail.rules import Example, Part, Rule
from handrail.rules._proofs import named, quoted, remedy, sound, told

LAST_STEPS = 2


class _Break(NamedTuple):
    proof: Proof
    broken: Counterexample


class ControlBroken(Rule):
    """A control that does not hold: there is a way through the workflows on which a case breaks it.

    Every control is proven from every door to every end that closes, for all answers and all ways, with the workflows
    that are run and those that cases go on to. This one is broken, and the finding shows the shortest way, or for a
    limit the slowest: the answers, each step with the latest time at which it is done, and where it is written. Either
    the workflow has a hole, or the control asks for too much. What is right for such a case belongs into one of them.
    """

    group: ClassVar[str] = "controls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "controls/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "mark: sender-told\n    within: 3 days\n    from: received",
            at="mark: sender-told",
            file="controls/example/sender-is-told.yml",
            says="`sender-told` can take longer than 3 days",
            instead="mark: sender-told\n    within: 5 days\n    from: received",
        ),
        Example(
            "require:\n  - mark: search-parcel\n  - mark: sender-told",
            at="mark: search-parcel",
            file="controls/example/sender-is-told.yml",
            says="the case closes without `search-parcel`",
            instead="require:\n  - mark: sender-told",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "require:\n  - mark: search-parcel\n    before: pay-sender\n  - mark: sender-told",
            file="controls/example/sender-is-told.yml",
            instead="require:\n  - mark: sender-told",
        ),
    )

    def work_ahead(self, handbook: Handbook, workflow: Workflow, part: Part) -> None:
        """Prove some of the controls from a door: those that hold are remembered."""
        mine = part.of([*handbook.controls])
        if mine and is_door(handbook, workflow.id):
            prove(handbook, workflow.id, frozenset(mine) if part.parts > 1 else frozenset())

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Collect what breaks from each door; the same fault from several doors is one finding."""
        found: dict[tuple[str, Place], list[_Break]] = {}
        for proof in proofs(handbook):
            for result in proof.results:
                if result.counterexample and sound(handbook, handbook.controls[result.control]):
                    key = (result.control, result.counterexample.place)
                    found.setdefault(key, []).append(_Break(proof, result.counterexample))
        for (control, place), breaks in found.items():
            yield self._told(handbook, handbook.controls[control], place, breaks)

    def _told(self, handbook: Handbook, control: Control, place: Place, breaks: list[_Break]) -> Finding:
        proof, broken = min(breaks, key=lambda each: len(each.broken.walk.edges))
        walk = stops(handbook, proof.program, broken.walk)
        doors = [each.proof.door for each in breaks]
        title = handbook.workflows[proof.door].title
        more = f" So it is from {named([door for door in doors if door != proof.door])}." if len(doors) > 1 else ""
        return self.finding(
            f"{quoted(control)} does not hold: {broken.fault}, for a case that begins with `{proof.door}` "
            f"({title}).{more}",
            place.key() if place.keys and place.keys[-1] == "never" else place,
            remedy(control, broken),
            related=tuple(Related(stop.place, stop.label) for stop in walk[-LAST_STEPS:]),
            witness=tuple(told(handbook, proof, control, broken)),
            walk=walk,
        )
