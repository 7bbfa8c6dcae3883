"""What stands below the steps of a workflow's page: the other ends, whom to call, and everything that it touches."""

from collections.abc import Iterator

from handrail.ground.duration import spoken
from handrail.ground.model import Control, Kind, Requirement, Step, Team, Verb
from handrail.ground.nearest import words as listed
from handrail.pages import _words as words
from handrail.pages._escape import anchor, esc
from handrail.pages._hours import badge
from handrail.pages._proof import arising, verdict_chip
from handrail.pages._track.full import open_end
from handrail.pages._track.icons import icon
from handrail.pages._track.step import Sheet, listing
from handrail.pages._track.ways import numbers
from handrail.reasoning.graph import Leads, ladder, ways_of

NEWEST = 6


def rest(sheet: Sheet) -> Iterator[str]:
    """The sections in order; those without content are left out."""
    yield from _section("Other ways to end", "_ends", _ends(sheet))
    yield from _section("Stuck?", "_stuck", _stuck(sheet))
    yield from _section("Facts it asks for", "_facts", _facts(sheet))
    yield from _section("Controls", "_controls", _controls(sheet))
    yield from _section("Messages", "_messages", _messages(sheet))
    yield from _section("Changes", "_changes", _changes(sheet))


def _section(title: str, name: str, content: str) -> Iterator[str]:
    if content:
        yield f"## {title} {{#{name}}}"
        yield content


def _row(left: str, right: str) -> str:
    return f'<span class="v">{left}</span> <span>{right}</span>'


def _ends(sheet: Sheet) -> str:
    """The outcomes that are no station: each once, with the steps that lead there."""
    workflow, number = sheet.workflow, numbers(sheet.workflow)
    stations = {end.target for end in sheet.track.plan.ends.values()}
    rows = []
    for name, outcome in workflow.outcomes.items():
        if name in stations:
            continue
        sources = dict.fromkeys(way.source for way in ways_of(workflow) if way.target == name)
        linked = listed(f'<a href="#{anchor(source)}">{number[source]}</a>' for source in sources)
        steps = f"Reached from {'step' if len(sources) == 1 else 'steps'} {linked}. " if sources else ""
        was = "".join(f'<span id="{anchor(old)}"></span>' for old in outcome.formerly if old not in workflow.by_id)
        rows.append(
            f'<span class="flag">{icon("flag")}</span> <span id="{anchor(name)}">{was}<b>{esc(outcome.label)}</b> '
            f"<small>{steps}{open_end(sheet, name)}.</small></span>"
        )
    for target in dict.fromkeys(way.target for way in ways_of(workflow) if way.leads is Leads.ELSEWHERE):
        found = sheet.book.workflows.get(target)
        sources = dict.fromkeys(way.source for way in ways_of(workflow) if way.target == target)
        linked = listed(f'<a href="#{anchor(source)}">{number[source]}</a>' for source in sources)
        where = sheet.to(Kind.WORKFLOW, target, found.title if found else "")
        rows.append(
            f'<span class="flag on">{icon("onward")}</span> <span>{where} '
            f"<small>The case goes on there from {'step' if len(sources) == 1 else 'steps'} {linked}.</small></span>"
        )
    return listing("hr-ends", rows)


def _stuck(sheet: Sheet) -> str:
    """Whom to call when the team that has the case does not answer, rung by rung."""
    workflow, book = sheet.workflow, sheet.book
    rungs, _ = ladder(book, workflow.team)
    if not rungs:
        return "Call who comes after the team that has the case: each hand-over above says who that is."
    rows, waited = [], 0
    for place, rung in enumerate(rungs):
        time = rung.accepts_within(workflow.severity)
        when = "First" if not place else f"After {spoken(waited)}"
        rows.append(_rung(sheet, rung, when, f"answers in {esc(time.text)}" if time else ""))
        waited += time.minutes if time else 0
        if rung.last_resort:
            break
    lines = "\n".join(f'<li markdown="span">{row}</li>' for row in rows)
    lead = "Nobody takes over, or you do not know what to do? Call in this order. You never need a reason."
    return f'<p>{lead}</p>\n\n<ol class="hr-ladder" markdown="block">\n{lines}\n</ol>'


def _rung(sheet: Sheet, team: Team, when: str, time: str) -> str:
    hours = badge(sheet.book, team.id)
    parts = [esc(team.contact), time, hours]
    below = " ".join(f"<span>{part}</span>" for part in parts if part)
    return f"<small>{when}</small> <b>{sheet.person(team.id)}</b> {below}"


def _asked(sheet: Sheet) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in sheet.workflow.steps:
        if step.verb is Verb.ASK:
            for fact in step.targets:
                found.setdefault(fact, []).append(step)
    return found


def _places(sheet: Sheet, steps: list[Step]) -> str:
    number = numbers(sheet.workflow)
    linked = listed(f'<a href="#{anchor(step.id)}">{number[step.id]}</a>' for step in steps if step.id in number)
    return f"{'Step' if len(steps) == 1 else 'Steps'} {linked}"


def _facts(sheet: Sheet) -> str:
    book = sheet.book
    rows = []
    for fact, steps in _asked(sheet).items():
        known = book.facts.get(fact)
        answers = [words.answer(book, fact, name) for name in (known.every_answer if known else ())]
        if known and not known.answers:
            answers.insert(0, f"{known.least} to {known.most} {known.unit}".strip())
        question = sheet.to(Kind.FACT, fact, words.question(book, fact))
        rows.append(_row(_places(sheet, steps), f"{question} <small>{esc(' · '.join(answers))}</small>"))
    return listing("hr-rows", rows)


def _carried(sheet: Sheet) -> dict[str, list[Step]]:
    """Each mark that some step carries, with the top-level steps that do."""
    found: dict[str, list[Step]] = {}
    for step in sheet.workflow.steps:
        for item in (step, *step.items):
            message = sheet.book.messages.get(item.message)
            for name in (*item.own_marks, *(message.marks if message else ())):
                wider = sheet.book.marks[name].counts_as if name in sheet.book.marks else ""
                for mark in (name, wider):
                    if mark and step not in found.setdefault(mark, []):
                        found[mark].append(step)
    return found


def _controls(sheet: Sheet) -> str:
    """The controls that bind here, each with its verdict; without proofs those whose marks stand on a step."""
    carried = _carried(sheet)
    if sheet.site.proven is None:
        found = ((_carrying(sheet, control, carried), control) for control in sheet.book.controls.values())
        kept = [_row(_places(sheet, steps), _control(sheet, control)) for steps, control in found if steps]
        return listing("hr-rows", kept)
    rows = []
    for control, verdict in arising(sheet.site, sheet.workflow.id):
        steps = _carrying(sheet, control, carried)
        at = f" <small>{_places(sheet, steps)}</small>" if steps else ""
        rows.append(_row(verdict_chip(verdict), _control(sheet, control) + at))
    rest = len(sheet.book.controls) - len(rows)
    others = f'<p class="hr-quiet">{rest} other {"control does" if rest == 1 else "controls do"} not arise here.</p>'
    return "\n\n".join([listing("hr-rows", rows)] * bool(rows) + [others] * bool(rest))


def _carrying(sheet: Sheet, control: Control, carried: dict[str, list[Step]]) -> list[Step]:
    """The steps that carry a mark that a control speaks of, in order."""
    names = dict.fromkeys(name for each in control.require for name in (*each.marks, *each.others))
    steps = [step for name in names for step in carried.get(name, ())]
    return [step for step in sheet.workflow.steps if step in steps]


def _control(sheet: Sheet, control: Control) -> str:
    duties = [
        sheet.to(Kind.DUTY, name, sheet.book.duties[name].title) for name in control.duties if name in sheet.book.duties
    ]
    clocks = [clock for each in control.require if (clock := _clock(sheet, each))]
    said = " · ".join([*duties, *([esc(control.because)] if control.because else []), *clocks])
    return f"{sheet.to(Kind.CONTROL, control.id, control.title)} <small>{said}</small>"


def _clock(sheet: Sheet, requirement: Requirement) -> str:
    if not requirement.within:
        return ""
    marks = listed([words.lower(words.mark(sheet.book, name)).rstrip(".") for name in requirement.marks], "or")
    return esc(f"{marks} within {requirement.within.text}")


def _messages(sheet: Sheet) -> str:
    book = sheet.book
    sent: dict[str, list[Step]] = {}
    for step in sheet.workflow.steps:
        for item in (step, *step.items):
            if item.verb is Verb.TELL and item.message and step not in sent.setdefault(item.message, []):
                sent[item.message].append(step)
    rows = []
    for name, steps in sent.items():
        message = book.messages.get(name)
        title = sheet.to(Kind.MESSAGE, name, message.title if message else "")
        to = f"To {esc(words.who(book, message.to))} · {esc(', '.join(message.text))}" if message else ""
        rows.append(_row(_places(sheet, steps), f"{title} <small>{to}</small>"))
    return listing("hr-rows", rows)


def _changes(sheet: Sheet) -> str:
    sop = sheet.book.procedures.get(sheet.workflow.procedure)
    rows = []
    for change in sop.changes[:NEWEST] if sop else ():
        when = (
            f'<time datetime="{change.starts.isoformat()}">{words.day(change.starts)}</time>' if change.starts else ""
        )
        kind = "" if change.material else "<em>Editorial.</em> "
        approved = words.titles(sheet.book, change.approved_by)
        by = f" <small>Approved by {esc(approved)}</small>" if approved else ""
        rows.append(_row(when, f"{kind}{esc(change.what)}{by}"))
    return listing("hr-rows", rows)
