"""Every sentence of the handbook with its place, for rules that look at words.

What is quoted, code, a comment or the address of a link is not the author's own voice and is blanked out, character by
character, so that places stay true.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from handrail.ground.finding import Place
from handrail.ground.model import Control, Handbook, Message, Page, Sop, Step, Workflow
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


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of text: `line` is the line of its beginning where the text is a page's body, or 0."""

    text: str
    place: Place
    language: str = ENGLISH
    line: int = 0

    @property
    def own_words(self) -> str:
        """The text with quotes, code, comments and addresses blanked out."""
        return _own_words(self.text)

    def spot(self, found: re.Match[str]) -> Place:
        """Where a match stands."""
        if not self.line:
            return self.place.around(found[0].partition("\n")[0])
        return Place(self.place.path, span=Span(*self._position(found.start()), *self._position(found.end())))

    def _position(self, index: int) -> tuple[int, int]:
        return self.line + self.text.count("\n", 0, index), index - (self.text.rfind("\n", 0, index) + 1) + 1


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


@lru_cache(maxsize=2048)
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


@lru_cache(maxsize=2048)
def _in_one_line(text: str) -> str:
    """The text in small letters, with one space wherever it is broken."""
    return " ".join(text.lower().split())


def find_phrases(words: Collection[str], text: str) -> Iterator[re.Match[str]]:
    """Where any of several phrases (all in lower case) stands in a text."""
    line = _in_one_line(text)
    maybe = tuple(each for each in words if each in line)
    return _any_phrase(maybe).finditer(text) if maybe else iter(())


def of_page(page: Page, place: Place) -> Iterator[Prose]:
    """The body of a page."""
    yield Prose(page.text, Place(place.path), ENGLISH, page.line)


def of_sop(sop: Sop) -> Iterator[Prose]:
    """An SOP: its title and summary, and its body."""
    yield Prose(sop.title, sop.place.at("title"))
    yield Prose(sop.summary, sop.place.at("summary"))
    yield from of_page(sop.page, sop.place)


def of_workflow(workflow: Workflow) -> Iterator[Prose]:
    """A workflow: its sentences and those of its steps."""
    place = workflow.place
    yield Prose(workflow.title, place.at("title"))
    yield Prose(workflow.summary, place.at("summary"))
    yield Prose(workflow.starts_when, place.at("starts-when"))
    for outcome in workflow.outcomes.values():
        yield Prose(outcome.label, outcome.place)
    for step in workflow.every_step():
        yield from of_step(step)


def of_step(step: Step) -> Iterator[Prose]:
    """A step: its heading and its details."""
    yield Prose(step.words, step.place)
    yield Prose(step.details, step.place.at("details"))


def of_control(control: Control) -> Iterator[Prose]:
    """A control: its title and its reasons."""
    yield Prose(control.title, control.place.at("title"))
    yield Prose(control.because, control.place.at("because"))
    for exemption in control.exemptions:
        yield Prose(exemption.because, exemption.place.at("because"))


def of_message(message: Message) -> Iterator[Prose]:
    """A message in every language, and the words of its choices."""
    for language, text in message.text.items():
        yield Prose(text, message.place.at("text", language), language)
    for choice, options in message.choices.items():
        for option, texts in options.items():
            for language, text in texts.items():
                yield Prose(text, message.place.at("choices", choice, option, language), language)


def of_other_pages(handbook: Handbook) -> Iterator[Prose]:
    """The front page and the Markdown files that are no SOP."""
    if handbook.front:
        yield Prose(handbook.front.summary, handbook.front.place.at("summary"))
        yield from of_page(handbook.front.page, handbook.front.place)
    for path, page in handbook.pages.items():
        yield from of_page(page, Place(path))


def of_registers(handbook: Handbook) -> Iterator[Prose]:
    """The sentences of the registers, but for those that repeat what others say: laws and reporters."""
    for fact in handbook.facts.values():
        yield Prose(fact.asks, fact.place.at("asks"))
        for answer, says in fact.answers.items():
            yield Prose(says, fact.place.at("answers", answer))
    for mark in handbook.marks.values():
        yield Prose(mark.says, mark.place)
    for term in handbook.terms.values():
        yield Prose(term.term, term.place.at("term"))
        yield Prose(term.means, term.place.at("means"))
        for number, word in enumerate(term.also):
            yield Prose(word, term.place.at("also", number))
    for metric in handbook.metrics.values():
        yield Prose(metric.says, metric.place.at("says"))
    for team in handbook.teams.values():
        yield Prose(team.title, team.place.at("title"))
        yield Prose(team.contact, team.place.at("contact"))


def everything(handbook: Handbook) -> Iterator[Prose]:
    """Every sentence, file by file."""
    for sop in handbook.procedures.values():
        yield from of_sop(sop)
    for workflow in handbook.workflows.values():
        yield from of_workflow(workflow)
    for control in handbook.controls.values():
        yield from of_control(control)
    for message in handbook.messages.values():
        yield from of_message(message)
    yield from of_other_pages(handbook)
    yield from of_registers(handbook)
