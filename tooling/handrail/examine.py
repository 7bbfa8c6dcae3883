"""Every rule looks at everything, on as many hands as there are.

Items are dealt out to the hands, each looked at by every rule, so that what reasoning remembers of a workflow is used
while it is warm. What rules need to know of it when they look at the whole handbook is worked out at once, and kept
in the memory. The findings are the same, whoever finds them; the hall sorts them.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from sys import intern
from typing import Any, NamedTuple, TypeAlias

from handrail.crew import spread
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.memory import FORGETFUL, Recall
from handrail.ground.model import Handbook, Workflow
from handrail.ground.source import START
from handrail.reasoning import wordless
from handrail.reasoning.kept import around
from handrail.rules import Part, Rule

_LOOKS = {
    "check_sop": "procedures",
    "check_workflow": "workflows",
    "check_control": "controls",
    "check_message": "messages",
}
_WORKFLOWS = "workflows/"
_LOOKED_AT = (_WORKFLOWS, "messages/", "register/", "controls/", "scenarios/")
"""Where everything stands that a slow rule looks at."""
WHOLE = Place("index.md", span=START)
"""Where it is said that a rule about the whole handbook crashed."""
_FEW = 4
"""So few files are looked at before another hand has begun."""
_MANY_DOORS = 16
"""With fewer doors a hand what there is to work out about one of them is shared, for doors are not alike."""
_Look: TypeAlias = Callable[..., Iterator[Finding]]
_Work: TypeAlias = Callable[[], list[Finding]]


class _Looking(NamedTuple):
    """A rule with how it looks at an item, its name with its options, and what decides whether it looks again."""

    rule: Rule
    look: _Look
    name: str
    key: "Callable[[Place], str] | None"


class _Told(NamedTuple):
    """What a piece of work found, and what it has worked out on the way."""

    findings: list[Finding]
    answers: Mapping[str, str]


def examine(handbook: Handbook, recall: Recall, rules: Collection[Rule], hands: int) -> list[Finding]:
    """What the rules find in a handbook, whose memory is `recall`.

    Where it is `asked` about some files, nobody looks at other items, and rules about the whole handbook not at other
    folders than they speak in: what they would say is not shown, because a rule about an item speaks of its own file.
    """
    run = _Run(handbook, rules, keeps=recall.memory is not FORGETFUL)
    hands = 1 if 0 < len(handbook.asked) < _FEW else hands
    told = spread(partial(_done, recall), [*run.quick(), *run.items(hands)], hands)
    for each in told:
        recall.told(each.answers)
    return [*(finding for each in told for finding in each.findings), *run.slow()]


def _done(recall: Recall, work: Sequence[_Work]) -> list[_Told]:
    told = []
    for each in work:
        recall.fresh = {}
        told.append(_Told(each(), recall.fresh))
    return told


class _Run:
    """The work of one check, in pieces."""

    def __init__(self, handbook: Handbook, rules: Collection[Rule], *, keeps: bool) -> None:
        self.handbook, self.rules, self.keeps = handbook, rules, keeps
        self.known = _fingerprint(handbook, _LOOKED_AT)
        self.shared = _fingerprint(handbook, tuple(each for each in _LOOKED_AT if each != _WORKFLOWS))
        self.workflows = {workflow.place.path: name for name, workflow in handbook.workflows.items()}

    def items(self, hands: int) -> Iterator[_Work]:
        """Each item by all rules that look at its kind, a workflow with what is worked out ahead about it."""
        rules = self._working_ahead()
        doors = sum(map(self.handbook.door, self.handbook.workflows))
        parts = hands if rules and doors < _MANY_DOORS * hands else 1
        for place, looks, item in self._looks(across=False):
            ahead = rules if isinstance(item, Workflow) and parts == 1 else []
            yield partial(self._look_and_work, looks, ahead, place, item)
        for workflow in self.handbook.workflows.values() if rules else ():
            for number in range(parts) if parts > 1 or not self.handbook.asks_about(workflow.place.path) else ():
                yield partial(self._ahead, rules, workflow, Part(number, parts))

    def _looks(self, *, across: bool) -> Iterator[tuple[Place, list[_Looking], Any]]:
        for look, kind in _LOOKS.items():
            looking = [
                rule
                for rule in self.rules
                if getattr(type(rule), look) is not getattr(Rule, look) and rule.across == across
            ]
            looks = [_Looking(rule, getattr(rule, look), repr(rule), self._key_of(rule)) for rule in looking]
            for item in getattr(self.handbook, kind).values() if looks else ():
                if self.handbook.asks_about(item.place.path):
                    yield item.place, looks, item

    def _working_ahead(self) -> list[Rule]:
        able = [rule for rule in self.rules if type(rule).work_ahead is not Rule.work_ahead and self._wanted(rule)]
        return [rule for rule in able if not self._is_clean(rule, WHOLE)]

    def _look_and_work(
        self,
        looks: Sequence[_Looking],
        ahead: Sequence[Rule],
        place: Place,
        item: Any,  # noqa: ANN401 - of any kind
    ) -> list[Finding]:
        found = self._look(looks, place, item)
        return found + (self._ahead(ahead, item, Part()) if ahead else [])

    def _ahead(self, rules: Sequence[Rule], workflow: Workflow, part: Part) -> list[Finding]:
        """Work out a part of what rules need about a workflow, unless that was done before."""
        kept_by = self._key_of_meaning if all(rule.wordless for rule in rules) else self._key
        key = f"{kept_by(workflow.place)} ahead {part}"
        names, done = {repr(rule) for rule in rules}, self._clean(key)
        for rule in rules if not names <= done else ():
            self._prepare(rule, workflow, part)
        if not names <= done:
            self.handbook.memory.put(key, json.dumps(sorted(names | done)))
        return []

    def _prepare(self, rule: Rule, workflow: Workflow, part: Part) -> None:
        with suppress(Exception):  # it is needed again later, and then told
            rule.work_ahead(self.handbook, workflow, part)

    def quick(self) -> Iterator[_Work]:
        """The handbook as a whole, by the rules that need nothing worked out ahead.

        One hand takes them all, for most of them ask the index of all names, which is made once then.
        """
        yield partial(self._look, [*self._whole(slow=False)], WHOLE)

    def slow(self) -> list[Finding]:
        """The items by the rules that wait for all doors; the handbook as a whole, by those that take their time."""
        found = [each for place, looks, item in self._looks(across=True) for each in self._look(looks, place, item)]
        return found + self._look([*self._whole(slow=True)], WHOLE)

    def _whole(self, *, slow: bool) -> Iterator[_Looking]:
        looking = (rule for rule in self.rules if type(rule).check_handbook is not Rule.check_handbook)
        found = (rule for rule in looking if rule.slow == slow and self._wanted(rule))
        return (_Looking(rule, rule.check_handbook, repr(rule), self._key_of(rule, whole=True)) for rule in found)

    def _wanted(self, rule: Rule) -> bool:
        asked = self.handbook.asked
        return not asked or any(path.startswith(rule.speaks_in) for path in asked)

    def _look(self, looks: Sequence[_Looking], place: Place, *item: object) -> list[Finding]:
        """Let rules look. A slow one that had nothing to say is not asked again while nothing has changed."""
        found: list[Finding] = []
        keys = {kept_by: kept_by(place) if kept_by else "" for kept_by in {each.key for each in looks}}
        known = {key: self._clean(key) for key in keys.values() if key}
        clean = {key: set(names) for key, names in known.items()}
        for rule, look, name, kept_by in looks:
            key = keys[kept_by]
            if name not in known.get(key, ()):
                count = len(found)
                self._contained(found, rule, look, place, *item)
                if key and len(found) == count:
                    clean[key].add(name)
        for key, names in clean.items():
            if len(names) > len(known[key]):
                self.handbook.memory.put(key, intern(json.dumps(sorted(names))))  # mostly the same ones
        return found

    def _contained(self, found: list[Finding], rule: Rule, look: _Look, place: Place, *item: object) -> None:
        """Let a rule look. One that crashes is named and keeps what it had found; the others still run."""
        try:
            found.extend(look(*item, self.handbook))
        except Exception as error:  # noqa: BLE001 - the one place where a rule's fault is contained
            message = f"The rule `{rule.id}` crashed: {type(error).__name__}: {error}"
            hint = (
                "This is our fault, not yours. Please report it with this file. This rule has proven nothing about it."
            )
            found.append(Finding("rule-crashed", Severity.ERROR, message, place, hint))

    def _is_clean(self, rule: Rule, place: Place) -> bool:
        key = self._key_of(rule, whole=place is WHOLE)
        return key is not None and repr(rule) in self._clean(key(place))

    def _clean(self, key: str) -> frozenset[str]:
        """The slow rules that had nothing to say, by what they say of themselves: their names and their options."""
        kept = self.handbook.memory.get(key)
        return frozenset(json.loads(kept)) if kept else frozenset()

    def _key_of(self, rule: Rule, *, whole: bool = False) -> Callable[[Place], str] | None:
        """What decides whether a rule has to look again; None where it always looks, or nothing is kept of a look."""
        if not self.keeps or not (rule.slow or (rule.local and not whole)):
            return None
        return self._key_of_meaning if rule.wordless else self._key

    def _key_of_meaning(self, place: Place) -> str:
        """All that a rule sees that looks at no word."""
        book = self.handbook
        around_it = wordless.around(book, self.workflows.get(place.path, ""))
        return " ".join(("clean", place.path, wordless.beside(book), wordless.of_controls(book), around_it))

    def _key(self, place: Place) -> str:
        """The bytes of all that a slow rule may look at."""
        own = self.handbook.prints.get(place.path, "")
        workflow = self.workflows.get(place.path)
        # what is not connected with a workflow cannot matter to it
        known = self.known if workflow is None else f"{self.shared} {around(self.handbook, workflow)}"
        return f"clean {place.path} {own} {known}"


def _fingerprint(handbook: Handbook, folders: tuple[str, ...]) -> str:
    parts = (f"{path} {print_}" for path, print_ in sorted(handbook.prints.items()) if path.startswith(folders))
    return sha256("\n".join((str(handbook.as_of), *parts)).encode()).hexdigest()
