"""A step as data for the guided run: what the walk needs to choose its way, and what a person reads."""

from handrail.ground.model import EXPOSURES, Handbook, Step, Table, Verb, Workflow
from handrail.pages import _words as words
from handrail.pages._run.data import Data, lean, print_of
from handrail.pages._run.letter import letter
from handrail.pages._run.prose import blocks
from handrail.reasoning.custody import SOMEBODY, holders
from handrail.reasoning.doing import answered_in, marks_of, order_matters, ways_of_answers

_WARNED = EXPOSURES[3:]
_PLACED = ("number", "other", "go", "then")
"""What is different when a step stands elsewhere and says the same."""


def handed(book: Handbook, step: Step) -> tuple[str, ...]:
    """The facts that go with a hand-over: the step's, and those that the team always wants."""
    if step.verb is not Verb.ESCALATE:
        return ()
    wanted = book.teams[step.target].expects if step.target in book.teams else ()
    return tuple(dict.fromkeys((*step.hand_over, *wanted)))


def _tables(tables: tuple[Table, ...]) -> list[dict[str, list[str]]]:
    return [{name: list(values) for name, values in table.items()} for table in tables]


def step_data(book: Handbook, workflow: Workflow, step: Step, place: int = 0) -> Data:
    """A step by its number, or one of the things that happen side by side, which have none."""
    time = words.promise(book, workflow, step)
    pause = step.verb is Verb.WAIT and step.pause is not None
    return lean(
        {
            "id": step.id,
            "verb": step.verb.value,
            "number": place,
            "title": words.heading(book, step),
            "text": blocks(step.details) if step.details else [],
            "who": words.titles(book, filter(None, (step.by, step.and_by))),
            "teams": _teams(book, workflow, step),
            "time": time.text if time else "",
            # never later than it is due: a working day counts 24 hours here
            "minutes": due.minutes if (due := step.pause or step.within) else 0,
            "pause": pause,
            "when": _tables(step.when),
            "unless": _tables(step.unless),
            "only": words.only_when(book, step),
            "records": dict(step.records),
            "noted": list(words.settled(book, step.records)),
            "other": _other(book, workflow, step),
            "marks": list(marks_of(book, step)),
            "exposure": step.exposure,
            "may": _may(book, step),
            "rounds": step.at_most,
            "restarts": step.restarts,
            "then": workflow.resolve(step, step.then or "next") if place and step.at_most is not None else "",
            "go": workflow.resolve(step, step.go or "next") if place else "",
            "late": workflow.resolve(step, step.if_no_answer) if step.if_no_answer else "",
            **_of_verb(book, workflow, step, place),
        }
    )


def step_print(book: Handbook, workflow: Workflow, step: Step) -> str:
    """The print of what a step says, wherever it stands: steps before it may come and go."""
    said = step_data(book, workflow, step)
    return print_of({key: value for key, value in said.items() if key not in _PLACED})


def _of_verb(book: Handbook, workflow: Workflow, step: Step, place: int) -> Data:
    """What only steps of one verb say."""
    match step.verb:
        case Verb.ASK:
            ways = [[workflow.resolve(step, way), list(taken)] for way, taken in ways_of_answers(book, step).items()]
            return {"ask": list(step.targets), "again": step.again, "ways": ways}
        case Verb.DECIDE:
            labels = words.branches(book, step)
            return {"branches": [_branch(workflow, step, number, label) for number, label in enumerate(labels)]}
        case Verb.TOGETHER:
            early = order_matters(book, step)
            items = [step_data(book, workflow, item) for item in step.items]
            return {"items": items, "early": [item.id for item in step.items if item.id in early]}
        case Verb.RUN:
            back = {name: workflow.resolve(step, way) if place else "" for name, way in step.outcomes.items()}
            return {"run": step.target, "settles": dict(step.settles), "outcomes": back}
        case _:
            return _with_others(book, step)


def _with_others(book: Handbook, step: Step) -> Data:
    """What a step says that is for somebody else."""
    if step.verb is Verb.ESCALATE:
        return {"to": step.target, "hand": list(handed(book, step)), "answered": _answered(book, step)}
    if step.verb is Verb.TELL:
        message = book.messages.get(step.message)
        return {"message": [step.message, print_of(letter(book, message))] if message else None}
    return {}


def _branch(workflow: Workflow, step: Step, number: int, label: tuple[str, ...]) -> Data:
    branch = step.branches[number]
    said = " · ".join(label)
    return lean(
        {"kind": branch.kind, "when": _tables(branch.when), "go": workflow.resolve(step, branch.go), "said": said}
    )


def _answered(book: Handbook, step: Step) -> Data:
    """Severity -> the minutes in which a hand-over is answered, and those with the rungs above; empty: all others."""
    usual = list(answered_in(book, step, ""))
    levels = dict.fromkeys((*book.severities, *(workflow.severity for workflow in book.workflows.values())))
    every = {level: list(answered_in(book, step, level)) for level in levels if level}
    return {"": usual, **{level: minutes for level, minutes in every.items() if minutes != usual}}


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


def _other(book: Handbook, workflow: Workflow, step: Step) -> str:
    """The step that another person must have done."""
    other = workflow.by_id.get(step.by_other_than)
    if other is None:
        return ""
    number = next((place for place, top in enumerate(workflow.steps, 1) if other in (top, *top.items)), 0)
    return f"another person than in step {number}, {words.heading(book, other)}"


def _may(book: Handbook, step: Step) -> str:
    """Who may see what a step shows, where people must be warned of it."""
    if step.exposure not in _WARNED:
        return ""
    roles = [role.title for role in book.roles.values() if role.views_up_to >= step.exposure]
    return words.who(book, step.by) if step.by in book.roles else "; ".join(roles) or "certified reviewers"
