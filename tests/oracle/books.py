"""Small random handbooks, written as YAML and read like any other, so that the reader is tried as well.

They are sound enough to be read without a complaint, and wild in everything else: every verb, ways in all directions,
facts that nobody asks, decisions with holes, controls that can be broken and controls that never bind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.ground.model import Handbook
from handrail.ground.source import Source

AS_OF = date(2026, 11, 25)
TIMES = ("5 minutes", "10 minutes", "20 minutes", "30 minutes", "1 hour", "2 hours")
LIMITS = (
    "1 minute",
    "10 minutes",
    "15 minutes",
    "30 minutes",
    "45 minutes",
    "1 hour",
    "90 minutes",
    "3 hours",
    "1 day",
)
MARKS = ("hide", "hide-all", "report", "check", "E3")
WORKERS = ("reviewer", "helper", "desk", "lead", "system")
_RULES = choose_rules(Selection(select=ALWAYS))

Data = dict[str, Any]
T = TypeVar("T")


@dataclass
class _Names:
    """What the handbook that is being made can name."""

    facts: Mapping[str, Data]
    marks: Sequence[str]
    """The marks that steps leave and controls ask for: few, so that they meet."""
    flows: Sequence[str] = ("first", "second", "third")

    def answers(self, fact: str) -> list[str]:
        """The answers of a fact, `unknown` too."""
        data = self.facts[fact]
        written = data["answers"]
        known = ["yes", "no"] if written == "yes or no" else list(written) if isinstance(written, dict) else []
        known = known or [str(number) for number in range(int(written[0]), int(written[5]) + 1)]
        return known if data.get("always-known") else [*known, "unknown"]

    def accepted(self, fact: str) -> list[str]:
        """What a table can say about a fact."""
        if isinstance(self.facts[fact]["answers"], str) and self.facts[fact]["answers"] != "yes or no":
            unknown = [] if self.facts[fact].get("always-known") else ["unknown"]
            return ["under 2", "2 or over", "1 to 2", "0", "3", *unknown]
        return self.answers(fact)


def read(files: Mapping[str, Data]) -> Handbook:
    """The handbook of some files, read and validated like any other. Raises AssertionError when one is refused."""
    sources = [Source(path, written(data).encode()) for path, data in files.items()]
    report = check_sources(sources, rules=_RULES, as_of=AS_OF)
    assert not report.findings, [finding.message for finding in report.findings]
    return report.handbook


def written(data: Data, indent: str = "") -> str:
    """Data as YAML in block style."""
    lines = []
    for key, value in data.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{key}:\n{written(value, indent + '  ')}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            entries = [written(entry, indent + "    ") for entry in value]
            body = "".join(f"{indent}  - {entry[len(indent) + 4 :]}" for entry in entries)
            lines.append(f"{indent}{key}:\n{body}")
        elif isinstance(value, list):
            lines.append(f"{indent}{key}: [{', '.join(value)}]\n")
        else:
            lines.append(f"{indent}{key}: {value}\n")
    return "".join(lines)


@lru_cache(maxsize=64)
def _numbers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


@dataclass(frozen=True)
class _Dice:
    """Chance, a few numbers at a time: Hypothesis draws them, and shrinks them."""

    draw: st.DrawFn

    def number(self, least: int, most: int) -> int:
        """A number from `least` to `most`."""
        return self.draw(_numbers(least, most))

    def chance(self, percent: int) -> bool:
        """Yes so often; no is the simpler case."""
        return self.number(0, 99) >= 100 - percent

    def one(self, options: Sequence[T]) -> T:
        """One of some things; the first is the simplest case."""
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """Several of some things, none twice."""
        left = list(options)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(self.number(least, min(most, len(left))))]


# ---- registers


def _facts(dice: _Dice) -> dict[str, Data]:
    pool: list[tuple[str, str | Data]] = [
        ("clear", "yes or no"),
        ("kind", {"red": "Red", "blue": "Blue"}),
        ("minor", "yes or no"),
    ]
    kinds = dice.some(pool, 1, 3)
    found: dict[str, Data] = {}
    for name, answers in [*kinds, ("age", "0 to 3 years")]:
        entry: Data = {"asks": f"What about {name}?", "answers": answers}
        if dice.chance(25):
            entry["always-known"] = "yes"
        if dice.chance(12):
            entry["at-first"] = {"age": "2", "kind": "red"}.get(name, "no")
        found[name] = entry
    return found


def _organisation(dice: _Dice) -> Data:
    shifts = {
        "day": {"day": "every day 08:00 to 16:00"},
        "always": {"all": "always"},
        "both": {"day": "every day 06:00 to 18:00", "night": "every day 18:00 to 06:00"},
    }
    promises: list[str | Data] = ["10 minutes", "1 hour", {"P1": "5 minutes", "P2": "30 minutes"}, {"P2": "20 minutes"}]
    teams: Data = {}
    for name, above in (("desk", "lead"), ("lead", "night"), ("night", "")):
        team: Data = {"title": f"The {name}", "staffed": [dice.one(["day", "always", "both"])]}
        if dice.chance(85):
            team["accepts-within"] = dice.one(promises)
        if above and dice.chance(70):
            team["if-no-answer"] = above
        teams[name] = team
    return {
        "hubs": {
            name: {"title": f"Hub {name}", "zone": "Europe/Dublin", "languages": ["en"], "shifts": hours}
            for name, hours in shifts.items()
        },
        "teams": teams,
        "roles": {
            "reviewer": {"title": "Reviewer", "team": "desk"},
            "helper": {"title": "Helper", "team": ["desk", "lead"]},
        },
    }


# ---- tables


def _table(dice: _Dice, names: _Names, *, facts: Sequence[str], marks: bool = True, most: int = 2) -> Data:
    pool = [*facts, *(names.marks if marks and dice.chance(25) else ())]
    rows = dice.some(pool, 1, most)
    return {row: _row(dice, names, row) for row in rows}


def _row(dice: _Dice, names: _Names, row: str) -> str | list[str]:
    if row not in names.facts:
        return dice.one(["done", "not-done"])
    accepted: list[str] = dice.some(names.accepted(row), 1, 2)
    return accepted[0] if len(accepted) == 1 else accepted


def _condition(
    dice: _Dice, names: _Names, *, facts: Sequence[str], marks: bool = True, most: int = 2
) -> Data | list[Data]:
    first = _table(dice, names, facts=facts, marks=marks, most=most)
    return [first, _table(dice, names, facts=facts, marks=marks, most=most)] if dice.chance(20) else first


# ---- workflows


@dataclass
class _Flow:
    """A workflow that is being made: its steps' names, and where its steps can lead."""

    dice: _Dice
    names: _Names
    number: int
    steps: list[str]
    outcomes: list[str]
    callees: Mapping[str, list[str]]
    """Workflows further on, with their outcomes."""
    back: dict[str, int] = field(default_factory=dict)
    """Steps that others lead back to, with the last of those."""

    def way(self, place: int) -> str:
        """A way on from a step: mostly the next one."""
        last = place == len(self.steps) - 1
        forward = [*self.steps[place + 2 :], *self.outcomes, *self.callees]
        if not last and self.dice.chance(60):
            return "next"
        if place and self.dice.chance(20):
            target = self.dice.number(0, place)
            self.back[self.steps[target]] = max(place, self.back.get(self.steps[target], 0))
            return self.steps[target] if target != place + 1 else "next"
        return self.dice.one(forward)

    def step(self, place: int) -> Data:
        """A step of any kind."""
        kinds = [
            "do",
            "do",
            "ask",
            "ask",
            "ask",
            "escalate",
            "escalate",
            "tell",
            "wait",
            "decide",
            "decide",
            "together",
        ]
        if self.callees:
            kinds += ["run", "run"]
        kind = self.dice.one(kinds)
        made: Data = getattr(self, f"_{kind}")(place)
        last = place == len(self.steps) - 1
        if not last and self.dice.chance(15):
            made["when"] = _condition(self.dice, self.names, facts=list(self.names.facts), most=1)
        if not last and self.dice.chance(12):
            made["unless"] = _condition(self.dice, self.names, facts=list(self.names.facts), most=1)
        return made

    def _go(self, made: Data, place: int) -> Data:
        way = self.way(place)
        return made if way == "next" else made | {"go": way}

    def _marks(self, made: Data, *, exposure: bool = True) -> Data:
        marks = self.dice.some([mark for mark in self.names.marks if mark != "E3"], 0, 2)
        if marks:
            made["marks"] = marks
        if exposure and self.dice.chance(15):
            made["exposure"] = "E3"
        return made

    def _person(self, made: Data, place: int) -> Data:
        if self.dice.chance(40):
            made["by"] = self.dice.one(WORKERS)
        if made.get("by") != "system":
            made["within"] = self.dice.one(TIMES)
        if place and self.dice.chance(15):
            made["by-other-than"] = self.dice.one(self.steps[:place])
        return made

    def _records(self, made: Data, facts: Sequence[str]) -> Data:
        if facts and self.dice.chance(25):
            fact = self.dice.one(list(facts))
            answers = [answer for answer in self.names.answers(fact) if answer != "unknown"]
            made["records"] = {fact: self.dice.one(answers)}
        return made

    def _do(self, place: int) -> Data:
        made = self._marks(self._person({"do": "Do something"}, place))
        return self._go(self._records(made, list(self.names.facts)), place)

    def _tell(self, place: int) -> Data:
        told: Data = {"tell": "reporter", "message": "note"} if self.dice.chance(60) else {"tell": "lead"}
        made = self._marks(self._person(told, place))
        return self._go(self._records(made, list(self.names.facts)), place)

    def _ask(self, place: int) -> Data:
        facts = self.dice.some(list(self.names.facts), 1, 2)
        several = len(facts) > 1 and self.dice.chance(40)
        made = self._person({"ask": facts if several else facts[0]}, place)
        if self.dice.chance(20):
            made["again"] = "yes"
        made = self._marks(made)
        if several or self.dice.chance(25):
            return self._go(made, place)
        return made | {"answers": self._answers(facts[0], place)}

    def _answers(self, fact: str, place: int) -> Data:
        answers = [answer for answer in self.names.answers(fact) if answer != "unknown"]
        number = fact == "age"
        if number:
            answers = self.dice.one([["under 2", "2 or over"], ["0", "1 to 3"], ["0 to 1", "2", "3"]])
        kept = answers if not self.dice.chance(30) else answers[: max(len(answers) - 1, 1)]
        made = {answer: self.way(place) for answer in kept}
        if len(kept) < len(answers) and self.dice.chance(85):
            made["otherwise"] = self.way(place)
        if "unknown" in self.names.answers(fact) and self.dice.chance(93):
            made["unknown"] = self.way(place)
        return made

    def _escalate(self, place: int) -> Data:
        made = self._marks({"escalate": self.dice.one(["desk", "lead", "night"])}, exposure=False)
        if self.dice.chance(40):
            made["within"] = self.dice.one(TIMES)
        if self.dice.chance(50):
            made["if-no-answer"] = self.way(place)
        return self._go(made, place)

    def _wait(self, place: int) -> Data:
        made: Data = {"wait": self.dice.one(["reporter", "authority", "lead", "30 minutes"])}
        if made["wait"] != "30 minutes":
            made["within"] = self.dice.one(TIMES)
            if self.dice.chance(60):
                made["if-no-answer"] = self.way(place)
            if self.dice.chance(60):
                made["restarts"] = "request-complete"
        return self._go(self._marks(made, exposure=False), place)

    def _decide(self, place: int) -> Data:
        facts = list(self.names.facts)
        branches: list[Data] = [
            {"when": _condition(self.dice, self.names, facts=facts), "go": self.way(place)}
            for _ in range(self.dice.number(1, 2))
        ]
        branches += [{kind: self.way(place)} for kind in ("otherwise", "unknown") if self.dice.chance(90)]
        return {"decide": "Which way?", "branches": branches}

    def _run(self, place: int) -> Data:
        target = self.dice.one(list(self.callees))
        made: Data = {"run": target}
        if self.dice.chance(30):
            fact = self.dice.one(list(self.names.facts))
            made["with"] = {fact: self.dice.one([a for a in self.names.answers(fact) if a != "unknown"])}
        each = self.dice.chance(60)
        made["outcomes"] = {outcome: self.way(place) for outcome in self.callees[target]} if each else self.way(place)
        return self._marks(made, exposure=False) if self.dice.chance(40) else made

    def _together(self, place: int) -> Data:
        """Two or three items of which none looks at what another settles."""
        dice = self.dice
        facts = list(self.names.facts)
        settled, read = facts[: len(facts) // 2], facts[len(facts) // 2 :]
        items: Data = {}
        for number in range(self.dice.one([2, 2, 2, 3])):
            item = self._marks(self._person({"do": "Do this"}, 0))
            own = [fact for place, fact in enumerate(settled) if place % 2 == number]
            item = self._records(item, own) if number < 2 else item
            if read and dice.chance(20):
                item["when"] = _table(self.dice, self.names, facts=read, marks=False, most=1)
            items[f"{self.steps[place]}-{number}"] = item
        return self._go(self._marks({"together": "Both", "steps": items}, exposure=False), place)

    def made(self) -> Data:
        """The steps, with a bound on every ring."""
        made = {name: self.step(place) for place, name in enumerate(self.steps)}
        for name, last in self.back.items():
            if self.dice.chance(4):
                continue  # a ring without a bound
            step = made[name]
            step.pop("when", None)
            step.pop("unless", None)
            ways = [*self.steps[max(last, self.steps.index(name)) + 2 :], *self.outcomes, *self.callees]
            step["at-most"] = self.dice.one(["1 time", "1 time", "2 times"])
            step["then"] = self.dice.one(ways)
        return made


def _workflow(
    dice: _Dice, names: _Names, number: int, callees: Mapping[str, list[str]], *, door: bool, size: tuple[int, int]
) -> Data:
    outcomes = ["good", "bad"][: dice.number(1, 2)]
    steps = [f"{'abc'[number]}{place}" for place in range(1, dice.number(*size) + 1)]
    made: Data = {"title": f"Workflow {number}"}
    if door:
        made["starts-when"] = "Something happens."
        if dice.chance(30):
            made["given"] = [dice.one(list(names.facts))]
    if dice.chance(60):
        made["team"] = dice.one(["desk", "lead", "night"])
    if dice.chance(60):
        made["severity"] = dice.one(["P1", "P2"])
    made["outcomes"] = {f"{outcome}-{number}": "It ended" for outcome in outcomes}
    if dice.chance(20):
        made["left-open"] = {f"{outcomes[-1]}-{number}": "lead"}
    flow = _Flow(dice, names, number, steps, list(made["outcomes"]), callees)
    made["steps"] = flow.made()
    return made


# ---- controls


def _requirement(dice: _Dice, names: _Names) -> Data:
    marks = dice.some(names.marks, 1, 2)
    made: Data = {"mark": marks[0] if len(marks) == 1 or dice.chance(60) else marks}
    order = dice.one(
        ["", "within", "within", "within", "before", "after", "directly-before", "only-by", "by-other-than"]
    )
    if order == "within":
        made["within"] = dice.one(LIMITS)
        start = dice.one(["", "", "received", "request-complete", "request-complete", "fact", "mark"])
        if start:
            pool = {"fact": list(names.facts), "mark": names.marks}.get(start, [start])
            made["from"] = dice.one(pool or ["received"])
    elif order == "only-by":
        made[order] = dice.some(WORKERS, 1, 2)
    elif order:
        others = [mark for mark in names.marks if mark not in marks]
        made[order] = dice.some(others if others and dice.chance(85) else names.marks, 1, 2)
    if dice.chance(20):
        made["when"] = _condition(dice, names, facts=list(names.facts), most=1)
    return made


def _control(dice: _Dice, names: _Names) -> Data:
    made: Data = {"title": "Something holds", "because": "It matters."}
    if dice.chance(65):
        made["when"] = _condition(dice, names, facts=list(names.facts))
    never = dice.chance(20)
    if not never or dice.chance(50):
        made["require"] = [_requirement(dice, names) for _ in range(dice.one([1, 1, 2]))]
    if never:
        made["never"] = dice.some(names.marks, 1, 2)
    if dice.chance(15):
        door = dice.chance(30)
        table = _condition(dice, names, facts=list(names.facts), most=1)
        made["except"] = [{**({"door": "first"} if door else {"when": table}), "because": "It is different."}]
    return made


@st.composite
def books(draw: st.DrawFn) -> dict[str, Data]:
    """The files of a small handbook."""
    dice = _Dice(draw)
    names = _Names(_facts(dice), dice.some(MARKS, 2, 4))
    files: dict[str, Data] = {
        "register/facts.yml": dict(names.facts),
        "register/marks.yml": {
            "hide": {"says": "Hidden in one place.", "counts-as": "hide-all"},
            "hide-all": "Hidden.",
            "report": "Reported.",
            "check": "Checked.",
        },
        "register/organisation.yml": _organisation(dice),
        "register/severities.yml": {"P1": {"title": "Bad"}, "P2": {"title": "Less bad"}},
        "messages/note.yml": {
            "title": "A note",
            "to": "reporter",
            "owner": "lead",
            "marks": [dice.one(MARKS[:4])],
            "text": {"en": "Thank you."},
        },
    }
    count = dice.one([1, 2, 2, 3])
    made: dict[str, Data] = {}
    for number in reversed(range(count)):
        callees = {name: list(flow["outcomes"]) for name, flow in made.items()}
        size = (3, 7) if number == 0 else (1, 4)
        door = number == 0 or dice.chance(25)
        made[names.flows[number]] = _workflow(dice, names, number, callees, door=door, size=size)
    files |= {f"workflows/all/{name}.yml": flow for name, flow in made.items()}
    for number in range(dice.number(2, 4)):
        files[f"controls/all/control-{number}.yml"] = _control(dice, names)
    return files
