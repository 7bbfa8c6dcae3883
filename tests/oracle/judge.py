"""Was everything done that a control asks for? Judged over whole histories, by the words of the language alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handrail.ground.model import EXPOSURES, Control, Exemption, Requirement, Table
from oracle.walks import NEVER, UNKNOWN, Event, Facts, History, Marks, World


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a history: which entry of `require` (the number after the last: `never`), and when.

    `events` is how many of the history's events show it. A late one took `minutes`, counted from `since` events.
    """

    entry: int
    events: int
    late: bool = False
    minutes: int = 0
    since: int = 0


@dataclass
class Judge:
    """Judges the histories of one door."""

    world: World
    door: str
    _bound: dict[tuple[object, ...], bool] = field(default_factory=dict)

    # ---- when a control binds

    def now(self, control: Control, entry: int, facts: Facts, marks: Marks) -> bool:
        """Whether it binds while a case goes on: by answered facts alone. `entry` -1: without any further `when`."""
        return self._binds(control, entry, facts, marks, close=False)

    def close(self, control: Control, entry: int, facts: Facts, marks: Marks) -> bool:
        """Whether it binds when a case closes."""
        return self._binds(control, entry, facts, marks, close=True)

    def _binds(self, control: Control, entry: int, facts: Facts, marks: Marks, *, close: bool) -> bool:
        key = (control.id, entry, facts, marks, close)
        if key not in self._bound:
            holds = self._closing if close else self._answered
            further = control.require[entry].when if 0 <= entry < len(control.require) else ()
            self._bound[key] = (
                (not control.when or holds(control.when, facts, marks))
                and (not further or holds(further, facts, marks))
                and not any(self._exempt(one, facts, marks, close=close) for one in control.exemptions)
            )
        return self._bound[key]

    def _exempt(self, exemption: Exemption, facts: Facts, marks: Marks, *, close: bool) -> bool:
        if exemption.door:
            return exemption.door == self.door
        return (self._closing if close else self._answered)(exemption.when, facts, marks)

    def _answered(self, tables: tuple[Table, ...], facts: Facts, marks: Marks) -> bool:
        rows = ([self.world.row(name, texts, facts, marks) for name, texts in table.items()] for table in tables)
        return any(all(row) for row in rows)

    def _closing(self, tables: tuple[Table, ...], facts: Facts, marks: Marks) -> bool:
        return any(self._closing_table(table, facts, marks) for table in tables)

    def _closing_table(self, table: Table, facts: Facts, marks: Marks) -> bool:
        asked = {name for name in table if self.world.value(facts, name) != NEVER}
        return all(
            self.world.row(name, written, facts, marks)
            or (name in self.world.spots and name not in asked and UNKNOWN in written and bool(asked))
            for name, written in table.items()
        )

    # ---- whether it arises

    def arises(self, control: Control, history: History) -> Iterator[str]:
        """The workflows in which it binds."""
        for number, event in enumerate(history.events):
            if self.now(control, -1, history.facts[number], history.marks[number]):
                yield event.workflow
        asked = self.close if self.closes(history) else self.now
        if asked(control, -1, history.facts[-1], history.marks[-1]):
            yield history.end.workflow if history.events else self.door

    def closes(self, history: History) -> bool:
        """Whether the case closes at the end of a history: it ends, and not with an outcome that leaves it open."""
        if history.stuck or not history.events:
            return False
        end = history.end
        return end.outcome not in self.world.handbook.workflows[end.workflow].left_open

    # ---- what is wrong

    def faults(self, control: Control, history: History) -> Iterator[Fault]:
        """Everything that is wrong with a history by one control."""
        for entry, requirement in enumerate(control.require):
            match requirement.order:
                case "":
                    yield from self._missing(control, entry, requirement, history)
                case "within":
                    yield from self._within(control, entry, requirement, history)
                case "after":
                    yield from self._undone_after(control, entry, requirement, history)
                case _:
                    wrong = self._wrong(requirement, history)
                    yield from self._judged(control, entry, wrong, history)
        if control.never:
            wrong = [number for number, event in enumerate(history.events) if event.passes & set(control.never)]
            yield from self._judged(control, len(control.require), wrong, history)

    def _judged(self, control: Control, entry: int, wrong: list[int], history: History) -> Iterator[Fault]:
        """Wrong at a step: by what was known when it began, and again by what is known when the case closes."""
        for number in wrong:
            if self.now(control, entry, history.facts[number], history.marks[number]):
                yield Fault(entry, number + 1)
        if wrong and self.closes(history) and self.close(control, entry, history.facts[-1], history.marks[-1]):
            yield Fault(entry, len(history.events))

    def _missing(self, control: Control, entry: int, asked: Requirement, history: History) -> Iterator[Fault]:
        """Judged when the case closes."""
        if (
            self.closes(history)
            and not history.marks[-1] & set(asked.marks)
            and self.close(control, entry, history.facts[-1], history.marks[-1])
        ):
            yield Fault(entry, len(history.events))

    def _owed(self, starts: frozenset[str], asked: Requirement, history: History) -> Iterator[tuple[int, int | None]]:
        """Each event that starts something owed, with the later one that does what was owed, if any."""
        for number, event in enumerate(history.events):
            if event.passes & starts:
                later = (
                    after
                    for after in range(number + 1, len(history.events))
                    if history.events[after].passes & set(asked.marks)
                )
                yield number, next(later, None)

    def _undone_after(self, control: Control, entry: int, asked: Requirement, history: History) -> Iterator[Fault]:
        if not self.closes(history):
            return
        at_close = self.close(control, entry, history.facts[-1], history.marks[-1])
        for start, done in self._owed(frozenset(asked.others), asked, history):
            then = self.now(control, entry, history.facts[start], history.marks[start])
            if done is None and (then or at_close):
                yield Fault(entry, len(history.events))

    # ---- order and people

    def _wrong(self, asked: Requirement, history: History) -> list[int]:
        """The events that are wrong whatever binds."""
        found = {
            "before": self._not_earlier,
            "directly-before": self._not_just_before,
            "only-by": self._by_somebody_else,
            "by-other-than": self._by_the_same,
        }[asked.order]
        return [number for number in range(len(history.events)) if found(asked, history.events[: number + 1])]

    def _not_earlier(self, asked: Requirement, events: tuple[Event, ...]) -> bool:
        comes = bool(events[-1].passes & set(asked.others))
        return comes and not any(event.passes & set(asked.marks) for event in events[:-1])

    def _not_just_before(self, asked: Requirement, events: tuple[Event, ...]) -> bool:
        *earlier, last = events
        if not last.passes & set(asked.others) or last.passes & set(asked.marks):
            return False
        beside = []
        while last.round and earlier[-1].round:
            beside.append(earlier.pop())
        if last.step.id == last.round and any(event.did for event in beside):
            return not any(event.passes & set(asked.marks) for event in beside)
        return not self._step_before(earlier) & set(asked.marks)

    def _step_before(self, events: list[Event]) -> Marks:
        """What the last step left that was done; a `together` is one step, its items and what it leaves itself."""
        while events and not events[-1].did:
            if events[-1].round and any(event.did for event in self._round(events)):
                break
            events = events[:-1]
        if events and events[-1].round:
            return frozenset().union(*(event.passes for event in self._round(events)))
        return events[-1].passes if events else frozenset()

    def _round(self, events: list[Event]) -> list[Event]:
        """The items of the `together` at whose end a history stands."""
        first = len(events)
        while events[first - 1].round:
            first -= 1
        return events[first:]

    def _by_somebody_else(self, asked: Requirement, events: tuple[Event, ...]) -> bool:
        last = events[-1]
        if not last.passes & set(asked.marks) or last.by in asked.others:
            return False
        role = self.world.handbook.roles.get(last.by)
        return role is None or not set(role.teams) <= set(asked.others)

    def _by_the_same(self, asked: Requirement, events: tuple[Event, ...]) -> bool:
        last = events[-1]
        if not last.passes & set(asked.marks):
            return False
        if last.passes & set(asked.others) - set(asked.marks):
            return True
        return any(event.passes & set(asked.others) and not self._another(event, last) for event in events[:-1])

    def _another(self, first: Event, second: Event) -> bool:
        """Whether surely another person did the second."""
        if second.workflow == first.workflow and second.step.by_other_than == first.step.id:
            return True
        here, there = self._teams(first.by), self._teams(second.by)
        return bool(here) and bool(there) and not here & there

    def _teams(self, name: str) -> set[str]:
        role = self.world.handbook.roles.get(name)
        return set(role.teams) if role else {name} & set(self.world.handbook.teams)

    # ---- clocks

    def _within(self, control: Control, entry: int, asked: Requirement, history: History) -> Iterator[Fault]:
        starts = asked.starts
        if starts in self.world.handbook.marks or starts in EXPOSURES:
            yield from self._within_from_mark(control, entry, asked, history)
            return
        yield from self._missing(control, entry, asked, history)
        yield from self._late(control, entry, asked, history)

    def _late(self, control: Control, entry: int, asked: Requirement, history: History) -> Iterator[Fault]:
        """A limit runs while the control binds and the mark is missing."""
        limit = asked.within.minutes if asked.within else 0
        since = self._clock_at_first(asked, history)
        pending = False
        elapsed = 0
        for number in range(len(history.facts)):
            facts, marks = history.facts[number], history.marks[number]
            waits = self.now(control, entry, facts, marks) and not marks & set(asked.marks)
            if not asked.starts and waits and not pending:
                since = number
            pending = waits
            if pending and since is not None:
                taken = self._minutes(history, since, number)
                if taken > limit:
                    yield Fault(entry, number, late=True, minutes=taken, since=since)
            if number == len(history.events):
                return
            event = history.events[number]
            elapsed += event.minutes
            if pending and since is not None:
                taken = self._minutes(history, since, number + 1)
                if taken > limit:
                    yield Fault(entry, number + 1, late=True, minutes=taken, since=since)
            if asked.starts and (event.restarts == asked.starts or asked.starts in event.settled):
                since = number + 1

    def _clock_at_first(self, asked: Requirement, history: History) -> int | None:
        if not asked.starts:
            return None
        if asked.starts in self.world.handbook.facts:
            return 0 if self.world.value(history.facts[0], asked.starts) != NEVER else None
        return 0

    def _within_from_mark(self, control: Control, entry: int, asked: Requirement, history: History) -> Iterator[Fault]:
        limit = asked.within.minutes if asked.within else 0
        for start, done in self._owed(frozenset((asked.starts,)), asked, history):
            if (
                done is None
                and self.closes(history)
                and self.close(control, entry, history.facts[-1], history.marks[-1])
            ):
                yield Fault(entry, len(history.events))
            until = len(history.events) if done is None else done + 1
            for number in range(start + 1, until + (done is None)):
                if self.now(control, entry, history.facts[number], history.marks[number]):
                    seen = min(number + 1, until)
                    taken = self._minutes(history, start + 1, seen)
                    if taken > limit:
                        yield Fault(entry, seen, late=True, minutes=taken, since=start + 1)

    def _minutes(self, history: History, since: int, until: int) -> int:
        return sum(event.minutes for event in history.events[since:until])


@dataclass
class Verdict:
    """What is known about a control from one door, over all histories."""

    workflows: set[str] = field(default_factory=set)
    shortest: int | None = None
    """The fewest events that show something missing, in the wrong order, or done by the wrong person."""
    late: dict[int, int] = field(default_factory=dict)
    """Entry -> the longest time of a limit that is passed."""

    @property
    def words(self) -> str:
        """The verdict as people are told it."""
        if not self.workflows:
            return "does not arise"
        return "proven" if self.shortest is None and not self.late else "broken"


def verdicts(judge: Judge, histories: list[History], controls: Mapping[str, Control]) -> dict[str, Verdict]:
    """The verdict on each control over every history of a door."""
    found = {name: Verdict() for name in controls}
    for history in histories:
        for name, control in controls.items():
            verdict = found[name]
            verdict.workflows.update(judge.arises(control, history))
            for fault in judge.faults(control, history):
                if fault.late:
                    verdict.late[fault.entry] = max(verdict.late.get(fault.entry, 0), fault.minutes)
                elif verdict.shortest is None or fault.events < verdict.shortest:
                    verdict.shortest = fault.events
    return found
