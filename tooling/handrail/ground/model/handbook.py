"""A whole handbook as of one date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from handrail.ground.finding import Place
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.model.names import EXPOSURES, Kind
from handrail.ground.model.page import FrontPage, Page, Sop
from handrail.ground.model.register import (
    Duty,
    Fact,
    Helpline,
    Hub,
    Mark,
    Metric,
    Role,
    Rota,
    SeverityLevel,
    Team,
    Term,
)
from handrail.ground.model.texts import Control, Message, Scenario
from handrail.ground.model.workflow import Workflow


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
    using them. `unreadable` holds the kinds whose register could not be read at all: any name of them may exist.
    `files` is every path of the handbook's folder, for links.
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
    unreadable: frozenset[Kind] = frozenset()
    files: frozenset[str] = frozenset()
    prints: Mapping[str, str] = field(default_factory=dict)
    """The fingerprint of each file, by path."""
    memory: Memory = FORGETFUL
    """What was proven before from the same files."""
    asked: frozenset[str] = frozenset()
    """The paths about which somebody wants to hear; none: all of them. Rules need not look at anything else."""

    def named(self, kind: Kind) -> Mapping[str, object]:
        """Everything of one kind, by name."""
        return _SHELVES[kind](self)

    def knows(self, kind: Kind, name: str) -> bool:
        """Whether the name is declared, soundly or not."""
        lost = (kind, name) in self.broken or kind in self.unreadable
        return name in self.named(kind) or lost or (kind is Kind.MARK and name in EXPOSURES)

    def asks_about(self, path: str) -> bool:
        """Whether somebody wants to hear about a file."""
        return not self.asked or path in self.asked

    @property
    def whole(self) -> bool:
        """Whether everything could be read, so that what stands nowhere is really missing."""
        return not self.broken and not self.unreadable

    def lost(self, kind: Kind) -> bool:
        """Whether something of this kind could not be read."""
        return kind in self.unreadable or any(other is kind for other, _ in self.broken)

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
