"""The worst case of a workflow, exactly: the slowest way that a case can really go, since its answers fit together.

Where that cannot be worked out, it is the longest way as drawn, which is never shorter.
"""

from collections.abc import Iterator
from functools import lru_cache

from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.alone import alone
from handrail.reasoning.kept import keep, recalled
from handrail.reasoning.longest import elapsed
from handrail.reasoning.longest import worst as longest_walk
from handrail.reasoning.program import Program
from handrail.reasoning.regions import TooComplexError, bounded
from handrail.reasoning.time import Leg, Worst
from handrail.reasoning.time import worst as drawn
from handrail.reasoning.witness import Walk


@lru_cache(maxsize=2048)
def worst_case(handbook: Handbook, workflow: Workflow) -> Worst:
    """The worst case from the first step until the case ends here or goes on elsewhere, the sum step by step."""
    as_drawn = drawn(handbook, workflow)
    if as_drawn.minutes is None:
        return as_drawn
    kept = recalled(handbook, workflow.id, "worst case")
    minutes, legs = kept or _worked_out(handbook, workflow)
    if kept is None:
        keep(handbook, (minutes, legs), workflow.id, "worst case")
    if minutes is None:
        return as_drawn
    # whatever comes before an end is done before it
    done_by = {step: min(time, minutes) for step, time in as_drawn.done_by.items()}
    return Worst(minutes, tuple(Leg(*leg) for leg in legs), done_by, exact=True)


def _worked_out(handbook: Handbook, workflow: Workflow) -> tuple[int | None, tuple[Leg, ...]]:
    """The minutes, and the step by step sum; no minutes where it cannot be worked out."""
    try:
        with bounded():
            machine = alone(handbook, workflow)
            found = longest_walk(machine)
    except TooComplexError:
        return None, ()
    return (found.minutes, tuple(_legs(workflow, machine.program, found.walk))) if found else (None, ())


def _legs(workflow: Workflow, program: Program, walk: Walk) -> Iterator[Leg]:
    """The steps of the workflow itself with their times, all rounds together."""
    above = {item.id: step.id for step in workflow.steps for item in step.items}
    visits: list[tuple[str, int]] = []
    for edge in (program.edges[number] for number in walk.edges):
        node = program.nodes[edge.source]
        step = node.frames[0].step if node.frames else node.step
        step = above.get(step, step)
        begins = not (node.frames or node.item or node.came_back)
        if visits and visits[-1][0] == step and not begins:
            visits[-1] = (step, visits[-1][1] + elapsed(edge))
        else:
            visits.append((step, elapsed(edge)))
    total, times = 0, dict[str, list[int]]()
    for step, minutes in visits:
        times.setdefault(step, []).append(minutes)
    for step, spent in times.items():
        total += sum(spent)
        yield Leg(step, sum(spent), len([minutes for minutes in spent if minutes]) or 1, total)
