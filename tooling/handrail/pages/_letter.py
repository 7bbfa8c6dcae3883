"""A message as a card: its text in every language, its blanks highlighted, a button to copy it.

The languages are tabs without a script: one radio button each, which also works by keyboard. Where style is missing,
all texts stand below each other.
"""

import re
from collections.abc import Iterator

from handrail.ground.model import Handbook, Message
from handrail.pages._escape import anchor, esc
from handrail.pages._languages import direction, language
from handrail.pages._track.icons import icon
from handrail.pages._words import spaced, who

_BLANK = re.compile(r"\{([a-z0-9-]+)\}")


def letter(book: Handbook, message: Message, title: str = "") -> str:
    """The card. `title` is escaped and may hold a Markdown link; without one there is no heading line of its own."""
    name = f"hr-{anchor(message.id)}"
    tabs = [_tab(name, code, first=number == 0) for number, code in enumerate(message.text)]
    texts = [_text(book, message, code) for code in message.text]
    to = f"<span>to {esc(who(book, message.to))}</span>"
    head = f'<p class="hr-letter-head" markdown="span">{icon("tell")} <b>{title}</b> {to}</p>'
    opening = '<div class="hr-letter" markdown="block">'
    body = ['<div class="hr-tabs">', *tabs, *texts, "</div>"]
    return "\n".join([opening, *([head, ""] if title else []), *body, "</div>"])


def _tab(name: str, code: str, *, first: bool) -> str:
    own = f"{name}-{anchor(code)}"
    checked = ' checked="checked"' if first else ""
    label = f'<label for="{own}" lang="{esc(code)}">{esc(language(code))}</label>'
    return f'<input type="radio" name="{name}" id="{own}"{checked}>{label}'


def _text(book: Handbook, message: Message, code: str) -> str:
    paragraphs = "".join(f"<p>{_filled(book, message, part)}</p>" for part in _paragraphs(message.text[code]))
    named = f'data-language="{esc(language(code))}"'  # paper has no tabs: each text says its language
    return f'<blockquote lang="{esc(code)}" dir="{direction(code)}" {named}>{paragraphs}</blockquote>'


def _paragraphs(text: str) -> Iterator[str]:
    yield from (part for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _filled(book: Handbook, message: Message, text: str) -> str:
    made: list[str] = []
    last = 0
    for blank in _BLANK.finditer(text):
        made += [_lines(text[last : blank.start()]), _blank(book, message, blank[1])]
        last = blank.end()
    return "".join([*made, _lines(text[last:])])


def _lines(text: str) -> str:
    """Words with their spaces at both ends; a list keeps its lines, running text is set anew."""
    lines = text.split("\n")
    kept = []
    for number, each in enumerate(lines):
        new = number and (each.lstrip().startswith(("- ", "* ", "• ")) or re.match(r"\s*\d+[.)] ", each))
        kept.append(("<br>" if new else " " if number else "") + _ends(each))
    return "".join(kept)


def _ends(text: str) -> str:
    if not text.strip():
        return " " if text else ""
    return f"{' ' * text.startswith(' ')}{esc(text)}{' ' * text.endswith(' ')}"


def _blank(book: Handbook, message: Message, name: str) -> str:
    what = message.placeholders.get(name, "")
    if name in message.choices:
        what = what or "One of the choices below"
    title = f' title="{esc(what)}"' if what else ""
    return f'<mark class="hr-blank"{title}>{esc(spaced(book, name))}</mark>'
