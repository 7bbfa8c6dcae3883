"""text-graph-drift."""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix, Place, Related
from handrail.ground.model import Handbook, Sop, Step, Verb, Workflow
from handrail.rules import Example, Rule
from handrail.rules._claims import Claims, Link
from handrail.rules._lazy import lazily
from handrail.rules._promises import Promise, Said, doers, in_words, plain, said, titled
from handrail.rules._samples import PAGE, sop_file

_NUMBER = lazily(r"\b[A-Z]{2,6}-\d{1,5}\b")
_LEVEL = lazily(
    r"\b(?:severity(?:\s+(?:is|of))?|(?:is|are|starts?\s+as|begins?\s+as|opens?\s+as|handled\s+as)\s+(?:an?\s+|always\s+)?)"
    r"\s*(P\d)\b",
    re.IGNORECASE,
)
_CUE = lazily(
    r"\b(?:within|in|for|at\s+most|no\s+later\s+than|not\s+later\s+than|up\s+to|takes?|has|have|gets?|after)"
    r"\s+(?:at\s+most\s+|only\s+|about\s+|up\s+to\s+|the\s+next\s+)?$",
    re.IGNORECASE,
)
_LONGEST_CUE = 40
_SAYS_TIME = lazily(r"\d")
_CLAUSE = lazily(
    r"(?:^|[.,;:!?(*]\s*|\b(?:and|or|then|but|until|when|if|after|before|that|while|unless|because)\s+)"
    r"(?:the\s+|a\s+|an\s+|our\s+)?(\w[\w\s-]{3,60}?)\s+(?:who\s+|then\s+|also\s+|alone\s+|only\s+)?$",
    re.IGNORECASE,
)
_LONGEST_SUBJECT = 90
_STEP = "../../workflows/example/lost-parcel.yml"


class TextGraphDrift(Rule):
    """A page says something else about a step than the step itself: another time, another team, another severity.

    The page is read, the step is done; whoever finds two numbers trusts neither. What a page says in the sentence that
    links to a step is compared with the step: a link whose words are a time must be the time that stands there, and so
    must any other time in the sentence, unless the details of the step say it too. The team that is named right before
    the link must have to do with the step. Links to severities, teams and controls are compared in the same way, and a
    number such as SOP-101 with the page to which it leads. Change the one that is wrong; best is a link on the number
    alone, so that nobody has to look twice.
    """

    group: ClassVar[str] = "pages"
    slow: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(f"## What to do\n\nSearch the depot within [3 hours]({_STEP}#search-depot).\n"),
            at="3 hours",
            file=PAGE,
            says="`search-depot` says 4 hours",
        ),
        Example(
            sop_file(
                f"## What to do\n\n[Search]({_STEP}#search-depot) the depot. It takes at most 3 hours, see\n"
                f"[the step]({_STEP}#search-depot).\n"
            ),
            at="3 hours",
            file=PAGE,
            says="`search-depot` says 4 hours",
        ),
        Example(
            sop_file(f"## What to do\n\nThen the duty manager [reads the proof]({_STEP}#read-proof).\n"),
            at="duty manager",
            file=PAGE,
            says="`read-proof` is done by",
        ),
        Example(
            sop_file(f"## What to do\n\n1. [Search the depot]({_STEP}#search-depot).\n2. Burn the parcel.\n"),
            at="Burn the parcel.",
            file=PAGE,
            says="no step of `lost-parcel`",
        ),
        Example(
            sop_file("## What to do\n\nA child's present is [P1](../../register/severities.yml#P2).\n"),
            at="P1",
            file=PAGE,
            says="leads to P2",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                f"## What to do\n\nSearch the depot within [4 hours]({_STEP}#search-depot). A helper\n"
                f"[reads the proof]({_STEP}#read-proof).\n"
            ),
            file=PAGE,
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Compare every link, and every sentence with a link to a step, with what it leads to."""
        if "](" not in sop.page.text:
            return
        page = Claims(sop, handbook)
        for link in page.links:
            yield from self._link(page, link)
        yield from self._listed(page)
        made_up = page.made_up()
        for start, sentence, links in page.sentences():
            steps = [(link, *found) for link in links if (found := page.step(link))]
            if steps and not made_up[0] <= start < made_up[1]:
                for link, step, workflow in steps:
                    yield from self._team(page, link, step, workflow)
                yield from self._times(page, start, sentence, links, steps)
                yield from self._levels(page, start, sentence, steps)

    def _listed(self, page: Claims) -> Iterator[Finding]:
        for items in page.lists():
            workflows = {workflow.id for _, _, steps in items for _, workflow in steps}
            without = [(start, text) for start, text, steps in items if not steps]
            if len(workflows) == 1 and len(without) * 2 <= len(items):
                for start, text in without:
                    yield self.finding(
                        f"`{text}` stands in a list of steps and is no step of `{workflows.copy().pop()}`.",
                        page.place(start, len(text)),
                        "Write it as a step of the workflow and link to it, or take it out of the list.",
                    )

    def _link(self, page: Claims, link: Link) -> Iterator[Finding]:
        yield from self._number(page, link)
        yield from self._level_of_link(page, link)
        times = list(said(link.text))
        if len(times) != 1:
            return
        promises, also = page.promises(link)
        name = link.anchor or link.path.rpartition("/")[2].partition(".")[0]
        if promises and times[0].means not in {*(each.means for each in promises), *also}:
            place = page.place(link.start + 1 + times[0].start, len(times[0].text))
            yield self._other_time(times[0], name, promises, place, fix=True)
        elif not promises and times[0].means not in also and page.step(link):
            yield self.finding(
                f"This says `{times[0].text}`, and `{name}` says no time.",
                page.place(link.start + 1 + times[0].start, len(times[0].text)),
                f"Write it as `within` of `{name}`, or link to the step that says it.",
            )

    def _times(
        self,
        page: Claims,
        start: int,
        sentence: str,
        links: Iterable[Link],
        steps: list[tuple[Link, Step, Workflow]],
    ) -> Iterator[Finding]:
        linked = [(link.start, link.end) for link in links]
        known = {means for link in links for means in page.known(link)}
        promises = [promise for link, _, _ in steps for promise in page.promises(link)[0]]
        for time in said(sentence) if promises and not any(_SAYS_TIME().search(link.text) for link in links) else ():
            cue = _CUE().search(sentence, max(0, time.start - _LONGEST_CUE), time.start)
            inside = any(begin <= start + time.start < end for begin, end in linked)
            if cue and not inside and time.unit != "time" and time.means not in known:
                place = page.place(start + time.start, len(time.text.partition("\n")[0]))
                yield self._other_time(time, steps[0][1].id, promises, place, fix=False)

    def _other_time(self, time: Said, name: str, promises: list[Promise], place: Place, *, fix: bool) -> Finding:
        told = in_words(promises)
        single = told if len({promise.means for promise in promises}) == 1 else ""
        said_text = " ".join(time.text.split())
        return self.finding(
            f"This says `{said_text}`, and `{name}` says {told}.",
            place,
            f"Write {told} here, or change `{name}`.",
            related=tuple(Related(promise.place, promise.text) for promise in promises[:3]),
            fix=Fix(f"Write {single}", (Edit(place, single),)) if fix and single else None,
        )

    def _team(self, page: Claims, link: Link, step: Step, workflow: Workflow) -> Iterator[Finding]:
        named, start = plain(link.text), link.start + 1
        if named not in titled(page.handbook):
            before = page.text[max(0, link.start - _LONGEST_SUBJECT) : link.start]
            clause = _CLAUSE().search(before)
            named = plain(clause[1]) if clause else ""
            start = link.start - len(before) + clause.start(1) if clause else 0
        meant = titled(page.handbook).get(named, frozenset())
        known = doers(step, workflow, page.handbook)
        unreadable = step.verb is Verb.RUN and step.target not in page.handbook.workflows
        if meant and not meant & known and not unreadable and named not in plain(f"{step.words} {step.details}"):
            doer = step.by or step.target if step.by or step.targets else workflow.team
            yield self.finding(
                f"This names `{named}`, and `{step.id}` is done by `{doer}`.",
                page.place(start, len(named)),
                f"Name who does it, or change `by` of `{step.id}`.",
                related=(Related(step.place.key(), "the step"),),
            )

    def _levels(
        self, page: Claims, start: int, sentence: str, steps: list[tuple[Link, Step, Workflow]]
    ) -> Iterator[Finding]:
        workflows = {workflow.id: workflow for _, _, workflow in steps}
        known = {workflow.severity for workflow in workflows.values()}
        if "" in known or len(workflows) != 1:
            return
        _, step, workflow = steps[0]
        for found in _LEVEL().finditer(sentence):
            if found[1] not in known and found[1] not in f"{step.words} {step.details}":
                yield self.finding(
                    f"This says {found[1]}, and a case of `{workflow.id}` begins as {workflow.severity}.",
                    page.place(start + found.start(1), len(found[1])),
                    f"Write {workflow.severity}, or change `severity` of `{workflow.id}`.",
                    related=(Related(workflow.place.at("severity"), "its severity"),),
                )

    def _level_of_link(self, page: Claims, link: Link) -> Iterator[Finding]:
        levels = page.handbook.severities
        if link.path == "register/severities.yml" and link.text in levels and link.anchor not in ("", link.text):
            yield self.finding(
                f"This says {link.text} and leads to {link.anchor}.",
                page.place(link.start + 1, len(link.text)),
                f"[{link.anchor}]({link.address})",
            )

    def _number(self, page: Claims, link: Link) -> Iterator[Finding]:
        number = page.numbers().get(link.path, "")
        for found in _NUMBER().finditer(link.text) if number else ():
            if found[0] != number and found[0].partition("-")[0] == number.partition("-")[0]:
                yield self.finding(
                    f"This says {found[0]} and leads to {number}.",
                    page.place(link.start + 1 + found.start(), len(found[0])),
                    f"Write {number}, or lead to {found[0]}.",
                )
