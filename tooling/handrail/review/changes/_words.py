"""How sentences about changes name things. Whatever an author wrote stays inside its marks."""

from collections.abc import Iterable

from handrail.ground.duration import Duration
from handrail.ground.model import Handbook, Names, Step, Table, Verb
from handrail.ground.nearest import words
from handrail.reasoning.telling import heading

MOST_LETTERS = 160
"""So much of a text is quoted."""


def code(name: str) -> str:
    """A name of the handbook."""
    return f"`{plain(name)}`"


def codes(names: Iterable[str], last: str = "and") -> str:
    """Several names as a sentence says them; `nothing` for none."""
    return words(map(code, names), last) or "nothing"


def quote(text: str) -> str:
    """Words that an author wrote."""
    return f"“{plain(text)}”"


def plain(text: str) -> str:
    """A text in one line, not too long, without the marks that sentences are made with."""
    line = " ".join(text.split()).translate({ord("`"): "'", ord("“"): '"', ord("”"): '"'})
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1].rstrip()}…"


def step_words(book: Handbook, step: Step) -> str:
    """The heading of a step, quoted."""
    return quote(heading(book, step))


def time(duration: Duration | None) -> str:
    """A length of time as it was written."""
    return duration.text if duration else "no time"


def condition(tables: Iterable[Table]) -> str:
    """Tables in words: `a` is `x` or `y`, and `b` is `z`; or ..."""
    return "; or ".join(_table(table) for table in tables)


def _table(table: Table) -> str:
    return " and ".join(f"{code(name)} is {codes(values, 'or')}" for name, values in table.items())


def came_and_went(before: Names, after: Names) -> tuple[Names, Names]:
    """What is in the second list alone, and what in the first alone."""
    return tuple(each for each in after if each not in before), tuple(each for each in before if each not in after)


VERBS = {
    Verb.DO: "do something",
    Verb.DECIDE: "decide",
    Verb.TOGETHER: "do several things side by side",
    Verb.ASK: "ask",
    Verb.ESCALATE: "hand over",
    Verb.TELL: "tell",
    Verb.WAIT: "wait",
    Verb.RUN: "run a workflow",
}
