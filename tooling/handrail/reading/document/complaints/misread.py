"""What can be read and yet is not what its author wrote: a sentence cut by a hash, curly quotes, a stray bracket.

Each look begins with a glance at the whole text that costs next to nothing; only what seems suspicious is read again
token by token, so that quotes, comments and long texts are told apart exactly.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice

from handrail.ground.finding import Finding
from handrail.ground.source import Span
from handrail.reading.document.complaints.line import (
    CLOSERS,
    CURLY,
    MOST_FINDINGS,
    NEEDS_QUOTES,
    SIGNS_OF_FLOW,
    Token,
    entry,
    finding,
    fix,
    indent,
    on,
    piece,
    quoted,
    quoting,
    tokens,
)
from handrail.reading.document.text import FORBIDDEN, INVISIBLE, name_of

_NEAR = 80
"""So many signs before a hash hold its last words."""
_LONG = 400
"""Of a line longer than that only the first hash is looked at."""
_LINE_END = re.compile("\n")
_NOTE = re.compile(r"#(?:TODO|FIXME|XXX|handrail:|yaml-language-server:)|# ?-*$")
_UNFINISHED = re.compile(
    r"(?:\b(?:a|an|and|at|by|channel|desk|dial|for|from|in|line|number|of|on|option|or|phone|press|queue|room|the|to|with)|[,(])\Z"
)
_COUNTED = re.compile(r"\b(?:case|channel|form|item|level|line|number|option|phase|queue|room|rule|step|ticket)\Z")
_WRAPPED = re.compile(rf"[{CURLY}][^{CURLY}\n]+[{CURLY}]")


def lint(path: str, text: str) -> tuple[Finding, ...]:
    """What a text that can be read does not say as it was meant."""
    found: list[Finding] = []
    most = MOST_FINDINGS
    hashes = " #" in text and [at for at in _hashes(text) if _suspicious(text, at)]
    if hashes:
        found += islice(_cut(path, text, hashes), most)
    if not text.isascii() and any(sign in text for sign in CURLY):
        found += islice(_each(path, text, _curly), most)
    if "\\" in text:
        found += islice(_each(path, text, _escaped), most)
    if text.count("[") != text.count("]") or text.count("{") != text.count("}"):
        found += islice(_each(path, text, _stray_bracket), most)
    if text.count('"') % 2:
        found += islice(_each(path, text, _stray_quote), most)
    return tuple(found)


def _each(path: str, text: str, look: Callable[[str, str, Token], Finding | None]) -> Iterator[Finding]:
    lines = text.split("\n")
    for token in tokens(text):
        if token.kind == "Scalar":
            found = look(path, lines[token.line], token)
            if found:
                yield found


def _hashes(text: str) -> Iterator[int]:
    at = text.find(" #")
    while at >= 0:
        yield at + 1
        line_end = text.find("\n", at)
        at = text.find(" #", at + 2 if line_end < 0 or line_end - at < _LONG else line_end)


def _suspicious(text: str, at: int) -> bool:
    """Whether a comment that begins at a hash looks as if it were meant as text."""
    after = text[at + 1 : at + 2]
    if after.isalnum():
        return not _NOTE.match(text[at : at + 30])
    before = text[max(at - _NEAR, 0) : at].rstrip(" \t")
    counted = after == " " and text[at + 2 : at + 3].isdigit() and _COUNTED.search(before)
    return bool(counted or _UNFINISHED.search(before))


def _cut(path: str, text: str, hashes: list[int]) -> Iterator[Finding]:
    """Sentences that a hash cuts short, at hashes that stand in no quotes and in no long text."""
    lines = text.split("\n")
    read = tokens(text)
    by_line = {token.end_line: token for token in read if token.kind == "Scalar" and token.text}
    keys = {token.line for token in read if token.kind == "Value"}
    styled: dict[int, list[Token]] = {}
    for token in read:
        for number in range(token.line, token.end_line + 1) if token.style else ():
            styled.setdefault(number, []).append(token)
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    for at in hashes:
        number = bisect_right(starts, at) - 1
        column = at - starts[number]
        around = styled.get(number, ())
        if any((t.line, t.column) < (number, column) < (t.end_line, t.end_column) for t in around):
            continue
        before = by_line.get(number)
        if before and before.end_column <= column and not lines[number][before.end_column : column].strip():
            if not before.style:
                yield _cut_short(path, lines[number], number, column, before)
        elif number in keys and (name := _left_empty(lines, number, column)):
            yield _swallowed(path, lines[number], number, column, name)


def _cut_short(path: str, line: str, number: int, column: int, kept: Token) -> Finding:
    found = piece(line, column)
    whole = kept.line == kept.end_line
    hint = f"{found.before}{quoted(found.text)}" if whole else "Put the whole text in double quotes."
    return finding(
        path,
        on(number, column, len(line.rstrip()) - column),
        f'Everything from " #" on is a comment, so the text ends at `{kept.text}`.',
        hint,
        quoting(path, number, found) if whole else None,
        "cut-by-comment",
    )


def _left_empty(lines: list[str], number: int, column: int) -> str:
    """The key behind which nothing but the comment stands, and to which nothing below belongs; or nothing."""
    found = entry(lines[number])
    if not found or not lines[number][:column].rstrip().endswith(":"):
        return ""
    below = next((line for line in lines[number + 1 :] if line.strip() and not line.strip().startswith("#")), "")
    deeper = indent(below)
    listed = deeper == found.column and below.strip().startswith("- ")
    return found.key if deeper <= found.column and not listed else ""


def _swallowed(path: str, line: str, number: int, column: int, name: str) -> Finding:
    found = piece(line, column)
    return finding(
        path,
        on(number, column, len(found.text)),
        f"Everything from `#` on is a comment, so `{name}` is empty.",
        f"{found.before}{quoted(found.text)}",
        quoting(path, number, found),
        "cut-by-comment",
    )


def _curly(path: str, line: str, token: Token) -> Finding | None:
    """A text that stands in curly quotes as a whole."""
    if token.style or token.line != token.end_line or not _WRAPPED.fullmatch(token.text):
        return None
    plain = token.text[1:-1]
    needed = NEEDS_QUOTES.search(plain) or SIGNS_OF_FLOW.search(plain)
    found = piece(line, token.column)
    remedy = f"{found.before}{quoted(plain) if needed else plain}"
    mend = fix(
        path,
        "Leave the curly quotes out",
        [(on(token.line, token.column, len(token.text)), remedy[len(found.before) :])],
    )
    pair = f"{token.text[0]} {token.text[-1]}"
    message = f"Curly quotes ({pair}) are part of the text and would be printed. Was this pasted from a word processor?"
    return finding(path, on(token.line, token.column, len(token.text)), message, remedy, mend)


def _escaped(path: str, line: str, token: Token) -> Finding | None:
    """A backslash code that puts an invisible character into the text."""
    hidden = (FORBIDDEN.search(token.text) or INVISIBLE.search(token.text)) if token.style == '"' else None
    if hidden and hidden[0] in line:
        return None  # it stands there itself, and is told as such
    if not hidden:
        return None
    message = f"A backslash puts an invisible character into this text: {name_of(hidden[0])}."
    hint = "Put the text in single quotes, where a backslash is only a backslash, or delete the code."
    stretch = Span(token.line + 1, token.column + 1, token.end_line + 1, token.end_column + 1)
    return finding(path, stretch, message, hint)


def _stray_bracket(path: str, line: str, token: Token) -> Finding | None:
    """A text that ends with a bracket which opened nowhere."""
    sign = token.text[-1:]
    if token.style or sign not in CLOSERS or not sign:
        return None
    opener = "[" if sign == "]" else "{"
    if token.text.count(opener) >= token.text.count(sign):
        return None
    before, words = piece(line, token.column).before, token.text[:-1]
    listed = "," in words or " " not in words
    remedy = f"{before}{opener}{words}{sign}" if listed else f"{before}{words}"
    message = f"`{sign}` closes nothing and would be part of the text."
    return finding(path, on(token.end_line, token.end_column - 1, 1), message, remedy)


def _stray_quote(path: str, line: str, token: Token) -> Finding | None:
    """A text that ends with a quote which opened nowhere."""
    if token.style or not token.text.endswith('"') or token.text.count('"') % 2 == 0:
        return None
    if re.search(r'\d"$', token.text):
        return None
    alone = token.line == token.end_line
    remedy = (line[: token.end_column - 1] + line[token.end_column :]).strip() if alone else "Delete it."
    mend = fix(path, "Delete the quote", [(on(token.end_line, token.end_column - 1, 1), "")], safe=False)
    message = "This quote opened nowhere and would be part of the text."
    return finding(path, on(token.end_line, token.end_column - 1, 1), message, remedy, mend)
