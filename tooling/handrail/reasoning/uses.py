"""Where is each name used? Every name in the handbook that points to something else, with its place.

The rules on names that do not exist, and on things that nobody uses, ask here; they differ only in what they say. What
is declared is not a use. Steps and outcomes live inside one workflow, so their uses are ways (see `graph`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from handrail.ground.finding import Key, KeyPath, Part, Place
from handrail.ground.model import (
    Case,
    Change,
    Control,
    Handbook,
    Kind,
    Message,
    Names,
    Requirement,
    Scenario,
    Sop,
    Step,
    Table,
    Team,
    Verb,
    Workflow,
)

OUTSIDE = ("reporter", "uploader", "authority")
"""Whom `tell` and `wait` can name that is no team."""
CLOCKS = ("received", "request-complete")
"""What `from` of a requirement can name that is neither mark nor fact."""
DONE = frozenset(("done", "not-done"))
_WORKERS = (Kind.TEAM, Kind.ROLE)


class How(StrEnum):
    """What a name is used for."""

    READS = "reads"
    """A table looks at the fact or mark."""
    SETTLES = "settles"
    """A question, `records`, `with`, `given` or a scenario gives the fact an answer."""
    CARRIES = "carries"
    """A step or a message does what the mark says."""
    REQUIRES = "requires"
    """A control or a promise wants, forbids or orders the mark."""
    REACHES = "reaches"
    """A case or a word goes to the team, a case to the workflow, a text to its reader."""
    SHOWS = "shows"
    """A page shows a part of the workflow."""
    NAMES = "names"
    """Anything else: owners, terms, duties, helpers."""


class Use(NamedTuple):
    """A name where it is used. It may be of any of `kinds`; the first is what an author most likely meant.

    There are many, and few are ever shown: where one stands is worked out only then.
    """

    kinds: tuple[Kind, ...]
    name: str
    how: How
    near: Place
    keys: KeyPath = ()
    part: Part = Part.VALUE

    @property
    def place(self) -> Place:
        """Where the name stands."""
        return Place(self.near.path, (*self.near.keys, *self.keys), self.part) if self.keys else self.near


def uses(handbook: Handbook) -> Iterator[Use]:
    """Every use of a name in the handbook, file by file."""
    for make, thing in parts(handbook):
        yield from (use for use in make(thing, handbook) if use.name)


Maker: TypeAlias = Callable[[Any, Handbook], Iterator[Use]]


@lru_cache(maxsize=4)
def parts(handbook: Handbook) -> Sequence[tuple[Maker, Any]]:
    """The parts of the handbook in which names are used, each with who finds them there."""
    shelves: tuple[tuple[Maker, Mapping[str, object]], ...] = (
        (_of_workflow, handbook.workflows),
        (_of_control, handbook.controls),
        (_of_message, handbook.messages),
        (_of_sop, handbook.procedures),
        (_of_scenario, handbook.scenarios),
    )
    whole: tuple[Maker, ...] = (_of_organisation, _of_registers, _of_front)
    found = [(make, thing) for make, shelf in shelves for thing in shelf.values()]
    return [*found, *((make, handbook) for make in whole)]


def facts_looked_at(thing: Workflow | Control | Team, handbook: Handbook) -> frozenset[str]:
    """The facts that a workflow looks at, asks for or wants handed over; or at which a control or a team looks."""
    if isinstance(thing, Team):
        return frozenset(thing.expects)
    found = _read_by(thing, handbook) if isinstance(thing, Workflow) else _of_control(thing, handbook)
    facts = {use.name for use in found if use.how is How.READS and use.kinds[0] is Kind.FACT}
    steps = thing.every_step() if isinstance(thing, Workflow) else ()
    return frozenset(facts.union(*(step.targets for step in steps if step.verb is Verb.ASK)))


def _read_by(workflow: Workflow, handbook: Handbook) -> Iterator[Use]:
    for step in workflow.every_step():
        if step.when or step.unless or step.branches:
            yield from _of_conditions(step, handbook)
        if step.hand_over:
            yield from _each((Kind.FACT,), step.hand_over, How.READS, step.place, "hand-over")


def about_mark(name: str, accepted: Names, handbook: Handbook) -> bool:
    """Whether a row of a table looks at a mark: by its name where that is known, by its values where it is not."""
    if handbook.knows(Kind.MARK, name) or handbook.knows(Kind.FACT, name):
        return handbook.knows(Kind.MARK, name)
    return bool(accepted) and set(accepted) <= DONE


def _each(kinds: tuple[Kind, ...], names: Names, how: How, near: Place, *keys: Key) -> Iterator[Use]:
    for number, name in enumerate(names):
        yield Use(kinds, name, how, near, (*keys, number))


def _keys(kinds: tuple[Kind, ...], table: Mapping[str, object], how: How, near: Place, *keys: Key) -> Iterator[Use]:
    for name in table:
        yield Use(kinds, name, how, near, (*keys, name), Part.KEY)


def _read(tables: tuple[Table, ...], near: Place, key: str, handbook: Handbook) -> Iterator[Use]:
    for number, table in enumerate(tables):
        for name, accepted in table.items():
            kind = Kind.MARK if about_mark(name, accepted, handbook) else Kind.FACT
            yield Use((kind,), name, How.READS, near, (key, number, name), Part.KEY)


def _of_workflow(workflow: Workflow, handbook: Handbook) -> Iterator[Use]:
    place = workflow.place
    yield Use((Kind.PROCEDURE,), workflow.procedure, How.NAMES, place, ("procedure",))
    yield from _each((Kind.FACT,), workflow.given, How.SETTLES, place, "given")
    yield Use((Kind.TEAM,), workflow.team, How.REACHES, place, ("team",))
    yield Use((Kind.SEVERITY,), workflow.severity, How.NAMES, place, ("severity",))
    for outcome, team in workflow.left_open.items():
        yield Use((Kind.TEAM,), team, How.REACHES, place, ("left-open", outcome))
    for step in workflow.every_step():
        if step.targets:
            yield from _of_verb(step)
        yield from _of_step(step, handbook)


def _of_step(step: Step, handbook: Handbook) -> Iterator[Use]:
    """Most steps say little, and there are many: only what is said is looked at."""
    place = step.place
    for worker, key in ((step.by, "by"), (step.and_by, "and-by")):
        if worker and worker != "system":
            yield Use(_WORKERS, worker, How.NAMES, place, (key,))
    if step.marks:
        yield from _each((Kind.MARK,), step.marks, How.CARRIES, place, "marks")
    if step.exposure:
        yield Use((Kind.MARK,), step.exposure, How.CARRIES, place, ("exposure",))
    if step.when or step.unless or step.branches:
        yield from _of_conditions(step, handbook)
    for table, key in ((step.records, "records"), (step.settles, "with")):
        if table:
            yield from _keys((Kind.FACT,), table, How.SETTLES, place, key)
    if step.hand_over:
        yield from _each((Kind.FACT,), step.hand_over, How.READS, place, "hand-over")
    if step.message:
        yield Use((Kind.MESSAGE,), step.message, How.REACHES, place, ("message",))


def _of_conditions(step: Step, handbook: Handbook) -> Iterator[Use]:
    yield from _read(step.when, step.place, "when", handbook)
    yield from _read(step.unless, step.place, "unless", handbook)
    for number, branch in enumerate(step.branches):
        yield from _read(branch.when, step.place.at("branches", number), "when", handbook)


def _of_verb(step: Step) -> Iterator[Use]:
    keys = (step.verb.value,)
    match step.verb:
        case Verb.ASK:
            yield from _each((Kind.FACT,), step.targets, How.SETTLES, step.place, *keys)
        case Verb.ESCALATE:
            yield Use((Kind.TEAM,), step.target, How.REACHES, step.place, keys)
        case Verb.RUN:
            yield Use((Kind.WORKFLOW,), step.target, How.REACHES, step.place, keys)
        case Verb.TELL | Verb.WAIT if step.target not in OUTSIDE and not step.pause:
            yield Use((Kind.TEAM,), step.target, How.REACHES, step.place, keys)


def _of_control(control: Control, handbook: Handbook) -> Iterator[Use]:
    place = control.place
    yield from _each((Kind.DUTY,), control.duties, How.NAMES, place, "duties")
    yield from _read(control.when, place, "when", handbook)
    for requirement in control.require:
        yield from _of_requirement(requirement, handbook)
    yield from _each((Kind.MARK,), control.never, How.REQUIRES, place, "never")
    for exemption in control.exemptions:
        yield from _read(exemption.when, exemption.place, "when", handbook)
        yield Use((Kind.WORKFLOW,), exemption.door, How.NAMES, exemption.place, ("door",))


def _of_requirement(requirement: Requirement, handbook: Handbook) -> Iterator[Use]:
    place = requirement.place
    yield from _each((Kind.MARK,), requirement.marks, How.REQUIRES, place, "mark")
    if requirement.starts not in CLOCKS:
        yield Use((Kind.MARK, Kind.FACT), requirement.starts, How.REQUIRES, place, ("from",))
    kinds, how = (_WORKERS, How.NAMES) if requirement.order == "only-by" else ((Kind.MARK,), How.REQUIRES)
    if requirement.order:
        yield from _each(kinds, requirement.others, how, place, requirement.order)
    yield from _read(requirement.when, place, "when", handbook)


def _of_message(message: Message, _: Handbook) -> Iterator[Use]:
    if message.to not in OUTSIDE:
        yield Use((Kind.TEAM,), message.to, How.REACHES, message.place, ("to",))
    yield Use((Kind.TEAM,), message.owner, How.NAMES, message.place, ("owner",))
    yield from _each((Kind.MARK,), message.marks, How.CARRIES, message.place, "marks")


def _of_sop(sop: Sop, _: Handbook) -> Iterator[Use]:
    place = sop.place
    yield Use((Kind.TEAM,), sop.owner, How.NAMES, place, ("owner",))
    yield from _each(_WORKERS, sop.audience, How.NAMES, place, "audience")
    yield from _each((Kind.METRIC,), sop.metrics, How.NAMES, place, "metrics")
    yield from _each((Kind.TERM,), sop.terms, How.NAMES, place, "terms")
    yield from _each((Kind.DUTY,), sop.duties, How.NAMES, place, "duties")
    yield Use((Kind.PROCEDURE,), sop.replaced_by, How.NAMES, place, ("replaced-by",))
    for change in sop.changes:
        yield from _of_change(change)
    for fence in sop.page.fences:
        yield Use((Kind.WORKFLOW,), fence.workflow, How.SHOWS, fence.place)


def _of_change(change: Change) -> Iterator[Use]:
    if any(approval.content for approval in change.approvals):
        yield from _keys(_WORKERS, dict.fromkeys(change.approved_by), How.NAMES, change.place, "approved-by")
    else:
        yield from _each(_WORKERS, change.approved_by, How.NAMES, change.place, "approved-by")
    yield Use(_WORKERS, change.by, How.NAMES, change.place, ("by",))


def _of_scenario(scenario: Scenario, _: Handbook) -> Iterator[Use]:
    yield Use((Kind.WORKFLOW,), scenario.id, How.NAMES, scenario.place)
    yield from _keys((Kind.FACT,), scenario.usual, How.SETTLES, scenario.place, "usual")
    for case in scenario.cases:
        yield from _of_case(case)


def _of_case(case: Case) -> Iterator[Use]:
    yield from _keys((Kind.FACT,), case.facts, How.SETTLES, case.place, "facts")
    yield from _each((Kind.MARK,), case.passes, How.NAMES, case.place, "expect", "passes")
    yield from _each((Kind.MARK,), case.never, How.NAMES, case.place, "expect", "never")


def _of_organisation(handbook: Handbook, _: Handbook) -> Iterator[Use]:
    for rota in handbook.rotas.values():
        yield Use((Kind.HUB,), rota.hub, How.NAMES, rota.place, ("hub",))
    for team in handbook.teams.values():
        yield from _of_team(team)
    for role in handbook.roles.values():
        yield from _each((Kind.TEAM,), role.teams, How.NAMES, role.place, "team")


def _of_team(team: Team) -> Iterator[Use]:
    place = team.place
    yield from _each((Kind.HUB,), team.staffed, How.NAMES, place, "staffed")
    yield from _each((Kind.ROTA,), team.on_call, How.NAMES, place, "on-call")
    yield from _keys((Kind.SEVERITY,), team.accepts_by_severity, How.NAMES, place, "accepts-within")
    yield from _each((Kind.FACT,), team.expects, How.READS, place, "expects")
    yield Use((Kind.TEAM,), team.if_no_answer, How.REACHES, place, ("if-no-answer",))
    yield Use((Kind.TEAM,), team.replaced_by, How.NAMES, place, ("replaced-by",))


def _of_registers(handbook: Handbook, __: Handbook) -> Iterator[Use]:
    for mark in handbook.marks.values():
        yield Use((Kind.MARK,), mark.counts_as, How.NAMES, mark.place, ("counts-as",))
    for level in handbook.severities.values():
        promised = {mark: time for mark, time in level.promises.items() if mark != "close"}
        yield from _keys((Kind.MARK,), promised, How.REQUIRES, level.place, "promises")
    for metric in handbook.metrics.values():
        for written, key in ((metric.starts, "from"), (metric.ends, "to")):
            name, step_given, _ = written.partition("#")
            kinds = (Kind.WORKFLOW,) if step_given else (Kind.MARK, Kind.FACT)
            if name not in CLOCKS and " " not in name:
                yield Use(kinds, name, How.NAMES, metric.place, (key,))


def _of_front(handbook: Handbook, _: Handbook) -> Iterator[Use]:
    pages = list(handbook.pages.values())
    if handbook.front:
        yield Use((Kind.WORKFLOW,), handbook.front.alarm, How.NAMES, handbook.front.place, ("alarm",))
        pages.append(handbook.front.page)
    for page in pages:
        for fence in page.fences:
            yield Use((Kind.WORKFLOW,), fence.workflow, How.SHOWS, fence.place)
