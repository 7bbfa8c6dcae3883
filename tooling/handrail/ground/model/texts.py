"""Messages, controls and scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.model.names import Names, Table


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
    """`within`, `before`, `after`, `directly-before`, `only-by`, `by-other-than`; empty: before the case closes."""
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
