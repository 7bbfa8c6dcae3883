"""From bytes to text that every later part may trust: UTF-8, one kind of line end, no invisible control characters."""

import re
import unicodedata

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.source import START, Source, Span

MOST_BYTES = 1024 * 1024
"""The largest file that is read: 20,000 lines of a workflow or a register."""
MOST_BYTES_OF_A_PAGE = 128 * 1024
"""The largest page: some 20,000 words, which nobody can follow."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Control characters, and what only some editors take for the end of a line."""
NEVER = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010fffd"
)
"""Signs without width or meaning: no text needs them, in no script."""
INVISIBLE = re.compile(f"[{NEVER}]")
_COMMON = b"\t\n\r" + bytes(range(0x20, 0x7F))
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(source: Source) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a source, or None with the finding that says why there is none."""
    most = MOST_BYTES_OF_A_PAGE if source.path.endswith(".md") else MOST_BYTES
    if len(source.data) > most:
        size = len(source.data) // 1024
        return None, _refused(
            source,
            START,
            f"This file has {size} kB; more than {most // 1024} kB is not read.",
            "Split it: a person has to be able to follow it.",
        )
    other = _other_encoding(source.data)
    if other:
        return None, _refused(source, START, f"This file is saved as {other}.", "Save it as UTF-8.")
    try:
        text = source.data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, _broken_utf8(source, error.start)
    text = _lines(text)
    suspicious = not text.isascii() or source.data.translate(None, _COMMON)
    found = FORBIDDEN.search(text) if suspicious else None
    if found:
        return None, _control_character(source, text, found.start())
    return text, ()


def written(source: Source) -> str:
    """The text of a source; of one that could not be trusted, what can be shown beside the finding."""
    text, _ = decode(source)
    return _glimpse(source) if text is None else text


def _glimpse(source: Source) -> str:
    if len(source.data) > MOST_BYTES or _other_encoding(source.data):
        return ""
    return _lines(source.data.decode("utf-8", "replace").removeprefix("\ufeff"))


def _lines(text: str) -> str:
    """The text with one kind of line end, which its last line has too."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else f"{text}\n"


def _other_encoding(data: bytes) -> str:
    """The encoding of a file whose first bytes say that it is not UTF-8, or an empty text."""
    marked = next((name for mark, name in _OTHER_ENCODINGS if data.startswith(mark)), "")
    if marked or b"\x00" not in data[:64]:
        return marked
    zeros = (data[:64:2].count(0), data[1:64:2].count(0))
    return "UTF-16" if max(zeros) >= len(data[:64]) // 3 and not min(zeros) else ""


def _broken_utf8(source: Source, offset: int) -> tuple[Finding, ...]:
    before = source.data[:offset].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    byte = source.data[offset]
    return _refused(
        source,
        Span.on_line(line, column, 1),
        f"Byte {offset} of this file (0x{byte:02x}) is not UTF-8.",
        f"Save the file as UTF-8.{_guess(byte)}",
    )


def _guess(byte: int) -> str:
    """What the byte may have been meant as, where the file comes from an old word processor."""
    meant = bytes([byte]).decode("cp1252", "replace")
    if meant == "\ufffd" or not meant.isprintable():  # five bytes mean nothing there
        return ""
    return f" In Windows-1252 the byte is `{meant}`; the file may be in that encoding."


def _control_character(source: Source, text: str, index: int) -> tuple[Finding, ...]:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return _refused(
        source,
        Span.on_line(line, column, 1),
        f"An invisible character stands here: {name_of(text[index])}.",
        "Delete it and type the text again.",
    )


def name_of(character: str) -> str:
    """What an invisible character is called."""
    known = {"\u2028": "line separator", "\u2029": "paragraph separator", "\x85": "next line", "\x00": "NUL"}
    return f"{known.get(character) or unicodedata.name(character, 'control character')} (U+{ord(character):04X})"


def _refused(source: Source, span: Span, message: str, hint: str) -> tuple[Finding, ...]:
    return (Finding("invalid-yaml", Severity.ERROR, message, Place(source.path, span=span), hint),)
