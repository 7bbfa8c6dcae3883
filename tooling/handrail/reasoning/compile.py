"""From a workflow to the program of everything that can happen: what each verb does, called workflows inlined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from handrail.ground.model import Handbook, Names, Step, Verb, Workflow
from handrail.reasoning.doing import (
    answered_in,
    due_of,
    marks_of,
    minutes_of,
    order_matters,
    passed_by,
    records_of,
    ways_of_answers,
)
from handrail.reasoning.graph import On, beyond
from handrail.reasoning.program import LOST, MOST_NODES, Act, Does, Edge, Frame, Node, Program
from handrail.reasoning.together import after_item, back_to_items, finished
from handrail.reasoning.uses import OUTSIDE


@lru_cache(maxsize=16)
def compile_program(handbook: Handbook, door: str, *, follow: bool = True, lost: bool = False) -> Program:
    """The program of a workflow: of a door, or of any workflow as if cases began there.

    Without `follow` it ends where the case goes on in another workflow: the name of the outcome. Where a handbook with
    faults says no way on there is no edge, or with `lost` one to an end of that name.
    """
    growing, number = Growing(handbook, door, follow=follow, lost=lost), 0
    while number < len(growing.nodes) <= MOST_NODES:
        growing.out(number)
        number += 1
    ways = tuple(growing.made[each] for each in range(number))
    complete = number == len(growing.nodes)
    return Program(door, tuple(growing.nodes), tuple(growing.edges), ways, complete=complete)


@dataclass(slots=True)
class Growing:
    """A program that is made only as far as somebody walks. Its nodes have the numbers in which they were met."""

    handbook: Handbook
    door: str
    follow: bool = True
    lost: bool = False
    nodes: list[Node] = field(default_factory=list)
    numbers: dict[Node, int] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    made: dict[int, tuple[int, ...]] = field(default_factory=dict)
    steps: dict[str, Mapping[str, Step]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the first step of the workflow."""
        first = self._enter(self.door, "", "", ())
        if first is not None:
            self._number(first)

    def out(self, number: int) -> tuple[int, ...]:
        """The numbers of a node's edges, which are made when they are first asked for."""
        if number not in self.made:
            start, node = len(self.edges), self.nodes[number]
            if not node.outcome:
                self._expand(number, node)
            self.made[number] = tuple(range(start, len(self.edges)))
        return self.made[number]

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
        for acts in passed_by(step):
            self._edge(number, node, workflow, step, "next", On.PASSED_BY, acts=acts, does=False)
        due = due_of(step)
        counts = dict(node.counts)
        if step.at_most is not None and counts.get(step.id, 0) >= step.at_most:
            self._edge(number, node, workflow, step, step.then or "next", On.AGAIN, acts=due, does=False)
            return
        if step.at_most is not None:
            counts[step.id] = counts.get(step.id, 0) + 1
        node = node._replace(counts=tuple(sorted(counts.items())))
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
        node = node if holder is None else node._replace(holder=holder)
        reached = self._target(workflow, workflow.resolve(step, way), node)
        if reached is None:
            return
        target, more_acts, returns = reached
        marks = marks_of(self.handbook, step) if passes is None else passes
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
            acts += records_of(step)
            node = Node(
                workflow.id, frame.step, frame.holder, frame.severity, frame.counts, frames,
                item=frame.item, spent=frame.spent, came_back=name,
            )  # fmt: skip
            if marks_of(self.handbook, step):
                return node, acts, returns
            if frame.item:
                return back_to_items(workflow, step, node), acts, returns
            way = step.outcomes.get(name) or step.outcomes.get("", "")
            name = workflow.resolve(step, way) if way else ""
        if name in self._steps(workflow):
            counts = _live(workflow, name, node.counts)
            return node._replace(step=name, counts=counts, item=0, spent=0, came_back=""), acts, returns
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
        target = self._number(back_to_items(workflow, step, node))
        self.edges.append(
            Edge(
                number, target, On.OUTCOME, workflow.id, step,
                label=node.came_back, passes=marks_of(self.handbook, step), performer=node.holder,
            )
        )  # fmt: skip

    # ---- one verb each

    def _do(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        acts = (*due, *records_of(step))
        self._edge(
            number, node, workflow, step, step.go or "next", On.DONE, acts=acts, minutes=self._minutes(step, node)
        )

    _tell = _do

    def _ask(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        fresh = Act(Does.AGAIN if step.again else Does.ASK, step.targets)
        timed = (
            [((), self._minutes(step, node))]
            if step.again
            else [
                ((Act(Does.KNOWN, step.targets),), 0),
                ((Act(Does.KNOWN, step.targets, truth=False),), self._minutes(step, node)),
            ]
        )
        for known, minutes in timed:
            if not step.answers:
                acts = (*due, *known, fresh, *records_of(step))
                self._edge(number, node, workflow, step, step.go or "next", On.DONE, acts=acts, minutes=minutes)
            for way, answers in ways_of_answers(self.handbook, step).items():
                chosen = Act(Does.IS, step.targets[:1], answers)
                self._edge(
                    number, node, workflow, step, way, On.ANSWER,
                    acts=(*due, *known, fresh, chosen, *records_of(step)), minutes=minutes, label=", ".join(answers),
                )  # fmt: skip

    def _decide(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        for index, branch in enumerate(step.branches):
            chosen = Act(Does.DECIDE, values=(str(index),), step=step)
            acts = (*due, chosen)
            self._edge(number, node, workflow, step, branch.go, On.BRANCH, acts=acts, label=str(index), does=False)

    def _escalate(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        acts = (*due, *records_of(step))
        promise, late = answered_in(self.handbook, step, node.severity)
        at_most = promise if step.if_no_answer else late
        self._edge(
            number, node, workflow, step, step.go or "next", On.DONE, acts=acts, minutes=at_most, holder=step.target
        )
        if step.if_no_answer:
            self._edge(
                number, node, workflow, step, step.if_no_answer, On.NO_ANSWER,
                acts=due, minutes=promise, holder=step.target, passes=(),
            )  # fmt: skip

    def _wait(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        minutes = self._minutes(step, node)
        outside = step.target in OUTSIDE
        self._edge(
            number, node, workflow, step, step.go or "next", On.DONE,
            acts=(*due, *records_of(step)), minutes=minutes, outside=outside, clock=step.restarts,
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

    def _minutes(self, step: Step, node: Node) -> int:
        return minutes_of(self.handbook, step, node.holder)

    # ---- side by side

    def _together(self, number: int, node: Node, workflow: Workflow, step: Step, due: tuple[Act, ...]) -> None:
        target = self._number(node._replace(item=1))
        self.edges.append(Edge(number, target, On.DONE, workflow.id, step, due, does=False, performer=node.holder))

    def _item(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        """Items finish in any order: each at once or after all of its time, whatever is worse for the question asked.

        They are independent (a rule sees to that), so the order changes no fact; but it decides what came before what,
        and how long a clock runs that one of them starts. Where no control could tell, they finish in the order of
        their times. A workflow that is run among them comes before or after all the others, and its time is added to
        theirs, which is never less than the truth.
        """
        done = finished(node, step)
        left = [place for place in range(len(step.items)) if place not in done]
        if not left:
            marked = bool(marks_of(self.handbook, step))
            self._edge(number, node, workflow, step, step.go or "next", On.DONE, acts=records_of(step), does=marked)
            return
        timed = [place for place, item in enumerate(step.items) if item.verb is not Verb.RUN]
        slow = [place for place in timed if place not in done]
        next_time = min((self._minutes(step.items[place], node) for place in slow), default=0)
        at_once = order_matters(self.handbook, step) if not node.spent else ()
        for place in left:
            item = step.items[place]
            for acts in passed_by(item):
                self._item_edge(number, node, workflow, place, acts, at=None)
            if item.verb is Verb.RUN:
                if not slow or len(slow) == len(timed):
                    self._run(number, node, workflow, item, due_of(item))
                continue
            acts = (*due_of(item), *records_of(item))
            if self._minutes(item, node) == next_time:
                self._item_edge(number, node, workflow, place, acts, at=next_time)
            if self._minutes(item, node) and item.id in at_once:
                self._item_edge(number, node, workflow, place, acts, at=0)

    def _item_edge(
        self, number: int, node: Node, workflow: Workflow, place: int, acts: tuple[Act, ...], *, at: int | None
    ) -> None:
        """The edge at which an item finishes, so long after the first began, or (None) is passed by."""
        step = self._steps(workflow)[node.step]
        item = step.items[place]
        after = after_item(step, node, place, node.spent if at is None else at)
        self.edges.append(
            Edge(
                source=number,
                target=self._number(after),
                on=On.PASSED_BY if at is None else On.DONE,
                workflow=workflow.id,
                step=item,
                acts=acts,
                minutes=0 if at is None else at - node.spent,
                passes=() if at is None else marks_of(self.handbook, item),
                performer=item.by or node.holder,
                does=at is not None,
            )
        )


def _live(workflow: Workflow, step: str, counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """The counts of steps that can still come: the others do not matter any more."""
    return tuple((name, count) for name, count in counts if name == step or name in beyond(workflow, step))
