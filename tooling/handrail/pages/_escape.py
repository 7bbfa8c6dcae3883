"""Words from the handbook on their way into a page: nothing that somebody wrote may act there.

A page is Markdown with HTML inside, and later a template. So a word may be taken as HTML, as Markdown, as a list of
attributes (`{#id}`), as a shortcode or as Jinja. `esc` writes every character that any of them could mean as an entity.
"""

import json
import re
from collections.abc import Mapping

_ACTIVE = {ord(char): f"&#{ord(char)};" for char in "\\`*_{}[]()#+!|~^=:$%\"'"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LOOKALIKES = str.maketrans({"<": "\u2039", ">": "\u203a", '"': "\u201d", "&": "&amp;", "{": "(", "}": ")"})
_NAME = re.compile(r"[^A-Za-z0-9-]+")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_YAML_LINK = re.compile(r"(\]\((?:(?!\w+:)[^()\s]*/)?[a-z0-9-]+)\.yml(?=[)#])")


def plain(text: str) -> str:
    """The text on one line, without characters that no reader sees."""
    return " ".join(_CONTROL.sub(" ", text).split())


def esc(text: str) -> str:
    """The text for a page: in HTML, in an attribute, in a Markdown heading or link. It stays on one line."""
    return plain(text).translate(_ACTIVE)


def anchor(name: str) -> str:
    """A name as an anchor. Names that the schemas take are left as they are."""
    return _NAME.sub("-", name)


def slogan(text: str) -> str:
    """A title for the front matter: themes print it unescaped, in the tab even after unescaping it once more."""
    return plain(text).translate(_LOOKALIKES)


def front_matter(title: str, extra: Mapping[str, object] | None = None) -> str:
    """The front matter of a page, with its title and whatever else MkDocs or the theme shall know."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in (extra or {}).items()]
    return "\n".join(["---", f"title: {json.dumps(slogan(title), ensure_ascii=False)}", *lines, "---", ""])


def link(words: str, href: str, classes: str = "") -> str:
    """A Markdown link, which MkDocs checks and turns into an address. `words` is escaped; no `href`: just the words."""
    if not href:
        return words
    attributes = "".join(f" .{name}" for name in classes.split())
    return f"[{words}]({href})" + (f"{{:{attributes} }}" if attributes else "")


def prose(text: str) -> str:
    """Markdown that an author wrote, for inside a page: no raw HTML, no headings, links to YAML lead to its page."""
    lines: list[str] = []
    fence = ""
    for line in _CONTROL.sub(" ", text).splitlines():
        found = _FENCE.match(line)
        if fence or found:
            fence = "" if fence and line.strip().startswith(fence) else fence or (found[1] if found else "")
            lines.append(line)
        else:
            lines.append(_quiet(line))
    return "\n".join([*lines, *([fence] * bool(fence))]).strip()


def _quiet(line: str) -> str:
    """One line of Markdown outside a fence, its raw HTML and its heading taken out; code is left as it is."""
    kept: list[str] = []
    last = 0
    for code in _CODE.finditer(line):
        kept += [_outside(line[last : code.start()]), code[0].replace("<", "\u2039").replace("{{", "{ {")]
        last = code.end()
    quiet = "".join([*kept, _outside(line[last:])])
    return re.sub(r"^(\s*)(#+|=+\s*$|-{2,}\s*$)", r"\1\\\2", quiet)


def _outside(text: str) -> str:
    text = text.replace("<", "&lt;").replace("{", "&#123;").replace("}", "&#125;")
    return _YAML_LINK.sub(r"\1.md", text)
