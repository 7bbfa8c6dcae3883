"""Breaks at keys: a second colon, a colon without a space, a key without a colon, a text that lost its indentation."""

import re
from collections.abc import Iterator

from handrail.ground.finding import Finding
from handrail.reading.document.complaints.broken import Break
from handrail.reading.document.complaints.line import (
    CURLY,
    entry,
    finding,
    fix,
    in_flow,
    indent,
    on,
    quoted,
    spaces,
)

NO_SPACE = re.compile(r"(?P<lead>[ ]*(?:- +)*)(?P<key>[a-z][a-z0-9-]*):(?!//)(?P<text>[^\s:].*)")
_BLOCK = re.compile(r"(?P<lead>[ ]*(?:- +)*)(?P<key>[^\s:#][^:#]*):[ ]+[|>][-+0-9]*[ ]*(?:#.*)?$")


def second_colon(broken: Break) -> Finding | None:
    """`title: Orders: the first hour`."""
    if "mapping values" not in broken.problem or broken.sign != ":":
        return None
    found = entry(broken.line)
    if not found or not found.text or found.text_column > broken.at[1]:
        return None
    text = found.text
    note = re.search(r"\s+# .*$", text)
    if note and note.start() > broken.at[1] - found.text_column:
        text = text[: note.start()]
    plain = text.strip(CURLY) if text[0] in CURLY else text
    title = "Put the text in quotes" if plain == text else "Use straight quotes"
    mend = fix(broken.path, title, [(on(broken.at[0], found.text_column, len(text)), quoted(plain))])
    return broken.complain(
        broken.at[0],
        broken.at[1],
        1,
        "A second colon in one line. Text that holds a colon followed by a space needs quotes."
        if plain == text
        else "A second colon in one line, and curly quotes do not protect it. Was this pasted from a word processor?",
        f"{found.before}{quoted(plain)}",
        mend,
    )


def no_space(broken: Break) -> Finding | None:
    """`within:2 hours`: the space is missing."""
    if "':'" not in broken.problem and "mapping values" not in broken.problem:
        return None
    flow = re.compile(r"([\w-]+):(?=\[|\{|\"|')")
    if "plain scalar" in broken.context:
        found = flow.search(broken.line, broken.began[1])
        return missing_space(broken.path, broken.at[0], broken.line, found.start(1), found.end(1)) if found else None
    for number in dict.fromkeys((broken.began[0], *_unnamed_above(broken))):
        line = broken.of_line(number)
        match = NO_SPACE.match(line)
        if match and number <= broken.at[0]:
            return missing_space(broken.path, number, line, match.start("key"), match.end("key"))
    return None


def _unnamed_above(broken: Break) -> Iterator[int]:
    """The numbers of the lines above, as long as they have no key; and of the next one."""
    number = broken.above(broken.at[0])
    while number >= 0:
        yield number
        number = -1 if entry(broken.of_line(number)) else broken.above(number)


def missing_space(path: str, number: int, line: str, start: int, end: int) -> Finding:
    """The finding for a key (from `start` to `end` in a line) whose colon touches its text."""
    key = line[start:end]
    rest = line[end + 1 :].rstrip()
    if in_flow(line[:start]):
        rest = (re.match(r"\[[^\]]*\]?|[^,}\]]*", rest) or [""])[0]
    return finding(
        path,
        on(number, start, end - start + 1 + len(rest)),
        f"No space after the colon in `{key}:{rest}`, so it reads as more text, not as `{key}`.",
        f"{key}: {rest}",
        fix(path, "Add the space", [(on(number, end, 1), ": ")]),
    )


def lost_indentation(broken: Break) -> Finding | None:
    """The text below `|` begins too far left."""
    number = broken.began[0] if "simple key" in broken.context else broken.at[0]
    above = broken.above(number)
    header = _BLOCK.match(broken.of_line(above))
    if header and indent(broken.of_line(number)) <= header.start("key"):
        return too_far_left(broken.path, number, broken.of_line(number), header["key"])
    token = next(
        (t for t in reversed(broken.tokens) if (t.end_line, t.end_column) <= broken.at and t.kind == "Scalar"), None
    )
    if token is None or token.style not in ("|", ">") or token.end_line != number or not broken.at_line_start:
        return None
    first = next((n for n in range(token.line + 1, number) if broken.lines[n].strip()), number)
    wanted, given = indent(broken.lines[first]), indent(broken.of_line(number))
    opener = entry(broken.of_line(token.line))
    if not wanted > given > (opener.column if opener else 0):
        return None
    name = f"of `{opener.key}` " if opener else ""
    return broken.complain(
        number,
        0,
        given,
        f"This line stands further left than the text {name}above it, so it does not belong to it.",
        f"Begin it with {spaces(wanted)}, as line {first + 1}.",
    )


def too_far_left(path: str, number: int, line: str, key: str) -> Finding:
    """The finding for a line that should stand below `key: |` and does not."""
    column = indent(line)
    return finding(
        path,
        on(number, column, len(line.strip())),
        f"The text of `{key}` begins too far left, so `{key}` is empty.",
        f"Every line of the text needs two spaces more than `{key}`.",
    )


def no_name(broken: Break) -> Finding | None:
    """A colon before which nothing stands."""
    if broken.sign != ":" or not broken.at_line_start:
        return None
    return broken.complain(*broken.at, 1, "No name stands before this colon.", f"Write `name{broken.line.strip()}`.")


def no_colon(broken: Break) -> Finding | None:
    """A name without a colon, a hyphen without a space, or a text where a name is expected."""
    unnamed = "':'" in broken.problem
    number = broken.began[0] if "simple key" in broken.context else broken.above(broken.at[0])
    line = broken.of_line(number)
    words, column = line.strip(), indent(line)
    if number < 0 or not (unnamed or ("mapping values" in broken.problem and column <= indent(broken.line))):
        return None
    if entry(line) or words.startswith(("- ", "{", "[", "}", "]")) or not words:
        return None
    message, hint = _nameless(broken, number, words, column)
    return broken.complain(number, column, len(words), message, hint)


def _nameless(broken: Break, number: int, words: str, column: int) -> tuple[str, str]:
    """What to say about a line without `name:`."""
    if re.match(r"-[^\s\d-]", words):
        return f"No space after the hyphen in `{words}`.", f"- {words[1:]}"
    above = broken.of_line(broken.above(number))
    if indent(above) == column and above.strip().startswith("- "):
        return f"A hyphen is missing: `{above.strip()}` above it begins with one.", f"- {words}"
    if re.fullmatch(r"[\w-]+", words):
        return f"`{words}` has no colon, so it is no key.", f"{words}:"
    parent = entry(above)
    longer = "A longer text follows `|`, and each of its lines begins two spaces further right"
    if parent and parent.text:
        message = f"This line has no key, and the text of `{parent.key}` ended in the line above."
        return message, f"Join it to the line above. {longer}: {parent.before}|"
    return "This line has no key, and it belongs to no text above it.", f"Write `name: text`. {longer}."
