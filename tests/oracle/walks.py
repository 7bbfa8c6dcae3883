"""What can happen to a case, step by step, with every answer given and every way taken.

Nothing here is clever: a case is a list of answers, a set of marks and a place, and `moves` lists whatever can happen to
it next. It shares nothing with the engine but the types of the handbook.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise, permutations, product

from handrail.ground.model import Answers, Fact, Handbook, Step, Table, Team, Verb, Workflow

NEVER = ""
"""The value of a fact that nobody asked."""
UNKNOWN = "unknown"
OUTSIDE = frozenset(("reporter", "uploader", "authority"))
DEEPEST = 120
"""No case of a small handbook takes that many turns unless it goes round for ever."""

Facts = tuple[str, ...]
Marks = frozenset[str]


class TooManyError(Exception):
    """More can happen than a test has time for."""


class EndlessError(Exception):
    """A case can go round for ever."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a workflow that runs another one gets back."""

    workflow: str
    step: str
    holder: str
    severity: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case is. An ended one has an outcome (the name of another workflow, where that is not followed)."""

    workflow: str
    step: str
    holder: str
    severity: str
    counts: tuple[tuple[str, int], ...] = ()
    calls: tuple[Call, ...] = ()
    outcome: str = ""
    came_back: str = ""
    """The outcome with which the workflow that this step runs came back, while the step still has marks to pass."""
    side: tuple[tuple[str, int], ...] | None = None
    """Side by side: the items still to finish, in the order in which they do, and when. None: not begun."""
    spent: int = 0

    @property
    def key(self) -> tuple[tuple[str, ...], str, str, int]:
        """The place without what is counted elsewhere: who called, the workflow, the step, its own rounds so far."""
        calls = tuple(f"{call.workflow}#{call.step}" for call in self.calls)
        return calls, self.workflow, self.step, dict(self.counts).get(self.step, 0)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens: from which step, to where, and what it leaves."""

    step: Step
    workflow: str
    how: str
    to: Spot
    facts: Facts
    minutes: int = 0
    outside: bool = False
    passes: Marks = frozenset()
    by: str = ""
    did: bool = True
    settled: frozenset[str] = frozenset()
    restarts: str = ""
    branch: int = -1
    round: str = ""
    """Inside a `together` its name, and that of its end; its beginning ends the round before it."""


@dataclass(frozen=True, slots=True)
class History:
    """A whole case: its events, and what was known and done before each of them and at the end."""

    events: tuple[Event, ...]
    facts: tuple[Facts, ...]
    marks: tuple[Marks, ...]
    stuck: bool = False

    @property
    def end(self) -> Spot:
        """Where it stopped."""
        return self.events[-1].to


@dataclass
class World:
    """A handbook, and the facts that are looked at."""

    handbook: Handbook
    names: tuple[str, ...]
    follow: bool = True
    spots: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.spots = {name: place for place, name in enumerate(self.names)}
        self._accepts: dict[tuple[str, str, str], bool] = {}
        self._marks: dict[tuple[str, str], Marks] = {}

    @cached_property
    def steps(self) -> Mapping[tuple[str, str], Step]:
        """Every step, those inside `together` too."""
        return {
            (workflow.id, step.id): step
            for workflow in self.handbook.workflows.values()
            for step in workflow.every_step()
        }

    def value(self, facts: Facts, name: str) -> str:
        """The answer to a fact."""
        return facts[self.spots[name]] if name in self.spots else NEVER

    def settle(self, facts: Facts, told: Mapping[str, str]) -> Facts:
        """The answers with some of them settled."""
        return tuple(told.get(name, value) for name, value in zip(self.names, facts, strict=True))

    def accepts(self, name: str, written: str, value: str) -> bool:
        """Whether a written answer of a table takes an answer that was given."""
        key = (name, written, value)
        if key not in self._accepts:
            self._accepts[key] = takes(self.handbook.facts[name], written, value)
        return self._accepts[key]

    def row(self, name: str, written: tuple[str, ...], facts: Facts, marks: Marks) -> bool:
        """Whether a row of a table holds; a fact that nobody asked holds nothing here."""
        if name not in self.handbook.facts:
            return ("done" if name in marks else "not-done") in written
        value = self.value(facts, name)
        return value != NEVER and any(self.accepts(name, text, value) for text in written)

    def holds(self, tables: tuple[Table, ...], facts: Facts, marks: Marks) -> bool:
        """Whether a `when` of a workflow holds: a fact that nobody asked counts as unknown."""
        return any(
            all(
                self.row(name, written, facts, marks)
                or (name in self.handbook.facts and self.value(facts, name) == NEVER and UNKNOWN in written)
                for name, written in table.items()
            )
            for table in tables
        )

    def marks_of(self, workflow: str, step: Step) -> Marks:
        """Everything that is true after a step: its marks, its exposure, its message's marks, and the wider ones."""
        key = (workflow, step.id)
        if key not in self._marks:
            found = set(step.marks)
            if step.exposure:
                found.add(step.exposure)
            if step.message in self.handbook.messages:
                found.update(self.handbook.messages[step.message].marks)
            while (
                wider := {
                    self.handbook.marks[mark].counts_as
                    for mark in found
                    if mark in self.handbook.marks and self.handbook.marks[mark].counts_as
                }
                - found
            ):
                found |= wider
            self._marks[key] = frozenset(found)
        return self._marks[key]


def answers_of(fact: Fact) -> tuple[str, ...]:
    """Every answer that somebody can give, each number by itself."""
    numbers = tuple(str(number) for number in range(fact.least, fact.most + 1))
    known = numbers if fact.kind is Answers.NUMBER else tuple(fact.answers)
    return known if fact.always_known else (*known, UNKNOWN)


def takes(fact: Fact, written: str, value: str) -> bool:
    """Whether what a table says takes an answer."""
    if UNKNOWN in (written, value) or fact.kind is not Answers.NUMBER:
        return written == value
    number = int(value)
    if under := re.fullmatch(r"under (\d+)", written):
        return number < int(under[1])
    if over := re.fullmatch(r"(\d+) or over", written):
        return number >= int(over[1])
    if between := re.fullmatch(r"(\d+) to (\d+)", written):
        return int(between[1]) <= number <= int(between[2])
    return written == value


# ---- what can happen next


def begin(world: World, workflow: str, holder: str = "", severity: str = "") -> Spot:
    """The first step of a workflow, with the team and severity that it names, or those that the case had."""
    found = world.handbook.workflows[workflow]
    return Spot(workflow, found.steps[0].id, found.team or holder, found.severity or severity)


def moves(world: World, spot: Spot, facts: Facts, marks: Marks) -> list[Event]:
    """Everything that can happen to a case. Nothing: it is stuck, or it has ended."""
    if spot.outcome:
        return []
    workflow = world.handbook.workflows[spot.workflow]
    step = world.steps[spot.workflow, spot.step]
    turn = _Turn(world, workflow, step, spot, facts, marks)
    if spot.came_back:
        return [turn.back()]
    if spot.side is not None:
        return [turn.side_by_side()]
    if (step.when and not world.holds(step.when, facts, marks)) or (
        step.unless and world.holds(step.unless, facts, marks)
    ):
        return [turn.event("passed by", "next", did=False)]
    counts = dict(spot.counts)
    if step.at_most is not None:
        if counts.get(step.id, 0) >= step.at_most:
            return [turn.event("again", step.then, did=False)]
        counts[step.id] = counts.get(step.id, 0) + 1
        turn = replace(turn, spot=replace(spot, counts=tuple(sorted(counts.items()))))
    return list(turn.doing())


@dataclass(frozen=True, slots=True)
class _Turn:
    """A case at a step."""

    world: World
    workflow: Workflow
    step: Step
    spot: Spot
    facts: Facts
    marks: Marks

    def event(  # noqa: PLR0913 - what can be different about an event
        self,
        how: str,
        way: str,
        *,
        minutes: int = 0,
        outside: bool = False,
        told: Mapping[str, str] | None = None,
        passes: bool = False,
        did: bool = True,
        holder: str | None = None,
        restarts: str = "",
        branch: int = -1,
    ) -> Event:
        """An event that leads a way on."""
        here = self.spot if holder is None else replace(self.spot, holder=holder)
        target = self.workflow.below(self.step) if way == "next" else way
        told = told or {}
        return Event(
            step=self.step,
            workflow=self.workflow.id,
            how=how,
            to=_lead(self.world, here, target),
            facts=self.world.settle(self.facts, told),
            minutes=minutes,
            outside=outside,
            passes=self.world.marks_of(self.workflow.id, self.step) if passes else frozenset(),
            by=self.step.by or here.holder,
            did=did,
            settled=frozenset(told),
            restarts=restarts,
            branch=branch,
        )

    def doing(self) -> Iterator[Event]:
        """What the step's verb does."""
        step = self.step
        done = step.go or "next"
        match step.verb:
            case Verb.DO | Verb.TELL:
                yield self.event("done", done, minutes=_minutes(step), told=step.records, passes=True)
            case Verb.ASK:
                yield from self.ask()
            case Verb.DECIDE:
                for number in chosen(self.world, step, self.facts, self.marks):
                    yield self.event("branch", step.branches[number].go, did=False, branch=number)
            case Verb.ESCALATE | Verb.WAIT:
                yield from self.answered()
            case Verb.RUN:
                yield self.call()
            case Verb.TOGETHER:
                yield from self.together()

    def answered(self) -> Iterator[Event]:
        """A hand-over or a wait: it is answered, or, where the step says what follows then, it is not."""
        step, holder = self.step, None
        outside = step.target in OUTSIDE
        early = late = step.pause.minutes if step.pause else _minutes(step)
        if step.verb is Verb.ESCALATE:
            holder = step.target
            early, late = answered(self.world.handbook, step, self.spot.severity)
        done, time = step.go or "next", early if step.if_no_answer else late
        yield self.event(
            "done", done, minutes=time, outside=outside, passes=True, holder=holder, restarts=step.restarts
        )
        if step.if_no_answer:
            yield self.event("no answer", step.if_no_answer, minutes=early, outside=outside, holder=holder)

    def ask(self) -> Iterator[Event]:
        """Every answer to everything that is asked: what was asked before keeps its answer, unless asked `again`."""
        step, handbook = self.step, self.world.handbook
        fresh = [name for name in step.targets if step.again or self.world.value(self.facts, name) == NEVER]
        for given in product(*(answers_of(handbook.facts[name]) for name in fresh)):
            told = dict(zip(fresh, given, strict=True))
            time = _minutes(step) if fresh else 0
            if not step.answers:
                yield self.event("done", step.go or "next", minutes=time, told=told, passes=True)
                continue
            name = step.targets[0]
            answer = told.get(name, self.world.value(self.facts, name))
            named = [text for text in step.answers if text != "otherwise"]
            taking = [text for text in named if self.world.accepts(name, text, answer)]
            if not taking and "otherwise" in step.answers and answer != UNKNOWN:
                taking = ["otherwise"]
            for way in dict.fromkeys(step.answers[text] for text in taking):
                yield self.event("answer", way, minutes=time, told=told, passes=True)

    def call(self) -> Event:
        """Into the workflow that the step runs."""
        here, step = self.spot, self.step
        call = Call(here.workflow, here.step, here.holder, here.severity, here.counts)
        inner = begin(self.world, step.target, here.holder, here.severity)
        plain = self.event("call", step.id, told=step.settles, did=False)
        return replace(plain, to=replace(inner, calls=(*here.calls, call)))

    def back(self) -> Event:
        """The workflow that the step ran came back: now the step is done."""
        way = self.step.outcomes.get(self.spot.came_back) or self.step.outcomes[""]
        return replace(self, spot=replace(self.spot, came_back="")).event("back", way, passes=True)

    def together(self) -> Iterator[Event]:
        """Each item takes no time or all of its time; whatever order that allows can happen."""
        applying = [item for item in self.step.items if self.applies(item)]
        begun = self.event("begin", self.step.id, did=False)
        idle = tuple((item.id, 0) for item in self.step.items if item not in applying)
        orders = set()
        for times in product(*({0, _minutes(item)} for item in applying)):
            timed = [(item.id, time) for item, time in zip(applying, times, strict=True)]
            for order in permutations(timed):
                if all(one[1] <= two[1] for one, two in pairwise(order)):
                    orders.add((*order, *idle))
        for order in sorted(orders):
            yield replace(begun, to=replace(self.spot, side=order, spent=0))

    def applies(self, item: Step) -> bool:
        """Whether an item is done or passed by."""
        when = not item.when or self.world.holds(item.when, self.facts, self.marks)
        return when and not (item.unless and self.world.holds(item.unless, self.facts, self.marks))

    def side_by_side(self) -> Event:
        """The next of the items finishes, or all have."""
        here = self.spot
        if not here.side:
            over = replace(self, spot=replace(here, side=None, spent=0))
            marked = bool(self.world.marks_of(self.workflow.id, self.step))
            return replace(over.event("done", self.step.go or "next", passes=True, did=marked), round=self.step.id)
        (name, time), *rest = here.side
        item = self.world.steps[here.workflow, name]
        does = self.applies(item)
        return Event(
            step=item,
            workflow=self.workflow.id,
            how="done" if does else "passed by",
            to=replace(here, side=tuple(rest), spent=time if does else here.spent),
            facts=self.world.settle(self.facts, item.records if does else {}),
            minutes=time - here.spent if does else 0,
            passes=self.world.marks_of(self.workflow.id, item) if does else frozenset(),
            by=item.by or here.holder,
            did=does,
            settled=frozenset(item.records) if does else frozenset(),
            round=self.step.id,
        )


def _minutes(step: Step) -> int:
    return step.within.minutes if step.within else 0


def _lead(world: World, here: Spot, name: str) -> Spot:
    """Where a name leads: to a step, to an end, back to whoever called, or on to another workflow."""
    workflow = world.handbook.workflows[here.workflow]
    if any(step.id == name for step in workflow.steps):
        return replace(here, step=name, side=None, spent=0, came_back="")
    if name in workflow.outcomes:
        if not here.calls:
            return replace(here, step="", outcome=name, side=None)
        call, calls = here.calls[-1], here.calls[:-1]
        there = Spot(call.workflow, call.step, call.holder, call.severity, call.counts, calls)
        step = world.steps[call.workflow, call.step]
        if world.marks_of(call.workflow, step):
            return replace(there, came_back=name)
        way = step.outcomes.get(name) or step.outcomes[""]
        caller = world.handbook.workflows[call.workflow]
        return _lead(world, there, caller.below(step) if way == "next" else way)
    if world.follow:
        return begin(world, name, here.holder, here.severity)
    return replace(here, step="", outcome=name, side=None, calls=())


def chosen(world: World, step: Step, facts: Facts, marks: Marks) -> list[int]:
    """The branches of a decision that take a case: one, where it is sound.

    `unknown` takes what no table takes although an answer to what is not known could make one hold, `otherwise` what no
    table takes whatever the answers: so `otherwise` never takes a case because of what nobody knows.
    """
    matched = [n for n, b in enumerate(step.branches) if b.kind == "when" and world.holds(b.when, facts, marks)]
    if matched:
        return matched
    tables = tuple(table for branch in step.branches for table in branch.when)
    open_ = [name for name in world.names if world.value(facts, name) in (NEVER, UNKNOWN)]
    open_ = [name for name in open_ if any(name in table for table in tables)]
    known = [[answer for answer in answers_of(world.handbook.facts[name]) if answer != UNKNOWN] for name in open_]
    doubtful = any(
        world.holds(tables, world.settle(facts, {n: v for n, v in zip(open_, told, strict=True) if v}), marks)
        for told in product(*(("", *values) for values in known))
    )
    kind = "unknown" if doubtful else "otherwise"
    return [number for number, branch in enumerate(step.branches) if branch.kind == kind]


# ---- hand-overs


def answered(handbook: Handbook, step: Step, severity: str) -> tuple[int, int]:
    """What the team promises, and how long it takes when nobody answers below the first that is always there."""
    rungs = [handbook.teams[step.target]]
    while (above := rungs[-1].if_no_answer) and all(rung.id != above for rung in rungs):
        rungs.append(handbook.teams[above])
    promise = step.within.minutes if step.within else _promise(rungs[0], severity)
    total = promise
    for below, rung in pairwise(rungs):
        if always_there(handbook, below):
            break
        total += _promise(rung, severity)
    return promise, total


def _promise(team: Team, severity: str) -> int:
    """A team's promise for a severity; the slowest of its promises for one that it does not name."""
    named = {name: time.minutes for name, time in team.accepts_by_severity.items()}
    if named:
        return named.get(severity, max(named.values()))
    return team.accepts.minutes if team.accepts else 0


def always_there(handbook: Handbook, team: Team) -> bool:
    """Whether a team is there in every minute of a week (the handbooks made here have no holidays and no `days`)."""
    hours = [hours for hub in team.staffed for hours in handbook.hubs[hub].shifts.values()]
    hours += [found for rota in team.on_call if (found := handbook.rotas[rota].hours)]
    there: set[int] = set()
    for shift in hours:
        length = (shift.end - shift.start) % 1440 or 1440
        for day in shift.days:
            first = day * 1440 + shift.start
            there.update(minute % 10080 for minute in range(first, first + length))
    return len(there) == 10080


# ---- every case from a door


def histories(world: World, door: str, most: int) -> Iterator[History]:
    """Every case that can begin at a door, to its end or to where it is stuck."""
    left = [most]
    first = begin(world, door)
    for facts in openings(world, door):
        yield from _onwards(world, first, [], [facts], [frozenset()], left)


def openings(world: World, door: str) -> Iterator[Facts]:
    """What can be known at a door: every answer to what is given there, and what holds at first."""
    given = world.handbook.workflows[door].given
    known = []
    for name in world.names:
        fact = world.handbook.facts[name]
        known.append(answers_of(fact) if name in given else (fact.at_first or NEVER,))
    yield from product(*known)


def _onwards(
    world: World, spot: Spot, events: list[Event], facts: list[Facts], marks: list[Marks], left: list[int]
) -> Iterator[History]:
    following = moves(world, spot, facts[-1], marks[-1])
    if not following:
        yield History(tuple(events), tuple(facts), tuple(marks), stuck=not spot.outcome)
        return
    if len(events) > DEEPEST:
        raise EndlessError
    for event in following:
        left[0] -= 1
        if left[0] < 0:
            raise TooManyError
        events.append(event)
        facts.append(event.facts)
        marks.append(marks[-1] | event.passes)
        yield from _onwards(world, event.to, events, facts, marks, left)
        events.pop()
        facts.pop()
        marks.pop()
