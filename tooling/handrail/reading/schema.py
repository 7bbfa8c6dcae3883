"""Whether data has the form of the language. jsonschema_rs accepts in a flash, jsonschema tells what was refused.

The schemas in `schemas/` are the published contract of the language; editors read the same files. They judge form
alone: whether a name exists is for the rules. Both libraries live here and nowhere else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.layout import KINDS
from handrail.ground.places import schema_folder
from handrail.reading.explain import explain
from handrail.reading.explain.fault import Fault

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from jsonschema_rs import Draft202012Validator

_BELOW = frozenset({"properties", "items", "additionalProperties", "propertyNames"})
_KEYED = frozenset({"properties", "dependentSchemas"})


def kinds() -> tuple[str, ...]:
    """The kinds of files that have a schema, sorted."""
    return tuple(sorted(KINDS))


@cache
@cache
def schema(kind: str) -> Mapping[str, Any]:
    """The schema of a kind of file."""
    found: Mapping[str, Any] = json.loads((schema_folder() / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return found


def validate(kind: str, data: object, path: str) -> tuple[Finding, ...]:
    """What is wrong with the form of a file's data: one finding for each cause, none when it is sound."""
    if _accepting(kind).is_valid(data):
        return ()
    refused: Any = data
    faults = [fault for error in _explaining(kind).iter_errors(refused) for fault in _faults(kind, error)]
    findings = explain(kind, path, data, faults)
    return findings or (_refused(kind, path),)


def make_ready() -> None:
    """Load every schema now: what several hands need is loaded once, before they part."""
    for kind in kinds():
        _accepting(kind)


def _refused(kind: str, path: str) -> Finding:
    """For the case that the two libraries differ: never a silent pass, never a silent refusal."""
    message = f"Something in this file does not have the form of a {kind} file, and we cannot tell what."
    return Finding("schema-violation", Severity.ERROR, message, Place(path), "Please report this with the file.")


@cache
def _accepting(kind: str) -> "Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(dict(schema(kind)), validate_formats=True)


@cache
def _explaining(kind: str) -> "Validator":
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend

    exact: type[Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    return exact(schema(kind), format_checker=FormatChecker(["date"]))


def _pattern(_: object, pattern: str, value: object, __: object) -> "Iterator[ValidationError]":
    """As the standard has it: `$` is the end of the text, never the line break before it."""
    from jsonschema import ValidationError

    if isinstance(value, str) and not re.search(re.sub(r"\$(?=$|\))", r"\\Z", pattern), value):
        yield ValidationError("pattern")


def _faults(kind: str, error: "ValidationError") -> Iterator[Fault]:
    """One error of the library as faults: one for each key that is missing or too many."""
    keyword, trail = str(error.validator), tuple(error.absolute_schema_path)
    keys = tuple(key if isinstance(key, int) else str(key) for key in error.absolute_path)
    schemas = _on_the_way(schema(kind), trail)
    here: Any = error.instance
    expects: Any = error.validator_value
    values: list[Any] = [here]
    if keyword == "required":
        values = [key for key in expects if key not in here]
    elif keyword == "dependentRequired":
        values = [key for name, needs in expects.items() if name in here for key in needs if key not in here]
    elif keyword == "additionalProperties":
        values = [key for key in here if key not in schemas[-1]["properties"]]
    for value in values:
        yield Fault(keyword, keys, value, expects, schemas, trail)


def _on_the_way(root: Mapping[str, Any], trail: tuple[str | int, ...]) -> tuple[Mapping[str, Any], ...]:
    """The schemas about the refused value, widest first. The library leaves `$ref` out of its trail; we follow it."""
    node, about = root, [root]
    words = list(trail)
    while words:
        word = words.pop(0)
        while word not in node:
            node = _referred(root, node["$ref"])
            about.append(node)
        if words:  # else: the keyword that refuses
            found = node[str(word)]
            node = found[words.pop(0)] if word in _KEYED or isinstance(found, list) else found
            beside = word == "propertyNames" and trail[-1] == "enum"  # a key beside another: all about both counts
            about = [node] if word in _BELOW and not beside else [*about, node]
    return tuple(about)


def _referred(root: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
    node = root
    for word in pointer.removeprefix("#/").split("/"):
        node = node[word]
    return node
