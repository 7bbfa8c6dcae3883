"""The registers: facts, marks, duties, severities, metrics, words, helplines, and the organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.hours import Hours
from handrail.ground.model.names import Names


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
