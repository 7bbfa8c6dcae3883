"""What a handbook says beyond its words: the part of it that proofs depend on, as fingerprints.

Nobody has to prove anything again because a heading is worded better, a message is translated, or a day has passed. So
answers are kept by what decides them: how the steps lead on, who does them and in which time, marks, facts by their
answers, teams by their calendars. Left out are texts that only people read, and where things stand in their files. Of
the day there is left what the calendars make of it: how long working days can take, and which teams are always there.

Which fields of the model are words is listed here by hand; what is not listed counts. Where something could not be
read, nobody knows what it said: then the bytes of all files count, and the day itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from handrail.ground.duration import Duration
from handrail.ground.hours import Hours
from handrail.ground.model import (
    Branch,
    Control,
    Exemption,
    Fact,
    Handbook,
    Hub,
    Mark,
    Message,
    Outcome,
    Requirement,
    Role,
    Rota,
    SeverityLevel,
    Step,
    Team,
    Workflow,
)
from handrail.reasoning.graph import connected
from handrail.reasoning.staffing import always
from handrail.reasoning.working_days import at_most

WORDS: Mapping[type, frozenset[str]] = {
    Workflow: frozenset({"area", "place", "title", "summary", "number", "procedure", "starts_when", "formerly"}),
    Step: frozenset({"place", "words", "details", "asked_as", "formerly"}),
    Outcome: frozenset({"place", "label", "formerly"}),
    Branch: frozenset({"place"}),
    Control: frozenset({"area", "place", "title", "duties", "because"}),
    Requirement: frozenset({"place"}),
    Exemption: frozenset({"place", "because"}),
    Message: frozenset({"place", "title", "to", "owner", "text", "checked", "placeholders", "choices"}),
    Fact: frozenset({"place", "asks", "answers", "formerly"}),
    Mark: frozenset({"place", "says"}),
    SeverityLevel: frozenset({"place", "title", "languages"}),
    Team: frozenset({"place", "title", "queues", "contact"}),
    Role: frozenset({"place", "title"}),
    Hub: frozenset({"place", "title", "languages", "holidays"}),
    Rota: frozenset({"place", "title"}),
}
"""The fields that no proof looks at. Of some the names count that they hold, see `_NAMES`."""

_NAMES: Mapping[type, Callable[[Any], object]] = {
    Workflow: lambda flow: bool(flow.starts_when),
    Message: lambda message: (tuple(message.placeholders), tuple(message.choices)),
    Fact: lambda fact: tuple(fact.answers),
    Hub: lambda hub: tuple(hub.holidays),
}
"""What counts of fields whose words do not."""

_COUNTING: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    kind: attrgetter(*(each.name for each in fields(kind) if each.init and each.name not in words))
    for kind, words in WORDS.items()
}
"""The other fields of each type."""
_VALUES = (Duration, Hours)
"""Small things that count as they are."""
_SIMPLE = frozenset({str, int, bool, float, type(None)})
"""What is plain already, and most of all that is looked at."""


def around(handbook: Handbook, workflow: str) -> str:
    """What a workflow says with all that it hangs together with; for a name that is none, what all of them say."""
    return _around(handbook, workflow if workflow in handbook.workflows else "")


def beside(handbook: Handbook) -> str:
    """What registers and messages say, and what the calendars make of the day."""
    return f"{_shared(handbook)} {_day(handbook)}" if handbook.whole else f"{_bytes(handbook)} {handbook.as_of}"


def of_control(handbook: Handbook, control: Control) -> str:
    """What a control asks for."""
    if not handbook.whole:
        return handbook.prints.get(control.place.path, "")
    # a control is also asked about without one of its exceptions
    own = handbook.controls.get(control.id) is control
    return _each_control(handbook)[control.id] if own else _print(control)


@lru_cache(maxsize=4)
def of_controls(handbook: Handbook) -> str:
    """What all controls ask for, in their order."""
    return _hash(of_control(handbook, control) for control in handbook.controls.values())


@lru_cache(maxsize=4)
def _each_control(handbook: Handbook) -> Mapping[str, str]:
    return {name: _print(control) for name, control in handbook.controls.items()}


@lru_cache(maxsize=4096)
def _around(handbook: Handbook, workflow: str) -> str:
    if not handbook.whole:
        return _bytes(handbook)
    group = connected(handbook)[workflow] if workflow else handbook.workflows
    return _hash(_of_workflow(handbook, name) for name in sorted(group))


@lru_cache(maxsize=4)
def _shared(handbook: Handbook) -> str:
    kinds = (
        handbook.facts,
        handbook.marks,
        handbook.severities,
        handbook.teams,
        handbook.roles,
        handbook.hubs,
        handbook.rotas,
        handbook.messages,
    )
    return _hash(_print(each) for kind in kinds for each in kind.values())


@lru_cache(maxsize=4)
def _day(handbook: Handbook) -> str:
    """How long working days can take for each team, and which teams are always there.

    To walk through a year of shifts takes longer than most checks of one file, so a day's answer is kept, too.
    """
    times = {time.amount: time for time in _working(handbook)}
    key = f"calendars {handbook.as_of} {sorted(times)} {_shared(handbook)}"
    found = handbook.memory.get(key)
    if found is None:
        lengths = [
            (team, at_most(handbook, times[amount], (team,)))
            for team in ("", *handbook.teams)
            for amount in sorted(times)
        ]
        found = _hash(map(repr, (*lengths, *(always(handbook, team) for team in handbook.teams))))
        handbook.memory.put(key, found)
    return found


def _working(handbook: Handbook) -> Iterator[Duration]:
    """The working days that are named anywhere."""
    for flow in handbook.workflows.values():
        for step in flow.every_step():
            yield from (time for time in (step.within, step.pause) if time and time.working)
    for team in handbook.teams.values():
        yield from (time for time in (team.accepts, *team.accepts_by_severity.values()) if time and time.working)


@lru_cache(maxsize=4)
def _bytes(handbook: Handbook) -> str:
    return _hash(f"{path} {print_}" for path, print_ in sorted(handbook.prints.items()))


def _hash(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=4096)
def _of_workflow(handbook: Handbook, name: str) -> str:
    """What a workflow says: its file alone decides that, so it need not be walked while its bytes are the same."""
    workflow = handbook.workflows[name]
    written = handbook.prints.get(workflow.place.path)
    if not written:
        return _print(workflow)
    key = f"wordless {workflow.place.path} {written}"
    found = handbook.memory.get(key)
    if found is None:
        found = _print(workflow)
        handbook.memory.put(key, found)
    return found


def _print(thing: object) -> str:
    return _hash([repr(_plain(thing))])


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything of the model
    """Plain data in the order in which it was written, without words."""
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if kind is tuple:
        return [_plain(each) for each in value]
    if kind in WORDS:
        named = _NAMES.get(kind)
        return (kind.__name__, *map(_plain, _COUNTING[kind](value)), named(value) if named else None)
    if isinstance(value, Mapping):
        return [(name, _plain(each)) for name, each in value.items()]
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value) and kind not in _VALUES:
        raise TypeError(f"nobody has decided what of {kind.__name__} is words")
    return value
