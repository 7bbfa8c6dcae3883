"""The body of a Markdown file on its way to a page: all that Markdown can say, and nothing that acts.

Raw HTML, lists of attributes (`{...}`) and templates are shown as the text that they are. A link leads to another page,
to a web address, to mail or to a telephone, and to nothing else; a picture of another host becomes a link. A link to a
YAML file leads to the page that is made from it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import dirname, join, normpath, relpath

from handrail.ground.layout import SCHEMES, slot
from handrail.ground.model import Kind
from handrail.pages import Site
from handrail.pages._escape import anchor, esc
from handrail.pages._former import old_addresses, page_of

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})\s*(.*)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_BLANK = re.compile(r"(\n[ \t]*(?=\n))")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_INLINE = re.compile(
    r"(!?)(\[[^\[\]]*\])\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)([^()]*(?:\([^()]*\)[^()]*)*)\)"
)
_DEFINITION = re.compile(r"(\[(?!\^)[^\[\]]*\]:[ \t>]*\n?[ \t>]*)(\S+)")
_INERT = (("<", "&lt;"), ("{", "&#123;"), ("}", "&#125;"), ("`", "&#96;"), ("](", "&#93;("), ("![", "&#33;["))
_OWN_ANCHOR = re.compile(r"^(#{1,6} .*?) *&#123;:? *#([A-Za-z0-9_-]+) *&#125; *$", re.MULTILINE)
_KEPT = re.compile("\x02(\\d+)\x03")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ENTRIES = {
    "facts": Kind.FACT,
    "marks": Kind.MARK,
    "duties": Kind.DUTY,
    "severities": Kind.SEVERITY,
    "metrics": Kind.METRIC,
    "glossary": Kind.TERM,
}
_LISTS = {
    "organisation": "teams/index.md",
    "facts": "facts/index.md",
    "marks": "marks/index.md",
    "duties": "duties/index.md",
    "severities": "severities/index.md",
    "metrics": "metrics.md",
    "glossary": "glossary.md",
    "helplines": "helplines.md",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level with what stands below it; what comes before the first has none."""

    title: str
    text: str


def sections(text: str) -> Iterator[Section]:
    """The text cut at its headings of the second level."""
    title = ""
    kept: list[str] = []
    for piece, fenced in _pieces(text):
        for line in [piece] if fenced else piece.split("\n"):
            found = None if fenced else _HEADING.fullmatch(line)
            if found and len(found[1]) == 2:  # noqa: PLR2004 - the second level
                yield Section(title, "\n".join(kept))
                title, kept = found[2], []
            else:
                kept.append(line)
    yield Section(title, "\n".join(kept))


def body(site: Site, path: str, text: str, fence: Callable[[str, tuple[str, ...]], str] | None = None) -> str:
    """The Markdown of a file at `path` for its page. `fence` renders a fence that shows a part of a workflow."""
    made = []
    for piece, fenced in _pieces(_CONTROL.sub(" ", text.expandtabs(4))):
        made.append(_fenced(piece, fence) if fenced else _running(site, path, piece))
    return "\n".join(made).strip()


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in turns: running text, and a fence with its first and last line (True)."""
    kept: list[str] = []
    ending = ""
    for line in text.split("\n"):
        found = _OPENING.fullmatch(line)
        if ending:
            kept.append(line)
            if line.strip().startswith(ending) and not line.strip().strip(ending[0]):
                yield "\n".join(kept), True
                kept, ending = [], ""
        elif found and not (found[2][0] == "`" and "`" in found[3]):
            yield "\n".join(kept), False
            kept, ending = [line], found[2]
        else:
            kept.append(line)
    yield "\n".join(kept), bool(ending)


def _fenced(piece: str, fence: Callable[[str, tuple[str, ...]], str] | None) -> str:
    first, *rest = piece.split("\n")
    found = _OPENING.fullmatch(first)
    info = found[3].split() if found else []
    if rest and found and rest[-1].strip().startswith(found[2]):
        rest.pop()
    if fence and info[:1] == ["workflow"]:
        return "\n" + fence(" ".join(info[1:]), tuple(" ".join(rest).split())) + "\n"
    code = "&#10;".join(_spaced(line) for line in rest)
    return f"\n<pre><code>{code}</code></pre>\n"


def _spaced(line: str) -> str:
    """A line of code: its own spaces kept, every sign inert."""
    return "".join(
        "&#32;" * (len(part) - len(part.strip())) if not part.strip() else esc(part) for part in re.split(r"( +)", line)
    )


def _running(site: Site, path: str, text: str) -> str:
    return "".join(_paragraph(site, path, part) for part in _BLANK.split(_COMMENT.sub("", text)))


def _paragraph(site: Site, path: str, text: str) -> str:
    kept: list[str] = []

    def keep(part: str) -> str:
        kept.append(part)
        return f"\x02{len(kept) - 1}\x03"

    def inline(found: re.Match[str]) -> str:
        target = resolved(site, path, found[3].strip("<>"))
        picture = keep("!") if found[1] and not _outside(target) else ""
        return f"{picture}{found[2]}{keep(f'({target})')}"

    text = _CODE.sub(lambda found: keep(f"<code>{esc(found[2])}</code>"), text)
    text = _AUTOLINK.sub(r"[\1](\1)", text)
    text = _INLINE.sub(inline, text)
    text = _DEFINITION.sub(lambda found: found[1] + keep(resolved(site, path, found[2].strip("<>"))), text)
    for sign, inert in _INERT:
        text = text.replace(sign, inert)
    text = _OWN_ANCHOR.sub(r"\1 {: #\2 }", text)
    while "\x02" in text:
        text = _KEPT.sub(lambda found: kept[int(found[1])], text)
    return text


def _outside(target: str) -> bool:
    return target.startswith("//") or bool(_SCHEME.match(target))


def resolved(site: Site, path: str, target: str) -> str:
    """Where a link of the file at `path` leads on the site. What could act leads nowhere."""
    clean = re.sub(r"[\s\x00-\x1f\"'<>{}`\\]", "", unescape(unescape(target)))
    scheme = _SCHEME.match(clean)
    if scheme:
        return clean if scheme[1].lower() in SCHEMES else "#"
    file, hash_, fragment = clean.partition("#")
    if not file.endswith((".yml", ".md")) or file.startswith("/"):
        return clean
    there = normpath(join(dirname(path), file))
    page, spot = _page_of(site, there, fragment) if file.endswith(".yml") else (there, fragment)
    moved = old_addresses(site.handbook).get(page or page_of(there))
    if moved:
        page, spot = page_of(moved.place.path), fragment
    elif not page or page == there:
        return clean
    return relpath(page, dirname(path) or ".") + (f"#{anchor(spot)}" if hash_ and spot else "")


def _page_of(site: Site, file: str, fragment: str) -> tuple[str, str]:
    """The page that is made from a YAML file, and the place on it."""
    where = slot(file)
    if where is None:
        return "", ""
    if where.kind == "helplines":
        return _LISTS[where.kind], fragment.partition("/")[0]
    if where.kind in _LISTS:
        kinds = [_ENTRIES[where.kind]] if where.kind in _ENTRIES else [Kind.TEAM, Kind.ROLE]
        pages = [site.path(kind, fragment) for kind in kinds]
        page, _, spot = next((page for page in pages if page), _LISTS[where.kind]).partition("#")
        return page, spot
    if where.kind == "scenario":
        return site.path(Kind.WORKFLOW, where.id), ""
    kinds_ = {"workflow": Kind.WORKFLOW, "control": Kind.CONTROL, "message": Kind.MESSAGE}
    return site.path(kinds_[where.kind], where.id) if where.kind in kinds_ else "", fragment
