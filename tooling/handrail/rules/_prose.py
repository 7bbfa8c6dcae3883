"""Every sentence of the handbook with its place, for rules that look at words.

What is quoted, code, a comment or the address of a link is not the author's own voice and is blanked out, character by
character, so that places stay true.
"""

import re
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, TypeAlias

from handrail.ground.finding import Finding, KeyPath, Place
from handrail.ground.model import Control, Handbook, Kind, Message, Page, Sop, Workflow
from handrail.ground.source import Span
from handrail.rules import Rule

ENGLISH = "en"
_NOT_OWN_WORDS = re.compile(
    r"""^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)   # a fenced block
    |<!--.*?(?:-->|\Z)                             # a comment
    |`[^`\n]*`                                     # code
    |(?<=\])\([^)\n]*\)                            # where a link leads
    |^>[^\n]*                                      # a quoted paragraph
    |"[^"]{0,400}?"|“[^”]{0,400}?”|„[^“”]{0,400}?[“”]|«[^»]{0,400}?»|「[^」]{0,400}?」
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_MARKS_OF_OTHERS = re.compile('[`~\\](<>"“„«「]')


_WORD = re.compile(r"\w+")
_BREAKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
"""What is no part of a word."""


class Prose(NamedTuple):
    """A stretch of text, at `keys` below `near`. `line` is the line where it begins if it is the body of a page."""

    text: str
    near: Place
    keys: KeyPath = ()
    language: str = ENGLISH
    line: int = 0

    @property
    def place(self) -> Place:
        """Where the text stands."""
        return self.near.at(*self.keys) if self.keys else self.near

    @property
    def own_words(self) -> str:
        """The text with quotes, code, comments and addresses blanked out."""
        return _own_words(self.text)

    def spot(self, found: re.Match[str]) -> Place:
        """Where a match stands."""
        if not self.line:
            return self.place.around(found[0].partition("\n")[0])
        return Place(self.near.path, span=Span(*self._position(found.start()), *self._position(found.end())))

    def _position(self, index: int) -> tuple[int, int]:
        return self.line + self.text.count("\n", 0, index), index - (self.text.rfind("\n", 0, index) + 1) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Writing:
    """All that stands in one file. A glance at the whole tells most often that nobody has to read it line by line."""

    kind: Kind
    parts: tuple[Prose, ...]
    whole: str
    """Every text, in small letters."""
    words: frozenset[str]
    """Every word in it."""

    def may_hold(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some phrases (all in lower case) that may stand here."""
        plain = self.whole.isascii()
        known, unspaced = _by_words(phrases)
        maybe = [phrase for word in known.keys() & self.words for phrase, words in known[word] if words <= self.words]
        maybe += () if plain else unspaced
        line = " ".join(self.whole.split()) if maybe else ""
        return tuple(sorted(phrase for phrase in maybe if phrase in line))


_Known: TypeAlias = Mapping[str, Sequence[tuple[str, frozenset[str]]]]


def _writing(kind: Kind, parts: Iterable[Prose]) -> Writing:
    said = tuple([part for part in parts if part.text])
    whole = "\n".join([part.text for part in said]).lower()
    words = whole.translate(_BREAKS).split() if whole.isascii() else _WORD.findall(whole)
    return Writing(kind, said, whole, frozenset(words))


@lru_cache(maxsize=64)
def _by_words(phrases: tuple[str, ...]) -> tuple[_Known, tuple[str, ...]]:
    """The phrases with their words, by one of them, the longest; and those of scripts that have no spaces."""
    known: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    unspaced = []
    for each in phrases:
        words = _WORD.findall(each) if each[0].isascii() and each[-1].isascii() else ()
        if words:
            known[max(words, key=len)].append((each, frozenset(words)))
        else:
            unspaced.append(each)
    return known, tuple(unspaced)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


@lru_cache(maxsize=1 << 10)
def _own_words(text: str) -> str:
    return _NOT_OWN_WORDS.sub(_blank, text) if _MARKS_OF_OTHERS.search(text) else text


def phrase(words: str) -> str:
    """A pattern for words in running text: broken over lines or not, never inside another word."""
    start = r"(?<!\w)" if words[0].isascii() else ""
    end = r"(?!\w)" if words[-1].isascii() and words[-1].isalnum() else ""
    return start + r"\s+".join(re.escape(word) for word in words.split()) + end


@lru_cache(maxsize=256)
def _any_phrase(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of several phrases in any case, the longest first."""
    longest_first = sorted(words, key=lambda each: (-len(each), each))
    return re.compile("|".join(map(phrase, longest_first)), re.IGNORECASE)


def find_phrases(words: tuple[str, ...], text: str) -> Iterator[re.Match[str]]:
    """Where any of several phrases (all in lower case) stands in a text."""
    return _any_phrase(words).finditer(text) if words else iter(())


def _of_page(page: Page, place: Place) -> Iterator[Prose]:
    yield Prose(page.text, Place(place.path), line=page.line)


def of_sop(sop: Sop) -> Iterator[Prose]:
    """An SOP: its title and summary, and its body."""
    yield Prose(sop.title, sop.place, ("title",))
    yield Prose(sop.summary, sop.place, ("summary",))
    yield from _of_page(sop.page, sop.place)


def of_workflow(workflow: Workflow) -> Iterator[Prose]:
    """A workflow: its sentences and those of its steps."""
    place = workflow.place
    yield Prose(workflow.title, place, ("title",))
    yield Prose(workflow.summary, place, ("summary",))
    yield Prose(workflow.starts_when, place, ("starts-when",))
    for outcome in workflow.outcomes.values():
        yield Prose(outcome.label, outcome.place)
    for step in workflow.every_step():
        yield Prose(step.words, step.place)
        if step.details:
            yield Prose(step.details, step.place, ("details",))


def of_control(control: Control) -> Iterator[Prose]:
    """A control: its title and its reasons."""
    yield Prose(control.title, control.place, ("title",))
    yield Prose(control.because, control.place, ("because",))
    for exemption in control.exemptions:
        yield Prose(exemption.because, exemption.place, ("because",))


def of_message(message: Message) -> Iterator[Prose]:
    """A message: what it is called, what stands in its blanks, and all that is sent."""
    yield Prose(message.title, message.place, ("title",))
    for name, says in message.placeholders.items():
        yield Prose(says, message.place, ("placeholders", name))
    yield from sent(message)


def sent(message: Message) -> Iterator[Prose]:
    """What is sent in every language, and the words of its choices."""
    for language, text in message.text.items():
        yield Prose(text, message.place, ("text", language), language)
    for choice, options in message.choices.items():
        for option, texts in options.items():
            for language, text in texts.items():
                yield Prose(text, message.place, ("choices", choice, option, language), language)


def _of_other_pages(handbook: Handbook) -> Iterator[Prose]:
    """The front page and the Markdown files that are no SOP."""
    if handbook.front:
        yield Prose(handbook.front.summary, handbook.front.place, ("summary",))
        yield from _of_page(handbook.front.page, handbook.front.place)
    for path, page in handbook.pages.items():
        yield from _of_page(page, Place(path))


def of_questions(handbook: Handbook) -> Iterator[Prose]:
    """What the facts ask."""
    for fact in handbook.facts.values():
        yield Prose(fact.asks, fact.place, ("asks",))


def _of_registers(handbook: Handbook) -> Iterator[Prose]:
    """The sentences of the registers, but for those that repeat what others say (laws, reporters), and of scenarios."""
    for fact in handbook.facts.values():
        for answer, says in fact.answers.items():
            yield Prose(says, fact.place, ("answers", answer))
    for mark in handbook.marks.values():
        yield Prose(mark.says, mark.place)
    for term in handbook.terms.values():
        yield Prose(term.term, term.place, ("term",))
        yield Prose(term.means, term.place, ("means",))
        for number, word in enumerate(term.also):
            yield Prose(word, term.place, ("also", number))
    for metric in handbook.metrics.values():
        yield Prose(metric.title, metric.place, ("title",))
        yield Prose(metric.says, metric.place, ("says",))
    for level in handbook.severities.values():
        yield Prose(level.title, level.place, ("title",))
    yield from _of_organisation(handbook)
    for scenario in handbook.scenarios.values():
        for case in scenario.cases:
            yield Prose(case.case, case.place, ("case",))


def _of_organisation(handbook: Handbook) -> Iterator[Prose]:
    for team in handbook.teams.values():
        yield Prose(team.title, team.place, ("title",))
        yield Prose(team.contact, team.place, ("contact",))
        for queue, says in team.queues.items():
            yield Prose(says, team.place, ("queues", queue))
    for shelf in (handbook.hubs, handbook.rotas, handbook.roles):
        for each in shelf.values():
            yield Prose(each.title, each.place, ("title",))


@dataclass(frozen=True)
class WordRule(Rule):
    """A rule that looks at words: at what stands in each SOP, workflow, control and message, and in the registers."""

    local: ClassVar[bool] = True

    @abstractmethod
    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """What is wrong with the words of one file."""
        ...

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Read the page."""
        return self.check_writing(_whole(handbook, Kind.PROCEDURE, sop.id), handbook)

    def check_workflow(self, workflow: Workflow, handbook: Handbook) -> Iterator[Finding]:
        """Read its sentences and those of its steps."""
        return self.check_writing(_whole(handbook, Kind.WORKFLOW, workflow.id), handbook)

    def check_control(self, control: Control, handbook: Handbook) -> Iterator[Finding]:
        """Read its title and its reasons."""
        return self.check_writing(_whole(handbook, Kind.CONTROL, control.id), handbook)

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Read it in every language."""
        return self.check_writing(_whole(handbook, Kind.MESSAGE, message.id), handbook)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Read the plain pages, the questions, and the other registers."""
        for writing in _others(handbook):
            yield from self.check_writing(writing, handbook)


@lru_cache(maxsize=16)
def _whole(handbook: Handbook, kind: Kind, name: str) -> Writing:
    """All that stands in a file. It is read by one rule after another, and then let go."""
    thing: Any = handbook.named(kind)[name]
    return _writing(kind, _OF[kind](thing))


_OF: Mapping[Kind, Callable[[Any], Iterator[Prose]]] = {
    Kind.PROCEDURE: of_sop,
    Kind.WORKFLOW: of_workflow,
    Kind.CONTROL: of_control,
    Kind.MESSAGE: of_message,
}


@lru_cache(maxsize=2)
def _others(handbook: Handbook) -> tuple[Writing, ...]:
    """Plain pages, questions, and the other registers, which count as terms; files about which nobody asks left out."""
    whole = (
        (Kind.PROCEDURE, _of_other_pages(handbook)),
        (Kind.FACT, of_questions(handbook)),
        (Kind.TERM, _of_registers(handbook)),
    )
    return tuple(
        _writing(kind, (part for part in parts if handbook.asks_about(part.near.path))) for kind, parts in whole
    )
