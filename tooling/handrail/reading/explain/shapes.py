"""What to say about a value of the wrong shape: a sentence for a table, a list for names, a table for a text."""

from collections.abc import Sequence

from handrail.reading.explain import rewrite
from handrail.reading.explain.fault import Fault, filled, quoted
from handrail.reading.explain.paste import line, paste
from handrail.reading.explain.texts import YES_OR_NO, Said, example, is_yes_or_no, remedy

_NAMING_KEYS = ("id", "name", "key", "step", "title")
"""Keys under which other tools have the name that stands before the colon here."""


def refused_shape(fault: Fault) -> Said:
    """A value that is a text, a list or a table where another of these is wanted."""
    wanted = [fault.expects] if isinstance(fault.expects, str) else list(fault.expects)
    match fault.value:
        case str() if not fault.value.strip():
            nothing = "no value" if "string" in wanted else "nothing below it"
            return Said(f"{_subject(fault)} has {nothing}.", remedy(fault))
        case dict():
            return _table(fault, wanted)
        case list():
            return _list(fault, wanted)
        case _ if "array" in wanted:
            return _text_for_list(fault, wanted)
        case _:  # every value is a text, a list or a table, and a text is refused where one of the others belongs
            return _text_for_table(fault)


def _subject(fault: Fault) -> str:
    return quoted(fault.key) if isinstance(fault.key, str) and fault.key else "This"


def _own_words(fault: Fault) -> str:
    words = str(fault.said("errorMessage") or "")
    return filled(words, _subject(fault)) if words else ""


def _table(fault: Fault, wanted: Sequence[str]) -> Said:
    """A table where a list or a text is wanted."""
    if "array" not in wanted:
        return Said(f"{_subject(fault)} takes a text, not a table.", remedy(fault))
    first = next(iter(fault.value), "")
    words = _own_words(fault) or f"{_subject(fault)} is a list."
    return Said(words, f"Put a hyphen and a space before `{first}`." if first else remedy(fault))


def _list(fault: Fault, wanted: Sequence[str]) -> Said:
    """A list where a table or a text is wanted."""
    if "object" not in wanted:
        words = _own_words(fault) or f"{_subject(fault)} takes one value, not a list."
        only = fault.value[0] if len(fault.value) == 1 and isinstance(fault.value[0], str) else ""
        hint = line(fault.key, only) if only and isinstance(fault.key, str) else remedy(fault)
        return Said(words, hint, paste(only) if only else "")
    if fault.noun == "answers" and is_yes_or_no(fault.value):
        return Said(YES_OR_NO, "answers: yes or no", "yes or no", safe=True)
    return Said(_own_words(fault) or f"{_subject(fault)} holds names, not a list.", _as_entry(fault))


def _as_entry(fault: Fault) -> str:
    """The first entry of a list as the entry of a table that it should be."""
    shown = next((one for one in fault.said("examples") or () if isinstance(one, dict)), {})
    name, entry = next(iter(shown.items()), ("", ""))
    first = fault.value[0] if fault.value else ""
    if isinstance(first, dict):
        first = next((first[key] for key in _NAMING_KEYS if isinstance(first.get(key), str)), "")
    own = rewrite.slug(first) if isinstance(first, str) and first else ""
    own = first if own and isinstance(first, str) and first == own else own or name
    if isinstance(entry, str):
        return f"{own}: {paste(entry)}"
    return f"Write `{own}:` on a line of its own, and what belongs to it below, two spaces further right."


def _text_for_list(fault: Fault, wanted: Sequence[str]) -> Said:
    """A text where a list is wanted (or, for `when`, a table)."""
    shown, text = example(fault), str(fault.value).strip()
    if "object" in wanted:
        guess = rewrite.formula(text)
        return Said(_own_words(fault), f"{fault.key}: {guess}" if guess else remedy(fault), guess)
    if isinstance(shown, list) and shown and isinstance(shown[0], dict):
        first = next(iter(shown[0]))
        fits = text == rewrite.slug(text) and isinstance(shown[0][first], str)
        return Said(_own_words(fault), f"- {first}: {text}" if fits else remedy(fault))
    words, parts = _own_words(fault), [part.strip() for part in text.split(",") if part.strip()]
    phrases = "phrases" in words
    if phrases and len(parts) > 1:
        words = f"{_subject(fault)} is one phrase with a comma in it. Two phrases go in brackets."
    safe = len(parts) == 1 or (not phrases and all(part == rewrite.slug(part) for part in parts))
    return Said(words or f"{_subject(fault)} is a list.", line(fault.key, parts), paste(parts), safe)


def _text_for_table(fault: Fault) -> Said:
    """A sentence where keys with values are wanted."""
    words = _own_words(fault)
    if not words or "not a list" in words:
        words = f"{_subject(fault)} holds names with their content below them, not a sentence."
    first = next(iter(fault.said("properties") or ()), "")
    return Said(words, line(first, fault.value) if first and " " in str(fault.value) else remedy(fault))


def empty(fault: Fault) -> Said:
    """A list or table without entries."""
    return Said(f"{_subject(fault)} is empty.", remedy(fault))


def twice(fault: Fault) -> tuple[Said, int]:
    """A list that says something twice, and where it stands the second time."""
    place = next(number for number, entry in enumerate(fault.value) if entry in fault.value[:number])
    return Said(f"{quoted(fault.value[place])} stands twice in this list.", "Delete one of them."), place
