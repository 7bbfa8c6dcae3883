"""The fingerprint of what a procedure means: an approval is bound to it, so that it ends where the meaning changes.

Covered is what a procedure and its workflows say themselves. Of a workflow: its door, team, severity, promise and
outcomes; of each step its verb, target, people, time, marks, exposure, conditions, and where each answer leads. Of the
SOP: owner, audience, duties, exposure, how often it is reviewed. Where nothing but words says what is meant, the words
are covered: when to use the procedure, what never to do, and the English text of the messages that are sent.

Not covered: titles, headings, details, the other sections, names of steps, files and folders, comments, and any order
that says nothing. Nor what it only names: workflows that it runs, teams, duties, controls. When these change, the
review becomes due (`reviewing`), and the approval stands.

The form that is hashed is listed here by hand, key by key, and what is empty is left out: a field that the language
gets later changes no fingerprint of a page that does not use it. Whoever changes the form of what is there begins `m2`.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from handrail.ground.duration import Duration
from handrail.ground.model import Branch, Handbook, Message, Section, Sop, Step, Table, Verb, Workflow
from handrail.reasoning.doing import marks_of, ways_of_answers

SCHEME = "m1"
_LENGTH = 12
WORDS_COUNT = ("When to use it, and when not", "What never to do")
"""The headings below which every word counts."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"(!?\[[^\]]*\])(?:\([^()]*\)|\[[^\]]*\])")
_ITEM = re.compile(r"[-*+]\s+")
_STRESS = re.compile(r"[*_`]+")


def fingerprint(handbook: Handbook, sop: Sop) -> str:
    """The fingerprint of what an SOP and its workflows mean: `m1-` and 12 digits."""
    return _fingerprint(handbook, sop.id)


@lru_cache(maxsize=1024)
def _fingerprint(handbook: Handbook, name: str) -> str:
    said = json.dumps(meaning(handbook, handbook.procedures[name]), sort_keys=True, separators=(",", ":"))
    return f"{SCHEME}-{sha256(said.encode('ascii')).hexdigest()[:_LENGTH]}"


def comparable(content: str) -> bool:
    """Whether a fingerprint was made as they are made here, so that it can be compared."""
    return content.startswith(f"{SCHEME}-")


def meaning(handbook: Handbook, sop: Sop) -> dict[str, Any]:
    """What an SOP and its workflows mean, as plain data in which the order of every list counts or is sorted."""
    own = [flow for flow in handbook.workflows.values() if flow.procedure == sop.id]
    shown = {_called(handbook, fence.workflow) for fence in sop.page.fences}
    return _said(
        owner=sop.owner,
        audience=sorted(sop.audience),
        duties=sorted(sop.duties),
        exposure=sop.exposure,
        review=_time(sop.review_every),
        retired=sop.retired_on.isoformat() if sop.retired_on else "",
        replaced=_number(handbook.procedures.get(sop.replaced_by), sop.replaced_by),
        shows=sorted(shown - {_called(handbook, flow.id) for flow in own}),
        words={part.heading.text: _lists(part.text) for part in sop.page.sections() if _words_count(part)},
        workflows=sorted((meaning_of_workflow(handbook, flow) for flow in own), key=_text),
    )


def meaning_of_workflow(handbook: Handbook, flow: Workflow) -> dict[str, Any]:
    """What a workflow means by itself, as plain data."""
    return _Form(handbook, flow).whole()


# ---- words


def _words_count(part: Section) -> bool:
    return part.heading.text in WORDS_COUNT


def _lists(text: str) -> list[Any]:
    """The paragraphs and lists of a section; a list whose order says nothing is sorted."""
    found: list[Any] = []
    open_: list[str] | None = None
    for block in _blocks(_COMMENT.sub("", text)):
        item = _ITEM.match(block)
        if item and open_ is None:
            open_ = []
            found.append(open_)
        if item and open_ is not None:
            open_.append(_plain(block[item.end() :]))
            open_.sort()
        else:
            open_ = None
            found.append(_plain(block))
    return [each for each in found if each]


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, and items of lists with what belongs to them."""
    block: list[str] = []
    for line in (*text.split("\n"), ""):
        if block and (not line.strip() or _ITEM.match(line)):
            yield "\n".join(block)
            block = []
        if line.strip():
            block.append(line)


def _plain(text: str) -> str:
    """Words and signs, without how their lines are broken, how they are stressed and where their links lead."""
    words = _STRESS.sub("", _LINK.sub(r"\1", text)).replace("[", "").replace("]", "")
    return " ".join(unicodedata.normalize("NFC", words).split())


def _letter(message: Message) -> dict[str, Any]:
    """What a message says in English, from which the other languages are translated and checked."""
    choices = {
        name: {each: _plain(says.get("en", "")) for each, says in every.items()}
        for name, every in message.choices.items()
    }
    return _said(to=message.to, text=_plain(message.text.get("en", "")), choices=choices)


# ---- workflows


class _Form:
    """A workflow without its names: its steps are numbered as a case comes to them, not as they stand in the file."""

    def __init__(self, handbook: Handbook, flow: Workflow) -> None:
        self.handbook, self.flow = handbook, flow
        self.top = {step.id for step in flow.steps}
        self.number: dict[str, str] = {}
        self._count(flow.steps[:1])
        self._count(flow.steps)  # what no case comes to stands at the end

    def _count(self, steps: Iterable[Step]) -> None:
        waiting = list(steps)
        while waiting:
            step = waiting.pop(0)
            if step.id in self.number:
                continue
            here = self.number[step.id] = str(len(self.number))
            items = sorted(step.items, key=lambda item: _text(self._step(item, apart=True)))
            self.number |= {item.id: f"{here}.{at}" for at, item in enumerate(items)}
            waiting += [self.flow.by_id[name] for _, name in self._ways(step) if name in self.flow.by_id]

    def whole(self) -> dict[str, Any]:
        """Everything that the workflow means."""
        flow = self.flow
        steps = {self.number[step.id]: self._step(step) for step in flow.steps}
        return _said(
            door=bool(flow.starts_when),
            given=sorted(flow.given),
            team=flow.team,
            severity=flow.severity,
            close=_time(flow.close_within),
            outcomes=sorted(flow.outcomes),
            open=dict(flow.left_open),
            steps=steps,
            facts={name: _fact(self.handbook, name) for name in _facts(self.handbook, flow)},
        )

    def _step(self, step: Step, *, apart: bool = False) -> dict[str, Any]:
        """What a step means. `apart`: without what points to other steps, while they have no numbers yet."""
        message = self.handbook.messages.get(step.message)
        ways = [] if apart else [[on, self._told(name)] for on, name in self._ways(step)]
        return _said(
            verb=step.verb.value,
            of=sorted(self._target(step, name) for name in step.targets),
            by=step.by,
            second=step.and_by,
            other=bool(step.by_other_than) if apart else self.number.get(step.by_other_than, step.by_other_than),
            time=_time(step.within) or self._promised(step),
            marks=sorted(marks_of(self.handbook, step)),
            when=_tables(step.when),
            unless=_tables(step.unless),
            records=dict(step.records),
            again=step.again,
            hands=sorted(step.hand_over),
            letter=_letter(message) if message else step.message,
            settles=dict(step.settles),
            often=step.at_most or 0,
            restarts=step.restarts,
            ways=ways,
            items=sorted((self._step(item, apart=apart) for item in step.items), key=_text),
        )

    def _target(self, step: Step, name: str) -> str:
        """What a verb names: a workflow by its number, a pause as a length of time."""
        return _called(self.handbook, name) if step.verb is Verb.RUN else _time(step.pause) or name

    def _promised(self, step: Step) -> Any:  # noqa: ANN401 - plain data
        """The time that an escalation takes over from its team where it does not say one itself."""
        team = self.handbook.teams.get(step.target) if step.verb is Verb.ESCALATE else None
        if team is None:
            return ""
        named = {level: _time(time) for level, time in team.accepts_by_severity.items()}
        return named or _time(team.accepts)

    def _ways(self, step: Step) -> list[tuple[str, str]]:
        """Where a step leads: on what, and the name of what is there. Sorted, for the order of answers says nothing."""
        if step.id not in self.top:
            return sorted((f"end {outcome}", way) for outcome, way in step.outcomes.items())
        found = [
            *((f"answer {answer}", way) for way, all_ in self._answers(step).items() for answer in all_),
            *((f"branch {_branch(branch)}", branch.go) for branch in step.branches),
            *((f"end {outcome}", way) for outcome, way in step.outcomes.items()),
        ]
        found.append(("on", step.go or ("" if found else "next")))
        found += [("late", step.if_no_answer), ("then", step.then)]
        return sorted((on, self.flow.resolve(step, way)) for on, way in found if way)

    def _answers(self, step: Step) -> Mapping[str, Iterable[str]]:
        """Way -> answers. `otherwise` stands for the answers that are left."""
        known = step.target in self.handbook.facts
        return ways_of_answers(self.handbook, step) if known else {way: [each] for each, way in step.answers.items()}

    def _told(self, name: str) -> str:
        if name in self.number:
            return self.number[name]
        known = name in self.flow.outcomes or name == "next"
        return f"= {name}" if known else f"to {_called(self.handbook, name)}"


def _branch(branch: Branch) -> str:
    return _text([branch.kind, _tables(branch.when)])


def _tables(tables: Iterable[Table]) -> list[Any]:
    return sorted(sorted([name, *sorted(values)] for name, values in table.items()) for table in tables)


def _facts(handbook: Handbook, flow: Workflow) -> Iterator[str]:
    """The questions that a workflow asks, and whose answers part its cases."""
    for step in flow.every_step():
        yield from step.targets if step.verb is Verb.ASK else ()
        tables = (*step.when, *step.unless, *(table for branch in step.branches for table in branch.when))
        yield from (name for table in tables for name in table if name in handbook.facts)


def _fact(handbook: Handbook, name: str) -> dict[str, Any]:
    """Which answers a question has; not how they are worded."""
    fact = handbook.facts.get(name)
    if fact is None:
        return {}
    bounds = [fact.least, fact.most, fact.unit] if fact.most else []
    answers = sorted(fact.answers)
    return _said(kind=fact.kind.value, answers=answers, bounds=bounds, sure=fact.always_known, first=fact.at_first)


# ---- plain data


def _called(handbook: Handbook, workflow: str) -> str:
    """What a workflow is called for good: its number, which never changes, or its name where it has none."""
    return _number(handbook.workflows.get(workflow), workflow)


def _number(thing: Workflow | Sop | None, name: str) -> str:
    return thing.number if thing and thing.number else name


def _time(time: Duration | None) -> str:
    """A length of time in its own unit: a day is 24 hours, but a working day and a month are neither."""
    if time is None:
        return ""
    plain = time.unit in ("minute", "hour", "day")
    return f"{time.minutes} minutes" if plain else f"{time.amount} {time.unit}"


def _said(**values: object) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in values.items() if value}


def _text(data: object) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"))
