"""How the pages say what the model holds: headings, answers, conditions, who and how long. Not yet escaped."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby

from handrail.ground.duration import Duration
from handrail.ground.model import Answers, Handbook, Names, Sop, Step, Table, Verb, Workflow
from handrail.ground.nearest import words as listed
from handrail.reasoning.uses import about_mark

OUTSIDERS = {"reporter": "the reporter", "uploader": "the uploader", "authority": "the authority"}
MOST_NAMED = 3
"""How many facts a heading names before it counts the rest."""
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")
_RANGE = re.compile(r"(\d+)-(\d+)")
UNKNOWN = "Not known"
SYSTEM = "The system"

_WORDS = frozenset("a am an as at be by do i in is it me no of on or so to up we".split())  # noqa: SIM905
"""What is a code in capitals (`IN` for India) and a word of every sentence in small letters."""


def upper(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """The text for the middle of a sentence. Words in capitals stay."""
    first = text.split(" ", 1)[0]
    return text if len(first) > 1 and first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


@lru_cache(maxsize=4)
def codes(book: Handbook) -> frozenset[str]:
    """The words that the registers write in capitals (`MY`, `NCMEC`), in small letters: `uk-nexus` is `UK nexus`."""
    said = [*(mark.says for mark in book.marks.values()), *(duty.title for duty in book.duties.values())]
    for fact in book.facts.values():
        said += [fact.asks, *fact.answers, *fact.answers.values()]
    for term in book.terms.values():
        said += [term.term, *term.also]
    return frozenset(found.lower() for found in _CAPITALS.findall("\n".join(said))) - _WORDS


def spaced(book: Handbook, name: str) -> str:
    """A name as words: `uk-nexus` is `UK nexus`."""
    capital = codes(book)
    return " ".join(part.upper() if part in capital else part for part in name.split("-"))


def who(book: Handbook, name: str) -> str:
    """The title of a team or role; an outsider as `the reporter`."""
    if name == "system":
        return SYSTEM
    found = book.teams.get(name) or book.roles.get(name)
    return found.title if found else OUTSIDERS.get(name, spaced(book, name))


def question(book: Handbook, fact: str) -> str:
    """What the register asks for a fact."""
    return book.facts[fact].asks if fact in book.facts else f"{upper(spaced(book, fact))}?"


def mark(book: Handbook, name: str) -> str:
    """What a mark says."""
    return book.marks[name].says if name in book.marks else upper(spaced(book, name))


def heading(book: Handbook, step: Step) -> str:
    """The heading of a step: its own words, or the sentence that its register or file has for it."""
    return step.words or _named(book, step) or upper(spaced(book, step.target or step.id))


def _named(book: Handbook, step: Step) -> str:
    match step.verb:
        case Verb.ASK:
            return question(book, step.target) if len(step.targets) == 1 else f"Find out: {_some(book, step.targets)}"
        case Verb.ESCALATE:
            return f"Hand over to {who(book, step.target)}"
        case Verb.TELL:
            found = book.messages.get(step.message)
            return found.title if found else f"Tell {who(book, step.target)}"
        case Verb.WAIT:
            return f"Wait {step.target}" if step.pause else f"Wait for {who(book, step.target)}"
        case _:
            return book.workflows[step.target].title if step.target in book.workflows else ""


def _some(book: Handbook, facts: Names) -> str:
    """The first facts by name, and how many more there are."""
    names = [spaced(book, fact) for fact in facts]
    more = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], f"{more} more"]) if more > 1 else listed(names)


def answer(book: Handbook, fact: str, name: str) -> str:
    """An answer as a sentence."""
    if name == "unknown":
        return UNKNOWN
    if name == "otherwise":
        return "Any other answer"
    known = book.facts.get(fact)
    if known and known.answers.get(name):
        return known.answers[name]
    return upper(name) if known and known.kind is Answers.NUMBER else upper(spaced(book, name))


def value(book: Handbook, fact: str, name: str) -> str:
    """An answer in few words, for the middle of a sentence."""
    known = book.facts.get(fact)
    if name == "unknown":
        return "not known"
    if name.isupper() or (known and known.kind is Answers.NUMBER):
        return name
    return _RANGE.sub(r"\1 to \2", name) if _RANGE.fullmatch(name) else spaced(book, name)


def row(book: Handbook, name: str, accepted: Names) -> str:
    """One row of a table as a clause: `jurisdiction is MY, SG or not known`."""
    if about_mark(name, accepted, book):
        says = lower(mark(book, name))
        return says if accepted == ("done",) else f"not yet done: {says}"
    return f"{spaced(book, name)} is {listed((value(book, name, each) for each in accepted), 'or')}"


def condition(book: Handbook, tables: Iterable[Table]) -> str:
    """Tables as a clause: all rows of a table hold, and of the tables one."""
    return ", or ".join(" and ".join(row(book, name, taken) for name, taken in table.items()) for table in tables)


def only_when(book: Handbook, step: Step) -> str:
    """When a step is done, as a sentence; empty when it always is."""
    if step.when:
        return f"Only when {condition(book, step.when)}"
    return f"Not when {condition(book, step.unless)}" if step.unless else ""


def branches(book: Handbook, step: Step) -> tuple[tuple[str, ...], ...]:
    """The branches of a decision in words, in order. Where all look at one fact, its answers are enough."""
    asked = {name for branch in step.branches for table in branch.when for name in table}
    short = len(asked) == 1 and not any(name in book.marks for name in asked)
    fixed = {"otherwise": ("Otherwise",), "unknown": (UNKNOWN,)}
    return tuple(
        fixed.get(branch.kind) or (_answers(book, branch.when) if short else (upper(condition(book, branch.when)),))
        for branch in step.branches
    )


def _answers(book: Handbook, tables: Iterable[Table]) -> tuple[str, ...]:
    return tuple(answer(book, fact, each) for table in tables for fact, accepted in table.items() for each in accepted)


def promise(book: Handbook, workflow: Workflow, step: Step) -> Duration | None:
    """How long a step may take: its own time, or what the team promises that takes the case over."""
    if step.within or step.verb is not Verb.ESCALATE:
        return step.within or step.pause
    team = book.teams.get(step.target)
    return team.accepts_within(workflow.severity) if team else None


def no_answer(time: Duration | None) -> str:
    """What happens when nobody answers, as the label of a way."""
    return f"No answer in {time.text}" if time else "No answer"


def rounds(count: int | None) -> str:
    """How often, in words."""
    return "" if count is None else "once" if count == 1 else "twice" if count == 2 else f"{count} times"  # noqa: PLR2004


def numbers(places: Iterable[int]) -> str:
    """Step numbers as a sentence says them: `4, 6 to 8 and 12`."""
    spans = []
    for _, run in groupby(enumerate(sorted(set(places))), key=lambda pair: pair[1] - pair[0]):
        stretch = [place for _, place in run]
        spans += [f"{stretch[0]} to {stretch[-1]}"] if len(stretch) > 2 else [str(place) for place in stretch]  # noqa: PLR2004
    return listed(spans)


def steps(places: Iterable[int]) -> str:
    """`step 4`, or `steps 4 and 6`."""
    every = list(places)
    return f"{'step' if len(set(every)) == 1 else 'steps'} {numbers(every)}"


def state(sop: Sop, as_of: date) -> tuple[str, str]:
    """What an SOP's state is on a day, and how a page shows it (`ok`, `warn`, `quiet`)."""
    if sop.retired_on and sop.retired_on <= as_of:
        return "Retired", "warn"
    if sop.draft:
        return "Draft", "warn"
    material = [change.starts for change in sop.changes if change.material and change.starts]
    begun = [day for day in material if day <= as_of]
    if not begun and material:
        return f"In force from {day(min(material))}", "quiet"
    return ("In force", "ok") if begun else ("Draft", "warn")


def day(date_: date) -> str:
    """A date for reading: `12 October 2026`."""
    return f"{date_.day} {date_:%B} {date_.year}"


def team_of(book: Handbook, role: str) -> str:
    """The team that a role belongs to, or the name itself where it is a team."""
    return next(iter(book.roles[role].teams), "") if role in book.roles else role


def titles(book: Handbook, names: Iterable[str]) -> str:
    """The titles of teams and roles as a sentence says them."""
    every = [who(book, name) for name in names]
    # a title may hold a comma itself
    return "; ".join(every) if any("," in title for title in every) else listed(every)


def settled(book: Handbook, records: Mapping[str, str]) -> tuple[str, ...]:
    """What a step records, a clause each."""
    return tuple(f"{spaced(book, fact)}: {value(book, fact, given)}" for fact, given in records.items())
