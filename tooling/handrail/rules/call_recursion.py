"""call-recursion."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Names
from handrail.reasoning.graph import run_rings, runs
from handrail.rules import Example, Rule
from handrail.rules._walks import ring_words


@dataclass(frozen=True)
class CallRecursion(Rule):
    """Workflows `run` each other in a ring, so that none of them can ever come back.

    What is run comes back to the workflow that ran it. In a ring each waits for the next one, and the case is in all of
    them at once. Let one of them lead on (`go: other-workflow`, which does not come back), or move what they share into
    a workflow that runs none of them.
    """

    group: ClassVar[str] = "calls"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    message: parcel-gone
    within: 1 hour
  look-again:
    run: lost-parcel
    outcomes: told
""",
            at="lost-parcel\n    outcomes",
            file="workflows/example/write-back.yml",
            says="lost-parcel -> write-back -> lost-parcel",
            instead="""\
    message: parcel-gone
    within: 1 hour
    go: told
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
    message: parcel-gone
    within: 1 hour
    go: told
""",
            file="workflows/example/write-back.yml",
            instead="""\
    message: parcel-gone
    within: 1 hour
    go: told
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Report each ring once, at the step that closes it."""
        for ring in run_rings(handbook):
            places = _steps(handbook, ring)
            related = tuple(Related(place, f"runs `{name}`") for place, name in zip(places[:-1], ring[1:], strict=True))
            alone = f"`{ring[0]}` runs itself, so it never comes back."
            yield self.finding(
                alone
                if len(ring) == 1
                else f"{ring_words(ring)}: these workflows run each other, so none of them ever comes back.",
                places[-1],
                f"Lead on with `go: {ring[0]}` instead of `run`, or move what is done twice to a workflow of its own.",
                related=related,
            )


def _steps(handbook: Handbook, ring: Names) -> list[Place]:
    """Where each workflow of a ring runs the next one."""
    return [
        next(step.place.at("run") for caller, step in runs(handbook)[after] if caller.id == name)
        for name, after in zip(ring, (*ring[1:], ring[0]), strict=True)
    ]
