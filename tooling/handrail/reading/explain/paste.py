"""Values as one writes them in YAML, in one line: for hints and fixes that can be pasted."""

import json
import re
from typing import Any

_WANTS_QUOTES = re.compile(r"""^$|^[\s\-?:,\[\]{}#&*!|>'"%@`]|: |:$| #|\s$""")
_WANTS_QUOTES_INSIDE = re.compile(r"[,\[\]{}]")


def paste(value: Any, *, inside: bool = False) -> str:
    """A value in one line of YAML. `inside` brackets or braces, more texts need quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {paste(entry, inside=True)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(paste(entry, inside=True) for entry in value) + "]"
    text = str(value).strip().partition("\n")[0]
    wants = _WANTS_QUOTES.search(text) and not re.match(r"-[^\s]", text)
    if wants or (inside and _WANTS_QUOTES_INSIDE.search(text)):
        return json.dumps(text, ensure_ascii=False)
    return text


def line(key: str | int, value: Any) -> str:
    """A key with its value; for an entry of a list, the value alone."""
    return f"{key}: {paste(value)}" if isinstance(key, str) and key else paste(value)
