"""From a parser's error to its cause. Each cause looks at the break and may claim it; the first one speaks."""

from collections.abc import Callable
from dataclasses import replace

import yaml

from handrail.ground.finding import Finding
from handrail.ground.source import START, Span
from handrail.reading.document.complaints import depth, indentation, keys, quotes, signs
from handrail.reading.document.complaints.broken import Break

_CAUSES: tuple[Callable[[Break], Finding | None], ...] = (
    depth.too_deep,
    signs.tab,
    signs.look_alike,
    signs.backslash,
    quotes.never_closed,
    quotes.behind_quotes,
    quotes.behind_brackets,
    quotes.brackets,
    signs.reserved,
    keys.second_colon,
    signs.curly,
    keys.lost_indentation,
    keys.no_space,
    indentation.hyphen,
    indentation.too_far_right,
    keys.no_colon,
    keys.no_name,
    indentation.uneven,
    indentation.outside,
)


def explain(path: str, text: str, error: yaml.YAMLError) -> Finding:
    """A parser's error as a finding at its cause, with the remedy."""
    broken = Break.of(path, text, error)
    found = next((found for cause in _CAUSES if (found := cause(broken))), None) or _unexplained(broken)
    return replace(found, at=found.at._replace(span=_inside(found.at.span, broken.lines)))


def _unexplained(broken: Break) -> Finding:
    message = f"This line cannot be read: {broken.problem}."
    hint = "Compare it with the lines around it: indentation, colons, quotes."
    return broken.complain(*broken.at, 1, message, hint)


def _inside(span: Span | None, lines: list[str]) -> Span:
    """The span in one line, moved into the text when the parser gave up behind its end."""
    span = span or START
    if span.line <= len(lines) and (lines[span.line - 1] or span.line == 1):
        last = max(len(lines[span.line - 1]) + 1, span.column + 1)
        return span._replace(end_column=min(span.end_column, last))
    full = max((n for n, line in enumerate(lines[: span.line], start=1) if line.strip()), default=1)
    return Span.on_line(full, len(lines[full - 1].rstrip()) + 1, 1)
