"""A program with its facts: each edge's acts as operations on regions, and the exact region that reaches each node.

The graph of a program has no rings but those that nothing bounds, so one pass in topological order gives the fix-point;
where there is a ring, a work list gives it all the same.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from handrail.ground.model import Handbook, Table
from handrail.reasoning.domains import Domain, domain
from handrail.reasoning.moves import Move, move_of, moved
from handrail.reasoning.program import Act, Does, Edge, Program
from handrail.reasoning.regions import NEVER, OFF, ON, UNKNOWN, Kind, Op, Region, Space
from handrail.reasoning.vocabulary import Vocabulary, first_told, mark_bit, tables_in, variables


class Machine:
    """A program over a space of facts and bits. `free` leaves everything that is known at the start open.

    Two programs can be compared in one `space` that has the variables of both.
    """

    def __init__(
        self,
        handbook: Handbook,
        program: Program,
        words: Vocabulary,
        *,
        free: bool = False,
        forgets: bool = True,
        space: Space | None = None,
    ) -> None:
        self.handbook = handbook
        self.program = program
        self.domains: dict[str, Domain] = {
            name: domain(handbook.facts[name], texts) for name, texts in sorted(words.facts.items())
        }
        self.space = space or Space(variables(self.domains, words), first_told(program))
        self.bits = words.bits
        self.lasting = words.lasting
        self.free = free
        self._known_acts: dict[object, Op | None] = {}
        self._moves: dict[int, Move] = {}
        guards = [self._guard(edge) for edge in program.samples]
        effects = [self._effect(edge) for edge in program.samples]
        self._guards = [guards[deed] for deed in program.deeds]
        self._effects = [effects[deed] for deed in program.deeds]
        if forgets:
            self._forget()

    # ---- what tables mean

    def row(self, name: str, values: Iterable[str], *, unasked: bool) -> Region:
        """The cases in which a row of a table holds. `unasked`: a fact that nobody asked counts as unknown."""
        if name not in self.domains:
            return self._mark_row(name, frozenset(values))
        taken = self.domains[name].taken(values)
        region = self.space.among(name, taken)
        if unasked and (UNKNOWN in taken or UNKNOWN in values):
            region = region | self.space.point(name, NEVER)
        return region

    def _mark_row(self, name: str, values: frozenset[str]) -> Region:
        bit = mark_bit(name)
        if bit not in self.space.values:
            return self.space.none
        done = self.space.point(bit, ON) if "done" in values else self.space.none
        return done | (self.space.point(bit, OFF) if "not-done" in values else self.space.none)

    def tables(self, tables: Iterable[Table], *, unasked: bool) -> Region:
        """The cases in which one of several tables holds; no table at all holds always."""
        every = [self._table(table, unasked=unasked) for table in tables]
        return self.space.union(every) if every else self.space.all

    def _table(self, table: Table, *, unasked: bool) -> Region:
        region = self.space.all
        for name, values in table.items():
            region = region & self.row(name, values, unasked=unasked)
        return region

    def decision(self, edge_step: object) -> tuple[Region, ...]:
        """The cases that each branch of a decision takes, in order.

        `unknown` takes what no table takes although an answer to something that is not known could make one hold;
        `otherwise` takes the rest, so that it never takes a case because of what nobody knows.
        """
        return self._decisions(edge_step)[0]

    def undecided(self, edge_step: object) -> Region:
        """The cases that no branch of a decision takes."""
        return self._decisions(edge_step)[1]

    def _decisions(self, step: object) -> tuple[tuple[Region, ...], Region]:
        branches = step.branches  # type: ignore[attr-defined]
        matched = {n: self.tables(b.when, unasked=True) for n, b in enumerate(branches) if b.kind == "when"}
        any_ = self.space.union(matched.values())
        could = any_
        for name in sorted({name for branch in branches for table in branch.when for name in table}):
            if name in self.domains:
                open_ = self.space.among(name, (NEVER, UNKNOWN))
                answered = could & ~open_
                could = could | (self.space.drop(answered, frozenset({name})) & open_)
        doubtful, clear = could & ~any_, self.space.all & ~could
        taken = []
        kinds = {branch.kind for branch in branches}
        for number, branch in enumerate(branches):
            other = doubtful if branch.kind == "unknown" else clear
            taken.append(matched[number] if branch.kind == "when" else other)
        left = (self.space.none if "unknown" in kinds else doubtful) | (
            self.space.none if "otherwise" in kinds else clear
        )
        return tuple(taken), left

    # ---- what edges do

    def _guard(self, edge: Edge) -> tuple[Op, ...]:
        return tuple(op for act in edge.acts if (op := self._assumption(act)) is not None)

    def _assumption(self, act: Act) -> Op | None:
        """What an act asks for before the case goes on. The same acts come again and again, so they are kept."""
        key = (act.does, act.facts, act.values, act.truth, id(act.tables), id(act.step))
        if key not in self._known_acts:
            region = self._assumed(act)
            names = {*act.facts, *(name for table in tables_in(act) for name in table)}
            variables = frozenset(name if name in self.domains else mark_bit(name) for name in names)
            op = None if region is None else Op(Kind.ASSUME, region=region, variables=variables & self.space.names)
            self._known_acts[key] = op
        return self._known_acts[key]

    def _assumed(self, act: Act) -> Region | None:
        match act.does:
            case Does.MATCH:
                region = self.tables(act.tables, unasked=True)
                return region if act.truth else self.space.all & ~region
            case Does.DECIDE:
                return self.decision(act.step)[int(act.values[0])]
            case Does.KNOWN:
                known = self.space.all
                for name in act.facts:
                    if name in self.domains:
                        known = known & ~self.space.point(name, NEVER)
                return known if act.truth else self.space.all & ~known
            case _:
                return None

    def _effect(self, edge: Edge) -> tuple[Op, ...]:
        ops: list[Op] = []
        for act in edge.acts:
            for name in act.facts:
                if name in self.domains:
                    ops += self._told(act, name)
        ops += (Op(Kind.SET, mark_bit(mark), (ON,)) for mark in edge.passes if mark_bit(mark) in self.space.values)
        return tuple(ops)

    def _told(self, act: Act, name: str) -> list[Op]:
        answers = self.domains[name].answers
        match act.does:
            case Does.ASK:
                return [Op(Kind.ASK, name, answers)]
            case Does.AGAIN:
                return [Op(Kind.FORGET, name, answers)]
            case Does.IS:
                taken = tuple(sorted(self.domains[name].taken(act.values)))
                return [Op(Kind.ASSUME, region=self.space.among(name, taken), variables=frozenset({name}))]
            case Does.SET:
                taken = tuple(sorted(self.domains[name].taken(act.values)))
                return [Op(Kind.SET, name, taken)] if taken else []
            case _:
                return []

    # ---- what does not matter any more

    def _forget(self) -> None:
        """Whatever nothing reads after an edge is dropped there: regions stay small, and alike ones become one."""
        drops: dict[frozenset[str], tuple[Op, ...]] = {}
        known: dict[tuple[int, frozenset[str]], tuple[Op, ...]] = {}
        live_at, effects = self.live, self._effects
        for number, target, deed in (way for ways in self.program.ways for way in ways):
            live = live_at[target]
            if live not in drops:
                dead = self.space.names - live - self.lasting
                drops[live] = (Op(Kind.DROP, variables=dead),) if dead else ()
            if (deed, live) not in known:
                known[deed, live] = (*effects[number], *drops[live])
            effects[number] = known[deed, live]

    @cached_property
    def live(self) -> tuple[frozenset[str], ...]:
        """The variables that something reads at or after each node."""
        return self.living()

    def living(self, further: Sequence[frozenset[str]] = ()) -> tuple[frozenset[str], ...]:
        """The same if each edge reads some further ones. Inside, a set of variables is the bits of a number."""
        program = self.program
        bits = {name: 1 << place for place, name in enumerate(self.space.values)}
        reads = [self._read_by(edge, bits) for edge in program.samples]
        more = {names: sum(bits.get(name, 0) for name in names) for names in set(further)}
        ways, found = program.ways, [0] * len(program.nodes)
        sources: dict[int, set[int]] = {}
        for edge in program.edges if program.order is None else ():
            sources.setdefault(edge.target, set()).add(edge.source)
        waiting = deque(reversed(program.order or range(len(found))))
        while waiting:
            node = waiting.popleft()
            live = 0
            for number, target, deed in ways[node]:
                reading, settling = reads[deed]
                live |= reading | (found[target] & ~settling)
                if further:
                    live |= more[further[number]]
            if live != found[node]:
                found[node] = live
                waiting.extend(sources.get(node, ()))
        names = {live: frozenset(name for name, bit in bits.items() if live & bit) for live in set(found)}
        return tuple(names[live] for live in found)

    def _read_by(self, edge: Edge, bits: Mapping[str, int]) -> tuple[int, int]:
        """The variables that an edge reads before it settles them, and those that it settles."""
        reading, settling = 0, sum(bits.get(mark_bit(mark), 0) for mark in edge.passes)
        for act in reversed(edge.acts):
            facts = sum(bits.get(name, 0) for name in dict.fromkeys(act.facts))
            if act.does in (Does.SET, Does.AGAIN):
                settling |= facts
                reading &= ~facts
            else:
                reading |= facts
            for name in (name for table in tables_in(act) for name in table):
                reading |= bits.get(name if name in self.domains else mark_bit(name), 0)
        return reading, settling

    # ---- what can be reached

    @cached_property
    def start(self) -> Region:
        """The cases that can arrive at the first step."""
        region = self.space.all
        workflow = self.handbook.workflows[self.program.door]
        for name, found in self.domains.items():
            fact = self.handbook.facts[name]
            if self.free:
                known = found.answers if fact.at_first else (NEVER, *found.answers)
            elif name in workflow.given:
                known = found.answers
            else:
                known = tuple(sorted(found.taken((fact.at_first,)))) if fact.at_first else (NEVER,)
            region = region & self.space.among(name, known)
        for name in self.space.values:
            if name not in self.domains and not (self.free and name not in self.bits):
                region = region & self.space.point(name, OFF)
        return region

    @cached_property
    def shapes(self) -> list[int]:
        """For each edge a number that edges share which do the same."""
        known: dict[object, int] = {}
        same: dict[tuple[int, int], int] = {}
        found = []
        for pair in zip(self._guards, self._effects, strict=True):
            key = (id(pair[0]), id(pair[1]))
            if key not in same:
                same[key] = known.setdefault(pair, len(known))
            found.append(same[key])
        return found

    def guards(self, number: int) -> tuple[Op, ...]:
        """What must hold for an edge to be taken."""
        return self._guards[number]

    def effects(self, number: int) -> tuple[Op, ...]:
        """What an edge does to a case that takes it."""
        return self._effects[number]

    def add_effects(self, number: int, ops: Sequence[Op], *, first: bool = False) -> None:
        """Let an edge do more: what monitors remember, before or after its own acts."""
        own = self._effects[number]
        self._moves.clear()
        self.__dict__.pop("shapes", None)
        self._effects[number] = (*ops, *own) if first else (*own, *ops)

    def step(self, number: int, region: Region) -> Region:
        """The cases in which an edge is left, of those in a region at its start."""
        shape = self.shapes[number]
        if shape not in self._moves:
            self._moves[shape] = move_of(self.space, (*self.guards(number), *self.effects(number)))
        return moved(self.space, self._moves[shape], region)

    def before(self, number: int, region: Region) -> Region:
        """The cases from which an edge leads into a region."""
        return self.space.backward(self.guards(number), self.space.backward(self.effects(number), region))

    @property
    def order(self) -> tuple[int, ...] | None:
        """The nodes in topological order, or None when they go round somewhere."""
        return self.program.order

    @cached_property
    def places(self) -> list[int]:
        """For each node a number that nodes share which are the same step in the same moment, whoever led there."""
        known: dict[object, int] = {}
        return [
            known.setdefault((node.workflow, node.step, node.came_back, node.item, node.outcome), len(known))
            for node in self.program.nodes
        ]

    @cached_property
    def reach(self) -> tuple[Region, ...]:
        """The exact region in which each node can be reached."""
        found: list[Region] = [self.space.none] * len(self.program.nodes)
        if not found:
            return ()
        found[0] = self.start
        if self.order is not None:
            ways = self.program.ways
            for node in self.order:
                for out, target, _ in ways[node] if found[node].satisfiable() else ():
                    found[target] = found[target] | self.step(out, found[node])
            return tuple(found)
        waiting = deque([0])
        while waiting:
            node = waiting.popleft()
            for out in self.program.out[node]:
                target = self.program.edges[out].target
                fresh = self.step(out, found[node]) & ~found[target]
                if fresh.satisfiable():
                    found[target] = found[target] | fresh
                    waiting.append(target)
        return tuple(found)
