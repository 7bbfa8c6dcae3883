"""What the rules on time share: a worst case as a sum that can be read aloud, and a ring in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handrail.ground.duration import spoken
from handrail.ground.finding import Place, Related
from handrail.ground.model import Handbook, Names
from handrail.ground.nearest import words
from handrail.reasoning.budget import Overrun
from handrail.reasoning.longest import elapsed
from handrail.reasoning.program import Edge
from handrail.reasoning.witness import Walk
from handrail.rules._cases import case_line

LONGEST = 3
"""How many of the longest pieces a message names."""


@dataclass(slots=True)
class Piece:
    """A step of a worst case, with what it runs: its name, how long it takes in all, and how many rounds."""

    name: str
    place: Place
    minutes: int
    rounds: int = 1


def pieces(handbook: Handbook, overrun: Overrun, minutes: Callable[[Edge], int] = elapsed) -> list[Piece]:
    """The steps of a worst case that take time, in order; what a workflow that is run takes counts for its step.

    Steps of other workflows than the first are told with their workflow. A step that comes again is one piece.
    """
    found: dict[tuple[str, str], Piece] = {}
    program, last = overrun.program, ("", "")
    for edge in (program.edges[number] for number in overrun.walk.edges[overrun.started :]):
        frames = program.nodes[edge.source].frames
        key = (frames[0].workflow, frames[0].step) if frames else (edge.workflow, edge.step.id)
        time = minutes(edge)
        if key in found and time and key != last:
            found[key].rounds += found[key].minutes > 0
        elif key not in found:
            own = key[0] == program.door
            step = handbook.workflows[key[0]].by_id[key[1]]
            found[key] = Piece(key[1] if own else f"{key[0]}#{key[1]}", step.place.key(), 0)
        found[key].minutes += time
        last = key if time else last
    return [piece for piece in found.values() if piece.minutes]


def case_of(walk: Walk) -> str:
    """The facts of a walk in one line."""
    return case_line(dict(sorted(walk.case.items()))) or "any case"


def invoice(every: list[Piece], limit: str, minutes: int) -> Iterator[str]:
    """A worst case as a sum: a line for each piece, the total, and what was promised."""
    lines = [(piece.name + (f", {piece.rounds} times" if piece.rounds > 1 else ""), piece.minutes) for piece in every]
    total = sum(time for _, time in lines)
    width = max(len(name) for name, _ in [*lines, ("together", 0)])
    column = max(len(spoken(time)) for _, time in [*lines, ("", total)])
    for name, time in lines:
        yield f"{name:<{width}}  {spoken(time):>{column}}"
    yield f"{'together':<{width}}  {spoken(total):>{column}}"
    yield f"{'promised':<{width}}  {limit:>{column}}"
    yield f"{'too long by':<{width}}  {spoken(total - minutes):>{column}}"


def longest_pieces(every: list[Piece]) -> list[Piece]:
    """The longest pieces, the longest first."""
    return sorted(every, key=lambda piece: -piece.minutes)[:LONGEST]


def mostly(every: list[Piece]) -> str:
    """The longest pieces as a sentence."""
    return "Most of it: " + words(f"`{piece.name}` ({spoken(piece.minutes)})" for piece in longest_pieces(every)) + "."


def long_places(every: list[Piece]) -> tuple[Related, ...]:
    """The longest pieces as second places."""
    return tuple(Related(piece.place, f"takes up to {spoken(piece.minutes)}") for piece in longest_pieces(every))


def ring_names(ring: tuple[Edge, ...], door: str) -> Names:
    """The steps of a ring, each once; those of other workflows with their workflow."""
    names = (edge.step.id if edge.workflow == door else f"{edge.workflow}#{edge.step.id}" for edge in ring)
    return tuple(dict.fromkeys(names))
