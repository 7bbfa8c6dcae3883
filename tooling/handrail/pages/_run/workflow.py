"""A workflow as data for the guided run: what the walk needs to choose its way, and what a person reads at each step."""

from collections.abc import Mapping
from functools import lru_cache

from handrail.ground.model import EXPOSURES, Fact, Handbook, Kind, Step, Table, Verb, Workflow
from handrail.pages import Site
from handrail.pages import _words as words
from handrail.pages._promise import promised
from handrail.pages._run.data import print_of
from handrail.pages._run.letter import letter
from handrail.pages._run.prose import blocks
from handrail.reasoning.custody import SOMEBODY, holders
from handrail.reasoning.doing import answered_in, marks_of, minutes_of, order_matters, ways_of_answers
from handrail.reasoning.graph import Leads, ways_of
from handrail.reasoning.needs import needs
from handrail.reasoning.worst_case import worst_case

_WARNED = EXPOSURES[3:]
Data = dict[str, object]


def workflow_data(site: Site, workflow: Workflow) -> Data:
    """Everything about a workflow, with the print of its content and the prints of those that it leads to."""
    book = site.handbook
    own = content(site, workflow)
    others = {name: print_of(content(site, book.workflows[name])) for name in _others(book, workflow)}
    return {"print": print_of(own), **own, "others": others}


@lru_cache(maxsize=512)
def _content(site_path: str, book: Handbook, workflow: Workflow) -> Data:
    first = workflow.given if workflow.starts_when else needs(book, workflow).first
    limit = promised(book, workflow)
    found: Data = {
        "id": workflow.id,
        "title": workflow.title,
        "number": workflow.number,
        "page": site_path,
        "procedure": _procedure(book, workflow),
        "team": workflow.team,
        "severity": workflow.severity,
        "close": [limit.minutes, limit.text] if limit else None,
        "known": [fact for fact in dict.fromkeys(first) if fact in book.facts],
        "outcomes": {name: [outcome.label, _open(book, workflow, name)] for name, outcome in workflow.outcomes.items()},
        "steps": [_step(book, workflow, step, place) for place, step in enumerate(workflow.steps, 1)],
        "facts": {name: _fact(book.facts[name]) for name in _facts(book, workflow)},
        "first": {fact.id: fact.at_first for fact in book.facts.values() if fact.at_first},
    }
    return _lean(found)


def content(site: Site, workflow: Workflow) -> Data:
    """What is said about a workflow, without prints."""
    path = site.path(Kind.WORKFLOW, workflow.id)
    return _content(path.removesuffix(".md"), site.handbook, workflow)


def _lean(data: Mapping[str, object]) -> Data:
    """Without what says nothing."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {}, (), False)}


def _procedure(book: Handbook, workflow: Workflow) -> str:
    """The procedure with its number and since when it is in force: for the notes."""
    sop = book.procedures.get(workflow.procedure)
    if sop is None:
        return ""
    begun = [change.starts for change in sop.changes if change.material and change.starts and change.starts <= book.as_of]
    since = f", in force since {words.day(max(begun))}" if begun else ""
    return f"{sop.number} {sop.title}{since}".strip()


def _open(book: Handbook, workflow: Workflow, outcome: str) -> str:
    team = workflow.left_open.get(outcome, "")
    return words.who(book, team) if team else ""


def _others(book: Handbook, workflow: Workflow) -> list[str]:
    """The workflows that it runs or leads to, those in which there is anything to do."""
    found = [step.target for step in workflow.every_step() if step.verb is Verb.RUN]
    found += [way.target for way in ways_of(workflow) if way.leads is Leads.ELSEWHERE]
    return [name for name in dict.fromkeys(found) if name in book.workflows and book.workflows[name].steps]


def _facts(book: Handbook, workflow: Workflow) -> list[str]:
    """Every fact that it asks, looks at, settles or hands over."""
    named: dict[str, None] = dict.fromkeys((*workflow.given, *needs(book, workflow).first))
    for step in workflow.every_step():
        tables = (*step.when, *step.unless, *(table for branch in step.branches for table in branch.when))
        asked = step.targets if step.verb is Verb.ASK else ()
        named |= dict.fromkeys((*asked, *step.records, *step.settles, *_handed(book, step)))
        named |= dict.fromkeys(name for table in tables for name in table)
    return [name for name in named if name in book.facts]


def _fact(fact: Fact) -> Data:
    return _lean(
        {
            "asks": fact.asks,
            "answers": dict(fact.answers),
            "unknown": not fact.always_known,
            "least": fact.least,
            "most": fact.most,
            "unit": fact.unit,
            "number": not fact.answers,
        }
    )


def _handed(book: Handbook, step: Step) -> tuple[str, ...]:
    if step.verb is not Verb.ESCALATE:
        return ()
    wanted = book.teams[step.target].expects if step.target in book.teams else ()
    return tuple(dict.fromkeys((*step.hand_over, *wanted)))


def _tables(tables: tuple[Table, ...]) -> list[dict[str, list[str]]]:
    return [{name: list(values) for name, values in table.items()} for table in tables]


def _step(book: Handbook, workflow: Workflow, step: Step, place: int = 0) -> Data:
    time = words.promise(book, workflow, step)
    pause = step.verb is Verb.WAIT and step.pause is not None
    return _lean(
        {
            "id": step.id,
            "verb": step.verb.value,
            "number": place,
            "title": words.heading(book, step),
            "text": blocks(step.details) if step.details else [],
            "who": words.titles(book, filter(None, (step.by, step.and_by))),
            "teams": _teams(book, workflow, step),
            "time": time.text if time else "",
            "minutes": step.pause.minutes if step.pause else minutes_of(step),
            "worst": worst_case(book, workflow).done_by.get(step.id) if place else None,
            "pause": pause,
            "when": _tables(step.when),
            "unless": _tables(step.unless),
            "only": words.only_when(book, step),
            "records": dict(step.records),
            "marks": list(marks_of(book, step)),
            "exposure": step.exposure,
            "may": _may(book, step),
            "rounds": step.at_most,
            "then": workflow.resolve(step, step.then or "next") if place and step.at_most is not None else "",
            "go": workflow.resolve(step, step.go or "next") if place else "",
            "late": workflow.resolve(step, step.if_no_answer) if step.if_no_answer else "",
            **_of_verb(book, workflow, step, place),
        }
    )


def _of_verb(book: Handbook, workflow: Workflow, step: Step, place: int) -> Data:
    """What only steps of one verb say."""
    match step.verb:
        case Verb.ASK:
            ways = ways_of_answers(book, step).items()
            asked = {"ask": list(step.targets), "again": step.again}
            return asked | {"ways": [[workflow.resolve(step, way), list(taken)] for way, taken in ways]}
        case Verb.DECIDE:
            said = words.branches(book, step)
            every = zip(step.branches, said, strict=True)
            return {"branches": [_branch(workflow, step, number, label) for number, (_, label) in enumerate(every)]}
        case Verb.ESCALATE:
            return {"to": step.target, "hand": list(_handed(book, step)), "answered": _answered(book, step)}
        case Verb.TELL:
            message = book.messages.get(step.message)
            sent = [step.message, print_of(letter(book, message))] if message else None
            return {"to": words.who(book, step.target), "message": sent}
        case Verb.WAIT:
            return {"to": "" if step.pause else words.who(book, step.target)}
        case Verb.RUN:
            ways = {name: workflow.resolve(step, way) if place else "" for name, way in step.outcomes.items()}
            return {"run": step.target, "settles": dict(step.settles), "outcomes": ways}
        case Verb.TOGETHER:
            early = order_matters(book, step)
            items = [_step(book, workflow, item) for item in step.items]
            return {"items": items, "early": [item.id for item in step.items if item.id in early]}
        case _:
            return {}


def _branch(workflow: Workflow, step: Step, number: int, label: tuple[str, ...]) -> Data:
    branch = step.branches[number]
    said = " · ".join(label)
    return _lean(
        {"kind": branch.kind, "when": _tables(branch.when), "go": workflow.resolve(step, branch.go), "said": said}
    )


def _answered(book: Handbook, step: Step) -> Data:
    """Severity -> the minutes in which a hand-over is answered, and those with the rungs above. The empty key: others."""
    usual = list(answered_in(book, step, ""))
    levels = dict.fromkeys((*book.severities, *(workflow.severity for workflow in book.workflows.values())))
    every = {level: list(answered_in(book, step, level)) for level in levels if level}
    return {"": usual} | {level: minutes for level, minutes in every.items() if minutes != usual}


def _teams(book: Handbook, workflow: Workflow, step: Step) -> list[str]:
    """The teams of whoever works on a step: whom it names, else who has the case there."""
    if step.verb is Verb.ESCALATE:
        return [step.target] if step.target in book.teams else []
    if step.by or step.and_by:
        named = [name for name in (step.by, step.and_by) if name]
        every = [team for name in named for team in (book.roles[name].teams if name in book.roles else (name,))]
        return [team for team in dict.fromkeys(every) if team in book.teams]
    outer = next((other.id for other in workflow.steps if step in other.items), step.id)
    own = sorted(holders(workflow).get(outer, frozenset()) - {SOMEBODY})
    return own if len(own) == 1 and step.verb not in (Verb.WAIT, Verb.TOGETHER) and own[0] in book.teams else []


def _may(book: Handbook, step: Step) -> str:
    """Who may see what a step shows, where people must be warned of it."""
    if step.exposure not in _WARNED:
        return ""
    roles = [role.title for role in book.roles.values() if role.views_up_to >= step.exposure]
    return words.who(book, step.by) if step.by in book.roles else "; ".join(roles) or "certified reviewers"
