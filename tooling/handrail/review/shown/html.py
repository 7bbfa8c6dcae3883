"""html: one page for a browser, by itself: no script, and nothing from another host."""

from collections.abc import Iterator
from html import escape

from handrail.formats import Look
from handrail.review.comparison import Comparison
from handrail.review.picture import Drawing
from handrail.review.shown._marks import SIGNS, parts
from handrail.review.story import Chapter, Entry, Story

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.4rem}h2,summary{font-size:1.05rem;font-weight:600;margin:1.2rem 0 .4rem}summary{cursor:pointer}
code{background:#f0f1f3;padding:.05em .3em;border-radius:3px}ul{padding-left:1.2rem}li{margin:.3rem 0}
.at{color:#555;font-size:.85em}.sign{display:inline-block;min-width:5.5em;font-size:.8em;padding:0 .4em;
border-radius:3px;border:1px solid;text-align:center;margin-right:.5em}.added{color:#116329;background:#dafbe1}
.removed,.broken{color:#82071e;background:#ffebe9}.changed,.not-proven{color:#6b4700;background:#fff8c5}
table{border-collapse:collapse;margin:.6rem 0}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
@media(prefers-color-scheme:dark){body{background:#161618;color:#e8e8e8}code{background:#2a2b2f}.at{color:#aaa}}
"""


def render(_: Comparison, told: Story, __: Look) -> str:
    """The whole page."""
    headline = "".join(text for _, text in parts(told.headline))
    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(headline)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(told.headline)}</h1>",
        *(f"<p>{_text(each)}</p>" for each in told.lead),
        *(line for chapter in told.chapters for line in _chapter(chapter)),
        "</body></html>",
    ]
    return "\n".join(lines) + "\n"


def _chapter(chapter: Chapter) -> Iterator[str]:
    title = _text(chapter.title)
    yield (
        f"<section><h2>{title}</h2>"
        if chapter.first
        else f"<details><summary>{title} ({len(chapter.entries)})</summary>"
    )
    yield "<ul>"
    yield from (line for entry in chapter.entries for line in _entry(entry))
    yield "</ul>"
    if chapter.drawing:
        yield from _table(chapter.drawing)
    yield "</section>" if chapter.first else "</details>"


def _entry(entry: Entry) -> Iterator[str]:
    sort = entry.sort if entry.sort in SIGNS else "same"
    where = f' <span class="at">{_text(entry.where)}</span>' if entry.where else ""
    yield f'<li><span class="sign {sort}">{escape(entry.sort.replace("-", " "))}</span>{_text(entry.says)}{where}'
    if entry.below:
        yield f"<ul>{''.join(f'<li>{_text(below)}</li>' for below in entry.below)}</ul>"
    yield "</li>"


def _table(drawing: Drawing) -> Iterator[str]:
    """The ways that are new or gone, as a table."""
    yield "<table><tr><th>From</th><th>on</th><th>to</th><th>this way is</th></tr>"
    for arrow in drawing.arrows:
        if arrow.sort:
            says = "new" if arrow.sort == "added" else "gone"
            cells = (_name(arrow.source), _words(arrow.label), _name(arrow.target))
            yield f'<tr>{"".join(f"<td>{cell}</td>" for cell in cells)}<td class="{arrow.sort}">{says}</td></tr>'
    yield "</table>"


def _text(says: str) -> str:
    return "".join(f"<code>{escape(part)}</code>" if name else escape(part) for name, part in parts(says))


def _name(name: str) -> str:
    return f"<code>{_words(name)}</code>"


def _words(text: str) -> str:
    return escape("".join(part for _, part in parts(text)))
