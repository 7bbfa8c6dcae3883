"""exception-that-swallows."""

from collections.abc import Iterator
from typing import ClassVar

from handrail.ground.finding import Finding, Related
from handrail.ground.model import Control, Handbook
from handrail.reasoning.assurance import swallowing
from handrail.rules import Example, Rule
from handrail.rules._proofs import quoted, sound


class ExceptionThatSwallows(Rule):
    """An exception of a control that covers every case the control is about, so that nothing is left to control.

    It looks harmless, since each word of it is true: the content is gone already, the person was told before. But the
    workflow itself brings about what it names, on every way, and so the control never binds when a case closes. Name a
    mark that only the case you mean passes.
    """

    group: ClassVar[str] = "controls"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    speaks_in: ClassVar[str] = "controls/"
    by_absence: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
when: {pay-sender: done}
require:
  - mark: sender-told
except:
  - when: {parcel-found: [no, unknown]}
    because: Nothing was found.
""",
            at="when: {parcel-found",
            file="controls/example/sender-is-told.yml",
            says="every case that it is about falls under this exception",
            instead="""\
require:
  - mark: sender-told
    within: 5 days
    from: received
never: [open-parcel]
except:
  - when:
      can-be-reached: no
    because: There is no address to write to.
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
when: {pay-sender: done}
require:
  - mark: sender-told
except:
  - when: {can-be-reached: no}
    because: There is no address to write to.
""",
            file="controls/example/sender-is-told.yml",
            instead="""\
require:
  - mark: sender-told
    within: 5 days
    from: received
never: [open-parcel]
except:
  - when:
      can-be-reached: no
    because: There is no address to write to.
""",
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look whether anything is left when a case closes, and whether it would be without the exceptions."""
        for control in handbook.controls.values():
            if control.exemptions and sound(handbook, control):
                yield from self._swallowed(handbook, control)

    def _swallowed(self, handbook: Handbook, control: Control) -> Iterator[Finding]:
        found = swallowing(handbook, control.id)
        if not found:
            return
        first, *others = found
        alone = "this exception" if not others else "one of these exceptions"
        yield self.finding(
            f"{quoted(control)} arises nowhere: every case that it is about falls under {alone}.",
            first.place.key("when" if first.when else "door"),
            "Name a mark that only the case you mean passes, or take the exception away.",
            related=tuple(Related(each.place.key("when" if each.when else "door"), "and this") for each in others),
        )
