"""slower-above."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import ClassVar, TypeAlias

from handrail.ground.duration import Duration
from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook
from handrail.rules import Example, Rule

Promise: TypeAlias = tuple[Duration, Place]


class SlowerAbove(Rule):
    """A higher severity is promised something later than a lower one.

    P0 is life or a child in danger now. Where it is slower than P1, somebody who decides well between the two makes
    things worse. Times grow from the first severity to the last, in register/severities.yml and in what each team
    promises.
    """

    group: ClassVar[str] = "time"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  accept: 1 hour
  update-every: 1 hour
""",
            at="1 hour\n  update-every: 1 hour",
            file="register/severities.yml",
            says="P1 promises `accept` in 30 minutes, P0 only in 1 hour",
            instead="""\
  accept: 10 minutes
  update-every: 1 hour
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
  accept: 30 minutes
  update-every: 1 hour
""",
            file="register/severities.yml",
            instead="""\
  accept: 10 minutes
  update-every: 1 hour
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Compare each severity with the next lower one that promises the same."""
        promises = {level: _promises(handbook, level) for level in sorted(handbook.severities)}
        yield from self._compare(promises)
        for team in handbook.teams.values():
            accepts = {
                level: {f"to accept for `{team.id}`": (time, team.place.at("accepts-within", level))}
                for level, time in sorted(team.accepts_by_severity.items())
            }
            yield from self._compare(accepts)

    def _compare(self, promises: Mapping[str, Mapping[str, Promise]]) -> Iterator[Finding]:
        for what in dict.fromkeys(name for level in promises.values() for name in level):
            levels = [(level, promised[what]) for level, promised in promises.items() if what in promised]
            for (higher, (slow, place)), (lower, (fast, below)) in pairwise(levels):
                if slow.minutes > fast.minutes:
                    yield self.finding(
                        f"{lower} promises {what} in {fast.text}, {higher} only in {slow.text}."
                        " A higher severity is never slower.",
                        place,
                        f"{higher}: at most {fast.text}.",
                        related=(Related(below, f"{lower} is faster"),),
                    )


def _promises(handbook: Handbook, level: str) -> Mapping[str, Promise]:
    severity = handbook.severities[level]
    found = {f"`{mark}`": (time, severity.place.at("promises", mark)) for mark, time in severity.promises.items()}
    if severity.accept:
        found["`accept`"] = (severity.accept, severity.place.at("accept"))
    if severity.update_every:
        found["`update-every`"] = (severity.update_every, severity.place.at("update-every"))
    return found
