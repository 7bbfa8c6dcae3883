"""The text below a step in blocks that a script can set without reading markup: paragraphs and lines of lists."""

import re
from collections.abc import Iterator

from handrail.pages._escape import plain

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)")
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|(?<!\w)[*_](?P<em>[^*_\s](?:[^*_]*[^*_\s])?)[*_](?!\w)|`(?P<code>[^`]+)`"
    r"|!?\[(?P<link>[^\]]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"
)


def blocks(text: str) -> list[list[object]]:
    """Each block: `p`, `li` or `h`, then its words; what is emphasised is a pair of the element and the words."""
    return [[kind, *_inline(plain(words))] for kind, words in _blocks(text) if plain(words)]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    kind, words = "p", ""
    for line in [*text.splitlines(), ""]:
        item = _ITEM.fullmatch(line)
        heading = re.fullmatch(r" {0,3}#{1,6}\s+(.*?)\s*#*", line)
        if not line.strip() or item or heading:
            yield kind, words
            kind, words = ("li", item[1]) if item else ("p", "")
            if heading:
                yield "h", heading[1]
        else:
            words += f" {line}"
    yield kind, words


def _inline(words: str) -> Iterator[object]:
    last = 0
    for found in _INLINE.finditer(words):
        if found.start() > last:
            yield words[last : found.start()]
        kind = found.lastgroup or ""
        yield found[kind] if kind == "link" else [kind, found[kind]]
        last = found.end()
    if last < len(words):
        yield words[last:]
