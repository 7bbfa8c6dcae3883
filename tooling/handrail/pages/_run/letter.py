"""A message as data for the guided run: its texts, its blanks and what may stand in them."""

import re

from handrail.ground.model import Handbook, Message
from handrail.pages import _words as words
from handrail.pages._languages import direction, language
from handrail.pages._places import with_capitals


def letter(book: Handbook, message: Message) -> dict[str, object]:
    """The message in every language."""
    return {
        "title": message.title,
        "to": words.who(book, message.to),
        "texts": {code: [language(code), direction(code), running(text)] for code, text in message.text.items()},
        "blanks": {
            name: [words.upper(words.spaced(book, name)), says]
            for name, says in {**dict.fromkeys(message.choices, ""), **message.placeholders}.items()
        },
        "choices": {
            name: {
                option: {"": words.upper(with_capitals(words.spaced(book, option))), **texts}
                for option, texts in options.items()
            }
            for name, options in message.choices.items()
        },
    }


def running(text: str) -> str:
    """The text with its paragraphs on one line each, as it is sent. A list keeps its lines."""
    paragraphs = (part for part in re.split(r"\n\s*\n", text.strip()) if part.strip())
    return "\n\n".join(_joined(part.split("\n")) for part in paragraphs)


def _joined(lines: list[str]) -> str:
    made = lines[0].strip()
    for line in lines[1:]:
        new = line.lstrip().startswith(("- ", "* ", "\u2022 ")) or re.match(r"\s*\d+[.)] ", line)
        made += ("\n" if new else " ") + line.strip()
    return made
