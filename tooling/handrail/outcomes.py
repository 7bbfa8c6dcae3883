"""What can happen in a workflow, for a terminal: `handrail paths`."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from handrail.formats import Look
from handrail.formats._told import walked
from handrail.ground.duration import spoken
from handrail.ground.errors import HandrailError
from handrail.ground.model import Fact, Handbook, Names, Workflow
from handrail.ground.nearest import listing, nearest, words
from handrail.ground.report import Report
from handrail.reasoning.domains import domain
from handrail.reasoning.outlook import End, Outlook, outlook
from handrail.reasoning.regions import TooComplexError
from handrail.reasoning.telling import stops


def happens(report: Report, name: str, given: Iterable[str], look: Look, *, most: int) -> str:
    """The ends of a workflow for the given answers, slowest first, and the slowest ways step by step.

    Raises HandrailError for names and answers that do not exist, and where nothing can happen or be told.
    """
    book = report.handbook
    if not book.whole:
        raise HandrailError("Not everything in the handbook can be read.", "What is wrong: handrail check")
    workflow = book.workflows.get(name)
    if workflow is None or not workflow.steps:
        best = nearest(name, book.workflows)
        raise HandrailError(f"There is no workflow `{name}`.", f"Nearest: {best}" if best else "")
    answers = _answers(book, given)
    try:
        found = outlook(book, workflow, answers)
    except TooComplexError as error:
        raise HandrailError(f"Nothing can be told: {error}.", "What is wrong: handrail check") from error
    if not found.ends:
        raise HandrailError(f"No case of `{name}` can be like that.", "Leave one of the answers out.")
    return "\n".join(_lines(report, workflow, answers, found, look, most)) + "\n"


def _answers(book: Handbook, given: Iterable[str]) -> Mapping[str, Names]:
    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, written = (part.strip() for part in text.partition("="))
        if not equals or not written:
            raise HandrailError(f"`{text}` is no answer.", "Write the fact, =, and its answer: --when uk-nexus=yes")
        fact = book.facts.get(name)
        if fact is None:
            best = nearest(name, book.facts)
            raise HandrailError(f"There is no fact `{name}`.", f"Nearest: {best}" if best else "")
        found.setdefault(name, []).extend(_known(fact, value.strip()) for value in written.split(","))
    return {name: tuple(values) for name, values in found.items()}


def _known(fact: Fact, value: str) -> str:
    if not domain(fact, (value,)).taken((value,)):
        every = listing(fact.every_answer, nearest(value, fact.every_answer), most=30) if fact.answers else ""
        numbers = f"a number from {fact.least} to {fact.most}, such as `{fact.least}` or `under {fact.most}`"
        raise HandrailError(f"`{value}` is no answer of `{fact.id}`.", f"Answers: {every or numbers}")
    return value


def _lines(
    report: Report, workflow: Workflow, given: Mapping[str, Names], found: Outlook, look: Look, most: int
) -> Iterator[str]:
    yield f"{workflow.id}: {workflow.title}"
    if given:
        told = (f"{name} is {words(values, 'or')}" for name, values in given.items())
        yield f"when {', '.join(told)}"
    number = len(found.ends)
    yield ""
    yield f"{number} {'end' if number == 1 else 'ends'} can be reached. The longest time until then:"
    width = max(len(spoken(end.minutes)) for end in found.ends)
    column = max(len(end.outcome) for end in found.ends)
    for end in found.ends:
        yield f"  {spoken(end.minutes):>{width}}  {end.outcome:<{column}}  {_label(report.handbook, workflow, end)}"
    if found.never:
        yield f"Cannot be reached{' then' if given else ''}: {words(found.never)}."
    for end in found.ends[:most]:
        yield ""
        yield from _way(report, found, end, look)
    yield ""
    more = number - most
    if more > 0:
        yield f"{more} more {'way' if more == 1 else 'ways'} can be shown step by step: --most {number}"
    yield "Each is the slowest way to its end. Other answers make other ways: --when fact=answer"


def _label(book: Handbook, workflow: Workflow, end: End) -> str:
    if end.outcome in workflow.outcomes:
        return workflow.outcomes[end.outcome].label
    other = book.workflows.get(end.outcome)
    return f"goes on there: {other.title}" if other else ""


def _way(report: Report, found: Outlook, end: End, look: Look) -> Iterator[str]:
    outside = f", of which {spoken(end.outside)} wait for people outside" if end.outside else ""
    yield f"{end.outcome}, at most {spoken(end.minutes)}{outside}"
    facts = ", ".join(f"{name} is {value}" for name, value in sorted(end.walk.case.items()))
    yield from textwrap.wrap(f"  case: {facts or 'any'}", look.width, subsequent_indent="  ", break_on_hyphens=False)
    located = [stop.at(report.locate(stop.place)) for stop in stops(report.handbook, found.program, end.walk)]
    yield from (f"  {line}" for line in walked(report, located))
