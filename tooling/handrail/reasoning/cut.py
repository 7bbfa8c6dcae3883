"""A program cut down to the ways that can take longer than a limit until a mark: the rest cannot break the promise.

An edge stays when the longest drawn time to it, its own, and the longest from it to the mark are together more than the
limit. Every walk that breaks the limit is made of such edges, so nothing is lost; behind the mark nothing matters.
"""

from collections.abc import Callable, Sequence

from handrail.reasoning.program import Edge, Node, Program


def until(
    program: Program,
    order: Sequence[int],
    *,
    stops: Callable[[Edge], bool],
    minutes: Callable[[Edge], int],
    more_than: int,
) -> Program | None:
    """The program up to the edges that stop, without what cannot take long enough; None when nothing can.

    `order` are its nodes in topological order. Node 0 stays node 0; the stops all lead to one end. The edges take the
    `minutes` that were asked about, and no others.
    """
    after = _after(program, order, stops, minutes)
    before = _before(program, order, stops, minutes)
    kept = [
        number
        for number, edge in enumerate(program.edges)
        if edge.source in before
        and (stops(edge) or edge.target in after)
        and before[edge.source] + minutes(edge) + (0 if stops(edge) else after[edge.target]) > more_than
    ]
    return _renumbered(program, kept, stops, minutes) if kept else None


def _after(
    program: Program, order: Sequence[int], stops: Callable[[Edge], bool], minutes: Callable[[Edge], int]
) -> dict[int, int]:
    """The longest drawn time from each node to a stop; nodes that lead to none are left out."""
    found: dict[int, int] = {}
    for node in reversed(order):
        edges = (program.edges[number] for number in program.out[node])
        times = [
            minutes(edge) + (0 if stops(edge) else found[edge.target])
            for edge in edges
            if stops(edge) or edge.target in found
        ]
        if times:
            found[node] = max(times)
    return found


def _before(
    program: Program, order: Sequence[int], stops: Callable[[Edge], bool], minutes: Callable[[Edge], int]
) -> dict[int, int]:
    """The longest drawn time from the start to each node, no stop on the way."""
    found = {0: 0}
    for node in order:
        for edge in (program.edges[number] for number in program.out[node]):
            if node in found and not stops(edge):
                found[edge.target] = max(found.get(edge.target, 0), found[node] + minutes(edge))
    return found


def _renumbered(
    program: Program, kept: Sequence[int], stops: Callable[[Edge], bool], minutes: Callable[[Edge], int]
) -> Program:
    edges = [program.edges[number] for number in kept]
    used = sorted({0, *(edge.source for edge in edges)})  # no edge that is kept leads to a node that none leaves
    place = {node: number for number, node in enumerate(used)}
    end = len(used)
    moved = tuple(
        edge._replace(
            source=place[edge.source],
            target=end if stops(edge) else place[edge.target],
            minutes=minutes(edge),
            outside=False,
        )
        for edge in sorted(edges, key=lambda edge: place[edge.source])
    )
    out: list[list[int]] = [[] for _ in range(end + 1)]
    for number, edge in enumerate(moved):
        out[edge.source].append(number)
    nodes = (*(program.nodes[node] for node in used), Node(program.door, "", outcome="done"))
    return Program(program.door, nodes, moved, tuple(map(tuple, out)))
