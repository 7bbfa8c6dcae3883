"""The language of the handbook, kind by kind and field by field: made from the schemas, which editors read too."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handrail.pages import Site, SitePage
from handrail.pages._code import code
from handrail.pages._escape import anchor, esc, link
from handrail.pages._parts import TOOL, backticked, items, line, page, section, span, table
from handrail.pages._words import upper
from handrail.pages._yaml import written

INDEX = "handbook/language/index.md"
_FILES = {
    "home": "index.md, above its text",
    "procedure": "procedures/<area>/<name>.md, above its text",
    "workflow": "workflows/<area>/<name>.yml",
    "message": "messages/<name>.yml",
    "control": "controls/<area>/<name>.yml",
    "scenario": "scenarios/<workflow>.yml",
}
_OUTPUT = frozenset({"report"})
_Schema = Mapping[str, Any]


def pages(site: Site) -> Iterator[SitePage]:
    """The list of kinds, and one page for each."""
    kinds = [kind for kind in (*_FILES, *sorted(site.schemas.keys() - _FILES.keys() - _OUTPUT)) if kind in site.schemas]
    if not kinds:
        return
    entries = (
        f"<b>{link(esc(_title(site, kind)), f'{kind}.md')}</b> "
        f"<small>{backticked(site.schemas[kind].get('description', ''))}</small> "
        f"{span(f'<code>{esc(_file(kind))}</code>', 'owner')}"
        for kind in kinds
    )
    lead = "What is written in which file. One way to say a thing, plain words before symbols, nothing said twice."
    eyebrow = "[Reference](../index.md)"
    yield page(
        INDEX, "The language", items("hr-index", entries), lead=lead, eyebrow=eyebrow, classes="hr-lists", boost=TOOL
    )
    for kind in kinds:
        yield _page(site, kind)


def _title(site: Site, kind: str) -> str:
    return upper(str(site.schemas[kind].get("title", kind)))


def _file(kind: str) -> str:
    return _FILES.get(kind, f"register/{kind}.yml")


def _page(site: Site, kind: str) -> SitePage:
    schema = site.schemas[kind]
    tables = [
        section(backticked(upper(title)), _says(schema, inner), _fields(schema, inner), anchor=anchor(name))
        for name, title, inner in _objects(schema)
    ]
    examples = [code(written(each), title=_file(kind)) for each in schema.get("examples", ())[:1]]
    return page(
        f"handbook/language/{kind}.md",
        _title(site, kind),
        section("Example", *examples),
        *tables,
        line(f"For editors: <code>schemas/{esc(kind)}.schema.json</code>", "hr-source"),
        eyebrow="[Reference](../index.md) / [The language](index.md)",
        boost=TOOL,
        lead=str(schema.get("description", "")),
        classes="hr-entry hr-language",
    )


def _says(schema: _Schema, inner: _Schema) -> str:
    """What an object is; what the whole file is stands at the top of the page already."""
    return "" if inner is schema else line(backticked(str(inner.get("description", ""))))


def _objects(schema: _Schema) -> Iterator[tuple[str, str, _Schema]]:
    """The schema itself and every object below it that has fields: name, title, the object. Each once."""
    seen: set[int] = set()
    waiting: list[tuple[str, _Schema]] = [("keys", schema)]
    while waiting:
        name, inner = waiting.pop(0)
        if id(inner) in seen:
            continue
        seen.add(id(inner))
        if inner.get("properties"):
            yield name, "Keys" if inner is schema else str(inner.get("title", name)), inner
        below = [
            *inner.get("properties", {}).items(),
            (name, inner.get("additionalProperties")),
            (name, inner.get("items")),
        ]
        below += [(name, each) for word in ("oneOf", "anyOf", "allOf") for each in inner.get(word, ())]
        waiting += [_target(schema, key, value) for key, value in below if isinstance(value, Mapping)]


def _target(schema: _Schema, key: str, value: _Schema) -> tuple[str, _Schema]:
    name = str(value.get("$ref", "")).removeprefix("#/$defs/")
    found = schema.get("$defs", {}).get(name) if name else None
    return (name, found) if isinstance(found, Mapping) else (key, value)


def _fields(schema: _Schema, inner: _Schema) -> str:
    required = inner.get("required", ())
    rows = []
    for name, field in inner["properties"].items():
        _, behind = _target(schema, name, field)
        says = backticked(str(field.get("description") or behind.get("description", "")))
        must = span("needed", "hr-chip") if name in required else ""
        examples = field.get("examples") or behind.get("examples") or ()
        rows.append((f"<code>{esc(name)}</code> {must}", says, _example(name, examples)))
    return table(("Key", "What it says", "Example"), rows, "hr-table hr-fields")


def _example(name: str, examples: Sequence[object]) -> str:
    """The first example, one line of it below the other."""
    if not examples:
        return ""
    lines = written({name: examples[0]}).split("\n")
    return "<br>".join(f"<code>{'&#160;' * (len(each) - len(each.lstrip()))}{esc(each)}</code>" for each in lines)
