"""Text that a reader does not see as it is: signs that turn or hide it, letters that look alike, comments on a page.

What nobody sees is read by programs all the same, and by whoever copies it: a step can say something else to them.
"""

import re
import unicodedata
from collections.abc import Iterator

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.source import Span
from handrail.reading.document.complaints.line import MOST_FINDINGS
from handrail.reading.document.text import INVISIBLE, NEVER, name_of

_JOINERS, _TURNERS, _VARIANTS = "\u200c\u200d", "\u200e\u200f\u061c", "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_OTHERS = "\u0370-\u03a8\u03aa-\u03bb\u03bd-\u03bf\u03c1-\u03ff\u0400-\u052f\uff21-\uff3a\uff41-\uff5a"
"""Letters of Greek and Cyrillic, and wide Latin ones; without those that stand for units and numbers."""
_HIDDEN = re.compile(f"[{NEVER}{_JOINERS}{_TURNERS}{_VARIANTS}]|[A-Za-z](?=[{_OTHERS}])|[{_OTHERS}](?=[A-Za-z])")
_COMMENT = re.compile(r"<!--(?!\s*handrail:)")
_RULE = "hidden-text"


def hidden(path: str, text: str) -> tuple[Finding, ...]:
    """A finding for each line in which something is hidden; on a page also for each comment that excuses nothing."""
    lines = text.split("\n")
    found = [*_signs(path, lines)] if not text.isascii() else []
    found += _comments(path, lines) if path.endswith(".md") and "<!--" in text else []
    return tuple(found[:MOST_FINDINGS])


def _signs(path: str, lines: list[str]) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        for match in _HIDDEN.finditer(line):
            if _belongs(line, match):
                continue
            sign, at = match[0], match.start()
            if not INVISIBLE.match(sign) and unicodedata.category(sign).startswith("L"):
                one, two = line[at], line[at + 1]
                other = two if one.isascii() else one
                message = f"In one word stand letters of two alphabets: `{one}{two}` holds {name_of(other)}."
                hint = "Type the word again; only a machine can tell the letters apart."
                span = Span.on_line(number, at + 1, 2)
            else:
                message, hint = f"A sign that nobody sees stands here: {name_of(sign)}.", "Delete it."
                span = Span.on_line(number, at + 1, 1)
            yield Finding(_RULE, Severity.ERROR, message, Place(path, span=span), hint)
            break


def _belongs(line: str, match: "re.Match[str]") -> bool:
    """Whether such a sign has its place there: in scripts that need it, and in pictures of several parts."""
    sign, before = match[0], line[match.start() - 1 : match.start()]
    if sign in _JOINERS:
        return _joined(before) and _joined(line[match.end() : match.end() + 1])
    if sign in _TURNERS:
        return any(unicodedata.bidirectional(each) in {"R", "AL"} for each in line if each not in _TURNERS)
    variant = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    return variant and bool(before) and not before.isspace() and not (before.isascii() and before.isalpha())


def _joined(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and "LATIN" not in unicodedata.name(sign, "LATIN") and not sign.isascii()


def _comments(path: str, lines: list[str]) -> Iterator[Finding]:
    """In code too: the site and the other rules take what stands there for a comment as well."""
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line)
        if found:
            message = "This comment is on no page, and whoever reads the file reads it: people, and programs."
            hint = "Write it where all can see it, or delete it."
            place = Place(path, span=Span.on_line(number, found.start() + 1, 4))
            yield Finding(_RULE, Severity.WARNING, message, place, hint)
