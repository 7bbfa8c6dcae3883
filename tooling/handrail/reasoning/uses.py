"""Where is each name used? Every name in the handbook that points to something else, with its place.

The rules on names that do not exist, and on things that nobody uses, ask here; they differ only in what they say. What
is declared is not a use. Steps and outcomes live inside one workflow, so their uses are ways (see `graph`).
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from handrail.ground.finding import Place
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

    @property
    def kind(self) -> Kind:
        """What an author most likely meant."""
        return self.kinds[0]


@lru_cache(maxsize=4)
def uses(handbook: Handbook) -> tuple[Use, ...]:
    """Every use of a name in the handbook, file by file."""
    parts = chain(
        (use for workflow in handbook.workflows.values() for use in _of_workflow(workflow, handbook)),
        (use for control in handbook.controls.values() for use in _of_control(control, handbook)),
        (use for message in handbook.messages.values() for use in _of_message(message)),
        (use for sop in handbook.procedures.values() for use in _of_sop(sop)),
        (use for scenario in handbook.scenarios.values() for use in _of_scenario(scenario)),
        _of_organisation(handbook),
        _of_registers(handbook),
        _of_front(handbook),
    )
    return tuple(use for use in parts if use.name)


@lru_cache(maxsize=4)
def _by_name(handbook: Handbook) -> Mapping[tuple[Kind, ...], Mapping[str, tuple[Use, ...]]]:
    """The uses by what their names may mean, and by name: there are many uses, and few names."""
    found: dict[tuple[Kind, ...], dict[str, list[Use]]] = {}
    for use in uses(handbook):
        found.setdefault(use.kinds, {}).setdefault(use.name, []).append(use)
    return {kinds: {name: tuple(some) for name, some in named.items()} for kinds, named in found.items()}


def uses_of(handbook: Handbook, kind: Kind) -> Iterator[Use]:
    """The uses of names that most likely mean something of this kind, name by name."""
    for kinds, named in _by_name(handbook).items():
        for some in named.values() if kinds[0] is kind else ():
            yield from some


def strays(handbook: Handbook, kind: Kind) -> Iterator[Use]:
    """Those of them whose name nothing has."""
    for kinds, named in _by_name(handbook).items():
        for name, some in named.items() if kinds[0] is kind else ():
            if not any(handbook.knows(other, name) for other in kinds):
                yield from some


@lru_cache(maxsize=4)
def users(handbook: Handbook) -> Mapping[tuple[Kind, str], tuple[Use, ...]]:
    """The uses of everything that exists, by kind and name."""
    known = {
        (kinds, name): [(kind, name) for kind in kinds if handbook.knows(kind, name)]
        for kinds, named in _by_name(handbook).items()
        for name in named
    }
    found: dict[tuple[Kind, str], list[Use]] = {}
    for use in uses(handbook):
        for thing in known[use.kinds, use.name]:
            found.setdefault(thing, []).append(use)
    return {thing: tuple(places) for thing, places in found.items()}


def rows(tables: tuple[Table, ...], place: Place, key: str) -> Iterator[tuple[str, Names, Place]]:
    """Each row of the tables below `key`: what it looks at, the values that it takes, its place."""
    for number, table in enumerate(tables):
        for name, accepted in table.items():
            yield name, accepted, place.at(key, number, name)


def about_mark(name: str, accepted: Names, handbook: Handbook) -> bool:
    """Whether a row of a table looks at a mark: by its name where that is known, by its values where it is not."""
    if handbook.knows(Kind.MARK, name) or handbook.knows(Kind.FACT, name):
        return handbook.knows(Kind.MARK, name)
    return bool(accepted) and set(accepted) <= DONE


def _each(kinds: tuple[Kind, ...], names: Names, place: Place, how: How) -> Iterator[Use]:
    for number, name in enumerate(names):
        yield Use(kinds, name, place.at(number), how)


def _keys(kinds: tuple[Kind, ...], table: Mapping[str, object], place: Place, how: How) -> Iterator[Use]:
    for name in table:
        yield Use(kinds, name, place.key(name), how)


def _read(tables: tuple[Table, ...], place: Place, key: str, handbook: Handbook) -> Iterator[Use]:
    for name, accepted, row in rows(tables, place, key):
        kind = Kind.MARK if about_mark(name, accepted, handbook) else Kind.FACT
        yield Use((kind,), name, row.key(), How.READS)


def _of_workflow(workflow: Workflow, handbook: Handbook) -> Iterator[Use]:
    place = workflow.place
    yield Use((Kind.PROCEDURE,), workflow.procedure, place.at("procedure"), How.NAMES)
    yield from _each((Kind.FACT,), workflow.given, place.at("given"), How.SETTLES)
    yield Use((Kind.TEAM,), workflow.team, place.at("team"), How.REACHES)
    yield Use((Kind.SEVERITY,), workflow.severity, place.at("severity"), How.NAMES)
    for outcome, team in workflow.left_open.items():
        yield Use((Kind.TEAM,), team, place.at("left-open", outcome), How.REACHES)
    for step in workflow.every_step():
        yield from _of_verb(step)
        yield from _of_step(step, handbook)


def _of_step(step: Step, handbook: Handbook) -> Iterator[Use]:
    """Most steps say little, and there are many: only what is said is looked at."""
    place = step.place
    for worker, key in ((step.by, "by"), (step.and_by, "and-by")):
        if worker and worker != "system":
            yield Use(_WORKERS, worker, place.at(key), How.NAMES)
    if step.marks:
        yield from _each((Kind.MARK,), step.marks, place.at("marks"), How.CARRIES)
    if step.exposure:
        yield Use((Kind.MARK,), step.exposure, place.at("exposure"), How.CARRIES)
    if step.when or step.unless or step.branches:
        yield from _of_conditions(step, handbook)
    for table, key in ((step.records, "records"), (step.settles, "with")):
        if table:
            yield from _keys((Kind.FACT,), table, place.at(key), How.SETTLES)
    if step.hand_over:
        yield from _each((Kind.FACT,), step.hand_over, place.at("hand-over"), How.READS)
    if step.message:
        yield Use((Kind.MESSAGE,), step.message, place.at("message"), How.REACHES)


def _of_conditions(step: Step, handbook: Handbook) -> Iterator[Use]:
    yield from _read(step.when, step.place, "when", handbook)
    yield from _read(step.unless, step.place, "unless", handbook)
    for number, branch in enumerate(step.branches):
        yield from _read(branch.when, step.place.at("branches", number), "when", handbook)


def _of_verb(step: Step) -> Iterator[Use]:
    if not step.targets:
        return
    place = step.place.at(step.verb.value)
    match step.verb:
        case Verb.ASK:
            yield from _each((Kind.FACT,), step.targets, place, How.SETTLES)
        case Verb.ESCALATE:
            yield Use((Kind.TEAM,), step.target, place, How.REACHES)
        case Verb.RUN:
            yield Use((Kind.WORKFLOW,), step.target, place, How.REACHES)
        case Verb.TELL | Verb.WAIT if step.target not in OUTSIDE and not step.pause:
            yield Use((Kind.TEAM,), step.target, place, How.REACHES)


def _of_control(control: Control, handbook: Handbook) -> Iterator[Use]:
    place = control.place
    yield from _each((Kind.DUTY,), control.duties, place.at("duties"), How.NAMES)
    yield from _read(control.when, place, "when", handbook)
    for requirement in control.require:
        yield from _of_requirement(requirement, handbook)
    yield from _each((Kind.MARK,), control.never, place.at("never"), How.REQUIRES)
    for exemption in control.exemptions:
        yield from _read(exemption.when, exemption.place, "when", handbook)
        yield Use((Kind.WORKFLOW,), exemption.door, exemption.place.at("door"), How.NAMES)


def _of_requirement(requirement: Requirement, handbook: Handbook) -> Iterator[Use]:
    place = requirement.place
    yield from _each((Kind.MARK,), requirement.marks, place.at("mark"), How.REQUIRES)
    if requirement.starts not in CLOCKS:
        yield Use((Kind.MARK, Kind.FACT), requirement.starts, place.at("from"), How.REQUIRES)
    kinds, how = (_WORKERS, How.NAMES) if requirement.order == "only-by" else ((Kind.MARK,), How.REQUIRES)
    if requirement.order:
        yield from _each(kinds, requirement.others, place.at(requirement.order), how)
    yield from _read(requirement.when, place, "when", handbook)


def _of_message(message: Message) -> Iterator[Use]:
    if message.to not in OUTSIDE:
        yield Use((Kind.TEAM,), message.to, message.place.at("to"), How.REACHES)
    yield Use((Kind.TEAM,), message.owner, message.place.at("owner"), How.NAMES)
    yield from _each((Kind.MARK,), message.marks, message.place.at("marks"), How.CARRIES)


def _of_sop(sop: Sop) -> Iterator[Use]:
    place = sop.place
    yield Use((Kind.TEAM,), sop.owner, place.at("owner"), How.NAMES)
    yield from _each(_WORKERS, sop.audience, place.at("audience"), How.NAMES)
    yield from _each((Kind.METRIC,), sop.metrics, place.at("metrics"), How.NAMES)
    yield from _each((Kind.TERM,), sop.terms, place.at("terms"), How.NAMES)
    yield from _each((Kind.DUTY,), sop.duties, place.at("duties"), How.NAMES)
    yield Use((Kind.PROCEDURE,), sop.replaced_by, place.at("replaced-by"), How.NAMES)
    for change in sop.changes:
        yield from _of_change(change)
    for fence in sop.page.fences:
        yield Use((Kind.WORKFLOW,), fence.workflow, fence.place, How.SHOWS)


def _of_change(change: Change) -> Iterator[Use]:
    yield from _each(_WORKERS, change.approved_by, change.place.at("approved-by"), How.NAMES)


def _of_scenario(scenario: Scenario) -> Iterator[Use]:
    yield Use((Kind.WORKFLOW,), scenario.id, scenario.place, How.NAMES)
    yield from _keys((Kind.FACT,), scenario.usual, scenario.place.at("usual"), How.SETTLES)
    for case in scenario.cases:
        yield from _of_case(case)


def _of_case(case: Case) -> Iterator[Use]:
    yield from _keys((Kind.FACT,), case.facts, case.place.at("facts"), How.SETTLES)
    yield from _each((Kind.MARK,), case.passes, case.place.at("expect", "passes"), How.NAMES)
    yield from _each((Kind.MARK,), case.never, case.place.at("expect", "never"), How.NAMES)


def _of_organisation(handbook: Handbook) -> Iterator[Use]:
    for rota in handbook.rotas.values():
        yield Use((Kind.HUB,), rota.hub, rota.place.at("hub"), How.NAMES)
    for team in handbook.teams.values():
        yield from _of_team(team)
    for role in handbook.roles.values():
        yield from _each((Kind.TEAM,), role.teams, role.place.at("team"), How.NAMES)


def _of_team(team: Team) -> Iterator[Use]:
    place = team.place
    yield from _each((Kind.HUB,), team.staffed, place.at("staffed"), How.NAMES)
    yield from _each((Kind.ROTA,), team.on_call, place.at("on-call"), How.NAMES)
    yield from _keys((Kind.SEVERITY,), team.accepts_by_severity, place.at("accepts-within"), How.NAMES)
    yield from _each((Kind.FACT,), team.expects, place.at("expects"), How.READS)
    yield Use((Kind.TEAM,), team.if_no_answer, place.at("if-no-answer"), How.REACHES)
    yield Use((Kind.TEAM,), team.replaced_by, place.at("replaced-by"), How.NAMES)


def _of_registers(handbook: Handbook) -> Iterator[Use]:
    for mark in handbook.marks.values():
        yield Use((Kind.MARK,), mark.counts_as, mark.place.at("counts-as"), How.NAMES)
    for level in handbook.severities.values():
        promised = {mark: time for mark, time in level.promises.items() if mark != "close"}
        yield from _keys((Kind.MARK,), promised, level.place.at("promises"), How.REQUIRES)
    for metric in handbook.metrics.values():
        for written, key in ((metric.starts, "from"), (metric.ends, "to")):
            name, step_given, _ = written.partition("#")
            kinds = (Kind.WORKFLOW,) if step_given else (Kind.MARK, Kind.FACT)
            if name not in CLOCKS and " " not in name:
                yield Use(kinds, name, metric.place.at(key), How.NAMES)


def _of_front(handbook: Handbook) -> Iterator[Use]:
    pages = list(handbook.pages.values())
    if handbook.front:
        yield Use((Kind.WORKFLOW,), handbook.front.alarm, handbook.front.place.at("alarm"), How.NAMES)
        pages.append(handbook.front.page)
    for page in pages:
        for fence in page.fences:
            yield Use((Kind.WORKFLOW,), fence.workflow, fence.place, How.SHOWS)
