"""A walk that was found before, without the program that it was found in: which way it took at each of its nodes.

To make a whole program again takes longer than all that is told of one walk. So a walk is kept as its turns, and only
the nodes that it passes are made.
"""

from collections.abc import Callable, Sequence

from handrail.ground.model import Handbook
from handrail.reasoning.compile import Growing
from handrail.reasoning.program import Edge, Node, Program
from handrail.reasoning.witness import Walk


def turns(handbook: Handbook, program: Program, walk: Walk) -> list[int] | None:
    """For each edge of a walk which one it is among those of its node, in the program of a door before it was cut.

    None where the walk does not lead through that program: then there is nothing to keep.
    """
    growing, node, found = Growing(handbook, program.door), 0, []
    for edge in (program.edges[number] for number in walk.edges):
        ways = [growing.edges[number] for number in growing.out(node)]
        last = edge is program.edges[walk.edges[-1]]
        alike = [turn for turn, way in enumerate(ways) if _bare(way) == _bare(edge)]
        # the end of a program that was cut stands for whatever comes behind
        alike = [turn for turn in alike if last or growing.nodes[ways[turn].target] == program.nodes[edge.target]]
        if not alike:
            return None
        found.append(alike[0])
        node = ways[alike[0]].target
    return found


def replayed(handbook: Handbook, door: str, taken: Sequence[int], minutes: Callable[[Edge], int]) -> Program:
    """A program of one way: what lies at the turns that were taken from a door.

    Its edges take the `minutes` that are asked about, and its end is one, as in a program that was cut.
    """
    growing, node = Growing(handbook, door), 0
    nodes, edges = [growing.nodes[0]], list[Edge]()
    for turn in taken:
        way = growing.edges[growing.out(node)[turn]]
        here = len(edges)
        edges.append(way._replace(source=here, target=here + 1, minutes=minutes(way), outside=False))
        node = way.target
        nodes.append(growing.nodes[node])
    nodes[-1] = Node(door, "", outcome="done")
    return Program(door, tuple(nodes), tuple(edges), (*((number,) for number in range(len(edges))), ()))


def _bare(edge: Edge) -> Edge:
    """What an edge does, wherever it stands and whichever times count."""
    return edge._replace(source=0, target=0, minutes=0, outside=False)
