"""One thing that a schema refuses, free of the library that found it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handrail.ground.finding import KeyPath

_OPENING = re.compile(r"This (?=(?:takes|is|has|says|does|of)\b)")
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal. `keys` lead to the refused value; for the name of an entry, to the table in which it stands."""

    keyword: str
    keys: KeyPath
    value: Any
    """The refused value or name; the missing or superfluous key."""
    expects: Any
    """What the keyword asks for."""
    schemas: tuple[Mapping[str, Any], ...]
    """Everything that the schema says about the value, from the key's own words to the definition that refuses it."""
    trail: tuple[str | int, ...] = ()
    """The way through the schema to the keyword."""

    @property
    def is_name(self) -> bool:
        """Whether the name of an entry is refused, not a value."""
        return "propertyNames" in self.trail[-2:]

    @property
    def noun(self) -> str:
        """What the refusing definition calls such a value."""
        return str(self.schemas[-1].get("title", "")) if self.schemas else ""

    @property
    def trigger(self) -> str:
        """The key beside which another may not stand; empty where the refusal does not hang on one."""
        places = [place for place, word in enumerate(self.trail) if word == "dependentSchemas"]
        return str(self.trail[places[-1] + 1]) if places and self.keyword == "enum" and self.is_name else ""

    @property
    def key(self) -> str | int:
        """The last key on the way to the value; an empty text for the file as a whole."""
        return self.keys[-1] if self.keys else ""

    def said(self, word: str) -> Any:
        """What the schema says under an annotation: the key's own words first, then the definition's."""
        return next((schema[word] for schema in self.schemas if word in schema), None)

    def about(self, key: str) -> Mapping[str, Any]:
        """What the schema says about a key of the value."""
        tables = (schema.get("properties", {}) for schema in reversed(self.schemas))
        return next((table[key] for table in tables if key in table), {})


def filled(message: str, subject: str) -> str:
    """A schema's message with its opening `This` replaced by what it means."""
    return _OPENING.sub(lambda _: f"{subject} ", message, count=1) if subject else message


def quoted(value: Any) -> str:
    """A value or a name as messages show it, shortened when it is long."""
    text = " ".join(str(value).split())
    return f"`{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + '...'}`"


def a(noun: str) -> str:
    """A noun with its article."""
    if noun.startswith("front matter"):
        return f"the {noun}"
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
