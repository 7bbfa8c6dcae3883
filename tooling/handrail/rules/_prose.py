"""Every sentence of the handbook with its place, for rules that look at words.

What is quoted, code, a comment or the address of a link is not the author's own voice and is blanked out, character by
character, so that places stay true.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from handrail.ground.finding import KeyPath, Place
from handrail.ground.model import Control, Handbook, Kind, Message, Page, Sop, Workflow
from handrail.ground.source import Span

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
        maybe = [phrase for phrase, words in _by_words(phrases) if (words <= self.words if words else not plain)]
        line = " ".join(self.whole.split()) if maybe else ""
        return tuple(phrase for phrase in maybe if phrase in line)


def _writing(kind: Kind, parts: Iterable[Prose]) -> Writing:
    said = tuple([part for part in parts if part.text])
    whole = "\n".join([part.text for part in said]).lower()
    words = whole.translate(_BREAKS).split() if whole.isascii() else _WORD.findall(whole)
    return Writing(kind, said, whole, frozenset(words))


@lru_cache(maxsize=64)
def _by_words(phrases: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each phrase with its words; with none where it is of a script that has no spaces."""
    return tuple(
        (each, frozenset(_WORD.findall(each) if each[0].isascii() and each[-1].isascii() else ())) for each in phrases
    )


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


@lru_cache(maxsize=1 << 16)
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
    """A message in every language, and the words of its choices."""
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
    """The sentences of the registers, but for those that repeat what others say: laws and reporters."""
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
        yield Prose(metric.says, metric.place, ("says",))
    for team in handbook.teams.values():
        yield Prose(team.title, team.place, ("title",))
        yield Prose(team.contact, team.place, ("contact",))


@lru_cache(maxsize=2)
def everything(handbook: Handbook) -> tuple[Writing, ...]:
    """Every sentence, file by file; then plain pages, questions, and the other registers, which count as terms.

    Files about which nobody asks are left out.
    """
    whole = (
        *((Kind.PROCEDURE, of_sop(sop)) for sop in handbook.procedures.values()),
        *((Kind.WORKFLOW, of_workflow(workflow)) for workflow in handbook.workflows.values()),
        *((Kind.CONTROL, of_control(control)) for control in handbook.controls.values()),
        *((Kind.MESSAGE, of_message(message)) for message in handbook.messages.values()),
        (Kind.PROCEDURE, _of_other_pages(handbook)),
        (Kind.FACT, of_questions(handbook)),
        (Kind.TERM, _of_registers(handbook)),
    )
    return tuple(
        _writing(kind, (part for part in parts if handbook.asks_about(part.near.path))) for kind, parts in whole
    )
