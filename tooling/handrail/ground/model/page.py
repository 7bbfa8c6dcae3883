"""SOPs and other pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from handrail.ground.duration import Duration
from handrail.ground.finding import Place
from handrail.ground.model.names import Names


@dataclass(frozen=True, slots=True)
class Approval:
    """Who agreed, on which day, and the fingerprint of what they agreed to; both are nothing where nobody knows."""

    by: str
    on: date | None = None
    content: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of an SOP's `changes`. `by` is who wrote the change; empty: the owner."""

    place: Place
    starts: date | None
    what: str
    kind: str
    approvals: tuple[Approval, ...]
    by: str = ""

    @property
    def approved_by(self) -> Names:
        """Who agreed, to whatever text."""
        return tuple(each.by for each in self.approvals)

    @property
    def material(self) -> bool:
        """Whether the procedure means something else since then."""
        return self.kind != "editorial"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: its level, its words, the anchor that the site gives it, and its line."""

    level: int
    text: str
    anchor: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in a page: where it leads as written, its text, and its place."""

    target: str
    text: str
    place: Place
    image: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block whose language is `workflow`: the workflow's name and the parts that are asked for."""

    workflow: str
    parts: Names
    place: Place


LEVEL = 2
"""The level of the headings that part an SOP."""


class Section(NamedTuple):
    """What stands below a heading of the second level, and the line at which it begins."""

    heading: Heading
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """What stands below the front matter of a Markdown file. `line` is the line at which the text begins."""

    text: str = ""
    line: int = 1
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    fences: tuple[Fence, ...] = ()

    def sections(self) -> Iterator[Section]:
        """The parts of the page in their order."""
        lines = self.text.split("\n")
        found = [each for each in self.headings if each.level == LEVEL and each.place.span]
        starts = [heading.place.span.line - self.line + 1 for heading in found if heading.place.span]
        ends = [*(start - 1 for start in starts[1:]), len(lines)]
        for heading, start, end in zip(found, starts, ends, strict=False):  # a page without headings has an end alone
            yield Section(heading, "\n".join(lines[start:end]), self.line + start)


@dataclass(frozen=True, slots=True)
class Sop:
    """A standard operating procedure."""

    id: str
    area: str
    place: Place
    title: str
    summary: str
    number: str
    owner: str
    audience: Names
    review_every: Duration | None
    metrics: Names
    terms: Names
    changes: tuple[Change, ...]
    last_reviewed: date | None
    draft: bool
    retired_on: date | None
    replaced_by: str
    duties: Names
    exposure: str
    formerly: Names
    page: Page
    asked_as: Mapping[str, Names] = field(default_factory=dict)
    """What somebody types who needs this page, in each language: words for the search alone."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`index.md`: the handbook's front page."""

    place: Place
    title: str
    summary: str
    alarm: str
    often_asked: Names
    page: Page
