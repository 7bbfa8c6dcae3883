"""Text from a handbook, made harmless in Markdown: it forms no link, picture, mention, heading or tag."""

import re

from handrail.formats._safe import harmless, no_command, one_line

_CODE = re.compile(r"`([^`\n]+)`")
_SIGNS = re.compile(r"([\\`*_\[\]|~])")
_STARTS = re.compile(r"^(\s*\d*)([-+=.):])")
_ACTS = re.compile(r"(://|@|#|(?<=www)\.)", re.IGNORECASE)
_ACTIVE = {ord(char): f"&#{ord(char)};" for char in "\\`*_[]!|~$"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
_CALLS = re.compile(r"[@#](?=\w)|:(?=//)|(?<=www)\.", re.IGNORECASE)
_APART = "<!-- -->"
"""Stands inside what a code host would make a link or a mention of, and is not seen."""


def inline(text: str) -> str:
    """Text in one line. What stands between backquotes stays code."""
    parts = _CODE.split(one_line(text))
    return "".join(code(part) if number % 2 else _plain(part, first=not number) for number, part in enumerate(parts))


def as_html(text: str) -> str:
    """The same in tags of HTML, which hold where Markdown is read and where it is not: behind another tag."""
    parts = _CODE.split(one_line(text))
    return "".join(
        f"<code>{part.translate(_ACTIVE)}</code>" if number % 2 else _quiet(part) for number, part in enumerate(parts)
    )


def code(text: str) -> str:
    """Text in one line as code, behind so many backquotes that none in it can end it."""
    fence = "`" * (_longest(text) + 1)
    gap = " " if "`" in text else ""
    return f"{fence}{gap}{one_line(text)}{gap}{fence}" if text.strip() else ""


def block(text: str) -> str:
    """Lines as a block of code, with a fence that none of them can close."""
    fence = "`" * max(3, _longest(text) + 1)
    lines = "\n".join(map(no_command, harmless(text).split("\n")))
    return f"{fence}\n{lines}\n{fence}"


def remedy(hint: str) -> str:
    """A hint: its first line as text; what follows shows how to write it, and is code."""
    first, _, rest = hint.partition("\n")
    return f"{inline(first)}\n\n{block(rest)}" if rest.strip() else inline(first)


def _longest(text: str) -> int:
    return max((len(found) for found in re.findall(r"`+", text)), default=0)


def _plain(text: str, *, first: bool) -> str:
    safe = _SIGNS.sub(r"\\\1", _tagless(text))
    return _apart(_STARTS.sub(r"\1\\\2", safe) if first else safe)


def _quiet(text: str) -> str:
    """Words that no host takes for a name, an issue or an address; inside of code none of them looks."""
    return _CALLS.sub(lambda found: f"{found[0]}\u200b", text).translate(_ACTIVE)


def _tagless(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _apart(text: str) -> str:
    return _ACTS.sub(lambda found: f"{found[0][:1]}{_APART}{found[0][1:]}", text)
