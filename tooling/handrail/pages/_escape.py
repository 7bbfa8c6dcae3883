"""Words from the handbook on their way into a page: nothing that somebody wrote may act there.

A page is Markdown with HTML inside, and later a template. So a word may be taken as HTML, as Markdown, as a list of
attributes (`{#id}`), as a shortcode or as Jinja. `esc` writes every character that any of them could mean as an entity.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

_ACTIVE = {ord(char): f"&#{ord(char)};" for char in "\\`*_{}[]()#+!|~^=:$%\"'"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LOOKALIKES = str.maketrans({"<": "\u2039", ">": "\u203a", '"': "\u201d", "&": "&amp;", "{": "(", "}": ")"})
_NAME = re.compile(r"[^A-Za-z0-9-]+")


def plain(text: str) -> str:
    """The text on one line, without characters that no reader sees."""
    return " ".join(_CONTROL.sub(" ", text).split())


@lru_cache(maxsize=1 << 14)
def esc(text: str) -> str:
    """The text for a page: in HTML, in an attribute, in a Markdown heading or link. It stays on one line."""
    return plain(text).translate(_ACTIVE)


def anchor(name: str) -> str:
    """A name as an anchor. Names that the schemas take are left as they are."""
    return _NAME.sub("-", name)


def slogan(text: str) -> str:
    """A text for the front matter: themes print it unescaped, in the tab even after unescaping it once more."""
    return plain(text).translate(_LOOKALIKES)


def front_matter(title: str, extra: Mapping[str, object] | None = None) -> str:
    """The front matter of a page, with its title and whatever else MkDocs or the theme shall know."""
    values = {"title": title, **(extra or {})}
    lines = [f"{key}: {_json(slogan(value) if isinstance(value, str) else value)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", ""])


def _json(value: object) -> str:
    """A value as JSON, which YAML reads too."""
    return json.dumps(value, ensure_ascii=False)


def link(words: str, href: str, classes: str = "") -> str:
    """A Markdown link, which MkDocs checks and turns into an address. `words` is escaped; no `href`: just the words."""
    if not href:
        return words
    attributes = "".join(f" .{name}" for name in classes.split())
    return f"[{words}]({href})" + (f"{{:{attributes} }}" if attributes else "")
