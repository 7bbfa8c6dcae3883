"""Reports that hold any text at all, in every field that a text can reach."""

from datetime import date

from hypothesis import strategies as st

from handrail.ground.finding import Edit, Finding, Fix, Place, Related, Severity, Stop
from handrail.ground.model import Handbook
from handrail.ground.report import Excused, Listed, Report
from handrail.ground.source import Span
from handrail.rules import all_rules

DAY = date(2026, 11, 25)
RULES = sorted(all_rules())
SIGNS = (
    "::error::",
    "##[error]",
    "\x1b[31m",
    "\x9b",
    "\u202e",
    "]]>",
    "</",
    "`",
    "|",
    "\n",
    "\r",
    "\t",
    "\x00",
    "@a/b",
    "https://",
)
words = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=6)), max_size=6).map("".join)
paths = st.one_of(st.sampled_from(["a.yml", "b/c d.md", "-x.yml", "\udc80.yml"]), words.map(lambda word: f"{word}.yml"))


@st.composite
def places(draw: st.DrawFn, texts: dict[str, str]) -> Place:
    """A place in one of the files, or one that has no span."""
    path = draw(st.sampled_from(sorted(texts)))
    if draw(st.integers(0, 4)) == 0:
        return Place(path)
    lines = texts[path].split("\n")
    line = draw(st.integers(1, len(lines)))
    end = draw(st.integers(line, len(lines)))
    column = draw(st.integers(1, len(lines[line - 1]) + 1))
    last = draw(st.integers(column if end == line else 1, max(len(lines[end - 1]) + 1, column if end == line else 1)))
    return Place(path, (draw(words), draw(st.integers(0, 3))), span=Span(line, column, end, last))


@st.composite
def findings(draw: st.DrawFn, texts: dict[str, str]) -> Finding:
    """A finding with everything that one can have."""
    at = places(texts)
    return Finding(
        draw(st.sampled_from(RULES)),
        draw(st.sampled_from(list(Severity))),
        draw(words) or "x",
        draw(at),
        draw(words),
        tuple(Related(draw(at), draw(words)) for _ in range(draw(st.integers(0, 2)))),
        tuple(draw(st.lists(words, max_size=2))),
        Fix(draw(words), (Edit(draw(at), draw(words)),), draw(st.booleans())) if draw(st.booleans()) else None,
        tuple(Stop(draw(at), draw(words), 1, number) for number in range(draw(st.integers(0, 2)))),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report about two or three files."""
    texts = draw(st.dictionaries(paths, words, min_size=1, max_size=3))
    some = st.lists(findings(texts), max_size=3).map(tuple)
    return Report(
        Handbook(as_of=DAY),
        texts,
        draw(some),
        tuple(Excused(each, draw(words), DAY) for each in draw(some)),
        draw(st.sampled_from(["sops", "", "a b"])),
        draw(st.booleans()),
        draw(st.integers(0, 2)),
        since=draw(words),
        before=draw(some),
        listed=tuple(Listed(each, draw(words)) for each in draw(some)),
    )
