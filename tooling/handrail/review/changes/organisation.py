"""Teams, roles, hubs and rotas: who is there when, what a team promises, and who still names one that is retired."""

from collections.abc import Iterator
from dataclasses import replace

from handrail.ground.finding import Place
from handrail.ground.model import Handbook, Kind
from handrail.reasoning.index import strays, users
from handrail.review.changes import Change, Sort
from handrail.review.changes._fields import Value, compared
from handrail.review.changes._words import code, quote
from handrail.review.pair import Pair

ORDER = 45
_TEAMS = (
    Value("accepts", "the time in which it accepts a case", key="accepts-within"),
    Value("accepts_by_severity", "the time in which it accepts a case", key="accepts-within"),
    Value("if_no_answer", "who comes next when it does not answer", names=Kind.TEAM),
    Value("expects", "what it expects to be told", names=Kind.FACT),
    Value("staffed", "where it is staffed"),
    Value("on_call", "the rotas that are on call"),
    Value("days", "the days on which it works"),
    Value("works_on_holidays", "that it works on holidays"),
    Value("contact", "how it is reached"),
    Value("queues", "the queues"),
    Value("tier", "the tier"),
    Value("last_resort", "that it is the last resort"),
    Value("title", "the title", words=True),
)
_ROLES = (
    Value("teams", "the teams", key="team", names=Kind.TEAM),
    Value("views_up_to", "what it may view"),
    Value("title", "the title", words=True),
)
_HUBS = (
    Value("zone", "the time zone"),
    Value("shifts", "the shift"),
    Value("holidays", "the holiday"),
    Value("languages", "the languages"),
    Value("title", "the title", words=True),
)
_ROTAS = (
    Value("hub", "the hub"),
    Value("hours", "the hours"),
    Value("answers_within", "the time in which somebody answers"),
    Value("title", "the title", words=True),
)


def changes(pair: Pair) -> Iterator[Change]:
    """What is different about who works where and when."""
    for change in compared(pair, Kind.TEAM, "team", _TEAMS):
        yield _with_users(pair, change) if change.sort is Sort.REMOVED else change
    yield from _retired(pair)
    yield from compared(pair, Kind.ROLE, "role", _ROLES)
    yield from compared(pair, Kind.HUB, "hub", _HUBS)
    yield from compared(pair, Kind.ROTA, "rota", _ROTAS)


def _retired(pair: Pair) -> Iterator[Change]:
    for old, new in pair.both(Kind.TEAM):
        was, now = pair.before.teams[old], pair.after.teams[new]
        if was.retired_on == now.retired_on and was.replaced_by == now.replaced_by:
            continue
        if now.retired_on is None:
            says = f"The team {code(new)} is no longer retired."
            yield Change(Sort.CHANGED, Kind.TEAM, new, says, now.place)
            continue
        instead = f" {code(now.replaced_by)} takes its place." if now.replaced_by else " No team takes its place."
        left = _naming(pair.after, new, now.place)
        tail = f" {len(left)} places still name it." if len(left) > 1 else " One place still names it." if left else ""
        says = f"The team {code(new)}, {quote(now.title)}, is retired from {now.retired_on}.{instead}{tail}"
        yield Change(Sort.CHANGED, Kind.TEAM, new, says, now.place.at("retired-on"), breaks=left, breaking=bool(left))


def _with_users(pair: Pair, change: Change) -> Change:
    left = tuple(use.place for use in strays(pair.after, Kind.TEAM) if use.name == change.name)
    return replace(change, breaks=left, breaking=bool(left))


def _naming(book: Handbook, team: str, own: Place) -> tuple[Place, ...]:
    found = users(book, Kind.TEAM, team)
    return tuple(
        use.place for use in found if use.place.keys[: len(own.keys)] != own.keys or use.place.path != own.path
    )
