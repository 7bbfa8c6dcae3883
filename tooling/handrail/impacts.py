"""The hall: what a change or a thing touches, read and told: `handrail impact`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from handrail import __version__
from handrail.check import ALWAYS, Selection, check
from handrail.compare import compare, unread_in
from handrail.formats._markdown import as_html as as_markdown
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Place
from handrail.ground.memory import FORGETFUL
from handrail.ground.model import Handbook, Kind
from handrail.ground.nearest import nearest
from handrail.reading.config import Config
from handrail.review.changes._words import code, codes
from handrail.review.impact import Due, Impact, Thing, Touched, changed_things, impact_of
from handrail.review.shown.plain import line as as_line


@dataclass(frozen=True, slots=True)
class ToldImpact:
    """An impact with what finds its places, and what could not be read."""

    impact: Impact
    line: Callable[[Place], str]
    unread: tuple[str, ...] = ()


def of_thing(config: Config, written: str, *, as_of: date) -> ToldImpact:
    """What one thing touches, named as `kind:name`. Raises HandrailError when there is no such thing."""
    report = check(config, as_of=as_of, selection=Selection(select=ALWAYS), memory=FORGETFUL)
    thing = _thing(report.handbook, written)
    return ToldImpact(impact_of(report.handbook, [thing]), report.line, unread_in(report))


def of_change(config: Config, base: str, head: str, *, as_of: date) -> ToldImpact:
    """What the changes between two states touch."""
    found, reports = compare(config, base, head, as_of=as_of)
    changed = changed_things(found)
    impact = impact_of(found.pair.after, changed, changed=changed, day=as_of)
    return ToldImpact(impact, reports[1].line, found.unread)


def _thing(book: Handbook, written: str) -> Thing:
    kind_, _, name = written.partition(":")
    if kind_ not in tuple(Kind):
        best = nearest(kind_, tuple(Kind))
        hint = f"Nearest: {best}:{name}" if best else f"Kinds: {', '.join(Kind)}"
        raise HandrailError(f"There is no kind of thing `{as_line(kind_)}`.", as_line(hint))
    kind = Kind(kind_)
    if not book.knows(kind, name):
        best = nearest(name, book.named(kind))
        hint = f"Nearest: {kind}:{best}" if best else "Look at the spelling."
        raise HandrailError(f"There is no {kind} `{as_line(name)}`.", hint)
    return kind, name


# ---- shown


def rendered(told: ToldImpact, form: str) -> str:
    """The impact as text: plain, md or json."""
    if form == "json":
        return json.dumps(_data(told), indent=2, ensure_ascii=False) + "\n"
    if form == "md":
        return (
            "\n".join(as_markdown(line) if line[:1] not in "#-" else _marked(line) for line in _lines(told, "md"))
            + "\n"
        )
    return "\n".join(as_line(line) for line in _lines(told, "plain")) + "\n"


def _marked(line: str) -> str:
    """A line whose own sign at the beginning counts."""
    sign, _, rest = line.partition(" ")
    return f"{sign} {as_markdown(rest)}"


def _lines(told: ToldImpact, form: str) -> Iterator[str]:
    found = told.impact
    head, item = ("### ", "- ") if form == "md" else ("", "  ")
    for line in told.unread:
        yield f"{item}Could not be read: {line}"
    number = len({one.thing for one in found.touched})
    roots = codes(f"{kind}:{name}" for kind, name in found.roots)
    yield (
        f"{head}{roots}: touches {number} {'thing' if number == 1 else 'things'}."
        if found.roots
        else f"{head}Nothing is touched."
    )
    for kind in dict.fromkeys(one.thing[0] for one in found.touched):
        yield ""
        yield f"{head}{_PLURALS[kind]}"
        yield from (f"{item}{_touched(told, one)}" for one in found.touched if one.thing[0] is kind)
    if found.languages:
        yield ""
        yield f"{head}Languages"
        yield f"{item}{codes(found.languages)}, in the messages above"
    if found.owners:
        yield ""
        yield f"{head}Owners"
        yield from (f"{item}{_owned(owner, things)}" for owner, things in found.owners.items())
    if found.due:
        yield ""
        yield f"{head}Reviews that become due"
        yield from (f"{item}{_due(due)}" for due in found.due)


_PLURALS = {
    Kind.PROCEDURE: "Procedures",
    Kind.WORKFLOW: "Workflows",
    Kind.CONTROL: "Controls",
    Kind.MESSAGE: "Messages",
    Kind.SCENARIO: "Scenarios",
    Kind.TEAM: "Teams",
    Kind.ROLE: "Roles",
    Kind.DUTY: "Duties",
}


def _touched(told: ToldImpact, one: Touched) -> str:
    owner = f", owned by {code(one.owner)}" if one.owner and one.thing[0] is not Kind.TEAM else ""
    if one.by == one.thing:
        return f"{code(one.thing[1])} itself{owner}"
    where = f" ({code(told.line(one.place))})" if one.place else ""
    return f"{code(one.thing[1])}, by {code(f'{one.by[0]}:{one.by[1]}')}{where}{owner}"


def _owned(owner: str, things: tuple[Thing, ...]) -> str:
    who = code(owner) if owner else "nobody is named"
    return f"{who}: {codes(f'{kind}:{name}' for kind, name in things)}"


def _due(due: Due) -> str:
    why = codes(f"{kind}:{name}" for kind, name in due.because)
    when = f"last reviewed on {due.reviewed}" if due.reviewed else "never reviewed"
    owner = f", by {code(due.owner)}" if due.owner else ""
    return f"{code(due.procedure)}{owner}: {when}, and {why} changed after that"


def _data(told: ToldImpact) -> dict[str, object]:
    found = told.impact
    return {
        "version": 1,
        "tool": {"name": "handrail", "version": __version__},
        "roots": [f"{kind}:{name}" for kind, name in found.roots],
        "touched": [
            {
                "thing": f"{one.thing[0]}:{one.thing[1]}",
                "by": f"{one.by[0]}:{one.by[1]}",
                "at": told.line(one.place) if one.place else None,
                "owner": one.owner,
            }
            for one in found.touched
        ],
        "languages": list(found.languages),
        "reviews": [
            {
                "procedure": due.procedure,
                "owner": due.owner,
                "last-reviewed": due.reviewed.isoformat() if due.reviewed else None,
                "because": [f"{kind}:{name}" for kind, name in due.because],
            }
            for due in found.due
        ],
        "unread": list(told.unread),
    }
