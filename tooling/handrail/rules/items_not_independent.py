"""items-not-independent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.arrivals import Arrivals, arrivals
from handrail.reasoning.doors import onward
from handrail.rules import Example, Rule


class ItemsNotIndependent(Rule):
    """What happens side by side is not independent: one item settles what another one looks at.

    Items of `together` are done at the same time by different people, so nobody can tell which answer the other one
    finds. Two items that both happen and settle the same fact differently are the same fault. Put one after the other,
    as steps of their own.
    """

    group: ClassVar[str] = "time"
    slow: ClassVar[bool] = True
    wordless: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
        within: 4 hours
        marks: [search-parcel]
        records: {where-is-it: lost}
      call-driver:
        when: {where-is-it: [lost, unknown]}
        do: Call the driver
""",
            at="records: {where-is-it: lost}",
            says="`search-depot` settles `where-is-it`, which `call-driver` beside it looks at",
            instead="""\
        within: 4 hours
        marks: [search-parcel]
      call-driver:
        do: Call the driver
""",
        ),
        Example(
            """\
        within: 4 hours
        marks: [search-parcel]
        records: {can-be-reached: no}
      call-driver:
        records: {can-be-reached: yes}
        do: Call the driver
""",
            at="records: {can-be-reached: no}",
            says="`search-depot` and `call-driver` settle `can-be-reached` differently",
            instead="""\
        within: 4 hours
        marks: [search-parcel]
      call-driver:
        do: Call the driver
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            """\
        within: 4 hours
        marks: [search-parcel]
        records: {where-is-it: lost}
      call-driver:
        do: Call the driver
""",
            instead="""\
        within: 4 hours
        marks: [search-parcel]
      call-driver:
        do: Call the driver
""",
        ),
        Example(
            """\
        within: 4 hours
        marks: [search-parcel]
        records: {where-is-it: lost}
      call-driver:
        records: {where-is-it: lost}
        do: Call the driver
""",
            instead="""\
        within: 4 hours
        marks: [search-parcel]
      call-driver:
        do: Call the driver
""",
        ),
    )

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Compare what each item settles or passes with what each other one looks at or settles."""
        seen = arrivals(handbook, workflow)
        for step in workflow.steps:
            does = {item.id: _touched(handbook, item) for item in step.items}
            for first, second in combinations(step.items, 2):
                if seen and not _both(seen, step, first, second):
                    continue
                yield from self._reads(first, second, does)
                yield from self._reads(second, first, does)
                yield from self._differ(first, second, does)

    def _reads(self, first: Step, second: Step, does: Mapping[str, "_Touched"]) -> Iterator[Finding]:
        for name, place in does[first.id].settles.items():
            if name in does[second.id].reads:
                verb = "settles" if name in does[first.id].values else "passes"
                yield self.finding(
                    f"`{first.id}` {verb} `{name}`, which `{second.id}` beside it looks at.",
                    place,
                    f"Make `{second.id}` a step of its own, below.",
                    related=(Related(does[second.id].reads[name], "looks at it"),),
                )

    def _differ(self, first: Step, second: Step, does: Mapping[str, "_Touched"]) -> Iterator[Finding]:
        here, there = does[first.id], does[second.id]
        for name, values in here.values.items():
            other = there.values.get(name)
            if (
                other is not None
                and (values != other or len(values) != 1)
                and name not in {**here.reads, **there.reads}
            ):
                yield self.finding(
                    f"`{first.id}` and `{second.id}` settle `{name}` differently, and happen side by side.",
                    here.settles[name],
                    "Let one of them settle it, or make them steps of their own.",
                    related=(Related(there.settles[name], "settles it, too"),),
                )


@dataclass(slots=True)
class _Touched:
    """What an item looks at, and what it settles or passes, with places. `values`: the answers that a fact can get."""

    reads: dict[str, Place] = field(default_factory=dict)
    settles: dict[str, Place] = field(default_factory=dict)
    values: dict[str, frozenset[str]] = field(default_factory=dict)

    def settle(self, name: str, values: frozenset[str], place: Place) -> None:
        self.settles.setdefault(name, place)
        self.values[name] = self.values.get(name, frozenset()) | values


def _both(seen: Arrivals, step: Step, first: Step, second: Step) -> bool:
    """Whether there is a case in which both items happen."""
    return (seen.at(step) & seen.due(first) & seen.due(second)).satisfiable()


def _touched(handbook: Handbook, item: Step) -> _Touched:
    found = _Touched()
    _step(handbook, item, found, None)
    return found


def _step(handbook: Handbook, step: Step, found: _Touched, at: Place | None) -> None:
    """Note what a step looks at and settles; what a workflow does that it runs is noted at the `run` itself."""
    place = step.place
    tables = [(table, place.key("when")) for table in step.when] + [(t, place.key("unless")) for t in step.unless]
    tables += [(table, branch.place) for branch in step.branches for table in branch.when]
    for name, where in ((name, where) for table, where in tables for name in table):
        found.reads.setdefault(name, at or where)
    for name, value in step.records.items():
        found.settle(name, frozenset((value,)), at or place.key("records"))
    for mark in _marks(handbook, step):
        found.settles.setdefault(mark, at or place.key())
    for name in step.targets if step.verb is Verb.ASK else ():
        answers = handbook.facts[name].every_answer if name in handbook.facts else ()
        found.reads.setdefault(name, at or place.at("ask"))
        found.settle(name, frozenset(answers), at or place)
    if step.verb is Verb.RUN and at is None:
        for name, value in step.settles.items():
            found.settle(name, frozenset((value,)), place.key("with", name))
        for inner in (each for workflow in onward(handbook, step.target) for each in workflow.every_step()):
            _step(handbook, inner, found, place.at("run"))


def _marks(handbook: Handbook, step: Step) -> Iterator[str]:
    message = handbook.messages.get(step.message)
    for mark in (*step.own_marks, *(message.marks if message else ())):
        yield mark
        if mark in handbook.marks and handbook.marks[mark].counts_as:
            yield handbook.marks[mark].counts_as
