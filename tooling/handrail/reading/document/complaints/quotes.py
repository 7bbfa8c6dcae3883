"""Breaks at quotes and brackets: words behind them, apostrophes inside them, none that closes."""

import re

from handrail.ground.finding import Finding
from handrail.reading.document.complaints.broken import Break, says
from handrail.reading.document.complaints.line import (
    CLOSERS,
    NEEDS_QUOTES,
    OPENERS,
    SIGNS_OF_FLOW,
    Piece,
    Token,
    entry,
    fix,
    in_flow,
    indent,
    on,
    piece,
    quoted,
    quoting,
)

_PAIR = dict(zip(OPENERS, CLOSERS, strict=True))
_COMMENT = re.compile(r"\s#[^\"']*$")
_STARTS_KEY = re.compile(r"\s*(?:- +)*[\w-]+:(?:\s|$)")
_SINGLE = re.compile(r"'(.*?)'(?=\s*(?:[,\]}]|#|$))")


def never_closed(broken: Break) -> Finding | None:
    """A quote that nothing closes, or that the next quote far below closes."""
    for token in broken.tokens:
        if token.style in ("'", '"') and token.line < token.end_line and token.end_line <= broken.at[0]:
            below = broken.of_line(token.line + 1)
            if _STARTS_KEY.match(below) or token.end_line == broken.at[0]:
                return _open_quote(broken, token.line, token.column)
    if "quoted" in broken.context and ("end of stream" in broken.problem or "indicator" in broken.problem):
        return _open_quote(broken, *broken.began)
    return None


def _open_quote(broken: Break, number: int, column: int) -> Finding:
    line = broken.of_line(number)
    mark = line[column : column + 1]
    found = piece(line, column)
    inner = line[column + 1 :].rstrip()
    plain = inner.rstrip(mark)
    remedy = f"{found.before}{mark + inner + mark if mark in plain else quoted(plain)}"
    if found.start < column:
        remedy = f"{found.before}{quoted(found.text)}"
    elif entry(inner) and not line[:column].strip(" -"):
        remedy = inner.replace(mark, "")
    return broken.complain(number, column, 1, "The quote that opens here is not closed in this line.", remedy)


def behind_quotes(broken: Break) -> Finding | None:
    """Words behind a closing quote, or an apostrophe that closed it."""
    token = _just_before(broken, ("Scalar",))
    if token is None or token.style not in ("'", '"') or token.line != token.end_line:
        return None
    line = broken.of_line(token.line)
    if broken.sign in ("]", "}") and in_flow(line[: token.column]):
        return None
    touching = line[token.end_column - 2 : token.end_column - 1] + line[token.end_column : token.end_column + 1]
    if token.style == "'" and len(touching) > 1 and touching.isalpha():
        return _apostrophe(broken, token, line)
    found = piece(line, token.column)
    end = max(found.end, piece(line, broken.at[1]).end)
    kept = quoted(line[found.start : end])
    mend = fix(broken.path, "Put the whole text in quotes", [(on(token.line, found.start, end - found.start), kept)])
    behind = token.end_column + len(line[token.end_column :]) - len(line[token.end_column :].lstrip())
    return broken.complain(
        token.end_line,
        behind,
        end - behind,
        "Words stand after the closing quote.",
        f"Quote the whole text or nothing; to keep quotes inside: {found.before}{kept}",
        mend,
    )


def _apostrophe(broken: Break, token: Token, line: str) -> Finding:
    found = _SINGLE.match(line, token.column)
    inner = found[1].replace("''", "'") if found else line[token.column + 1 :].rstrip()
    end = found.end() if found else len(line.rstrip())
    needed = NEEDS_QUOTES.search(inner) or (in_flow(line[: token.column]) and SIGNS_OF_FLOW.search(inner))
    text = quoted(inner) if needed else inner
    before = piece(line, token.column).before
    shown = f"{before}{text}" if not line[: token.column].rstrip().endswith("[") else f"[{text}]"
    what = "Use double quotes" if needed else "Leave the quotes out"
    return broken.complain(
        token.line,
        token.column,
        token.end_column - token.column,
        f"The quote that begins before `{token.text}` ends at the apostrophe.",
        f"{what}: {shown}",
        fix(broken.path, what, [(on(token.line, token.column, end - token.column), text)]),
    )


def behind_brackets(broken: Break) -> Finding | None:
    """Words, or a bracket too many, behind a bracket that closes."""
    token = _just_before(broken, ("FlowSequenceEnd", "FlowMappingEnd"))
    alone = broken.at_line_start and "expected key" in broken.problem
    if broken.sign in ("]", "}") and (token or alone):
        edit = (on(broken.at[0], broken.at[1], 1), "")
        return broken.complain(
            broken.at[0],
            broken.at[1],
            1,
            f"`{broken.sign}` closes nothing: every bracket before it is closed already.",
            "Delete it.",
            fix(broken.path, "Delete the bracket", [edit]),
        )
    if token is None:
        return None
    line = broken.of_line(token.line)
    number, column = _opener(broken, token)
    sign, closer = broken.of_line(number)[column], line[token.end_column - 1]
    if number != token.line:
        return broken.complain(
            *broken.at, 1, f"Words stand after the closing `{closer}`.", "Put them in a line of their own."
        )
    found = piece(line, column)
    text = line[column : piece(line, broken.at[1]).end]
    found = Piece(found.before, text, column, column + len(text))
    message = f"Words stand after the closing `{closer}`. A text that begins with `{sign}` needs quotes."
    mend = quoting(broken.path, number, found)
    return broken.complain(
        broken.at[0], broken.at[1], found.end - broken.at[1], message, f"{found.before}{quoted(text)}", mend
    )


def _opener(broken: Break, closer: Token) -> tuple[int, int]:
    """Where the bracket opened that a token closes."""
    depth = 0
    for token in reversed(broken.tokens[: broken.tokens.index(closer) + 1]):
        depth += {"FlowSequenceEnd": 1, "FlowMappingEnd": 1, "FlowSequenceStart": -1, "FlowMappingStart": -1}.get(
            token.kind, 0
        )
        if not depth:
            return token.line, token.column
    return closer.line, closer.column  # pragma: no cover - what closes was opened, or the parser had stopped before


def brackets(broken: Break) -> Finding | None:
    """A bracket that nothing closes, or that another kind of bracket closes; a comma too many."""
    if "',' or" not in broken.problem:
        return _comma(broken)
    number, column = broken.began
    line = broken.of_line(number)
    if line[column : column + 1] not in _PAIR:  # pragma: no cover - the parser says where the bracket opened
        return None
    looks = (_cut, _other_bracket, _colon_inside, _missing_comma)
    found = next((found for look in looks if (found := look(broken, number, column))), None)
    return found or _open_bracket(broken, number, column)


def _other_bracket(broken: Break, number: int, column: int) -> Finding | None:
    opener = broken.of_line(number)[column]
    if not broken.sign or broken.sign not in CLOSERS:
        return None
    edit = (on(*broken.at, 1), _PAIR[opener])
    message, hint = f"`{broken.sign}` closes what `{opener}` opened.", f"Write `{_PAIR[opener]}` in its place."
    return broken.complain(*broken.at, 1, message, hint, fix(broken.path, hint[:-1], [edit]))


def _colon_inside(broken: Break, number: int, _: int) -> Finding | None:
    line = broken.of_line(number)
    if broken.sign != ":" or broken.at[0] != number:
        return None
    found = piece(line, broken.at[1])
    message = "A second colon in one entry. Text that holds a colon followed by a space needs quotes."
    hint = f"{found.before}{quoted(found.text)}"
    return broken.complain(*broken.at, 1, message, hint, quoting(broken.path, number, found))


def _missing_comma(broken: Break, number: int, column: int) -> Finding | None:
    line = broken.of_line(number)
    opener = line[column]
    if _PAIR[opener] in line[column:]:
        hint = f"Compare the entries between `{opener}` and `{_PAIR[opener]}`: one comma between two of them."
        return broken.complain(*broken.at, 1, "Here a comma is missing, or a quote or bracket is too much.", hint)
    if broken.at[0] == number or not _closed_below(broken, line, opener):
        return None
    above = broken.above(broken.at[0])
    last = broken.of_line(above).rstrip()
    return broken.complain(above, len(last) - 1, 1, "A comma is missing behind this entry.", f"{last.strip()},")


def _closed_below(broken: Break, line: str, opener: str) -> bool:
    """Whether a bracket that a line opens is closed where the parser stopped, or below in what belongs to the line."""
    for below in broken.lines[broken.at[0] :]:
        if below.count(_PAIR[opener]) > below.count(opener):
            return True
        if says(below) and indent(below) <= indent(line):
            return False
    return False


def _open_bracket(broken: Break, number: int, column: int) -> Finding:
    line = broken.of_line(number)
    opener = line[column]
    hint = _COMMENT.sub("", line).strip().rstrip(",") + _PAIR[opener]
    if not line[column + 1 :].strip():
        hint = (
            f"Close it with `{_PAIR[opener]}` in a line of its own, or leave it out: names with colons need no braces."
        )
    return broken.complain(number, column, 1, f"The `{opener}` that opens here is never closed.", hint)


def _comma(broken: Break) -> Finding | None:
    if "flow node" not in broken.context or broken.sign not in (",", ":", "]", "}", ""):
        return None
    if not broken.sign:
        opener = next((t for t in reversed(broken.tokens) if t.kind.startswith("Flow") and "Start" in t.kind), None)
        if opener:  # pragma: no branch - the parser names a flow only where one was opened
            place = opener.line, opener.column
            return _cut(broken, *place) or _open_bracket(broken, *place)
    return broken.complain(
        *broken.at, 1, f"Nothing stands before this `{broken.sign}`.", "Delete it, or write what is missing."
    )


def _cut(broken: Break, number: int, column: int) -> Finding | None:
    """A hash inside braces makes a comment of the closing brace too."""
    line = broken.of_line(number)
    at = line.find(" #", column)
    if at < 0 or not any(sign in line[at:] for sign in CLOSERS):
        return None
    found = piece(line, at)
    return broken.complain(
        number,
        at + 1,
        len(line.rstrip()) - at - 1,
        f'Everything from " #" on is a comment, so the `{line[column]}` is never closed.',
        f"{found.before}{quoted(found.text)}",
        quoting(broken.path, number, found),
    )


def _just_before(broken: Break, kinds: tuple[str, ...]) -> Token | None:
    """The token that ends right before the place of the break, with nothing but spaces in between."""
    ended = [
        t
        for t in broken.tokens
        if (t.end_line, t.end_column) <= broken.at and (t.line, t.column) != (t.end_line, t.end_column)
    ]
    token = ended[-1] if ended else None
    if token is None or token.kind not in kinds or token.end_line != broken.at[0]:
        return None
    return token if not broken.line[token.end_column : broken.at[1]].strip() else None
