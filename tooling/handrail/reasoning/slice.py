"""A program cut down to what matters to one control, exactly.

From the ends backwards, each edge keeps only what something later reads; edges that then do the same become one, with
the union of their guards, and no guard at all where that lets through everything that can arrive; a node that only
passes cases on disappears into the next; nodes that do the same become one (hash-consing, as in minimising an automaton
without rings). Decisions about other things vanish with the facts that they read. What remains has the same verdict
and, for a clock, the same longest time: where two edges do the same and one may always be taken when the other may, and
takes as long, the other is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from handrail.reasoning.cuts import Cuts, read_before
from handrail.reasoning.machine import Machine
from handrail.reasoning.monitors import Judgement, Notes
from handrail.reasoning.moves import moved
from handrail.reasoning.regions import Op, Region

CLOSES, STAYS_OPEN, STUCK = 0, 1, 2
"""The first nodes of every slice: a closing end, an end that leaves the case open, and a step with no way on."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a timed question looks at, by the number of an edge: its minutes, where the clock stops, where it starts.

    It starts at an edge not at all (an empty text), in `all` cases, or where a fact was `never` asked before.
    """

    minutes: Mapping[int, int] = field(default_factory=dict)
    stops: frozenset[int] = frozenset()
    starts: Mapping[int, str] = field(default_factory=dict)


NO_CLOCK = Clock()


class Link(NamedTuple):
    """An edge of a slice: which cases may take it, what it does, what is judged at it, and where it leads."""

    guard: Region
    ops: tuple[Op, ...]
    target: int
    minutes: int = 0
    judged: tuple[int, ...] = ()
    stops: bool = False
    starts: str = ""
    dead: frozenset[str] = frozenset()
    """What was read before, and nothing reads any more."""

    @property
    def plain(self) -> tuple[object, ...]:
        """Everything but guard and minutes: links alike in this can become one."""
        return (self.ops, self.target, self.judged, self.stops, self.starts)


@dataclass(slots=True)
class Slice:
    """The nodes of a slice: links lead to lower numbers. `start` is the first, `live` what is read at or after each."""

    machine: Machine
    cuts: Cuts
    links: list[tuple[Link, ...]] = field(default_factory=lambda: [(), (), ()])
    live: list[frozenset[str]] = field(default_factory=list)
    start: int = STUCK
    regions: list[Region] = field(default_factory=list)

    def follow(self, link: Link, region: Region) -> Region:
        """The cases that leave by a link, of those in a region; what nothing reads any more is forgotten."""
        region = region & link.guard
        return (
            moved(self.machine.space, self.cuts.move(link.ops, link.dead), region) if region.satisfiable() else region
        )

    def before(self, link: Link, region: Region) -> Region:
        """The cases from which a link leads into a region."""
        return self.machine.space.backward(link.ops, region) & link.guard

    def begin(self) -> Region:
        """The cases at the start."""
        return self.machine.space.drop(self.machine.start, self.machine.space.names - self.live[self.start])

    def reach(self) -> list[Region]:
        """The exact region in which each node is reached."""
        if self.regions:
            return self.regions
        found = self.regions = [self.machine.space.none] * len(self.links)
        found[self.start] = self.begin()
        for node in range(self.start, STUCK, -1):
            if found[node].satisfiable():
                for link in self.links[node]:
                    found[link.target] = found[link.target] | self.follow(link, found[node])
        return found


def cut(
    cuts: Cuts,
    notes: Notes,
    judgements: Sequence[Judgement],
    lasting: frozenset[str],
    closing: Iterable[int],
    clock: Clock = NO_CLOCK,
) -> Slice:
    """The slice of a machine (whose edges forget nothing by themselves) for a control's notes and judgements."""
    return _Cutter(cuts, notes, judgements, lasting, frozenset(closing), clock).run()


class _Cutter:
    def __init__(
        self,
        cuts: Cuts,
        notes: Notes,
        judgements: Sequence[Judgement],
        lasting: frozenset[str],
        closing: frozenset[int],
        clock: Clock,
    ) -> None:
        self.cuts, self.machine = cuts, cuts.machine
        self.notes, self.lasting, self.closing, self.clock = notes, lasting, closing, clock
        self.judgements = judgements
        self.judged = _by_edge(judgements)
        self.slice = Slice(cuts.machine, cuts, live=[lasting, lasting, lasting])
        self.node: list[int] = [STUCK] * len(cuts.machine.program.nodes)
        self.known: dict[frozenset[Link], int] = {}
        self.alike: dict[tuple[int, tuple[tuple[int, int, int], ...]], int] = {}
        self.extras = self._extras()

    def run(self) -> Slice:
        program, cuts = self.machine.program, self.cuts
        targets = [edge.target for edge in program.edges]
        for number in reversed(self.machine.order or ()):
            if program.nodes[number].outcome:
                self.node[number] = CLOSES if number in self.closing else STAYS_OPEN
                continue
            out = program.out[number]
            if cuts.goes_on[number] and self._nothing_happens(out, targets):
                self.node[number] = self.node[targets[out[0]]]
                continue
            place = cuts.places[number]
            key = (place, tuple((cuts.shapes[o], self.extras[o], self.node[targets[o]]) for o in out))
            if key not in self.alike:
                self.alike[key] = self._number(self._merged([self._link(o) for o in out], place))
            self.node[number] = self.alike[key]
        self.slice.start = self.node[0] if self.node else STUCK
        return self.slice

    def _nothing_happens(self, out: Sequence[int], targets: Sequence[int]) -> bool:
        """Whether all edges only pass cases on to one and the same node."""
        node = self.node[targets[out[0]]]
        live, extras, nodes, changes = self.slice.live[node], self.extras, self.node, self.cuts.changes
        for o in out:  # noqa: SIM110 - asked of every node of every slice, and a generator takes twice as long
            if extras[o] or nodes[targets[o]] != node or not changes[o].isdisjoint(live):
                return False
        return True

    def _extras(self) -> list[int]:
        """What each edge does for the control alone, as a number that edges share which do the same; nothing is 0."""
        clock, first, last, judged = self.clock, self.notes.first, self.notes.last, self.judged
        found = [0] * len(self.machine.program.edges)
        known: dict[object, int] = {}
        for number in {*clock.minutes, *clock.stops, *clock.starts, *first, *last, *judged}:
            does = (*self._timed(number), tuple(first.get(number, ())), tuple(last.get(number, ())))
            found[number] = known.setdefault((*does, judged.get(number, ())), len(known) + 1)
        return found

    def _timed(self, number: int) -> tuple[int, bool, str]:
        clock = self.clock
        return clock.minutes.get(number, 0), number in clock.stops, clock.starts.get(number, "")

    def _number(self, links: tuple[Link, ...]) -> int:
        """The node that these links make: a known one if there is one like it, the next one where nothing happens."""
        if not links:
            return STUCK
        first = links[0]
        passes_on = not (first.ops or first.judged or first.stops or first.starts or first.minutes)
        if len(links) == 1 and passes_on and first.guard == self.machine.space.all:
            return first.target
        key = frozenset(links)
        if key not in self.known:
            self.known[key] = len(self.slice.links)
            live = self._live(links)
            self.slice.links.append(tuple([self._with_dead(link, live) for link in links]))
            self.slice.live.append(live)
        return self.known[key]

    def _with_dead(self, link: Link, live: frozenset[str]) -> Link:
        return Link(*link[:-1], (live | self.cuts.changed(link.ops)) - self.slice.live[link.target])

    def _live(self, links: tuple[Link, ...]) -> frozenset[str]:
        live = set(self.lasting)
        for link in links:
            after = set(self.slice.live[link.target])
            for op in reversed(link.ops):
                after = read_before(op, after)
            live |= after | self.cuts.support(link.guard)
            live |= {name for number in link.judged for name in self.judgements[number].reads}
        return frozenset(live)

    def _link(self, number: int) -> Link:
        target = self.node[self.machine.program.edges[number].target]
        first, last = tuple(self.notes.first.get(number, ())), tuple(self.notes.last.get(number, ()))
        guard, ops = self.cuts.down(number, first, last, self.slice.live[target])
        minutes, stops, starts = self._timed(number)
        return Link(guard, ops, target, minutes, self.judged.get(number, ()), stops, starts)

    def _merged(self, links: list[Link], place: int) -> tuple[Link, ...]:
        alike: dict[tuple[object, ...], list[Link]] = {}
        for link in links:
            if link.guard.satisfiable():
                alike.setdefault(link.plain, []).append(link)
        return tuple(link for group in alike.values() for link in self._slowest(group, place))

    def _slowest(self, group: list[Link], place: int) -> list[Link]:
        """Of links that do the same: one for each time, each open to whatever a slower one is open to as well."""
        found: list[Link] = []
        open_ = self.machine.space.none
        for link in sorted(group, key=lambda link: -link.minutes) if len(group) > 1 else group:
            if found and not (link.guard & ~open_).satisfiable():
                continue
            open_ = self.cuts.widened(place, self.cuts.either(open_, link.guard) if found else link.guard)
            if found and found[-1].minutes == link.minutes:
                found.pop()
            found.append(Link(open_, link.ops, link.target, link.minutes, link.judged, link.stops, link.starts))
        return found


def _by_edge(judgements: Sequence[Judgement]) -> dict[int, tuple[int, ...]]:
    """Edge -> the judgements there; of those that ask the same question, the first one stands for all."""
    same: dict[object, int] = {}
    found: dict[int, tuple[int, ...]] = {}
    for number, judged in enumerate(judgements):
        if judged.edge is not None:
            first = same.setdefault((judged.region, judged.reads), number)
            found[judged.edge] = (*found.get(judged.edge, ()), first)
    return found
