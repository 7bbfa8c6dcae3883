"""How long a text is and how hard it is to read: its words, its sentences, and the grade that they need.

The grade is Flesch-Kincaid's, as J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom gave it in 1975
("Derivation of new readability formulas for Navy enlisted personnel", Research Branch Report 8-75): the school year in
the United States after which a text is understood. Syllables are groups of vowels, less an `e` that nobody hears; that
can be wrong about one word, and is near enough over a page. Names such as "law enforcement response team" count too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from handrail.rules._lazy import lazily

_PER_SENTENCE, _PER_WORD, _BASE = 0.39, 11.8, -15.59
_COMMENT = lazily(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = lazily(r"^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_LEADS_TO = lazily(r"(?<=\])\([^)\n]{0,400}\)")
_FENCE = ("```", "~~~")
_NO_SENTENCE = ("#", "|")
"""So begin headings and the rows of tables."""
_ITEM = lazily(r"(?:[-*+]|\d{1,9}[.)])[ ]+")
_ITEMS = frozenset("-*+0123456789")
_SENTENCE = lazily(r"(?:[^.!?\n]|\n(?![ \t]*\n)|[.!?](?![\s\"'”\u2019)*_]))+")
_WORD = lazily(r"\w+(?:['\u2019-]\w+)*")
_VOWELS = lazily(r"[aeiouy]+")
_SILENT = lazily(r"[aeiouy][^aeiouy\W\d_]+(?:(?<![^aeiouy\W]l)e|(?<![td])ed|(?<![sczxgh])es)\b")
_NUMBER = lazily(r"\b\d")


class Reading(NamedTuple):
    """A text as somebody reads it: how many words, sentences and syllables."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """The school year after which it is understood."""
        if not self.words or not self.sentences:
            return 0.0
        return _PER_SENTENCE * self.words / self.sentences + _PER_WORD * self.syllables / self.words + _BASE


@lru_cache(maxsize=1 << 10)
def length(markdown: str) -> int:
    """How many words of a page of Markdown its author wrote, headings and tables too."""
    return words("\n".join(_lines(markdown, ())))


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD().findall(text))


@lru_cache(maxsize=1 << 10)
def prose(markdown: str) -> str:
    """The sentences of a page of Markdown: all else is blanked out, sign by sign, so that places stay true."""
    return "\n".join(_lines(markdown, _NO_SENTENCE))


def shown(markdown: str) -> str:
    """A page of Markdown without code and comments, sign by sign: its words, links, headings and tables."""
    text = _COMMENT().sub(_blank, markdown) if "<!--" in markdown else markdown
    return _CODE().sub(_blank, text) if "`" in text or "~~~" in text else text


def _lines(markdown: str, beside: tuple[str, ...]) -> Iterator[str]:
    """Every line without code, comments and the addresses of links; an item of a list begins with an empty line."""
    fence = ""
    text = _COMMENT().sub(_blank, markdown) if "<!--" in markdown else markdown
    for line in text.split("\n"):
        begins = line.lstrip()
        if begins.startswith(fence or _FENCE):
            fence = "" if fence else begins[:3]
            yield " " * len(line)
        elif fence or begins.startswith(beside):
            yield " " * len(line)
        else:
            open_line = _LEADS_TO().sub(_blank, line) if "](" in line else line
            item = _ITEM().match(begins) if begins[:1] in _ITEMS else None
            before = len(line) - len(begins)
            yield f"\n{' ' * (before + item.end() - 1)}{open_line[before + item.end() :]}" if item else open_line


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def sentences(plain: str) -> Iterator[re.Match[str]]:
    """Where each sentence of what `prose` gave stands. An item of a list begins a new one."""
    return (found for found in _SENTENCE().finditer(plain) if _WORD().search(found[0]))


@lru_cache(maxsize=1 << 10)
def read(plain: str) -> Reading:
    """What `prose` gave, as somebody reads it."""
    small = plain.lower()
    syllables = len(_VOWELS().findall(small)) - len(_SILENT().findall(small)) + len(_NUMBER().findall(small))
    return Reading(words(plain), sum(1 for _ in sentences(plain)), syllables)
