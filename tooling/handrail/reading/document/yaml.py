"""YAML without its traps. PyYAML's C parser composes the nodes; data and spans come from the same nodes.

Allowed are mappings, lists and texts. Anchors, aliases, tags, merge keys, second documents, keys that are no text and
nesting beyond reason are findings, so nothing can explode, run or surprise.
"""

import re
from dataclasses import replace
from functools import lru_cache
from sys import intern
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from handrail.ground.finding import Finding, KeyPath, Part, Place, Related
from handrail.ground.source import Span
from handrail.reading.document import Data
from handrail.reading.document.complaints import explain, unsolved_merge
from handrail.reading.document.complaints.depth import DEEPEST, TOO_DEEP
from handrail.reading.document.complaints.keys import NO_SPACE, missing_space, too_far_left
from handrail.reading.document.complaints.line import MOST_FINDINGS, entry
from handrail.reading.document.forbidden import forbidden
from handrail.reading.document.spans import between, finding_at, span_of

MOST_NODES = 50_000
_SIGNS = {
    sign: re.compile(rf"""{re.escape(sign)}(?:(?<=^{any_})|(?<=[\s\[{{,:"']{any_})){after}""", re.MULTILINE)
    for sign, any_, after in (
        ("&", ".", ""), ("!", ".", ""), ("*", ".", r"[^\s*]"), ("%", ".", "(?:YAML|TAG)"), ("?", ".", r"\s"),
        ("---", "...", ""), ("...", "...", ""), ("<<", "..", ""),
    )
}  # fmt: skip
"""Where one of them might be more than a sign of a text. Each begins with its sign, for which the search is quick."""
_NAME = re.compile(r"[a-zA-Z0-9-]*[a-z0-9-]")
_MANY = 20
_SAFE_BOUND = 1500


def read_yaml(path: str, text: str) -> tuple[Data | None, tuple[Finding, ...]]:
    """The data in a YAML text, or None; and everything about its form that is wrong."""
    merge = unsolved_merge(path, text)
    if merge:
        return None, (merge,)
    try:
        if _too_deep_to_compose(text) or any(sign in text and found.search(text) for sign, found in _SIGNS.items()):
            foreign = forbidden(path, text)
            if foreign:
                return None, foreign
        root = compose(text)
    except yaml.YAMLError as error:
        return None, (explain(path, text, error),)
    if root is None or (isinstance(root, ScalarNode) and not root.value):
        where = "The front matter" if path.endswith(".md") else "This file"
        what = "holds nothing but comments" if text.strip() else "is empty"
        hint = "Write what it should say, or delete it."
        return None, (finding_at(path, "invalid-yaml", f"{where} {what}.", Span(1, 1, 1, 1), hint),)
    reader = _Reader(path, text)
    data = reader.data(root, 1)
    return (None if reader.hopeless else data), tuple(reader.findings)


@lru_cache(maxsize=4)
def compose(text: str) -> Node | None:
    """The node tree of a text that passed the checks above."""
    loader = _Texts(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


class _Texts(yaml.CSafeLoader):
    """Composes without guessing what a text might be: here it is always a text."""

    def resolve(self, *_: object) -> str:
        """No tag."""
        return ""

    def descend_resolver(self, *_: object) -> None:
        """There are no paths to follow."""

    def ascend_resolver(self) -> None:
        """There are no paths to follow."""


class _Reader:
    """Walks nodes to data. Keeps what it noticed on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.told: set[int] = set()
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
            name = intern(key.value) if key.__class__ is ScalarNode else key.value  # the same few, again and again
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
                found[name] = words = value.value
                if not words:
                    self._nothing(node, key, value)
        return found

    def _twice(self, node: Node, key: Node) -> None:
        if len(self.findings) >= MOST_FINDINGS:
            return
        first = next(other for other, _ in node.value if other.value == key.value)
        lines = f"line {key.start_mark.line + 1}"
        if first.start_mark.line != key.start_mark.line:
            lines = f"line {first.start_mark.line + 1} and in {lines}"
        finding = finding_at(
            self.path,
            "duplicate-key",
            f"`{key.value}` stands twice here, in {lines}. Only one can count.",
            span_of(key),
            "Delete one of them, or give it another name.",
        )
        other = Related(Place(self.path, span=span_of(first)), "the first one")
        self.findings.append(replace(finding, related=(other,)))

    def _nothing(self, node: Any, key: Node, value: Any) -> None:
        """A key without a text: what was meant as its text may have become something else."""
        if node.flow_style and not value.style:
            self._alone(node, key, value)
        elif value.style in ("|", ">"):
            lines = self.text.split("\n")
            number = value.start_mark.line + 1
            below = entry(lines[number]) if number < len(lines) else None
            if below and below.column <= key.start_mark.column and not _NAME.fullmatch(below.key):
                self.hopeless = True
                self.findings.append(too_far_left(self.path, number, lines[number], key.value))

    def _alone(self, node: Node, key: Node, value: Node) -> None:
        """An entry of `{}` without a colon: a comma inside a sentence or a list began it."""
        if value.start_mark.index > key.end_mark.index or len(self.findings) >= MOST_FINDINGS:
            return
        tight = NO_SPACE.fullmatch(key.value)
        if tight and isinstance(key, ScalarNode) and not key.style:
            self.hopeless = True
            number, column = key.start_mark.line, key.start_mark.column
            line = self.text.split("\n")[number]
            self.findings.append(missing_space(self.path, number, line, column, column + len(tight["key"])))
        elif id(node) not in self.told:
            self.told.add(id(node))
            self.hopeless = True
            self._complain("sentence-in-braces", *self._loose(node, key))

    def _loose(self, node: Node, key: Node) -> tuple[str, Node, str]:
        """The complaint about entries of `{}` without a colon, each of which belongs to the entry before it."""
        entries: list[tuple[str, list[str]]] = []
        for name, value in node.value:
            if value.start_mark.index <= name.end_mark.index and not value.value and entries:
                entries[-1][1].append(name.value)
            else:
                entries.append((name.value, [self.text[value.start_mark.index : value.end_mark.index]]))
        mine = next((entry for entry in entries if key.value in entry[1][1:]), None)
        if mine and not any(" " in words for words in mine[1]):
            message = f"`{key.value}` stands alone. Several values of one fact go in brackets."
            return message, key, f"{mine[0]}: [{', '.join(mine[1])}]"
        message = (
            f"`{key.value}` stands alone: a comma inside braces begins a new entry. Braces hold names, not sentences."
        )
        lines = [f"{name}: {', '.join(words)}" for name, words in entries] if mine else []
        hint = "Put each entry on a line of its own, without the braces"
        return message, key, "\n".join([f"{hint}:", *lines]) if lines else f"{hint}."

    def _give_up(self, node: Node, depth: int) -> None:
        if self.hopeless:
            return
        self.hopeless = True
        message = TOO_DEEP if depth > DEEPEST else f"This file has more than {MOST_NODES} entries."
        self._complain("invalid-yaml", message, node, "Split it into smaller parts.")

    def _complain(self, rule: str, message: str, node: Node, hint: str) -> None:
        self.findings.append(finding_at(self.path, rule, message, span_of(node), hint))


def _too_deep_to_compose(text: str) -> bool:
    """Whether nesting could be deep enough to hurt the C composer, which is recursive. Most files: no."""
    openers = text.count("[") + text.count("{")
    longest = max(map(len, text.split("\n")))
    return openers + longest > _SAFE_BOUND


def locate_keys(text: str, keys: KeyPath, part: Part) -> Span | None:
    """The span at a key path: the last key itself, or the value behind it; where there is none, the nearest around."""
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
        if len(node.value) > _MANY:
            return _index(node).get(str(key))
        return next(((name, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


@lru_cache(maxsize=64)
def _index(node: MappingNode) -> dict[str, tuple[Node, Node]]:
    """The entries of a long table by key; of two with one key, the first. A list may stand where a key belongs."""
    named = (entry for entry in reversed(node.value) if isinstance(entry[0], ScalarNode))
    return {name.value: (name, value) for name, value in named}


def _first_lines(node: Node) -> Span:
    """A collection in block form ends before the next token begins: take its last entry's end instead."""
    last = node
    while isinstance(last, CollectionNode) and not last.flow_style and last.value:
        last = last.value[-1] if isinstance(last, SequenceNode) else last.value[-1][1]
    return between(node.start_mark, last.end_mark)
