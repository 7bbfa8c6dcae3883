"""The registers: facts and their answers, marks, duties, severities, words, helplines and what is measured."""

from collections.abc import Iterator

from handrail.ground.model import Answers, Fact, Kind
from handrail.ground.ranges import Range
from handrail.review.changes import Change, Sort
from handrail.review.changes._fields import Value, compared
from handrail.review.changes._words import code, codes, quote
from handrail.review.pair import Pair

ORDER = 50
_DUTIES = (
    Value("duty", "what it asks for", words=False),
    Value("article", "the article"),
    Value("jurisdiction", "the jurisdiction"),
    Value("in_force_on", "the day from which it is in force"),
    Value("ended_on", "the day on which it ended"),
    Value("updated_on", "the day on which the law was last changed"),
    Value("source", "the source"),
    Value("evidence", "how sure we are"),
    Value("checked_on", "the day on which the source was checked"),
    Value("to_confirm", "what is still to be confirmed"),
    Value("title", "the title", words=True),
    Value("notes", "the notes", words=True),
)
_SEVERITIES = (
    Value("accept", "the time in which a case is accepted"),
    Value("update_every", "the time after which the person hears from us"),
    Value("promises", "what is promised"),
    Value("languages", "the languages"),
    Value("title", "the title", words=True),
)
_TERMS = (
    Value("means", "what it means", words=True),
    Value("also", "other words for it", words=True),
    Value("names", "its name", words=True),
    Value("reporters_say", "what reporters say", words=True),
    Value("never_say", "what we never say"),
)
_HELPLINES = (
    Value("number", "the number to call"),
    Value("helps_with", "what it helps with"),
    Value("languages", "the languages"),
    Value("hours", "the hours"),
    Value("verified_on", "the day on which the number was checked"),
    Value("title", "the title", words=True),
)
_METRICS = (
    Value("starts", "where it begins to count", key="from"),
    Value("ends", "where it stops", key="to"),
    Value("target", "the target"),
    Value("says", "what it says", words=True),
)
_MARKS = (
    Value("says", "what it says", words=True),
    Value("counts_as", "what it counts as", names=Kind.MARK),
    Value("never", "that no step may ever do it"),
)
_FACTS = (
    Value("asks", "the question", words=True),
    Value("unit", "the unit"),
    Value("always_known", "that the answer is always known"),
    Value("at_first", "what holds until somebody asks"),
)


def changes(pair: Pair) -> Iterator[Change]:
    """What is different about each entry of each register."""
    yield from compared(pair, Kind.FACT, "question", _FACTS)
    yield from _answers(pair)
    yield from compared(pair, Kind.MARK, "mark", _MARKS)
    yield from compared(pair, Kind.DUTY, "duty", _DUTIES)
    yield from compared(pair, Kind.SEVERITY, "severity", _SEVERITIES)
    yield from compared(pair, Kind.METRIC, "metric", _METRICS)
    yield from compared(pair, Kind.TERM, "word", _TERMS)
    yield from compared(pair, Kind.HELPLINE, "helpline", _HELPLINES)


def _answers(pair: Pair) -> Iterator[Change]:
    for old, new in pair.both(Kind.FACT):
        was, now = pair.before.facts[old], pair.after.facts[new]
        place = now.place.at("answers")
        if was.kind is not now.kind or _range(was) != _range(now):
            says = f"{code(new)}: the answers are {_range(now)} now, before: {_range(was)}."
            yield Change(Sort.CHANGED, Kind.FACT, new, says, place)
            continue
        came = [answer for answer in now.answers if answer not in was.answers]
        went = [answer for answer in was.answers if answer not in now.answers]
        if came:
            yield Change(Sort.CHANGED, Kind.FACT, new, f"{code(new)}: it has a new answer, {codes(came)}.", place)
        if went:
            says = f"{code(new)}: there is no answer {codes(went, 'or')} any more."
            yield Change(Sort.CHANGED, Kind.FACT, new, says, place)
        for answer, text in now.answers.items():
            before = was.answers.get(answer, text)
            if before != text:
                says = f"{code(new)}: the answer {code(answer)} says {quote(text)} now, before: {quote(before)}."
                yield Change(Sort.REWORDED, Kind.FACT, new, says, place.at(answer))


def _range(fact: Fact) -> str:
    return Range(fact.least, fact.most).text if fact.kind is Answers.NUMBER else f"{fact.kind}"
