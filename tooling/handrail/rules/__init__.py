"""The shelf of rules: one file is one rule, and the file's name is the rule's name.

A rule file holds exactly one public class that inherits `Rule`; one with options is a frozen dataclass. Its docstring
is its page (the first line says the fault, the rest why it matters and what to do), its fields are its options, its
examples are its tests. A rule looks at an SOP, at a workflow or at the whole handbook by overriding one or more of the
`check_` methods; each is a generator that remembers nothing.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar, NamedTuple

from handrail.ground.finding import Finding, Fix, Place, Related, Severity, Stop, on_one_line
from handrail.ground.model import Control, Handbook, Message, Sop, Workflow

GROUPS = {
    "files": "Files that can be read",
    "names": "Names that exist",
    "graph": "Workflows that lead somewhere",
    "decisions": "Decisions that are complete",
    "escalation": "Escalations that reach somebody",
    "time": "Times that can be kept",
    "calls": "Workflows that lead to workflows",
    "controls": "Controls that hold on every way",
    "pages": "SOP pages",
    "words": "Words and content",
    "scenarios": "Scenarios that hold",
    "hygiene": "The linter's own housekeeping",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A small handbook, given by the files in which it differs from the starter handbook (`handrail init`).

    `text` stands in `file`: as the whole of it, or in the place of the passage `instead`. For a bad example `at` is the
    text at which the finding begins; for a good one it stays empty.
    """

    text: str
    at: str = ""
    file: str = "workflows/example/lost-parcel.yml"
    also: Mapping[str, str | tuple[str, str] | None] = field(default_factory=dict)
    """Further files: path -> the whole text, a passage with what stands in its place, or None (no such file)."""
    says: str = ""
    """Part of the message that the bad example must get; empty: any."""
    instead: str = ""

    def overlay(self, starter: Mapping[str, str]) -> dict[str, str]:
        """The starter handbook, path -> text, as it is in this example."""
        files = dict(starter)
        changes = {self.file: (self.instead, self.text) if self.instead else self.text, **self.also}
        for path, change in changes.items():
            if isinstance(change, tuple):
                passage, text = change
                if passage not in files.get(path, ""):
                    raise ValueError(f"{path} of the starter handbook does not hold: {passage}")
                files[path] = files[path].replace(passage, text, 1)
            elif change is None:
                files.pop(path, None)
            else:
                files[path] = change
        return files


class Part(NamedTuple):
    """Which part of the work about one workflow is to be done: this one of so many."""

    number: int = 0
    parts: int = 1

    def of(self, names: Sequence[str]) -> Sequence[str]:
        """This part's share of some names."""
        return names[self.number :: self.parts]


@dataclass(frozen=True)
class Rule:
    """What every rule is. Subclasses override the class variables and at least one `check_` method."""

    group: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.ERROR
    since: ClassVar[str] = "0.1.0"
    slow: ClassVar[bool] = False
    """Whether it takes its time. It may look at workflows, messages, controls, scenarios and registers alone, and at
    the SOP that it is asked about: while they are unchanged, a slow rule that had nothing to say is not asked again."""
    local: ClassVar[bool] = False
    """Whether its look at one item may see nothing but what a slow rule may see: then it is not asked again either."""
    wordless: ClassVar[bool] = False
    """Whether such a rule judges by no word, date or scenario, only by what proofs depend on (`reasoning/wordless.py`):
    then it is not asked again while nothing but words has changed."""
    across: ClassVar[bool] = False
    """Whether a look at one item needs what can happen from all doors: it waits until that is worked out."""
    speaks_in: ClassVar[str] = ""
    """The folder in which `check_handbook` finds its faults: with other files asked about, it is not called."""
    by_absence: ClassVar[bool] = False
    """Whether it judges by what stands nowhere. Such a rule is silent while a part of the handbook cannot be read."""
    bad: ClassVar[tuple[Example, ...]] = ()
    good: ClassVar[tuple[Example, ...]] = ()

    @property
    def id(self) -> str:
        """The rule's name: its file's name, with hyphens."""
        return type(self).__module__.rpartition(".")[2].replace("_", "-")

    @property
    def summary(self) -> str:
        """The fault in one sentence."""
        return inspect.cleandoc(type(self).__doc__ or "").partition("\n")[0]

    @property
    def reason(self) -> str:
        """Why it matters and what to do, in Markdown."""
        return inspect.cleandoc(type(self).__doc__ or "").partition("\n")[2].strip()

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """What is wrong with one SOP."""
        yield from ()

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """What is wrong with one workflow."""
        yield from ()

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """What is wrong with one control."""
        yield from ()

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """What is wrong with one message."""
        yield from ()

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """What is wrong with the handbook as a whole."""
        yield from ()

    def work_ahead(self, handbook: Handbook, workflow: Workflow, part: Part) -> None:
        """Work out a part of what the rule will need to know about a workflow, and keep it in the handbook's memory.

        That is done by all hands before the handbook as a whole is looked at, and while the workflow is at hand.
        """

    def examine(self, handbook: Handbook) -> Iterator[Finding]:
        """Everything that this rule has to say about a handbook."""
        for sop in handbook.procedures.values():
            yield from self.check_sop(sop, handbook)
        for workflow in handbook.workflows.values():
            yield from self.check_workflow(workflow, handbook)
        for control in handbook.controls.values():
            yield from self.check_control(control, handbook)
        for message in handbook.messages.values():
            yield from self.check_message(message, handbook)
        yield from self.check_handbook(handbook)

    def finding(
        self,
        message: str,
        at: Place,
        hint: str = "",
        *,
        related: tuple[Related, ...] = (),
        witness: tuple[str, ...] = (),
        fix: Fix | None = None,
        walk: tuple[Stop, ...] = (),
    ) -> Finding:
        """A finding of this rule."""
        return Finding(self.id, self.severity, on_one_line(message), at, hint, related, witness, fix, walk)


@cache
def all_rules() -> Mapping[str, type[Rule]]:
    """Every rule class on the shelf, by name, sorted."""
    from handrail import rules
    from handrail.ground.shelf import shelf

    return {name: _only_rule(module) for name, module in shelf(rules).items()}


def _only_rule(module: object) -> type[Rule]:
    found = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Rule) and member.__module__ == module.__name__  # type: ignore[attr-defined]
    ]
    (rule,) = found
    return rule
