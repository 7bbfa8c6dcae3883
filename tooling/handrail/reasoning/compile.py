"""From a workflow to the program of everything that can happen: what each verb does, called workflows inlined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.ground.ranges import left_over
from handrail.reasoning.graph import On, beyond, ladder
from handrail.reasoning.program import LOST, MOST_NODES, Act, Does, Edge, Frame, Node, Program
from handrail.reasoning.staffing import always
from handrail.reasoning.uses import OUTSIDE


def compile_program(handbook: Handbook, door: str, *, follow: bool = True, lost: bool = False) -> Program:
    """The program of a workflow: of a door, or of any workflow as if cases began there.

    Without `follow` it ends where the case goes on in another workflow, which is then the name of the outcome. Where a
    handbook with faults says no way on there is no edge, or with `lost` one to an end of that name.
    """
    return _Compiler(handbook, door, follow, lost).run()


@dataclass(slots=True)
class _Compiler:
    handbook: Handbook
    door: str
    follow: bool
    lost: bool
    nodes: list[Node] = field(default_factory=list)
    numbers: dict[Node, int] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    steps: dict[str, Mapping[str, Step]] = field(default_factory=dict)

    def run(self) -> Program:
        first = self._enter(self.door, "", "", ())
        out: list[tuple[int, ...]] = []
        if first is not None:
            self._number(first)
        while len(out) < len(self.nodes):
            if len(self.nodes) > MOST_NODES:
                return Program(self.door, tuple(self.nodes), tuple(self.edges), tuple(out), complete=False)
            start = len(self.edges)
            number = len(out)
            node = self.nodes[number]
            if not node.outcome:
                self._expand(number, node)
            out.append(tuple(range(start, len(self.edges))))
        return Program(self.door, tuple(self.nodes), tuple(self.edges), tuple(out))

    def _number(self, node: Node) -> int:
        if node not in self.numbers:
            self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self.numbers[node]

    def _enter(self, name: str, holder: str, severity: str, frames: tuple[Frame, ...]) -> Node | None:
        workflow = self.handbook.workflows.get(name)
        if workflow is None or not workflow.steps:
            return None
        return Node(
            name,
            workflow.steps[0].id,
            workflow.team or holder,
            workflow.severity or severity,
            frames=frames,
        )

    def _steps(self, workflow: Workflow) -> Mapping[str, Step]:
        """The top-level steps of a workflow by name."""
        if workflow.id not in self.steps:
            self.steps[workflow.id] = {step.id: step for step in workflow.steps}
        return self.steps[workflow.id]

    # ---- one node

    def _expand(self, number: int, node: Node) -> None:
        workflow = self.handbook.workflows[node.workflow]
        if node.came_back:
            self._back(number, node, workflow)
            return
        step = self._steps(workflow)[node.step]
        if step.verb is Verb.TOGETHER and node.item:
            self._item(number, node, workflow, step)
            return
        for acts in _passed_by(step):
            self._edge(number, node, workflow, step, "next", On.PASSED_BY, acts=acts, does=False)
        due = _due(step)
        counts = dict(node.counts)
        if step.at_most is not None and counts.get(step.id, 0) >= step.at_most:
            self._edge(number, node, workflow, step, step.then or "next", On.AGAIN, acts=due, does=False)
            return
        if step.at_most is not None:
            counts[step.id] = counts.get(step.id, 0) + 1
        node = replace(node, counts=tuple(sorted(counts.items())))
        getattr(self, f"_{step.verb.value}")(number, node, workflow, step, due)

    def _edge(  # noqa: PLR0913 - an edge has that many parts, and each call names them
        self,
        number: int,
        node: Node,
        workflow: Workflow,
        step: Step,
        way: str,
        on: On,
        *,
        acts: tuple[Act, ...] = (),
        minutes: int = 0,
        outside: bool = False,
        label: str = "",
        passes: Names | None = None,
        does: bool = True,
        holder: str | None = None,
        clock: str = "",
    ) -> None:
        """Add the edge that goes a way on, through the return of called workflows where it ends one."""
        node = node if holder is None else replace(node, holder=holder)
        reached = self._target(workflow, workflow.resolve(step, way), node)
        if reached is None:
            return
        target, more_acts, returns = reached
        marks = self._marks(step) if passes is None else passes
        edge = Edge(
            source=number,
            target=self._number(target),
            on=on,
            workflow=workflow.id,
            step=step,
            acts=(*acts, *more_acts),
            minutes=minutes,
            outside=outside,
            label=label,
            passes=marks if does else (),
            performer=step.by or node.holder,
            clock=clock,
            does=does,
            returns=returns,
        )
        self.edges.append(edge)

    def _target(
        self, workflow: Workflow, name: str, node: Node
    ) -> tuple[Node, tuple[Act, ...], tuple[tuple[str, str, str], ...]] | None:
        """The node that a name leads to, with what the return of called workflows does on the way."""
        acts: tuple[Act, ...] = ()
        returns: tuple[tuple[str, str, str], ...] = ()
        while name in workflow.outcomes:
            if not node.frames:
                return Node(workflow.id, "", outcome=name), acts, returns
            frame, frames = node.frames[-1], node.frames[:-1]
            returns += ((frame.workflow, frame.step, name),)
            workflow = self.handbook.workflows[frame.workflow]
            step = workflow.by_id[frame.step]
            acts += _records(step)
            node = Node(
                workflow.id, frame.step, frame.holder, frame.severity, frame.counts, frames,
                item=frame.item, spent=frame.spent, came_back=name,
            )  # fmt: skip
            if self._marks(step):
                return node, acts, returns
            if frame.item:
                return _next_item(workflow, step, node), acts, returns
            way = step.outcomes.get(name) or step.outcomes.get("", "")
            name = workflow.resolve(step, way) if way else ""
        if name in self._steps(workflow):
            counts = _live(workflow, name, node.counts)
            return replace(node, step=name, counts=counts, item=0, spent=0, came_back=""), acts, returns
        if name and not self.follow:
            return Node(workflow.id, "", outcome=name), acts, returns
        entered = self._enter(name, node.holder, node.severity, ())
        if entered is None and self.lost:
            entered = Node(workflow.id, "", outcome=LOST)
        return (entered, acts, returns) if entered else None

    def _back(self, number: int, node: Node, workflow: Workflow) -> None:
        """The workflow that a step ran came back: only now is what the step marks true, whoever has the case did it."""
        step = workflow.by_id[node.step]
        if not node.item:
            way = step.outcomes.get(node.came_back) or step.outcomes.get("", "")
            self._edge(number, node, workflow, step, way, On.OUTCOME, label=node.came_back)
            return
        target = self._number(_next_item(workflow, step, node))
        self.edges.append(
            Edge(
                number, target, On.OUTCOME, workflow.id, step,
                label=node.came_back, passes=self._marks(step), performer=node.holder, together=True,
            )
        )  # fmt: skip

    def _marks(self, step: Step) -> Names:
        """The marks that a step leaves, its message's and the wider ones that they count as too."""
        message = self.handbook.messages.get(step.message)
        found = dict.fromkeys((*step.own_marks, *(message.marks if message else ())))
        for mark in tuple(found):
            wider = self.handbook.marks.get(mark)
            while wider and wider.counts_as and wider.counts_as not in found:
                found[wider.counts_as] = None
                wider = self.handbook.marks.get(wider.counts_as)
        return tuple(found)

    # ---- one verb each

    def _do(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        acts = (*due, *_records(step))
        self._edge(number, node, workflow, step, step.go or "next", On.DONE, acts=acts, minutes=_minutes(step))

    _tell = _do

    def _ask(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        fresh = Act(Does.AGAIN if step.again else Does.ASK, step.targets)
        timed = (
            [((), _minutes(step))]
            if step.again
            else [
                ((Act(Does.KNOWN, step.targets),), 0),
                ((Act(Does.KNOWN, step.targets, truth=False),), _minutes(step)),
            ]
        )
        for known, minutes in timed:
            if not step.answers:
                acts = (*due, *known, fresh, *_records(step))
                self._edge(number, node, workflow, step, step.go or "next", On.DONE, acts=acts, minutes=minutes)
            for way, answers in self._answers(step).items():
                chosen = Act(Does.IS, step.targets[:1], answers)
                self._edge(
                    number, node, workflow, step, way, On.ANSWER,
                    acts=(*due, *known, fresh, chosen, *_records(step)), minutes=minutes, label=", ".join(answers),
                )  # fmt: skip

    def _answers(self, step: Step) -> Mapping[str, Names]:
        """Way -> the answers that take it."""
        fact = self.handbook.facts.get(step.target)
        found: dict[str, list[str]] = {}
        named = tuple(answer for answer in step.answers if answer != "otherwise")
        rest = [answer for answer in (left_over(fact, named) if fact else ()) if answer != "unknown"]
        for answer, way in step.answers.items():
            found.setdefault(way, []).extend(rest if answer == "otherwise" else [answer])
        return {way: tuple(answers) for way, answers in found.items() if answers}

    def _decide(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        for index, branch in enumerate(step.branches):
            chosen = Act(Does.DECIDE, values=(str(index),), step=step)
            self._edge(number, node, workflow, step, branch.go, On.BRANCH, acts=(*due, chosen), label=str(index))

    def _escalate(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        acts = (*due, *_records(step))
        promise, late = self.answered_in(step, node.severity)
        done = step.go or "next"
        longest = promise if step.if_no_answer else late
        self._edge(number, node, workflow, step, done, On.DONE, acts=acts, minutes=longest, holder=step.target)
        if step.if_no_answer:
            self._edge(
                number, node, workflow, step, step.if_no_answer, On.NO_ANSWER,
                acts=due, minutes=promise, holder=step.target, passes=(),
            )  # fmt: skip

    def answered_in(self, step: Step, severity: str) -> tuple[int, int]:
        """What a hand-over's team promises, and the latest time with the rungs above up to one that is always there."""
        rungs, _ = ladder(self.handbook, step.target)
        times = [time.minutes if (time := rung.accepts_within(severity)) else 0 for rung in rungs]
        promise = step.within.minutes if step.within else (times[0] if times else 0)
        late = promise
        for rung, minutes in zip(rungs[1:], times[1:], strict=True):
            if always(self.handbook, rungs[0].id):
                break
            late += minutes
            if always(self.handbook, rung.id):
                break
        return promise, late

    def _wait(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        pause = step.pause
        minutes = pause.minutes if pause else _minutes(step)
        outside = step.target in OUTSIDE
        self._edge(
            number, node, workflow, step, step.go or "next", On.DONE,
            acts=(*due, *_records(step)), minutes=minutes, outside=outside, clock=step.restarts,
        )  # fmt: skip
        if step.if_no_answer:
            self._edge(
                number, node, workflow, step, step.if_no_answer, On.NO_ANSWER,
                acts=due, minutes=minutes, outside=outside, passes=(),
            )  # fmt: skip

    def _run(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        frame = Frame(workflow.id, step.id, node.holder, node.severity, node.counts, node.item, node.spent)
        entered = self._enter(step.target, node.holder, node.severity, (*node.frames, frame))
        if entered is None or any(call.workflow == workflow.id and call.step == step.id for call in node.frames):
            return
        acts = (*due, *(Act(Does.SET, (fact,), (value,)) for fact, value in step.settles.items()))
        self.edges.append(
            Edge(number, self._number(entered), On.DONE, workflow.id, step, acts, does=False, performer=node.holder)
        )

    # ---- side by side

    def _together(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        target = self._number(replace(node, item=1))
        self.edges.append(Edge(number, target, On.DONE, workflow.id, step, due, does=False, performer=node.holder))

    def _item(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        """Items in the order of their times, so that what is spent when one is done is its own time.

        They are independent (a rule sees to that), so the order changes no fact. A workflow that is run among them
        counts as if it came after the others: its time is added, which is never less than the truth.
        """
        items = sorted(step.items, key=lambda item: (item.verb is Verb.RUN, _minutes(item)))
        if node.item > len(items):
            self._edge(number, node, workflow, step, step.go or "next", On.DONE, acts=_records(step))
            return
        item = items[node.item - 1]
        for acts in _passed_by(item):
            self._item_edge(number, node, workflow, item, acts, done=False)
        if item.verb is Verb.RUN:
            self._run(number, node, workflow, item, _due(item))
        else:
            self._item_edge(number, node, workflow, item, (*_due(item), *_records(item)), done=True)

    def _item_edge(
        self, number: int, node: Node, workflow: Workflow, item: Step, acts: tuple[Act, ...], *, done: bool
    ) -> None:
        minutes = max(_minutes(item) - node.spent, 0) if done else 0
        after = replace(node, item=node.item + 1, spent=node.spent + minutes)
        self.edges.append(
            Edge(
                source=number,
                target=self._number(after),
                on=On.DONE if done else On.PASSED_BY,
                workflow=workflow.id,
                step=item,
                acts=acts,
                minutes=minutes,
                passes=self._marks(item) if done else (),
                performer=item.by or node.holder,
                together=True,
                does=done,
            )
        )


def _next_item(workflow: Workflow, step: Step, node: Node) -> Node:
    """What follows an item of a `together` that is done."""
    above = next(other for other in workflow.steps if step in other.items)
    return replace(node, step=above.id, item=node.item + 1, came_back="")


def _minutes(step: Step) -> int:
    return step.within.minutes if step.within else 0


def _records(step: Step) -> tuple[Act, ...]:
    return tuple(Act(Does.SET, (fact,), (value,)) for fact, value in step.records.items())


def _due(step: Step) -> tuple[Act, ...]:
    """The acts that let a case through to a step's doing."""
    when = (Act(Does.MATCH, tables=step.when),) if step.when else ()
    return (*when, *((Act(Does.MATCH, tables=step.unless, truth=False),) if step.unless else ()))


def _passed_by(step: Step) -> Iterator[tuple[Act, ...]]:
    """The acts that let a case pass a step by, once for each reason."""
    if step.when:
        yield (Act(Does.MATCH, tables=step.when, truth=False),)
    if step.unless:
        yield (*((Act(Does.MATCH, tables=step.when),) if step.when else ()), Act(Does.MATCH, tables=step.unless))


def _live(workflow: Workflow, step: str, counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """The counts of steps that can still come: the others do not matter any more."""
    return tuple((name, count) for name, count in counts if name == step or name in beyond(workflow, step))
