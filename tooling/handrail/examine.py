"""Every rule looks at everything, on as many hands as there are.

Items are dealt out to the hands, each looked at by every rule, so that what reasoning remembers of a workflow is used
while it is warm. What a rule about the whole handbook needs is worked out before by all hands, each its share, and kept
in the memory. The findings are the same, whoever finds them; the hall sorts them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from handrail.crew import spread
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.memory import Recall
from handrail.ground.model import Handbook
from handrail.ground.source import START
from handrail.reasoning.kept import around
from handrail.rules import Rule

_LOOKS = {
    "check_sop": "procedures",
    "check_workflow": "workflows",
    "check_control": "controls",
    "check_message": "messages",
}
_CLEAN = "clean"
_WORKFLOWS = "workflows/"
_LOOKED_AT = (_WORKFLOWS, "messages/", "register/", "controls/", "scenarios/")
"""Where everything stands that a slow rule looks at."""
WHOLE = Place("index.md", span=START)
"""Where it is said that a rule about the whole handbook crashed."""
_FEW = 4
"""So few files are looked at before another hand has begun."""
_Look: TypeAlias = Callable[..., Iterator[Finding]]
_Work: TypeAlias = Callable[[], list[Finding]]


class _Told(NamedTuple):
    """What a piece of work found, and what it has worked out on the way."""

    findings: list[Finding]
    answers: Mapping[str, str]


def examine(handbook: Handbook, recall: Recall, rules: Collection[Rule], hands: int) -> list[Finding]:
    """What the rules find in a handbook, whose memory is `recall`.

    Where it is `asked` about some files, nobody looks at other items, and rules about the whole handbook not at other
    folders than they speak in: what they would say is not shown, because a rule about an item speaks of its own file.
    """
    run = _Run(handbook, rules)
    hands = 1 if 0 < len(handbook.asked) < _FEW else hands
    told = spread(partial(_done, recall), [*run.ahead(hands), *run.quick(), *run.items()], hands)
    for each in told:
        recall.answers.update(each.answers)
    return [*(finding for each in told for finding in each.findings), *run.slow()]


def _done(recall: Recall, work: Sequence[_Work]) -> list[_Told]:
    told = []
    for each in work:
        before = len(recall.answers)
        findings = each()
        told.append(_Told(findings, dict([*recall.answers.items()][before:])))
    return told


class _Run:
    """The work of one check, in pieces."""

    def __init__(self, handbook: Handbook, rules: Collection[Rule]) -> None:
        self.handbook, self.rules = handbook, rules
        self.known = _fingerprint(handbook, _LOOKED_AT)
        self.shared = _fingerprint(handbook, tuple(each for each in _LOOKED_AT if each != _WORKFLOWS))
        self.workflows = {workflow.place.path: name for name, workflow in handbook.workflows.items()}

    def ahead(self, hands: int) -> list[_Work]:
        """The shares of what the rules about the whole handbook need; with one hand it is done when it is needed."""
        able = (rule for rule in self.rules if type(rule).work_ahead is not Rule.work_ahead and self._wanted(rule))
        rules = [rule for rule in able if not (rule.slow and self._is_clean(rule, WHOLE))]
        return [partial(self._ahead, rules, share, hands) for share in range(hands)] if rules and hands > 1 else []

    def _ahead(self, rules: Sequence[Rule], share: int, shares: int) -> list[Finding]:
        for rule in rules:
            rule.work_ahead(self.handbook, share, shares)
        return []

    def items(self) -> Iterator[_Work]:
        """Each item, by all rules that look at its kind."""
        for look, kind in _LOOKS.items():
            looking = [rule for rule in self.rules if getattr(type(rule), look) is not getattr(Rule, look)]
            looks = [(rule, getattr(rule, look)) for rule in looking]
            for item in getattr(self.handbook, kind).values() if looks else ():
                if self.handbook.asks_about(item.place.path):
                    yield partial(self._look, looks, item.place, item)

    def quick(self) -> Iterator[_Work]:
        """The handbook as a whole, by each rule that needs nothing worked out ahead."""
        yield from (partial(self._look, [(rule, rule.check_handbook)], WHOLE) for rule in self._whole(slow=False))

    def slow(self) -> list[Finding]:
        """The handbook as a whole, by the others."""
        return self._look([(rule, rule.check_handbook) for rule in self._whole(slow=True)], WHOLE)

    def _whole(self, *, slow: bool) -> Iterator[Rule]:
        looking = (rule for rule in self.rules if type(rule).check_handbook is not Rule.check_handbook)
        return (rule for rule in looking if rule.slow == slow and self._wanted(rule))

    def _wanted(self, rule: Rule) -> bool:
        asked = self.handbook.asked
        return not asked or any(path.startswith(rule.speaks_in) for path in asked)

    def _look(self, looks: Sequence[tuple[Rule, _Look]], place: Place, *item: object) -> list[Finding]:
        """Let rules look. A slow one that had nothing to say is not asked again while nothing has changed."""
        found: list[Finding] = []
        for rule, look in looks:
            if not (rule.slow and self._is_clean(rule, place)):
                before = len(found)
                self._contained(found, rule, look, place, *item)
                if rule.slow and len(found) == before:
                    self.handbook.memory.put(self._key(rule, place), _CLEAN)
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
        return self.handbook.memory.get(self._key(rule, place)) == _CLEAN

    def _key(self, rule: Rule, place: Place) -> str:
        own = self.handbook.prints.get(place.path, "")
        workflow = self.workflows.get(place.path)
        # what is not connected with a workflow cannot matter to it
        known = self.known if workflow is None else f"{self.shared} {around(self.handbook, workflow)}"
        return f"clean {rule!r} {place.path} {own} {known}"


def _fingerprint(handbook: Handbook, folders: tuple[str, ...]) -> str:
    parts = (f"{path} {print_}" for path, print_ in sorted(handbook.prints.items()) if path.startswith(folders))
    return sha256("\n".join((str(handbook.as_of), *parts)).encode()).hexdigest()
