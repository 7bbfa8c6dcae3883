"""The full track: the steps themselves, each beside its station. It is the body of a workflow's page."""

from collections.abc import Iterator

from handrail.ground.model import Kind
from handrail.pages import _words as words
from handrail.pages._escape import anchor, esc
from handrail.pages._track.gutter import FULL, between, gutter
from handrail.pages._track.plan import END
from handrail.pages._track.step import Sheet, step_block
from handrail.reasoning.custody import SOMEBODY, holders
from handrail.reasoning.graph import Leads, Way


def full(sheet: Sheet) -> str:
    """The whole track as Markdown with HTML around it."""
    rows = "\n".join(_rows(sheet))
    return f'<ol class="hr-track" markdown="block">\n{rows}\n</ol>'


def _rows(sheet: Sheet) -> Iterator[str]:
    steps = sheet.workflow.by_id
    owners = _new_owners(sheet)
    for name in sheet.track.plan.rows:
        if name in owners:
            yield _owner(sheet, name, owners[name])
        if name in steps:
            yield _row(sheet, name, [block for block in step_block(sheet, steps[name]) if block], "hr-step")
        else:
            end = sheet.track.plan.ends[name]
            yield _row(sheet, name, [_terminus(sheet, end, named=_home(sheet, end) == name)], "hr-terminus")


def _row(sheet: Sheet, name: str, blocks: list[str], classes: str) -> str:
    inside = "\n\n".join(blocks)
    drawn = gutter(sheet.track, name, FULL, sheet.workflow.by_id.get(name))
    return f'<li markdown="block">\n{drawn}\n<div class="{classes}" markdown="block">\n\n{inside}\n\n</div>\n</li>'


def _home(sheet: Sheet, end: Way) -> str:
    """The terminus that carries the anchor of an outcome: the main line's, else the first."""
    plan = sheet.track.plan
    same = [name for name, other in plan.ends.items() if (other.leads, other.target) == (end.leads, end.target)]
    return next((name for name in same if name in plan.main), same[0])


def _terminus(sheet: Sheet, end: Way, *, named: bool) -> str:
    if end.leads is Leads.ELSEWHERE:
        found = sheet.book.workflows.get(end.target)
        where = sheet.to(Kind.WORKFLOW, end.target, found.title if found else "")
        return f'<p class="hr-endline" markdown="span"><small>The case goes on in</small> <b>{where}</b></p>'
    outcome = sheet.workflow.outcomes[end.target]
    return (
        f'<p class="hr-endline" markdown="span"{f" id={chr(34)}{anchor(end.target)}{chr(34)}" if named else ""}>'
        f"<b>{esc(outcome.label)}</b> <small>{open_end(sheet, end.target)}</small></p>"
    )


def open_end(sheet: Sheet, outcome: str) -> str:
    """What an outcome means for the case: it is over, or a team still has it."""
    team = sheet.workflow.left_open.get(outcome)
    return f"The case stays open: {sheet.person(team)} has it" if team else "The case ends here"


def _new_owners(sheet: Sheet) -> dict[str, str]:
    """The steps of the main line at which the case belongs to another team than before."""
    teams = holders(sheet.workflow)
    found = {}
    before = frozenset((sheet.workflow.team or SOMEBODY,))
    for name in sheet.track.plan.main:
        now = teams.get(name.removesuffix(END), before)
        if now != before and len(now) == 1 and SOMEBODY not in now and name in teams:
            found[name] = next(iter(now))
        before = now
    return found


def _owner(sheet: Sheet, name: str, team: str) -> str:
    drawn = between(sheet.track, name, FULL)
    said = f"<span>From here the case belongs to <b>{esc(words.who(sheet.book, team))}</b></span>"
    return f'<li class="hr-owner">\n{drawn}<p>{said}</p>\n</li>'
