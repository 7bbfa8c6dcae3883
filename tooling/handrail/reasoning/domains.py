"""Which answers can a fact have, for reasoning? Numbers are cut at every threshold that anybody names."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from handrail.ground.model import Answers, Fact, Names
from handrail.ground.ranges import Range, range_of


class Domain(NamedTuple):
    """The answers of a fact as reasoning sees them, and for each text that a table can say, the answers it takes."""

    answers: Names
    takes: Mapping[str, Names]

    def taken(self, written: Iterable[str]) -> frozenset[str]:
        """The answers that a row of a table takes; a text that the fact does not have takes none."""
        return frozenset(answer for text in written for answer in self.takes.get(text, ()))


def domain(fact: Fact, written: Iterable[str]) -> Domain:
    """The domain of a fact, given every text about it that tables, records and cases say."""
    unknown = () if fact.always_known else ("unknown",)
    if fact.kind is not Answers.NUMBER:
        answers = (*fact.answers, *unknown)
        return Domain(answers, {answer: (answer,) for answer in answers})
    ranges = {text: span for text in written if (span := range_of(text, fact))}
    starts = {fact.least, *(span.least for span in ranges.values()), *(span.most + 1 for span in ranges.values())}
    cuts = sorted(start for start in starts if fact.least <= start <= fact.most)
    cells = [Range(low, high) for low, high in zip(cuts, [*(cut - 1 for cut in cuts[1:]), fact.most], strict=True)]
    takes = {
        text: tuple(cell.text for cell in cells if span.least <= cell.least and cell.most <= span.most)
        for text, span in ranges.items()
    }
    return Domain((*(cell.text for cell in cells), *unknown), {**takes, **{answer: (answer,) for answer in unknown}})
