"""From the parser's marks, which count from 0, to stretches of the text."""

from typing import TYPE_CHECKING

from yaml.nodes import Node

from handrail.ground.finding import Finding, Place, Severity, on_one_line
from handrail.ground.source import Span

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark
    from yaml.error import Mark


def finding_at(path: str, rule: str, message: str, span: Span, hint: str) -> Finding:
    """A finding at a stretch of the file."""
    return Finding(rule, Severity.ERROR, on_one_line(message), Place(path, span=span), hint)


def span_of(node: Node) -> Span:
    """The stretch of a node."""
    return between(node.start_mark, node.end_mark)


def between(start: "Mark | CMark", end: "Mark | CMark") -> Span:
    """The stretch from one mark to another."""
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
