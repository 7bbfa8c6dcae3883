"""What the rules on controls share: a control's title in a sentence, doors in words, what would help."""

from collections.abc import Iterable, Iterator

from handrail.ground.finding import Place
from handrail.ground.model import Control, Handbook, Kind, Names, Requirement
from handrail.ground.nearest import words
from handrail.reasoning.binding import tables_of
from handrail.reasoning.domains import domain
from handrail.reasoning.dossier import case_of, shown
from handrail.reasoning.proof import Counterexample, Proof
from handrail.reasoning.telling import added_up, clock_starts
from handrail.reasoning.uses import DONE


def quoted(control: Control) -> str:
    """The title of a control, in the middle of a sentence."""
    return f'"{control.title.rstrip(". ")}"'


def sound(handbook: Handbook, control: Control) -> bool:
    """Whether every fact, mark and answer that a control names exists: if not, other rules say so."""
    marks = {mark for each in control.require for mark in each.marks} | set(control.never)
    if not all(handbook.knows(Kind.MARK, mark) for mark in marks):
        return False
    return all(_known(handbook, name, values) for table in tables_of(control) for name, values in table.items())


def _known(handbook: Handbook, name: str, values: Names) -> bool:
    fact = handbook.facts.get(name)
    if fact is None:
        return handbook.knows(Kind.MARK, name) and set(values) <= DONE
    return all(domain(fact, (value,)).taken((value,)) for value in values)


def named(names: Iterable[str]) -> str:
    """Names in backticks, as a sentence says them."""
    return words(f"`{name}`" for name in names)


def requirement_at(control: Control, place: Place) -> Requirement | None:
    """The requirement that stands at a place; None for the marks that never may come."""
    return next((each for each in control.require if each.place == place), None)


def remedy(control: Control, broken: Counterexample) -> str:
    """What would help against a counter-example."""
    requirement = requirement_at(control, broken.place)
    if requirement is None:
        return "Take the mark off the step, or lead such cases another way."
    mark = " or ".join(f"`{each}`" for each in requirement.marks)
    others = " or ".join(f"`{each}`" for each in requirement.others)
    if broken.minutes:
        return f"Do {mark} earlier on this way, or give its steps less time. If the law allows more, change the limit."
    return {
        "before": f"Put a step with {mark} before the one with {others} on this way.",
        "after": f"Put a step with {mark} behind the last one with {others} on this way.",
        "directly-before": f"Put {mark} on the step with {others}, or on the step right before it.",
        "only-by": f"Let {others} do the step with {mark}: write `by`.",
        "by-other-than": f"Write `by-other-than` on the step with {mark}, or give it to another team.",
    }.get(
        requirement.order,
        f"Put a step with {mark} on this way. If such a case needs none, say so under `except`, with the reason.",
    )


def told(handbook: Handbook, proof: Proof, control: Control, broken: Counterexample) -> Iterator[str]:
    """The case of a counter-example, and for a clock its sum."""
    found = shown(handbook, proof, control, broken)
    yield from case_of(found)
    if found.limit:
        yield clock_starts(found.starts_after)
        yield from added_up(found.total)
        yield f"The limit is {found.limit}."
