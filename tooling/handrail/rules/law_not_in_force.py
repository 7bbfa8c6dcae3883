"""law-not-in-force."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from handrail.ground.finding import Finding, Related, Severity
from handrail.ground.model import Control, Duty, Handbook, Sop
from handrail.ground.nearest import words
from handrail.rules import Example, Rule
from handrail.rules._claims import Claims
from handrail.rules._lazy import lazily
from handrail.rules._samples import DUTIES, PAGE, sop_file

_REGISTER = "register/duties.yml"
_OBLIGES = lazily(
    r"\b(?:must|has\s+to|have\s+to|shall|requires?|obliges?|orders?\s+us|asks?|demands?|forbids?|gives?\s+us|"
    r"is\s+due|are\s+due|the\s+law\s+says)\b",
    re.IGNORECASE,
)
_DATED = lazily(
    r"\b(?:will|would|from|until|once|since|not\s+yet|not\s+in\s+force|no\s+longer|planned|draft|bill|was|were|had|"
    r"used\s+to|open\s+for|counsel|ended|expired|when\s+it|in\s+future|(?:19|20)\d\d-\d\d|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_NAME = lazily(r"\(([A-Z][\w' ]{6,80})\)")
_SHORTEST_NAME = 8
_DAY = "in-force-on"
_LATER = DUTIES.replace("in-force-on: 2026-01-01", "in-force-on: 2027-07-01")
_ENDED = DUTIES.replace("updated-on", "ended-on: 2026-06-30\n  updated-on")
_SAYS = "## Purpose\n\nThe [charter](../../register/duties.yml#honest-answer) {}\n"


class LawNotInForce(Rule):
    """A law that does not hold yet, or holds no more, is told as a duty of today.

    Readers do things in its name that no law asks for, and some of them, such as giving data away, need one. A sentence
    of an SOP that links to the duty, or names its law, and says that it must, asks or forbids has to say from when or
    until when. A control that rests on such duties alone claims a law that does not bind: name the policy of the
    company that asks for it until then. From when and until when a duty holds stands in `register/duties.yml`.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_SAYS.format("obliges us to answer within 5 days.")),
            at="[charter]",
            file=PAGE,
            also={_REGISTER: _LATER},
            says="`honest-answer` is not in force before 2027-07-01",
        ),
        Example(
            "duties: [honest-answer]\n",
            at="[honest-answer]",
            file="controls/example/sender-is-told.yml",
            also={_REGISTER: _ENDED},
            says="ended on 2026-06-30",
            instead="duties: [honest-answer]\n",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_SAYS.format("will oblige us to answer within 5 days, from 2027-07-01.")),
            file=PAGE,
            also={
                _REGISTER: _LATER.replace("honest-answer", "late-answer") + DUTIES,
            },
        ),
        Example(sop_file(_SAYS.format("obliges us to answer within 5 days.")), file=PAGE, also={_REGISTER: DUTIES}),
    )

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """Look for a control that no duty carries today."""
        resting = _resting(handbook)
        duties = [handbook.duties[name] for name in control.duties if name in handbook.duties]
        if duties and len(duties) == len(control.duties) and all(duty.id in resting for duty in duties):
            yield self.finding(
                f"This control rests on a duty that does not hold: {words(resting[duty.id] for duty in duties)}.",
                control.place.at("duties"),
                "Name the duty that holds today, or the policy of the company that asks for it.",
                related=tuple(Related(duty.place.key(), "the duty") for duty in duties),
            )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Read the sentences that tell of a duty which does not hold."""
        resting, text = _resting(handbook), sop.page.text
        if not resting or not (_REGISTER in text or any(name in text for name in _names(handbook))):
            return
        page = Claims(sop, handbook)
        for start, sentence, links in page.sentences(linked=False):
            if not _OBLIGES().search(sentence):
                continue
            told = [(link.start, link.end, link.anchor) for link in links if link.path == _REGISTER]
            told += [
                (start + sentence.index(name), start + sentence.index(name) + len(name), duty.id)
                for name, duty in _names(handbook).items()
                if name in sentence
            ]
            for begin, end, name in told:
                rest = sentence[: begin - start] + sentence[end - start :]
                if name in resting and not _DATED().search(rest):
                    yield self._told(page, (begin, end), handbook.duties[name], resting[name])

    def _told(self, page: Claims, where: tuple[int, int], duty: Duty, why: str) -> Finding:
        return self.finding(
            f"This is told as a duty of today, and {why}.",
            page.place(where[0], where[1] - where[0]),
            "Say from when or until when it holds, or take the sentence out.",
            related=(Related(duty.place.key(), "the duty"),),
        )


@lru_cache(maxsize=2)
def _resting(handbook: Handbook) -> Mapping[str, str]:
    """The duties that do not hold today, each with why, as a sentence says it."""
    found = {}
    for duty in handbook.duties.values():
        if duty.in_force_on and duty.in_force_on > handbook.as_of:
            found[duty.id] = f"`{duty.id}` is not in force before {duty.in_force_on}"
        elif duty.ended_on and duty.ended_on <= handbook.as_of:
            found[duty.id] = f"`{duty.id}` ended on {duty.ended_on}"
        elif not duty.in_force_on and _DAY in duty.to_confirm:
            found[duty.id] = f"nobody knows since when `{duty.id}` holds"
    return found


@lru_cache(maxsize=2)
def _names(handbook: Handbook) -> Mapping[str, Duty]:
    """The names of laws of which no duty holds today, with one of their duties."""
    laws: dict[str, list[Duty]] = {}
    for duty in handbook.duties.values():
        law = duty.article.partition(",")[0]
        for name in (re.sub(r"\s*\(.*", "", law), *_NAME().findall(law)):
            if len(name) >= _SHORTEST_NAME:
                laws.setdefault(name, []).append(duty)
    return {name: duties[0] for name, duties in laws.items() if all(duty.id in _resting(handbook) for duty in duties)}
