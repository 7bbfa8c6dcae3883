"""Breaks at a single sign: tabs, spaces that are none, curly quotes, signs that no text may begin with, backslashes."""

import re

from handrail.ground.finding import Finding
from handrail.ground.source import Span
from handrail.reading.document.complaints.broken import Break
from handrail.reading.document.complaints.line import (
    CURLY,
    HARD_SPACES,
    entry,
    finding,
    fix,
    on,
    piece,
    quoted,
    quoting,
    tokens,
)

_TABS = re.compile(r"[ ]*\t[ \t]*")
HARD_START = re.compile(rf"([ ]*(?:- *)?(?:[\w-]+:[ ]*)?)([{HARD_SPACES}]+)[ {HARD_SPACES}]*")
_RESERVED = (
    "cannot start any token",
    "alias",
    "anchor",
    "tag",
    "directive",
    "block scalar",
    "node content",
    "entries",
    "mapping keys",
)
MOST_EDITS = 5000
_WIDE = "\uff1a"
_WHY = {
    "%": "Write the number first, or put the text in quotes",
    "`": "Leave the backticks out, or put the text in quotes",
    "@": "Leave the sign out, or put the text in quotes",
    "*": "Leave the stars out, or put the text in quotes",
    ">": "Say it in words, or put the text in quotes",
    "-": "Leave the hyphen out, or put the text in quotes",
}


def tab(broken: Break) -> Finding | None:
    """A tab where a line is indented."""
    found = _TABS.match(broken.line)
    if not found:
        return None
    edits, mixed = [], False
    inside = [(t.line, t.end_line) for t in broken.tokens if t.style]
    for number, line in enumerate(broken.lines):
        tabs = _TABS.match(line)
        mixed = mixed or line.startswith(" ")
        if tabs and line.strip() and not any(first < number < last for first, last in inside):
            edits.append((on(number, 0, tabs.end()), tabs[0].replace("\t", "  ")))
    column = found[0].index("\t")
    mend = fix(broken.path, "Put two spaces in the place of each tab", edits, safe=not mixed)
    return broken.complain(
        broken.at[0],
        column,
        len(found[0].rstrip(" ")) - column,
        "A tab at the start of the line. Use two spaces for each level.",
        "Set the editor to insert spaces; an .editorconfig does it for everybody.",
        mend if len(edits) <= MOST_EDITS else None,
    )


def look_alike(broken: Break) -> Finding | None:
    """A space or a colon that only looks like one."""
    for number in dict.fromkeys((broken.at[0], broken.began[0], broken.above(broken.at[0]))):
        line = broken.of_line(number)
        wide = re.match(rf"(\s*(?:- )?[^\s{_WIDE}:]+){_WIDE}\s*", line)
        if wide:
            return broken.complain(
                number,
                wide.end(1),
                1,
                f"This colon is a wide one ({_WIDE}), which YAML takes for a letter.",
                f"Type a plain colon and a space: {wide[1].strip()}: {line[wide.end() :].strip()}",
                fix(broken.path, "Type a plain colon", [(on(number, wide.end(1), wide.end() - wide.end(1)), ": ")]),
            )
        hard = HARD_START.match(line)
        if hard:
            return hard_space(broken.path, broken.text, number)
    return None


def hard_space(path: str, text: str, number: int) -> Finding:
    """The finding for a line that begins with spaces which are none."""
    lines = text.split("\n")
    found = HARD_START.match(lines[number])
    start, end = found.span(2) if found else (0, 1)
    many = end - start
    what = "begins with" if not lines[number][:start].strip() else "holds"
    many_words = "the character and type a space" if many == 1 else f"the {_number(many)} characters and type spaces"
    inside = [(t.line, t.end_line) for t in tokens(text) if t.style]
    edits: list[tuple[Span, str]] = []
    for other, line in enumerate(lines):
        hard = HARD_START.match(line)
        if hard and not any(first < other < last for first, last in inside):
            stretch = line[hard.start(2) : hard.end()]
            edits.append((on(other, hard.start(2), len(stretch)), " " * len(stretch.replace("\u200b", ""))))
    return finding(
        path,
        on(number, start, many),
        f"The line {what} a {_name(lines[number][start])}, which looks like a space and is none.",
        f"Delete {many_words}.",
        fix(path, "Type plain spaces", edits) if len(edits) <= MOST_EDITS else None,
    )


def _name(character: str) -> str:
    named = {"\u00a0": "non-breaking space", "\u3000": "wide space", "\u200b": "space without width"}
    return named.get(character, f"special space (U+{ord(character):04X})")


def _number(many: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(many, str(many))


def curly(broken: Break) -> Finding | None:
    """A text in curly quotes, which quote nothing."""
    found = entry(broken.line)
    if not found or found.text[:1] not in CURLY or not found.text:
        return None
    plain = found.text.strip(CURLY + "\"'")
    edit = (on(broken.at[0], found.text_column, len(found.text)), quoted(plain))
    return broken.complain(
        broken.at[0],
        found.text_column,
        1,
        f"Curly quotes ({found.text[0]}) quote nothing here. Was this pasted from a word processor?",
        f"{found.before}{quoted(plain)}",
        fix(broken.path, "Use straight quotes", [edit]),
    )


def reserved(broken: Break) -> Finding | None:
    """A text that begins with a sign which means something to YAML."""
    if not any(word in broken.problem + broken.context for word in _RESERVED):
        return None
    block = "block scalar" in broken.context
    scanned = block or "alias" in broken.context or "anchor" in broken.context or "directive" in broken.context
    number, column = broken.began if scanned else broken.at
    line = broken.of_line(number)
    sign = line[column : column + 1]
    before = line[:column].rstrip()
    if sign not in set("@`%*&!|>?-,]}<") or (before and before[-1] not in ":-[{,"):
        return None
    if sign == "|" or (sign == ">" and line[column + 1 : column + 2] in ("", " ", "-", "+") and not _is_compared(line)):
        return _same_line(broken, number, column, sign)
    if sign in ",]}":
        message = f"`{sign}` stands where a text or a name is expected."
        return broken.complain(number, column, 1, message, "Delete it, or write what is missing.")
    found = piece(line, column)
    hint = f"{_WHY.get(sign, 'Put the text in quotes')}: {found.before}{quoted(found.text)}"
    named = "a backtick" if sign == "`" else f"`{sign}`"
    mend = quoting(broken.path, number, found)
    return broken.complain(number, column, 1, f"Text cannot begin with {named}.", hint, mend)


def _is_compared(line: str) -> bool:
    return bool(re.search(r">\s*=?\s*\d", line))


def _same_line(broken: Break, number: int, column: int, sign: str) -> Finding:
    found = piece(broken.of_line(number), column)
    words = found.text.lstrip("|>+- ")
    return broken.complain(
        number,
        column,
        1,
        f"Words stand behind `{sign}`. The text that it announces begins in the line below.",
        f"Delete the `{sign}`, or put the text below it with two more spaces: {found.before}{words}",
    )


def backslash(broken: Break) -> Finding | None:
    """A backslash in double quotes that begins nothing known."""
    if "quoted scalar" not in broken.context or not any(w in broken.problem for w in ("escape", "hexdecimal")):
        return None
    number = broken.at[0]
    line = broken.line
    column = line.rfind("\\", 0, broken.at[1] + 1)
    found = entry(line)
    remedy = "Put the text in single quotes, where a backslash is only a backslash"
    if found and found.text[:1] == '"':
        inner = found.text.strip('"')
        remedy += f": {found.before}'{inner}'"
    code = line[column : column + 2]
    return broken.complain(
        number, max(column, 0), 2, f"In double quotes a backslash begins a code, and `{code}` is none here.", remedy
    )
