"""The body of a page: its headings with their anchors, its links, its `workflow` fences. markdown-it-py parses it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.model import Fence, Heading, Link, Page
from handrail.ground.source import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST = 20
"""So many lists and quotations may stand inside each other; what lies deeper is not looked at."""
_OWN_ANCHOR = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}\s*")


def make_ready() -> None:
    """Load the parser now: what several hands need is loaded once, before they part."""
    _parser()


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    # it takes no link of some kinds for one; here nothing is shown, and what leads nowhere has to be told
    parser.validateLink = _takes_all  # type: ignore[method-assign]
    return parser


def _takes_all(url: str) -> bool:  # noqa: ARG001 - the name is the parser's
    return True


def read_page(path: str, text: str, body_line: int) -> tuple[Page, tuple[Finding, ...]]:
    """The body that begins at `body_line` (counting from 1), and whether it goes too deep to be read whole.

    All places carry spans in lines of the whole file.
    """
    lines = text.split("\n")
    body = "\n".join(lines[body_line - 1 :])
    tokens = _parser().parse(body)
    reader = _PageReader(path, lines, body_line - 1)
    page = Page(
        body, body_line, tuple(reader.headings(tokens)), tuple(reader.links(tokens)), tuple(reader.fences(tokens))
    )
    return page, tuple(reader.too_deep(tokens))


class _PageReader:
    def __init__(self, path: str, lines: list[str], offset: int) -> None:
        self.path = path
        self.lines = lines
        self.offset = offset

    def headings(self, tokens: "list[Token]") -> Iterator[Heading]:
        taken: dict[str, int] = {}
        for opener, inline in pairwise(tokens):
            if opener.type != "heading_open" or opener.map is None:
                continue
            braces = max(inline.content.rfind("{"), 0)
            own = _OWN_ANCHOR.fullmatch(inline.content, braces)
            words = _plain(inline) if own is None else inline.content[:braces].rstrip()
            anchor = own[1] if own else _unique(slug(words), taken)
            taken.setdefault(anchor, 0)
            line = opener.map[0] + self.offset + 1
            column = len(self.lines[line - 1]) - len(self.lines[line - 1].lstrip("# ")) + 1
            yield Heading(int(opener.tag[1]), words, anchor, self._place(line, column, max(len(words), 1)))

    def links(self, tokens: "list[Token]") -> Iterator[Link]:
        for inline in tokens:
            if inline.type != "inline" or inline.map is None:
                continue
            searched: dict[str, tuple[int, int]] = {}
            children = inline.children or []
            for index, child in enumerate(children):
                if child.type not in ("link_open", "image"):
                    continue
                target = str(child.attrs.get("href" if child.type == "link_open" else "src", ""))
                words = child.content if child.type == "image" else _inside(children, index)
                place = self._find(target, inline.map, searched)
                yield Link(target, words, place, child.type == "image")

    def fences(self, tokens: "list[Token]") -> Iterator[Fence]:
        for token in tokens:
            if token.type == "fence" and token.map and token.info.split()[:1] == ["workflow"]:
                name = " ".join(token.info.split()[1:])
                parts = tuple(token.content.split())
                yield Fence(name, parts, self._place(token.map[0] + self.offset + 1, 1, 3 + len(token.info)))

    def too_deep(self, tokens: "list[Token]") -> Iterator[Finding]:
        deepest = next((token for token in tokens if token.level >= DEEPEST - 1 and token.map), None)
        if deepest and deepest.map:
            message = "Too many lists or quotations stand inside each other here."
            place = self._place(deepest.map[0] + self.offset + 1, 1, 1)
            yield Finding("unreadable-file", Severity.ERROR, message, place, "Write it flatter: nobody can follow it.")

    def _find(self, target: str, block: list[int], searched: dict[str, tuple[int, int]]) -> Place:
        start, column = searched.get(target, (block[0] + self.offset, 0))
        for number in range(start, block[1] + self.offset):
            found = self.lines[number].find(target, column if number == start else 0)
            if found >= 0 and target:
                searched[target] = (number, found + 1)
                return self._place(number + 1, found + 1, len(target))
        return self._place(block[0] + self.offset + 1, 1, 1)

    def _place(self, line: int, column: int, length: int) -> Place:
        return Place(self.path, span=Span.on_line(line, column, length))


def _plain(inline: "Token") -> str:
    return "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))


def _inside(children: "list[Token]", index: int) -> str:
    words, depth = [], 1
    for child in children[index + 1 :]:  # pragma: no branch - the parser closes every link that it opens
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if not depth:
            break
        words.append(child.content or (" " if child.type == "softbreak" else ""))
    return "".join(words)


def slug(words: str) -> str:
    """The anchor that MkDocs gives to a heading."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    kept = re.sub(r"[^\w\s-]", "", ascii_only).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """The anchor, or the first of `anchor_1`, `anchor_2` ... that is free. `taken` remembers how far each one came."""
    candidate, number = anchor, taken.get(anchor, 0)
    while candidate in taken or not candidate:
        number += 1
        candidate = f"{anchor}_{number}"
    taken[anchor] = number
    return candidate
