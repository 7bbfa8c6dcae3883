"""YAML without its traps. PyYAML's C parser composes the nodes; data and spans come from the same nodes.

Allowed are mappings, lists and texts. Anchors, aliases, tags, merge keys, second documents, keys that are no text and
nesting beyond reason are findings, so nothing can explode, run or surprise.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from handrail.ground.finding import Finding, KeyPath, Part, Place, Related, Severity
from handrail.ground.source import Span
from handrail.reading.document.complaints import explain, unsolved_merge

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark
    from yaml.error import Mark

Data: TypeAlias = dict[str, Any] | list[Any] | str

DEEPEST = 64
MOST_NODES = 50_000
_SUSPECT = re.compile(r"(?:^|[\s\[{,])(?:[&!][^\s]|\*[^\s*]|%YAML|%TAG|---|\.\.\.|<<|\?\s)", re.MULTILINE)
_SAFE_BOUND = 1500


def read_yaml(path: str, text: str) -> tuple[Data | None, tuple[Finding, ...]]:
    """The data in a YAML text, or None; and everything about its form that is wrong."""
    merge = unsolved_merge(path, text)
    if merge:
        return None, (merge,)
    try:
        if _too_deep_to_compose(text) or _SUSPECT.search(text):
            forbidden = _forbidden_events(path, text)
            if forbidden:
                return None, forbidden
        root = compose(text)
    except yaml.YAMLError as error:
        return None, (explain(path, text, error),)
    if root is None:
        return None, (
            _finding(
                path, "invalid-yaml", "This file is empty.", Span(1, 1, 1, 1), "Write what it should say, or delete it."
            ),
        )
    reader = _Reader(path)
    data = reader.data(root, 1)
    return (None if reader.hopeless else data), tuple(reader.findings)


@lru_cache(maxsize=4)
def compose(text: str) -> Node | None:
    """The node tree of a text that passed the checks above."""
    loader = yaml.CSafeLoader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


class _Reader:
    """Walks nodes to data. Keeps what it noticed on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.hopeless = False
        self.nodes = 0

    def data(self, node: Node, depth: int) -> Data:
        if node.__class__ is ScalarNode:
            return node.value  # type: ignore[no-any-return]
        self.nodes += len(node.value)
        if depth > DEEPEST or self.nodes > MOST_NODES:
            self._give_up(node, depth)
            return ""
        if node.__class__ is SequenceNode:
            return [v.value if v.__class__ is ScalarNode else self.data(v, depth + 1) for v in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value
            if key.__class__ is not ScalarNode:
                self._complain(
                    "invalid-yaml",
                    "A list or table stands where a name is expected.",
                    key,
                    "Write one word, followed by a colon.",
                )
                continue
            if name in found:
                self._twice(node, key)
                continue
            if value.__class__ is not ScalarNode:
                found[name] = self.data(value, depth + 1)
            else:
                if node.flow_style and not value.value and not value.style:
                    self._alone(node, key, value)
                found[name] = value.value
        return found

    def _twice(self, node: Node, key: Node) -> None:
        first = next(other for other, _ in node.value if other.value == key.value)
        lines = f"line {first.start_mark.line + 1} and in line {key.start_mark.line + 1}"
        finding = _finding(
            self.path,
            "duplicate-key",
            f"`{key.value}` stands twice here, in {lines}. Only one can count.",
            span_of(key),
            "Delete one of them, or give it another name.",
        )
        other = Related(Place(self.path, span=span_of(first)), "the first one")
        self.findings.append(replace(finding, related=(other,)))

    def _alone(self, node: Node, key: Node, value: Node) -> None:
        """An entry of `{}` without a colon: a comma inside a sentence or a list began it."""
        if value.start_mark.index > key.end_mark.index:
            return
        before = [pair for pair in node.value if pair[0].start_mark.index < key.start_mark.index]
        previous = before[-1] if before else None
        if previous and previous[1].__class__ is ScalarNode and " " not in previous[1].value + key.value:
            message = f"`{key.value}` stands alone. Several values of one fact go in brackets."
            hint = f"{previous[0].value}: [{previous[1].value}, {key.value}]"
        else:
            message = (
                f"`{key.value}` stands alone: a comma inside braces begins a new entry. "
                "Braces hold names, not sentences."
            )
            hint = "Put each entry on a line of its own" + (f" below `{before[0][0].value}`." if before else ".")
        self._complain("sentence-in-braces", message, key, hint)

    def _give_up(self, node: Node, depth: int) -> None:
        if self.hopeless:
            return
        self.hopeless = True
        if depth > DEEPEST:
            message = f"More than {DEEPEST} levels stand inside each other here."
        else:
            message = f"This file has more than {MOST_NODES} entries."
        self._complain("invalid-yaml", message, node, "Split it into smaller parts.")

    def _complain(self, rule: str, message: str, node: Node, hint: str) -> None:
        self.findings.append(_finding(self.path, rule, message, span_of(node), hint))


def _too_deep_to_compose(text: str) -> bool:
    """Whether nesting could be deep enough to hurt the C composer, which is recursive. Most files: no."""
    openers = text.count("[") + text.count("{")
    longest = max(map(len, text.split("\n")))
    return openers + longest > _SAFE_BOUND


def _forbidden_events(path: str, text: str) -> tuple[Finding, ...]:
    """What the language does not have: found by the parser's events, which do not nest."""
    found: list[Finding] = []
    depth = documents = 0
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            event: yaml.Event = loader.get_event()  # type: ignore[assignment]
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return (
                        _at(
                            path,
                            event,
                            f"More than {DEEPEST} levels stand inside each other here.",
                            "Split it into smaller parts.",
                        ),
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    found.append(_at(path, event, "A second document begins here.", "Keep one per file."))
                if event.version or event.tags:
                    found.append(_at(path, event, "A `%` directive has no place here.", "Delete the line."))
            found += _forbidden(path, event)
    finally:
        loader.dispose()
    return tuple(found[:10])


def _forbidden(path: str, event: yaml.Event) -> list[Finding]:
    found = []
    if isinstance(event, yaml.AliasEvent):
        return [
            _at(
                path,
                event,
                f"`*{event.anchor}` repeats something said elsewhere. Nothing is said twice here.",
                "Write it out, or give it one place with a name.",
            )
        ]
    anchor = getattr(event, "anchor", None)
    if anchor:
        found.append(_at(path, event, f"`&{anchor}` is an anchor; this language has none.", "Delete it."))
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        found.append(_at(path, event, f"`{tag}` is a tag; every value here is simply its text.", "Delete the tag."))
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
        found.append(
            _at(path, event, "`<<` merges another table in; this language does not.", "Write the entries out.")
        )
    return found


def _at(path: str, event: yaml.Event, message: str, hint: str) -> Finding:
    start, end = event.start_mark, event.end_mark
    span = _between(start, end) if start and end else Span(1, 1, 1, 1)
    return _finding(path, "invalid-yaml", message, span, hint)


def _finding(path: str, rule: str, message: str, span: Span, hint: str) -> Finding:
    return Finding(rule, Severity.ERROR, message, Place(path, span=span), hint)


def span_of(node: Node) -> Span:
    """The stretch of a node."""
    return _between(node.start_mark, node.end_mark)


def _between(start: "Mark | CMark", end: "Mark | CMark") -> Span:
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def locate_keys(text: str, keys: KeyPath, part: Part) -> Span | None:
    """The span at a key path: the last key itself, or the value behind it; the nearest around it where there is none."""
    node = compose(text)
    found = node
    for number, key in enumerate(keys):
        step = _inside(node, key)
        if step is None:
            break
        at, node = step
        found = at if part is Part.KEY or number < len(keys) - 1 else node
        if isinstance(found, ScalarNode) and not found.value and found is node:
            found = at
    return _first_lines(found) if found is not None else None


def _inside(node: Node | None, key: str | int) -> tuple[Node, Node] | None:
    """The node of a key with the node of its value, one level down."""
    if node is not None and key == 0 and not isinstance(node, SequenceNode):
        return node, node  # one value where a list may stand: the first of its list
    if isinstance(node, MappingNode):
        return next(((name, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def _first_lines(node: Node) -> Span:
    """A collection in block form ends before the next token begins: take its last entry's end instead."""
    last = node
    while isinstance(last, CollectionNode) and not last.flow_style and last.value:
        last = last.value[-1] if isinstance(last, SequenceNode) else last.value[-1][1]
    return _between(node.start_mark, last.end_mark)
