"""An example of a schema as an author would write it."""

from collections.abc import Iterator, Mapping

_SHORT = 60


def written(value: object) -> str:
    """A value in YAML: tables in blocks, lists of names in brackets, sentences on their own line."""
    return "\n".join(_lines(value))


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _entry(f"{key}:", inner)
    elif isinstance(value, list) and value and not _flat(value):
        for inner in value:
            first, *rest = list(_lines(inner))
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _short(value)


def _entry(key: str, value: object) -> Iterator[str]:
    if isinstance(value, str) and "\n" in value:
        yield f"{key} |"
        yield from (f"  {line}".rstrip() for line in value.rstrip("\n").split("\n"))
    elif isinstance(value, str) or not value or _flat(value):
        yield f"{key} {_short(value)}"
    else:
        yield key
        yield from (f"  {line}" for line in _lines(value))


def _flat(value: object) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, str) and " " not in each for each in value)
        and len(str(value)) < _SHORT
    )


def _short(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_short(each) for each in value)}]"
    text = str(value)
    wants = not text or ": " in text or " #" in text or text[0] in "[]{}&*!|>'\"%@`#-?,:" or text.endswith(":")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if wants else text
