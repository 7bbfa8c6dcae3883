"""What a workflow says of itself as a whole: when it starts, who has the case, how bad it is, how soon it ends."""

from collections.abc import Iterator

from handrail.ground.model import Kind
from handrail.review.changes import Change, Sort
from handrail.review.changes._fields import Value, compared
from handrail.review.changes._words import code
from handrail.review.pair import Pair

ORDER = 15
_VALUES = (
    Value("starts_when", "when it starts", words=True),
    Value("team", "the team that has the case", names=Kind.TEAM),
    Value("severity", "the severity", names=Kind.SEVERITY),
    Value("close_within", "the time in which it has to end"),
    Value("given", "what is known from the start", names=Kind.FACT),
    Value("procedure", "the procedure that explains it", names=Kind.PROCEDURE),
    Value("title", "the title", words=True),
    Value("summary", "the summary", words=True),
    Value("number", "the number", words=True),
)


def changes(pair: Pair) -> Iterator[Change]:
    """What is different about each workflow as a whole; steps, ways and outcomes have aspects of their own."""
    for before, after in pair.workflows():
        if bool(before.starts_when) != bool(after.starts_when):
            says = (
                "cases can begin here now"
                if after.starts_when
                else "no case begins here any more; only others lead here"
            )
            yield Change(Sort.CHANGED, Kind.WORKFLOW, after.id, f"{code(after.id)}: {says}.", after.place.key("title"))
    told = compared(pair, Kind.WORKFLOW, "workflow", _VALUES)
    yield from (change for change in told if change.sort in (Sort.CHANGED, Sort.REWORDED))
