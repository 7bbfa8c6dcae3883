"""The parts that pages are put together from: blocks of HTML with Markdown inside, lists, chips, the frame of a page.

A link is Markdown, since only then does MkDocs check it and turn it into an address; all other markup is HTML of ours.
Words that come in are escaped already (`esc`), unless a function says otherwise.
"""

import re
from collections.abc import Iterable
from posixpath import dirname, relpath

from handrail.ground.model import Handbook, Kind, SeverityLevel
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc, front_matter, link, plain

_UNNAMED = "Table"
PAIR = 2
"""So many columns fit a phone."""
_MARKUP = re.compile(r"<[^>]*>|\[|\]\([^)]*\)|[\"']")
WORK, REFERENCE, TOOL = 2.0, 0.5, 0.1
"""What a find weighs in the search: what somebody does next, what explains it, and how the handbook itself is made."""


def block(classes: str, *inside: str, name: str = "div") -> str:
    """A block with Markdown blocks in it. Without content there is no block."""
    kept = [part for part in inside if part]
    return "\n\n".join([f'<{name} class="{classes}" markdown="block">', *kept, f"</{name}>"]) if kept else ""


def line(inside: str, classes: str = "", name: str = "p") -> str:
    """A paragraph, or another element on one line, with Markdown in its line."""
    return f'<{name}{_class(classes)} markdown="span">{inside}</{name}>' if inside else ""


def _class(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def span(inside: str, classes: str, name: str = "span") -> str:
    """A stretch of a line."""
    return f'<{name} class="{classes}">{inside}</{name}>' if inside else ""


def items(classes: str, entries: Iterable[str], name: str = "ul") -> str:
    """A list of lines. Without entries there is no list."""
    rows = [f'<li markdown="span">{entry}</li>' for entry in entries if entry]
    return "\n".join([f'<{name}{_class(classes)} markdown="block">', *rows, f"</{name}>"]) if rows else ""


def facts(entries: Iterable[tuple[str, str]], classes: str = "hr-facts") -> str:
    """Terms with what they are; those without are left out."""
    rows = [
        f'<div markdown="block">\n<dt markdown="span">{term}</dt>\n<dd markdown="span">{what}</dd>\n</div>'
        for term, what in entries
        if what
    ]
    return "\n".join([f'<dl class="{classes}" markdown="block">', *rows, "</dl>"]) if rows else ""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], classes: str = "hr-table") -> str:
    """A table that can be scrolled sideways by itself where it is too wide. Without rows there is none.

    On a phone a row of three or more cells becomes a card, in which each cell says its column.
    """
    names = tuple(heads)
    many = len(names) > PAIR
    labels = [f' data-label="{_MARKUP.sub("", name)}"' if number and many else "" for number, name in enumerate(names)]
    body = ['<tr markdown="block">\n' + _cells(row, labels) + "\n</tr>" for row in rows]
    head = "\n".join(f'<th scope="col" markdown="span">{name}</th>' for name in names)
    classes += " hr-wide" * many
    region = f'<div class="hr-scroll" tabindex="0" role="region" aria-label="{_UNNAMED}" markdown="block">'
    opening = f'{region}\n<table class="{classes}" markdown="block">'
    parts = [
        opening,
        f'<thead markdown="block">\n<tr markdown="block">\n{head}\n</tr>\n</thead>',
        '<tbody markdown="block">',
        *body,
        "</tbody>",
        "</table>\n</div>",
    ]
    return "\n".join(parts) if body else ""


def _cells(row: Iterable[str], labels: list[str]) -> str:
    return "\n".join(f'<td{label} markdown="span">{cell}</td>' for cell, label in zip(row, labels, strict=True))


def heading(words: str, level: int = 2, anchor: str = "") -> str:
    """A heading, with an anchor of its own where one is given."""
    return f"{'#' * level} {words}" + (f" {{: #{anchor} }}" if anchor else "")


def section(title: str, *inside: str, anchor: str = "") -> str:
    """A heading with what stands below it. Without content there is no heading."""
    kept = [part for part in inside if part]
    named = [_named(part, title, number) for number, part in enumerate(kept, 1)]
    return "\n\n".join([heading(title, anchor=anchor), *named]) if kept else ""


def _named(part: str, title: str, number: int) -> str:
    """A part whose table has the name of its section, so that people who hear the page can tell tables apart."""
    name = _MARKUP.sub("", title).strip() or _UNNAMED
    return part.replace(f'aria-label="{_UNNAMED}"', f'aria-label="{name}{f", {number}" if number > 1 else ""}"')


def sentence(parts: Iterable[str], last: str = "and") -> str:
    """Parts as a sentence says them."""
    every = [part for part in parts if part]
    return " ".join([", ".join(every[:-1]), last, every[-1]]) if len(every) > 1 else "".join(every)


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 step`, `4 steps`."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def page(
    path: str,
    title: str,
    *inside: str,
    eyebrow: str = "",
    lead: str = "",
    classes: str = "",
    edit: str = "",
    boost: float = REFERENCE,
) -> SitePage:
    """A page: title (as written), eyebrow, lead, what stands on it, and the file that it was made from.

    `boost` says how much a find on it weighs in the search of the theme.
    """
    extra: dict[str, object] = {"description": plain(lead)} if lead else {}
    extra["search"] = {"boost": boost}
    source = line(f"Written in <code>{esc(edit)}</code>", "hr-source") if edit else ""
    inner = [line(eyebrow, "hr-eyebrow"), f"# {esc(title)}", line(esc(lead), "hr-lead"), *inside, source]
    return SitePage(path, front_matter(title, extra) + "\n" + block(f"hr-page {classes}".strip(), *inner) + "\n", edit)


def to(site: Site, here: str, kind: Kind, name: str, words: str = "", anchor: str = "") -> str:
    """A link to the page of a thing, in its own words unless others are given (escaped). Without a page: the words."""
    return link(words or esc(title_of(site.handbook, kind, name)), site.href(here, kind, name, anchor))


def title_of(book: Handbook, kind: Kind, name: str) -> str:
    """What a thing is called on pages."""
    thing = book.named(kind).get(name)
    for attribute in ("title", "term", "says", "asks"):
        words = getattr(thing, attribute, "")
        if words:
            return str(words)
    return name


def worker(site: Site, here: str, name: str) -> str:
    """A team or role by its title, with a link to its page."""
    kind = Kind.TEAM if name in site.handbook.teams else Kind.ROLE
    return "The system" if name == "system" else to(site, here, kind, name)


def severity_chip(site: Site, here: str, name: str) -> str:
    """The severity with its words."""
    level = site.handbook.severities.get(name)
    if not name:
        return ""
    words = f" {esc(level.title)}" if level else ""
    inside = link(f"<b>{esc(name)}</b>{words}", site.href(here, Kind.SEVERITY, name))
    return span(inside, f"hr-chip {severity_class(name)}")


def severity_badge(name: str) -> str:
    """The severity's code alone."""
    return span(esc(name), f"hr-sev {severity_class(name)}") if name else ""


def severity_class(name: str) -> str:
    """The colour of a severity: red is kept for the two that cannot wait."""
    return {"P0": "p0", "P1": "p1", "P2": "p2"}.get(name, "p3")


def up(here: str, folder: str, words: str) -> str:
    """A link from a page to the list in one of the folders above it."""
    return link(words, relpath(f"{folder}/index.md", dirname(here) or "."))


def area_title(area: str) -> str:
    """The name of a folder as words."""
    return " / ".join(part.replace("-", " ").capitalize() for part in area.split("/") if part) or "General"


def worst(levels: Iterable[SeverityLevel]) -> str:
    """The code of the first severity in order, which is the worst."""
    return min((level.id for level in levels), default="")


def backticked(text: str) -> str:
    """A sentence as written, in which names stand in backticks."""
    pieces = text.split("`")
    return "".join(f"<code>{esc(each)}</code>" if number % 2 else _spaced(each) for number, each in enumerate(pieces))


def _spaced(text: str) -> str:
    """The text escaped, with the space that it begins or ends with."""
    ending = " " * (text.endswith(" ") and bool(text.strip()))
    return f"{' ' * text.startswith(' ')}{esc(text)}{ending}"
