"""Workflows and their steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.model.names import NOTHING, Names, Table


class Verb(StrEnum):
    """What a step does. A step has exactly one."""

    DO = "do"
    DECIDE = "decide"
    TOGETHER = "together"
    ASK = "ask"
    ESCALATE = "escalate"
    TELL = "tell"
    WAIT = "wait"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a workflow can end."""

    id: str
    place: Place
    label: str
    formerly: Names = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of `decide`: `when` tables (one of which must hold), `otherwise`, or `unknown`, and where it leads."""

    place: Place
    kind: str
    """`when`, `otherwise` or `unknown`."""
    when: tuple[Table, ...]
    go: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step. What it does not say is empty; `words` is its heading as written, `target` what its verb names."""

    id: str
    place: Place
    verb: Verb
    words: str = ""
    """The heading: `title`, or the words of `do`, `decide`, `together`; empty where the register has the sentence."""
    targets: Names = ()
    """The facts of `ask`; or the one team, addressee, pause (`1 hour`) or workflow that the verb names."""
    by: str = ""
    and_by: str = ""
    by_other_than: str = ""
    within: Duration | None = None
    marks: Names = ()
    exposure: str = ""
    details: str = ""
    when: tuple[Table, ...] = ()
    unless: tuple[Table, ...] = ()
    records: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    again: bool = False
    answers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    branches: tuple[Branch, ...] = ()
    hand_over: Names = ()
    message: str = ""
    settles: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """`with` of a `run`."""
    outcomes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Outcome of the workflow that is run -> where that leads. The empty key stands for all (`outcomes: next`)."""
    at_most: int | None = None
    then: str = ""
    restarts: str = ""
    if_no_answer: str = ""
    go: str = ""
    items: "tuple[Step, ...]" = ()
    """The steps inside `together`."""
    asked_as: Names = ()
    """What somebody types who needs it: words for the search alone."""
    formerly: Names = ()

    @property
    def target(self) -> str:
        """The one name behind the verb; the first where `ask` names several."""
        return self.targets[0] if self.targets else ""

    @property
    def pause(self) -> Duration | None:
        """How long `wait: 1 hour` waits, or None when it waits for somebody."""
        return Duration.parse(self.target) if self.verb is Verb.WAIT else None

    @property
    def own_marks(self) -> Names:
        """The step's marks with its exposure, which is a mark of that name."""
        return (*self.marks, *((self.exposure,) if self.exposure else ()))


@dataclass(frozen=True, slots=True, eq=False)
class Workflow:
    """An escalation workflow. The order of `steps` is the normal course: a step leads to the one below."""

    id: str
    area: str
    place: Place
    title: str
    summary: str
    number: str
    procedure: str
    starts_when: str
    given: Names
    team: str
    severity: str
    close_within: Duration | None
    outcomes: Mapping[str, Outcome]
    left_open: Mapping[str, str]
    steps: tuple[Step, ...]
    formerly: Names = ()
    by_id: Mapping[str, Step] = field(init=False, repr=False)
    """The steps by name, those inside `together` too."""
    _every: tuple[Step, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what is asked again and again."""
        object.__setattr__(self, "_every", tuple(step for top in self.steps for step in (top, *top.items)))
        object.__setattr__(self, "by_id", {step.id: step for step in self._every})

    def every_step(self) -> Iterator[Step]:
        """All steps in order, the items of `together` after it."""
        return iter(self._every)

    def below(self, step: Step) -> str:
        """The name of the step below a top-level step, or an empty text for the last one."""
        return _below(self)[step.id]

    def resolve(self, step: Step, way: str) -> str:
        """The name that a way on means: `next` is the step below (empty when there is none)."""
        return _below(self)[step.id] if way == "next" else way


@lru_cache(maxsize=16)
def _below(workflow: Workflow) -> Mapping[str, str]:
    """The step below each: made for those that are looked at, and not kept in every workflow."""
    names = [step.id for step in workflow.steps]
    return dict(zip(names, [*names[1:], ""], strict=False))
