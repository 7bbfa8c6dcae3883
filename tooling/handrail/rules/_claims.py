"""The links and the sentences of an SOP, each with what it leads to."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from posixpath import dirname, normpath
from typing import NamedTuple

from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Sop, Step, Workflow
from handrail.ground.source import Span
from handrail.rules._lazy import lazily
from handrail.rules._promises import Promise, of_control, of_severity, of_step, of_team, said
from handrail.rules._reading import prose, sentences, shown

EXAMPLE = "Example"
_EXAMPLE = lazily(rf"^## {EXAMPLE}$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LINK = lazily(r"\[([^\[\]]{1,300})\]\(\s{0,4}<?([^)\s>#]{0,400})(?:#([^)\s>]{0,200}))?>?(?:[ \t][^)\n]{0,200})?\)")
_ITEM = lazily(r"^(\d{1,3})[.)] +([^\n]*)(?:\n[ \t]+[^\n]*)*", re.MULTILINE)


class Link(NamedTuple):
    """A link in a page: its words, where it stands, and what it leads to."""

    text: str
    start: int
    end: int
    path: str
    anchor: str
    address: str


class Claims:
    """An SOP with its links and sentences, each at its place in the text."""

    def __init__(self, sop: Sop, handbook: Handbook) -> None:
        self.sop = sop
        self.handbook = handbook
        self.text = shown(sop.page.text)
        self.links = [self._resolved(found) for found in _LINK().finditer(self.text)]
        self._by_path = {workflow.place.path: workflow for workflow in handbook.workflows.values()}
        self._controls = {control.place.path: control for control in handbook.controls.values()}

    def _resolved(self, found: re.Match[str]) -> Link:
        folder = dirname(self.sop.place.path)
        path = normpath(f"{folder}/{found[2]}") if found[2] else self.sop.place.path
        address = found[2] + (f"#{found[3]}" if found[3] else "")
        return Link(found[1], found.start(), found.end(), path, found[3] or "", address)

    def sentences(self, *, linked: bool = True) -> Iterator[tuple[int, str, list[Link]]]:
        """Every sentence (or those with a link): where it begins, and its links."""
        starts = [link.start for link in self.links]
        for found in sentences(prose(self.sop.page.text)):
            links = self.links[bisect_right(starts, found.start() - 1) : bisect_right(starts, found.end() - 1)]
            if links or not linked:
                yield found.start(), found[0], links

    def lists(self) -> Iterator[list[tuple[int, str, list[tuple[Step, Workflow]]]]]:
        """Each numbered list: where an item begins, its first words, and the steps to which it leads."""
        run: list[tuple[int, str, list[tuple[Step, Workflow]]]] = []
        for found in _ITEM().finditer(self.text) if _ITEM().search(self.text) else ():
            if found[1] == "1" and run:
                yield run
                run = []
            links = (link for link in self.links if found.start() <= link.start < found.end())
            steps = [step for link in links if (step := self.step(link))]
            run.append((found.start(2), found[2].strip(), steps))
        if run:
            yield run

    def made_up(self) -> tuple[int, int]:
        """Where the example begins and ends: what it tells happened once, and is no claim."""
        found = _EXAMPLE().search(self.text)
        return found.span() if found else (0, 0)

    def step(self, link: Link) -> tuple[Step, Workflow] | None:
        """The step to which a link leads."""
        workflow = self._by_path.get(link.path)
        step = workflow.by_id.get(link.anchor) if workflow else None
        return (step, workflow) if step and workflow else None

    def promises(self, link: Link) -> tuple[list[Promise], frozenset[tuple[str, int]]]:
        """What stands about time where a link leads, and what its own words say besides."""
        found = self.step(link)
        if found:
            step, workflow = found
            details = frozenset(time.means for time in said(f"{step.words}\n{step.details}"))
            return list(of_step(step, workflow, self.handbook)), details
        if link.path == "register/severities.yml" and link.anchor in self.handbook.severities:
            return list(of_severity(self.handbook.severities[link.anchor])), frozenset()
        if link.path == "register/organisation.yml" and link.anchor in self.handbook.teams:
            return list(of_team(self.handbook.teams[link.anchor])), frozenset()
        control = self._controls.get(link.path)
        if control:
            also = frozenset(time.means for time in said(f"{control.title}\n{control.because}"))
            return list(of_control(control)), also
        return [], frozenset()

    def known(self, link: Link) -> Iterator[tuple[str, int]]:
        """Every time that may stand in a sentence with this link."""
        promises, also = self.promises(link)
        yield from (promise.means for promise in promises)
        yield from also

    def numbers(self) -> dict[str, str]:
        """The numbers of procedures and workflows, by path."""
        things: list[Sop | Workflow] = [*self.handbook.procedures.values(), *self.handbook.workflows.values()]
        return {thing.place.path: thing.number for thing in things}

    def place(self, start: int, length: int) -> Place:
        """A place in the page."""
        line = self.sop.page.line + self.text.count("\n", 0, start)
        column = start - self.text.rfind("\n", 0, start)
        return Place(self.sop.place.path, span=Span.on_line(line, column, length))
