"""A workflow as data for the guided run: its names, where it begins and ends, its steps and its facts."""

from functools import lru_cache

from handrail.ground.model import Fact, Handbook, Kind, Verb, Workflow
from handrail.pages import Site
from handrail.pages import _words as words
from handrail.pages._promise import promised
from handrail.pages._run.data import Data, lean, print_of
from handrail.pages._run.step import handed, step_data
from handrail.reasoning.graph import Leads, ways_of
from handrail.reasoning.needs import needs


def workflow_data(site: Site, workflow: Workflow) -> Data:
    """Everything about a workflow, with the print of its content and the prints of those that it leads to."""
    book = site.handbook
    own = content(site, workflow)
    others = [book.workflows[name] for name in _others(book, workflow)]
    prints = {other.id: print_of(content(site, other)) for other in others}
    names = {other.id: f"{other.number} {other.title}".strip() for other in others}
    return {"print": print_of(own), **own, "others": prints, "names": names}


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
        "steps": [step_data(book, workflow, step, place) for place, step in enumerate(workflow.steps, 1)],
        "facts": {name: fact_data(book.facts[name]) for name in _facts(book, workflow)},
        "first": {fact.id: fact.at_first for fact in book.facts.values() if fact.at_first},
    }
    return lean(found)


def content(site: Site, workflow: Workflow) -> Data:
    """What is said about a workflow, without prints."""
    path = site.path(Kind.WORKFLOW, workflow.id)
    return _content(path.removesuffix(".md"), site.handbook, workflow)


def _procedure(book: Handbook, workflow: Workflow) -> str:
    """The procedure with its number and since when it is in force: for the notes."""
    sop = book.procedures.get(workflow.procedure)
    if sop is None:
        return ""
    material = [change.starts for change in sop.changes if change.material and change.starts]
    begun = [day for day in material if day <= book.as_of]
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
        named |= dict.fromkeys((*asked, *step.records, *step.settles, *handed(book, step)))
        named |= dict.fromkeys(name for table in tables for name in table)
    return [name for name in named if name in book.facts]


def fact_data(fact: Fact) -> Data:
    """What the run knows of a fact."""
    return lean(
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
