"""control-not-proven."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.reasoning.assurance import proofs
from handrail.reasoning.proof import Result, Verdict
from handrail.rules import Example, Rule
from handrail.rules._proofs import named, quoted

_CONTROL = """\
title: The sender learns what happened
duties: [honest-answer]
require:
  - mark: sender-told
    within: 5 days
    from: received
except:
  - when: {can-be-reached: no}
    because: There is no address to write to.
"""
_RING = "    at-most: 2 times # a ring needs an end:\n    then: next # the time after that the case goes on here\n"


class ControlNotProven(Rule):
    """A control about which nothing is claimed: the proof outgrew its bounds before it came to an end.

    It is neither proven nor broken, and a gap in the proofs must not look like one that holds. The message names the
    bound. A ring without `at-most` has no longest time; a workflow that runs others which run others has many places in
    which a case can be; a table over many facts with many answers needs large sets of cases. Bound the ring, let the
    workflows go on to each other rather than run each other, forget facts by asking for them only where they matter.
    """

    group: ClassVar[str] = "controls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "controls/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            _CONTROL,
            at="title",
            file="controls/example/sender-is-told.yml",
            says="a case can go round without end",
            also={"workflows/example/lost-parcel.yml": (_RING, "")},
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(_CONTROL, file="controls/example/sender-is-told.yml"),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Collect where the engine gave up; a control is named once."""
        found: dict[str, list[Result]] = {}
        for proof in proofs(handbook):
            for result in proof.results:
                if result.verdict is Verdict.NOT_PROVEN:
                    found.setdefault(result.control, []).append(result)
        for name, results in found.items():
            control = handbook.controls[name]
            doors = named(result.door for result in results)
            yield self.finding(
                f"{quoted(control)} is not proven for cases that begin with {doors}: {results[0].bound}.",
                control.place.key("title"),
                "Bound every ring with `at-most`, and split what has grown too large; then it can be proven again.",
            )
