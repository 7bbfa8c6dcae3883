"""md: for a comment on a pull request. Short, with the details folded and a picture of what changed."""

import re
from collections.abc import Iterator

from handrail.formats import Look
from handrail.formats._markdown import as_html as text
from handrail.review.comparison import Comparison
from handrail.review.picture import Drawing
from handrail.review.story import Chapter, Entry, Story

MOST_LETTERS = 60_000
"""A comment on GitHub may have 65,536 characters: what does not fit is counted, never lost without a word."""
_SIGNS = {
    "added": "🟢",
    "removed": "🔴",
    "changed": "✏️",
    "renamed": "🏷️",
    "moved": "↕️",
    "reworded": "💬",
    "broken": "❌",
    "not-proven": "❓",
    "alike": "✅",
    "same": "✅",
}
_NO_NAME = re.compile(r"[^A-Za-z0-9 ,.-]+")


def render(_: Comparison, told: Story, __: Look) -> str:
    """The comment: a headline, what has to be known, and the rest to be unfolded."""
    sign = "✅" if told.calm else "⚠️"
    head = [f"### {sign} {text(told.headline)}", "", *(f"{text(each)}  " for each in told.lead)]
    blocks = ["\n".join(head), *("\n".join(_chapter(chapter)) for chapter in told.chapters)]
    kept: list[str] = []
    for number, block in enumerate(blocks):
        if sum(map(len, kept)) + len(block) > MOST_LETTERS:
            more = len(blocks) - number
            kept.append(
                f"**{more} more {'part does' if more == 1 else 'parts do'} not fit here**: <code>handrail diff</code>"
            )
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n"


def _chapter(chapter: Chapter) -> Iterator[str]:
    if chapter.first:
        yield f"**{text(chapter.title)}**"
        yield ""
        yield from (line for entry in chapter.entries for line in _entry(entry))
        return
    number = len(chapter.entries)
    yield f"<details><summary>{text(chapter.title)} ({number} {'change' if number == 1 else 'changes'})</summary>"
    yield ""
    yield from (line for entry in chapter.entries for line in _entry(entry))
    if chapter.drawing:
        yield from ("", *_drawing(chapter.drawing))
    yield from ("", "</details>")


def _entry(entry: Entry) -> Iterator[str]:
    where = f" <sub>{text(entry.where)}</sub>" if entry.where else ""
    yield f"- {_SIGNS.get(entry.sort, '•')} {text(entry.says)}{where}"
    yield from (f"  - {text(below)}" for below in entry.below)


def _drawing(drawing: Drawing) -> Iterator[str]:
    """A flowchart that hosts draw themselves: green is new, red and dashed is gone, yellow is different."""
    numbers = {name: f"n{number}" for number, name in enumerate(drawing.nodes)}
    yield "```mermaid"
    yield "flowchart TD"
    for name, sort in drawing.nodes.items():
        yield f'  {numbers[name]}["{_label(name)}"]{f":::{sort}" if sort else ""}'
    for number, arrow in enumerate(drawing.arrows):
        line = "-.->" if arrow.sort == "removed" else "==>" if arrow.sort == "added" else "-->"
        label = f'|"{_label(arrow.label)}"|' if arrow.label else ""
        yield f"  {numbers[arrow.source]} {line}{label} {numbers[arrow.target]}"
        if arrow.sort:
            yield f"  linkStyle {number} stroke:{'#1a7f37' if arrow.sort == 'added' else '#cf222e'}"
    yield "  classDef added fill:#dafbe1,stroke:#1a7f37,color:#000"
    yield "  classDef removed fill:#ffebe9,stroke:#cf222e,color:#000,stroke-dasharray:4"
    yield "  classDef changed fill:#fff8c5,stroke:#9a6700,color:#000"
    yield "```"
    yield ""
    yield "Thick and green: new. Dashed and red: gone. Yellow: different."


def _label(text: str) -> str:
    return _NO_NAME.sub(" ", text) or " "
