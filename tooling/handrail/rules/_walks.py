"""What the rules on ways share: how to say a way, a walk and a ring."""

from collections.abc import Iterable

from handrail.ground.finding import Related
from handrail.ground.model import Step, Workflow
from handrail.reasoning.graph import On, Way


def said(way: Way) -> str:
    """What a way is taken on, as a sentence says it."""
    words = {
        On.ANSWER: f"the answer `{way.label}`",
        On.OUTCOME: f"the outcome `{way.label}`" if way.label else "`outcomes`",
        On.BRANCH: f"branch {int(way.label) + 1}" if way.label.isdigit() else "",
        On.NO_ANSWER: "`if-no-answer`",
        On.AGAIN: "`then`",
        On.PASSED_BY: "passing the step by",
        On.DONE: "`go`" if way.written else "the end of the step",
    }
    return words[way.on]


def heading(step: Step) -> str:
    """A step's heading, or its verb with what that names."""
    return step.words or f"{step.verb.value} {', '.join(step.targets)}"


def numbered(workflow: Workflow, names: Iterable[str]) -> tuple[str, ...]:
    """A walk as numbered lines: each step with its heading, each outcome with its label."""
    lines = []
    for number, name in enumerate(names, 1):
        step, outcome = workflow.by_id.get(name), workflow.outcomes.get(name)
        words = heading(step) if step else outcome.label if outcome else ""
        lines.append(f"{number}. {name}" + (f": {words}" if words else ""))
    return tuple(lines)


def ring_words(names: Iterable[str]) -> str:
    """A ring in one line, its first name again at the end."""
    every = list(names)
    return " -> ".join([*every, *every[:1]])


def ring_places(workflow: Workflow, names: Iterable[str]) -> tuple[Related, ...]:
    """The steps of a ring as second places, but for the first one."""
    return tuple(Related(workflow.by_id[name].place.key(), "on the ring") for name in list(names)[1:])
