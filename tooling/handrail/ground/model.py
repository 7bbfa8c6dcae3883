"""The handbook as rules, reasoning and pages see it: small frozen types, each of which remembers where it stands.

Names point to names; nothing here points to an object in another file, so a handbook with a hole in it is still a
handbook, and a rule can say which name is missing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours

Names: TypeAlias = tuple[str, ...]
Table: TypeAlias = Mapping[str, Names]
"""One `when` table: a fact with the answers that it takes, or a mark with `done` or `not-done`. All rows must hold."""

NOTHING: Mapping[str, str] = MappingProxyType({})
EXPOSURES = ("E0", "E1", "E2", "E3", "E4")
RESERVED = frozenset(
    "yes no unknown otherwise next received request-complete done not-done system".split()  # noqa: SIM905
)


class Kind(StrEnum):
    """What a name can be the name of."""

    WORKFLOW = "workflow"
    PROCEDURE = "procedure"
    MESSAGE = "message"
    CONTROL = "control"
    SCENARIO = "scenario"
    FACT = "fact"
    MARK = "mark"
    DUTY = "duty"
    SEVERITY = "severity"
    METRIC = "metric"
    TERM = "term"
    HELPLINE = "helpline"
    HUB = "hub"
    ROTA = "rota"
    TEAM = "team"
    ROLE = "role"


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


class Answers(StrEnum):
    """How the answers of a fact are written."""

    NAMED = "named"
    YES_NO = "yes or no"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Fact:
    """A question of the register with its answers, name: sentence. `unknown` is one too, unless `always_known`."""

    id: str
    place: Place
    asks: str
    kind: Answers
    answers: Mapping[str, str]
    least: int = 0
    most: int = 0
    unit: str = ""
    always_known: bool = False
    at_first: str = ""
    formerly: Names = ()

    @property
    def every_answer(self) -> Names:
        """The answers in order, `unknown` last where it can occur. Empty for numbers, but for `unknown`."""
        return (*self.answers, *(() if self.always_known else ("unknown",)))


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a step can have done."""

    id: str
    place: Place
    says: str
    counts_as: str = ""
    never: bool = False


@dataclass(frozen=True, slots=True)
class SeverityLevel:
    """How bad a case is, and what the company promises for it. `promises`: mark -> time from the start of the case."""

    id: str
    place: Place
    title: str
    accept: Duration | None
    update_every: Duration | None
    promises: Mapping[str, Duration]
    languages: Names


@dataclass(frozen=True, slots=True)
class Duty:
    """What a law, a code or a policy asks for. Deadlines stand in controls alone."""

    id: str
    place: Place
    title: str
    jurisdiction: str
    article: str
    duty: str
    in_force_on: date | None
    ended_on: date | None
    updated_on: date | None
    source: str
    evidence: str
    checked_on: date | None
    to_confirm: str
    notes: str


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that is measured."""

    id: str
    place: Place
    title: str
    says: str
    starts: str
    ends: str
    target: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field: other words for it, its name in other languages, and what reporters say instead."""

    id: str
    place: Place
    term: str
    means: str
    also: Names
    names: Mapping[str, str]
    reporters_say: Mapping[str, Names]
    never_say: Names


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number that a person in one country can call. `id` is `<country>/<name>`."""

    id: str
    place: Place
    country: str
    title: str
    number: str
    helps_with: Names
    languages: Names
    hours: Hours | None
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class Hub:
    """A place where people work, in one time zone."""

    id: str
    place: Place
    title: str
    zone: str
    languages: Names
    shifts: Mapping[str, Hours]
    holidays: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Rota:
    """People on call; holidays do not matter to them. `hub` gives the zone of the hours."""

    id: str
    place: Place
    title: str
    hub: str
    hours: Hours | None
    answers_within: Duration | None


@dataclass(frozen=True, slots=True)
class Team:
    """A team: where and when it is staffed, how it is reached, and who comes next when it does not answer."""

    id: str
    place: Place
    title: str
    tier: int | None
    staffed: Names
    days: frozenset[int] | None
    works_on_holidays: bool
    on_call: Names
    queues: Mapping[str, str]
    contact: str
    accepts: Duration | None
    accepts_by_severity: Mapping[str, Duration]
    expects: Names
    if_no_answer: str
    last_resort: bool
    retired_on: date | None
    replaced_by: str

    def accepts_within(self, severity: str = "") -> Duration | None:
        """What the team promises for a severity; for one that it does not name, the slowest of its promises."""
        if not self.accepts_by_severity:
            return self.accepts
        slowest = max(self.accepts_by_severity.values(), key=lambda time: time.minutes)
        return self.accepts_by_severity.get(severity, slowest)


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody in a team (or in one of several) with a certain training."""

    id: str
    place: Place
    title: str
    teams: Names
    views_up_to: str


@dataclass(frozen=True, slots=True)
class Message:
    """An approved text to people outside, per language, with placeholders in braces."""

    id: str
    place: Place
    title: str
    to: str
    owner: str
    marks: Names
    placeholders: Mapping[str, str]
    choices: Mapping[str, Mapping[str, Mapping[str, str]]]
    text: Mapping[str, str]
    checked: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A mark (of several, any) that must be passed, with at most one word of order and an additional condition."""

    place: Place
    marks: Names
    order: str = ""
    """`within`, `before`, `after`, `directly-before`, `only-by`, `by-other-than`, or nothing: before the case closes."""
    within: Duration | None = None
    starts: str = ""
    others: Names = ()
    """The marks, roles or teams that the word of order names."""
    when: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """Cases that a control leaves out, and why that is right."""

    place: Place
    because: str
    when: tuple[Table, ...] = ()
    door: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """What must hold on every path of every workflow, and the duty that it serves. `when` empty: always."""

    id: str
    area: str
    place: Place
    title: str
    duties: Names
    because: str
    when: tuple[Table, ...]
    require: tuple[Requirement, ...]
    never: Names
    exemptions: tuple[Exemption, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a scenario file: what is known and what is expected."""

    id: str
    place: Place
    case: str
    facts: Mapping[str, Names]
    no_answer: Names
    ends: str
    passes: Names
    never: Names
    within: Duration | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The cases that walk one workflow. `usual` facts hold unless a case says otherwise."""

    id: str
    place: Place
    usual: Mapping[str, Names]
    cases: tuple[Case, ...]


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
    """Outcome of the workflow that is run -> where that leads. The key `` stands for every outcome (`outcomes: next`)."""
    at_most: int | None = None
    then: str = ""
    restarts: str = ""
    if_no_answer: str = ""
    go: str = ""
    items: "tuple[Step, ...]" = ()
    """The steps inside `together`."""
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

    @property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by name, those inside `together` too."""
        return {step.id: step for step in self.every_step()}

    def every_step(self) -> Iterator[Step]:
        """All steps in order, the items of `together` after it."""
        for step in self.steps:
            yield step
            yield from step.items

    def below(self, step: Step) -> str:
        """The name of the step below a top-level step, or an empty text for the last one."""
        order = [other.id for other in self.steps]
        following = order.index(step.id) + 1
        return order[following] if following < len(order) else ""

    def resolve(self, step: Step, way: str) -> str:
        """The name that a way on means: `next` is the step below (empty when there is none)."""
        return self.below(step) if way == "next" else way


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of an SOP's `changes`."""

    place: Place
    starts: date | None
    what: str
    kind: str
    approved_by: Names

    @property
    def material(self) -> bool:
        """Whether the procedure means something else since then."""
        return self.kind != "editorial"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: its level, its words, the anchor that the site gives it, and its line."""

    level: int
    text: str
    anchor: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in a page: where it leads as written, its text, and its place."""

    target: str
    text: str
    place: Place
    image: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block whose language is `workflow`: the workflow's name and the parts that are asked for."""

    workflow: str
    parts: Names
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """What stands below the front matter of a Markdown file. `line` is the line at which the text begins."""

    text: str = ""
    line: int = 1
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    fences: tuple[Fence, ...] = ()


@dataclass(frozen=True, slots=True)
class Sop:
    """A standard operating procedure."""

    id: str
    area: str
    place: Place
    title: str
    summary: str
    number: str
    owner: str
    audience: Names
    review_every: Duration | None
    metrics: Names
    terms: Names
    changes: tuple[Change, ...]
    last_reviewed: date | None
    draft: bool
    retired_on: date | None
    replaced_by: str
    duties: Names
    exposure: str
    formerly: Names
    page: Page


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`index.md`: the handbook's front page."""

    place: Place
    title: str
    summary: str
    alarm: str
    often_asked: Names
    page: Page


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two files that claim one name: the first keeps it."""

    kind: Kind
    id: str
    first: Place
    second: Place


@dataclass(frozen=True, slots=True, eq=False)
class Handbook:
    """A whole handbook as of one date. Everything is keyed by name, in the order of paths and of files.

    `broken` holds the names that were declared in a way that could not be read: they exist, and nobody is accused of
    using them. `files` is every path of the handbook's folder, for links.
    """

    as_of: date
    workflows: Mapping[str, Workflow] = field(default_factory=dict)
    procedures: Mapping[str, Sop] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    controls: Mapping[str, Control] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    severities: Mapping[str, SeverityLevel] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    helplines: Mapping[str, Helpline] = field(default_factory=dict)
    hubs: Mapping[str, Hub] = field(default_factory=dict)
    rotas: Mapping[str, Rota] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    front: FrontPage | None = None
    pages: Mapping[str, Page] = field(default_factory=dict)
    """Markdown files that are no SOP and not the front page, by path."""
    duplicates: tuple[Duplicate, ...] = ()
    broken: frozenset[tuple[Kind, str]] = frozenset()
    files: frozenset[str] = frozenset()

    def named(self, kind: Kind) -> Mapping[str, object]:
        """Everything of one kind, by name."""
        return _SHELVES[kind](self)

    def knows(self, kind: Kind, name: str) -> bool:
        """Whether the name is declared, soundly or not."""
        return name in self.named(kind) or (kind, name) in self.broken or (kind is Kind.MARK and name in EXPOSURES)

    def door(self, workflow: str) -> bool:
        """Whether cases can start at this workflow."""
        return workflow in self.workflows and bool(self.workflows[workflow].starts_when)


_SHELVES: Mapping[Kind, Callable[[Handbook], Mapping[str, object]]] = {
    Kind.WORKFLOW: lambda h: h.workflows,
    Kind.PROCEDURE: lambda h: h.procedures,
    Kind.MESSAGE: lambda h: h.messages,
    Kind.CONTROL: lambda h: h.controls,
    Kind.SCENARIO: lambda h: h.scenarios,
    Kind.FACT: lambda h: h.facts,
    Kind.MARK: lambda h: h.marks,
    Kind.DUTY: lambda h: h.duties,
    Kind.SEVERITY: lambda h: h.severities,
    Kind.METRIC: lambda h: h.metrics,
    Kind.TERM: lambda h: h.terms,
    Kind.HELPLINE: lambda h: h.helplines,
    Kind.HUB: lambda h: h.hubs,
    Kind.ROTA: lambda h: h.rotas,
    Kind.TEAM: lambda h: h.teams,
    Kind.ROLE: lambda h: h.roles,
}
